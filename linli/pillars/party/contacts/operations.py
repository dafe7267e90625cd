"""Everything that happens to the chain: it is planned, stewards are named, words pass down, needs come up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Household
from linli.base.people.subjects import Erasing
from linli.base.places.models import Building
from linli.kernel import masking
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.rules import Door
from linli.pillars.party.contacts import policies, rules
from linli.pillars.party.contacts.models import (
    KnownConsent,
    Passing,
    Plan,
    Raised,
    Steward,
    Tie,
    Told,
    Uncovered,
    Vanguard,
)
from linli.pillars.party.contacts.policies import NoSuchChain
from linli.pillars.party.contacts.queries import own_vanguard
from linli.pillars.party.contacts.rules import Helper, Level, Place

TWICE = timedelta(minutes=10)


class NotAVanguard(Refusal):
    """Nobody of this number is a vanguard household here."""


class NotSignedYet(Refusal):
    """The paper is of a day to come."""


class SignedLongAgo(Refusal):
    """The paper is older than one may rely on: `days`."""


class TakenBackSince(Refusal):
    """They took a consent back after that day: an older paper does not stand against it."""


class StewardThere(Refusal):
    """They answer for that community already."""


class NoSuchStaff(Refusal):
    """They have no post in that office."""


def places_of(buildings: Iterable[Building]) -> list[Place]:
    """Give the stairwells of buildings with their doors, spread evenly where only the building is counted."""
    return [
        Place(
            (one.pk, n), one.lon, one.lat, one.grid_id,
            rules.doors_in(one.households_count, one.stairwells_count, n),
        )
        for one in buildings
        for n in range(1, max(one.stairwells_count, 1) + 1)
    ]  # fmt: skip


def _helpers(community: Unit) -> tuple[list[Helper], dict[int, Vanguard]]:
    """Give the vanguard households of a community where they live, and bring their rows in step with the register.

    Four queries, and the two that write.
    """
    members = {
        one.pk: one
        for one in PartyMember.objects.filter(
            until=None, door_role=Door.VANGUARD.value, grid__parent=community
        )
    }
    held = {
        one.member_id: one for one in Vanguard.objects.filter(community=community).select_related("steward")
    }
    Vanguard.objects.filter(community=community).exclude(member__in=members).delete()
    fresh = [Vanguard(member_id=pk, community=community) for pk in sorted(members) if pk not in held]
    # Who moved here from another community brings nobody along.
    Vanguard.objects.filter(member__in=[one.member_id for one in fresh]).delete()
    for one in Vanguard.objects.bulk_create(fresh):
        held[one.member_id] = one
    homes = {pk: int(one.home) for pk, one in members.items() if one.home.isdigit()}
    doors = {
        one.pk: one.building
        for one in Household.objects.filter(pk__in=homes.values()).select_related("building")
    }
    found = [
        Helper(held[pk].pk, house.lon, house.lat, house.grid_id, held[pk].limit)
        for pk in sorted(members)
        if (house := doors.get(homes.get(pk, 0))) is not None
    ]
    return found, {held[pk].pk: held[pk] for pk in members}


def plan_contacts(*, actor: Actor, at: datetime, community: int) -> Plan:
    """Plan who covers which doors of a community, keeping what holds, and say what is left and why.

    About ten statements, whatever it holds; seconds for thousands of doors.

    :raises NoSuchChain: not theirs.
    """
    unit = policies.community(actor, community)
    today = local(at).date()
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        helpers, vanguards = _helpers(unit)
        places = places_of(Building.objects.filter(grid__parent=unit).order_by("pk"))
        held = list(Tie.objects.filter(vanguard__community=unit))
        ties = {((one.building_id, one.stairwell), one.vanguard_id): one.doors for one in held}
        covering = rules.cover(places, helpers, ties)
        _write(covering, held, unit, today)
        _share_out(unit, helpers, vanguards)
        kept = sum(min(doors, covering.given.get(key, 0)) for key, doors in ties.items())
        loads = covering.loads
        made, _new = Plan.objects.update_or_create(
            community=unit,
            defaults={
                "office": orgs.office_of(orgs.line_up(unit)) or unit,
                "doors": sum(place.doors for place in places),
                "covered": covering.covered,
                "kept": kept,
                "vanguards": len(vanguards),
                "mean_m": rules.mean_way(covering, places, helpers),
                "most": max(loads.values(), default=0),
                "planned_at": at,
                "planned_by_id": actor.account_id,
            },
        )
    return made


def _write(covering: rules.Covering, held: list[Tie], unit: Unit, today: date) -> None:
    """Write what changed: a tie that stays keeps its day. Four statements."""
    had = {(t.building_id, t.stairwell, t.vanguard_id): t for t in held}
    wanted = {(s.place[0], s.place[1], s.helper): s for s in rules.slices(covering)}
    same = {
        key
        for key, s in wanted.items()
        if key in had and (had[key].first, had[key].doors) == (s.first, s.doors)
    }
    Tie.objects.filter(pk__in=[tie.pk for key, tie in had.items() if key not in same]).delete()
    Tie.objects.bulk_create(
        (
            Tie(
                building_id=key[0],
                stairwell=key[1],
                vanguard_id=key[2],
                first=s.first,
                doors=s.doors,
                since=had[key].since if key in had else today,
            )
            for key, s in wanted.items()
            if key not in same
        ),
        batch_size=2000,
    )
    Uncovered.objects.filter(community=unit).delete()
    Uncovered.objects.bulk_create(
        Uncovered(community=unit, building_id=place[0], stairwell=place[1], doors=doors, why=why.value)
        for place, (doors, why) in covering.gaps.items()
    )


def _share_out(unit: Unit, helpers: list[Helper], vanguards: dict[int, Vanguard]) -> None:
    """Give each vanguard household its member of the committee. Two statements."""
    stewards = list(
        Steward.objects.filter(community=unit, level=Level.COMMITTEE.value, until=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    asked = {one.id: (one.ground, vanguards[one.id].steward_id) for one in helpers}
    given = rules.shared_out(asked, stewards)
    changed = []
    for pk, one in vanguards.items():
        if one.steward_id != given.get(pk):
            one.steward_id = given.get(pk)
            changed.append(one)
    Vanguard.objects.bulk_update(changed, ["steward"])


def name_steward(*, actor: Actor, community: int, account: Account, level: Level, on: date) -> Steward:
    """Name who on the staff answers for a community in the chain.

    :raises NoSuchChain: not theirs. :raises NoSuchStaff: no post in that office. :raises StewardThere:
    """
    unit = policies.community(actor, community)
    office = orgs.office_of(orgs.line_up(unit))
    if office is None or not account.posts.filter(unit__path__startswith=office.path).exists():
        raise NoSuchStaff
    try:
        with transaction.atomic():
            return Steward.objects.create(community=unit, account=account, level=level.value, since=on)
    except IntegrityError:
        raise StewardThere from None


def end_steward(*, actor: Actor, steward: int, on: date) -> None:
    """End that somebody answers for a community; the next plan gives their households to others.

    :raises NoSuchChain: absent, or not theirs.
    """
    row = Steward.objects.filter(pk=steward, until=None).first()
    if row is None:
        raise NoSuchChain
    policies.community(actor, row.community_id)
    Steward.objects.filter(pk=steward, until=None).update(until=max(on, row.since))


def pass_down(*, actor: Actor, at: datetime, community: int, words: str) -> Passing:
    """Pass a word down the chain of a community: every vanguard household reads it on its own page.

    The same word again within ten minutes is the same press twice.

    :raises NoSuchChain: not theirs. :raises WordsMissing: nothing is said.
    """
    unit = policies.community(actor, community)
    if not words.strip() or actor.account_id is None:
        raise WordsMissing(fields=["words"])
    said = {"words": masking.mask_text(clean_line(words))[:300], "by_id": actor.account_id}
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        before = Passing.objects.filter(community=unit, at__gt=at - TWICE, at__lte=at, **said).first()
        return before or Passing.objects.create(community=unit, at=at, **said)


def tell_doors(*, account: Account, at: datetime, passing: int) -> None:
    """Say that one told one's doors. Twice is once.

    :raises NotAVanguard: they are none, or the word is another community's.
    """
    own = own_vanguard(account)
    row = Passing.objects.filter(pk=passing).first()
    if own is None or row is None or row.community_id != own.community_id:
        raise NotAVanguard
    Told.objects.get_or_create(passing=row, vanguard=own, defaults={"at": at})


def raise_need(*, account: Account, at: datetime, case: Case) -> None:
    """Note that a report came up the chain; the report itself says nothing of it.

    :raises NotAVanguard: they are none.
    """
    own = own_vanguard(account)
    if own is None:
        raise NotAVanguard
    Raised.objects.get_or_create(case=case, defaults={"vanguard": own, "at": at})


def agree_to_be_known(*, account: Account, at: datetime, shown_name: str) -> Vanguard:
    """Agree that the doors one links may know one as a vanguard household, and by which name. Another name is agreed anew.

    :raises NotAVanguard: they are none. :raises WordsMissing: no name to be called by.
    """
    own = own_vanguard(account)
    if own is None:
        raise NotAVanguard
    name = clean_line(shown_name)[:20]
    if not name:
        raise WordsMissing(fields=["shown_name"])
    with transaction.atomic():
        _agree(own, name, at)
    return own


def write_consent(
    *, actor: Actor, at: datetime, vanguard: int, shown_name: str, signed_on: date, paper: str
) -> Vanguard:
    """Write down that a household agreed on paper to be known to its doors: its day, and where the paper lies.

    :raises NoSuchChain: absent, or not theirs to know. :raises WordsMissing: no name to be called by, or no place.
    :raises NotSignedYet: :raises SignedLongAgo: :raises TakenBackSince: as named.
    """
    name, where = clean_line(shown_name)[:20], masking.mask_text(clean_line(paper))[:60]
    if missing := [field for field, said in (("shown_name", name), ("paper", where)) if not said]:
        raise WordsMissing(fields=missing)
    if actor.account_id is None or signed_on > local(at).date():
        raise NotSignedYet
    if signed_on < local(at).date() - timedelta(days=rules.PAPER_DAYS):
        raise SignedLongAgo(days=rules.PAPER_DAYS)
    with transaction.atomic():
        own = _of_chain(actor, vanguard)
        taken_back = own.consents.exclude(withdrawn_at=None).values_list("withdrawn_at", flat=True)
        if any(one is not None and local(one).date() > signed_on for one in taken_back):
            raise TakenBackSince
        _agree(own, name, at, signed_on=signed_on, paper=where, written_by_id=actor.account_id)
    return own


def withdraw_consent(*, actor: Actor, at: datetime, vanguard: int) -> None:
    """Take the consent of a household back, as it asked, without a reason: from now on no page says it.

    :raises NoSuchChain: absent, or not theirs to know.
    """
    with transaction.atomic():
        _call(_of_chain(actor, vanguard), "", at)


def _of_chain(actor: Actor, vanguard: int) -> Vanguard:
    row = Vanguard.objects.select_for_update().filter(pk=vanguard).first()
    if row is None:
        raise NoSuchChain
    policies.community(actor, row.community_id)
    return row


def _agree(own: Vanguard, name: str, at: datetime, **on_paper: Any) -> None:
    """Write a consent down in the words that are agreed to; what was agreed before ends."""
    _call(own, name, at)
    KnownConsent.objects.create(
        vanguard=own, community_id=own.community_id, agreed_to=rules.CONSENT, agreed_at=at, **on_paper
    )


def be_known_no_more(*, account: Account, at: datetime) -> None:
    """Take back that neighbours may know; from now on no page says it. That it was agreed, and when, stays on record.

    :raises NotAVanguard: they are none.
    """
    own = own_vanguard(account)
    if own is None:
        raise NotAVanguard
    with transaction.atomic():
        _call(own, "", at)


def _call(own: Vanguard, name: str, at: datetime) -> None:
    """Write by which name somebody is known from now on, if any; what was agreed before ends."""
    own.shown_name, own.agreed_at = name, at if name else None
    own.save(update_fields=["shown_name", "agreed_at"])
    own.consents.filter(withdrawn_at=None).update(withdrawn_at=at)


def erase(account: Account, order: Erasing) -> int:
    """Erase that somebody is a vanguard household; their doors are nobody's until the next plan."""
    own = own_vanguard(account)
    if own is None:
        return 0
    own.delete()
    return 1

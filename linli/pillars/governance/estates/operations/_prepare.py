"""An election from its proposal to the end of its publicity: the group, the roll, candidates, drafts, objections."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from django.db import IntegrityError, transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.models import Household
from linli.base.places.models import Compound
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.kernel.standards import estates as law
from linli.kernel.words import clean_line
from linli.pillars.governance.estates import policies, queries, rules
from linli.pillars.governance.estates.flow import ELECTION, KIND
from linli.pillars.governance.estates.models import (
    Candidate,
    Election,
    ElectionObjection,
    GroupMember,
    OwnerDoor,
)
from linli.pillars.governance.estates.operations._register import NotYourEstate, estate_of
from linli.pillars.governance.estates.operations._turn import move_election, restart
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.rules import GroupSide, Meeting


class NotYourHome(Refusal):
    """A resident proposes for a compound they are not written to."""


class ElectingAlready(Refusal):
    """An election of this compound is under way: `number`."""


class NotWhilePrepared(Refusal):
    """The roll, the list and the drafts are written while the group prepares, not afterwards."""


class NotToObject(Refusal):
    """Nothing is public now."""


class ObjectingAlready(Refusal):
    """An objection of the same person waits for its answer."""


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the roll: a door, and the area it owns in hundredths of a square metre."""

    label: str
    area: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who stands for the committee."""

    name: str
    building: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the group."""

    side: GroupSide
    name: str
    is_chair: bool = False


@opening.once
def propose_election(
    *, actor: Actor, at: datetime, compound: Compound, words: str, key: uuid.UUID | None = None
) -> Election:
    """Ask that the owners of a compound elect a committee: a resident for their own, the community for any of its own.

    From this day the street has sixty days to form the group.

    :raises NotYourHome, NoSuchEstate, NotYourEstate: as named. :raises ElectingAlready: :raises WordsMissing: nothing said.
    """
    is_resident = actor.kind is ActorKind.RESIDENT and actor.account_id is not None
    if key is not None and (made := Election.objects.filter(case__idempotency_key=key).first()):
        return made
    if not words.strip():
        raise WordsMissing(fields=["answer"])
    with transaction.atomic():
        rows = Compound.objects.select_for_update(of=("self",)).select_related("community", "manager")
        row = rows.get(pk=compound.pk)
        if is_resident:
            own = queries.home_compound(account_id=actor.account_id or 0)
            if own is None or own.pk != row.pk:
                raise NotYourHome
        elif not policies.reaches(actor, row):
            raise NoSuchEstate
        elif not policies.keeps_at(actor, row.community):
            raise NotYourEstate
        there = Election.objects.filter(estate=row.pk, case__is_open=True).select_related("case").first()
        if there is not None:
            raise ElectingAlready(number=there.case.number)
        estate = estate_of(row)
        office = orgs.office_of(orgs.line_up(row.community))
        if office is None:
            raise NoSuchEstate
        election = Election(
            estate=estate,
            proposer_id=actor.account_id if is_resident else None,
            is_renewal=estate.committee_from is not None,
        )

        def beside(case: Case) -> list[Model]:
            election.case = case
            return [election]

        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=row.community,
            office=office,
            holder=row.community,
            title=f"{row.name}{'换届选举' if election.is_renewal else '选举'}业主委员会"[:60],
            state="proposed",
            slot="form",
            limits=deadlines.limits_for(ELECTION, office, "", {}),
            said=Said(answer=words.strip(), data={"estate": row.pk, "renewal": election.is_renewal}),
            key=key,
            index=f"{row.name} {words}",
            verb="propose",
            channel="web" if is_resident else "desk",
            can_be_asked=is_resident,
            lon=row.lon,
            lat=row.lat,
            place_words=row.name,
            beside=beside,
        )
    return election


def _writable(actor: Actor, number: str, states: tuple[str, ...]) -> Election:
    """Lock an election for somebody who keeps its compound, in one of some states."""
    rows = Election.objects.select_for_update(of=("self",)).select_related(
        "case__area", "case__office", "estate__compound"
    )
    row = rows.filter(policies.electing(actor), case__number=number).first()
    if row is None:
        raise NoSuchCase(number=number)
    if not policies.keeps_at(actor, row.case.area):
        raise NotYourEstate
    if row.case.state not in states:
        raise NotWhilePrepared
    return row


def name_group(*, actor: Actor, number: str, at: datetime, members: Sequence[Named]) -> Election:
    """Write down who prepares the election; whoever stood there before stands there no more. The whole group at once.

    :raises GroupUnfit: not lawful. :raises NoSuchCase, NotYourEstate, NotWhilePrepared: as named.
    """
    chair = [m.side.value for m in members if m.is_chair]
    rules.check_group([m.side.value for m in members], chair[0] if len(chair) == 1 else None)
    names = [clean_line(m.name)[:40] for m in members]
    if not all(names) or len(set(names)) != len(names):
        raise rules.GroupUnfit
    with transaction.atomic():
        row = _writable(actor, number, ("proposed", "preparing"))
        row.group.all().delete()
        GroupMember.objects.bulk_create(
            GroupMember(election=row, side=m.side.value, name=name, is_chair=m.is_chair)
            for m, name in zip(members, names, strict=True)
        )
    return row


def convene_group(*, answer: str = "", **by: Unpack[By]) -> Case:
    """Announce the group; from this day it has ninety days to the first meeting of owners."""
    return move_election("convene_group", said=Said(answer=answer), **by)


def write_roll(*, actor: Actor, number: str, at: datetime, doors: Sequence[Door]) -> int:
    """Write the owners' roll: each door once, with the area it owns. It replaces what was there. Counts the doors.

    :raises StrangeDoor: no door, no area, or one twice. :raises NoSuchCase, NotYourEstate, NotWhilePrepared: as named.
    """
    seen: set[str] = set()
    for door in doors[: rules.MOST_DOORS + 1]:
        label = clean_line(door.label)[:80]
        if not label or door.area <= 0 or label in seen or len(seen) >= rules.MOST_DOORS:
            raise rules.StrangeDoor(label=label or "—")
        seen.add(label)
    with transaction.atomic():
        row = _writable(actor, number, ("preparing",))
        row.doors.all().delete()
        homes = Household.objects.filter(building__compound=row.estate_id).select_related(
            "building__compound"
        )
        known = {str(home): home for home in homes}
        OwnerDoor.objects.bulk_create(
            (
                OwnerDoor(election=row, label=label, area=door.area, household=known.get(label))
                for door in doors
                for label in (clean_line(door.label)[:80],)
            ),
            batch_size=1_000,
        )
    return len(seen)


def write_list(
    *, actor: Actor, number: str, at: datetime, candidates: Sequence[Standing], seats: int | None = None
) -> None:
    """Write who stands, and how many are to be elected: an odd number of five to eleven. It replaces what was there.

    Without a number of seats as many are elected as stand.

    :raises ListUnfit: another number of seats, fewer who stand, or a name twice.
    :raises NoSuchCase, NotYourEstate, NotWhilePrepared: as named.
    """
    names = {clean_line(c.name)[:40] for c in candidates if c.name.strip()}
    chosen = len(candidates) if seats is None else seats
    rules.check_list(len(names) if len(names) == len(candidates) else 0, chosen)
    with transaction.atomic():
        row = _writable(actor, number, ("preparing",))
        row.candidates.all().delete()
        row.seats = chosen
        row.save(update_fields=["seats"])
        Candidate.objects.bulk_create(
            Candidate(
                election=row,
                name=clean_line(c.name)[:40],
                building=clean_line(c.building)[:40],
                words=masking.mask_text(clean_line(c.words))[:200],
            )
            for c in candidates
        )


def write_drafts(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    covenant: str,
    procedure: str,
    meeting: Meeting,
    term_years: int,
) -> None:
    """Write the drafts of the covenant and of the rules of procedure, how owners meet, and for how many years.

    :raises WordsMissing: a draft is empty. :raises ListUnfit: a term longer than the law allows.
    :raises NoSuchCase, NotYourEstate, NotWhilePrepared: as named.
    """
    if not covenant.strip() or not procedure.strip():
        raise WordsMissing(fields=["covenant", "procedure"])
    with transaction.atomic():
        row = _writable(actor, number, ("preparing",))
        row.covenant, row.procedure = covenant.strip(), procedure.strip()
        row.meeting, row.term_years = meeting.value, min(max(term_years, 1), law.MOST_TERM_YEARS)
        row.save(update_fields=["covenant", "procedure", "meeting", "term_years"])


def post_papers(*, until: datetime, answer: str = "", **by: Unpack[By]) -> Case:
    """Put the roll, the list and the drafts up for everybody, for fifteen days at least before owners vote.

    :raises NoticeTooShort: sooner than fifteen days.
    """
    if until < by["at"] + timedelta(days=law.NOTICE_DAYS):
        raise rules.NoticeTooShort(days=law.NOTICE_DAYS)

    def do(t: Turn, election: Election) -> None:
        election.posted_at, election.posted_until = t.at, until
        t.say(until=until.isoformat())

    return move_election("post_papers", do, said=Said(answer=answer), until=until, **by)


def object_to_election(
    *, actor: Actor, number: str, at: datetime, words: str, name: str = ""
) -> ElectionObjection:
    """Object to what is public: a resident on the phone, or the community for somebody who came with a paper.

    :raises NotToObject: nothing is public. :raises ObjectingAlready: :raises NoSuchCase: :raises WordsMissing:
    """
    is_resident = actor.kind is ActorKind.RESIDENT and actor.account_id is not None
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        if is_resident:
            row = Election.objects.select_for_update(of=("self",)).filter(case__number=number).first()
        else:
            row = (
                Election.objects.select_for_update(of=("self",))
                .filter(policies.electing(actor), case__number=number)
                .first()
            )
        if row is None or (not is_resident and not policies.keeps_at(actor, row.case.area)):
            raise NoSuchCase(number=number)
        if row.case.state != "posted" or row.posted_until is None or at >= row.posted_until:
            raise NotToObject
        if row.objections.count() >= rules.MOST_OBJECTIONS:
            raise NotToObject
        try:
            with transaction.atomic():
                return ElectionObjection.objects.create(
                    election=row,
                    account_id=actor.account_id if is_resident else None,
                    name="" if is_resident else name.strip()[:40],
                    words=words.strip(),
                    via="phone" if is_resident else "paper",
                    at=at,
                )
        except IntegrityError:
            raise ObjectingAlready from None


def dismiss_objection(*, answer: str, **by: Unpack[By]) -> Case:
    """Answer the first objection that waits: it changes nothing, and why."""

    def do(t: Turn, election: Election) -> None:
        _answer(t, election, answer, is_upheld=False)

    return move_election("dismiss_objection", do, said=Said(answer=answer), **by)


def uphold_objection(*, answer: str, **by: Unpack[By]) -> Case:
    """Agree with an objection: the group puts right what was wrong, and everything is made public again."""

    def do(t: Turn, election: Election) -> None:
        _answer(t, election, answer, is_upheld=True)
        # What was said of papers that are gone is answered by the new ones.
        election.objections.filter(answered_at=None).update(answer=answer, answered_at=t.at, is_upheld=True)
        restart(t)

    return move_election("uphold_objection", do, said=Said(answer=answer), **by)


def _answer(t: Turn, election: Election, answer: str, *, is_upheld: bool) -> None:
    row = election.objections.filter(answered_at=None).first()
    if row is not None:
        row.answer, row.answered_at, row.is_upheld = masking.mask_text(answer.strip()), t.at, is_upheld
        row.save(update_fields=["answer", "answered_at", "is_upheld"])

"""The chain as lists: communities with their plans, one from top to bottom, and what somebody sees of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Post
from linli.kernel.masking import mask_name
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Joining, PartyMember
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


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A community with what its last plan came to; without a plan, none."""

    community: Unit
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class VanguardRow:
    """A vanguard household: masked; how many doors it covers in how many tens, who answers for it, who may know."""

    id: int
    name: str
    grid: str
    doors: int
    tens: int
    stairwells: int
    limit: int
    steward: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class PassingRow:
    """A word passed down: how many households told their doors, of how many."""

    words: str
    at: datetime
    by: str
    told: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """Doors nobody covers."""

    where: str
    doors: int
    why: str


@dataclass(frozen=True, slots=True)
class ChainPage:
    """The chain of a community from top to bottom, and where it has gaps."""

    row: ChainRow
    cadres: tuple[Steward, ...]
    committee: tuple[tuple[Steward, int, int], ...]
    vanguards: tuple[VanguardRow, ...]
    gaps: tuple[GapRow, ...]
    gap_doors: int
    wanted: tuple[tuple[str, int, int], ...]
    """Where more vanguard households would help: the grid, its doors nobody covers, and how many would cover them."""
    passings: tuple[PassingRow, ...]
    raised: int
    raised_open: int


@dataclass(frozen=True, slots=True)
class OwnDoors:
    """Doors one covers, in words."""

    building: str
    stairwell: int
    doors: int
    since: date


@dataclass(frozen=True, slots=True)
class Own:
    """What a member sees of themselves: where they belong and take part, their doors, words to pass on, what they raised."""

    member: PartyMember
    joined: tuple[str, ...]
    vanguard: Vanguard | None
    shown_name: str
    steward: str
    doors: tuple[OwnDoors, ...]
    passings: tuple[tuple[Passing, bool], ...]
    raised: tuple[Case, ...]

    @property
    def count(self) -> int:
        """How many doors one covers."""
        return sum(one.doors for one in self.doors)


def chains_of(*, actor: Actor) -> list[ChainRow]:
    """List the communities whose chain an actor keeps. Two queries."""
    units = policies.communities(actor)
    plans = {plan.community_id: plan for plan in Plan.objects.filter(community__in=units)}
    return [ChainRow(unit, plans.get(unit.pk)) for unit in units]


def chain_page(*, actor: Actor, community: int) -> ChainPage:
    """Give the chain of a community. Nine queries.

    :raises NoSuchChain: not theirs.
    """
    unit = policies.community(actor, community)
    stewards = list(
        Steward.objects.filter(community=unit, until=None).select_related("account").order_by("pk")
    )
    rows = Vanguard.objects.filter(community=unit).select_related("member__grid", "steward__account")
    agreed = KnownConsent.objects.filter(vanguard=OuterRef("pk"), withdrawn_at=None)
    counted = rows.annotate(
        doors=Sum("ties__doors"), stairwells=Count("ties"), is_known=Exists(agreed)
    ).order_by("member__grid", "-doors", "pk")
    vanguards = tuple(_vanguard(one) for one in counted)
    by_steward: dict[str, list[VanguardRow]] = {}
    for one in vanguards:
        by_steward.setdefault(one.steward, []).append(one)
    gaps = Uncovered.objects.filter(community=unit).select_related("building__compound")
    found = tuple(
        GapRow(f"{g.building} {g.stairwell}", g.doors, str(g.get_why_display()))
        for g in gaps.order_by("-doors", "building")[:100]
    )
    by_grid = list(
        gaps.values_list("building__grid__name")
        .annotate(n=Sum("doors"))
        .order_by("-n", "building__grid__name")
    )
    told = Passing.objects.filter(community=unit).select_related("by").annotate(n=Count("told"))
    passings = told.order_by("-at")[:10]
    raised = Raised.objects.filter(vanguard__community=unit)
    counts = raised.aggregate(n=Count("pk"), standing=Count("pk", filter=Q(case__is_open=True)))
    return ChainPage(
        ChainRow(unit, Plan.objects.filter(community=unit).first()),
        tuple(one for one in stewards if one.level == rules.Level.CADRE),
        tuple(
            (one, len(mine), sum(v.doors for v in mine))
            for one in stewards
            if one.level == rules.Level.COMMITTEE
            for mine in (by_steward.get(one.account.name, []),)
        ),
        vanguards,
        found,
        sum(left for _grid, left in by_grid),
        tuple((grid, left, ceil(left / rules.HUNDRED)) for grid, left in by_grid),
        tuple(PassingRow(p.words, p.at, p.by.name, p.n) for p in passings),
        counts["n"],
        counts["standing"],
    )


def _vanguard(one: Vanguard) -> VanguardRow:
    doors = one.doors or 0  # type: ignore[attr-defined]
    return VanguardRow(
        one.pk,
        mask_name(one.member.name),
        str(one.member.grid or ""),
        doors,
        -(-doors // rules.TEN),
        one.stairwells,  # type: ignore[attr-defined]
        one.limit,
        one.steward.account.name if one.steward else "",
        one.is_known,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True, slots=True)
class VanguardPage:
    """A vanguard household as its committee sees it: masked, its doors, and what it agreed to, newest first."""

    vanguard: Vanguard
    name: str
    doors: tuple[OwnDoors, ...]
    consents: tuple[KnownConsent, ...]

    @property
    def count(self) -> int:
        """How many doors it covers."""
        return sum(one.doors for one in self.doors)

    @property
    def standing(self) -> KnownConsent | None:
        """The consent that stands, if one does."""
        return next((one for one in self.consents if one.withdrawn_at is None), None)


def vanguard_page(*, actor: Actor, community: int, vanguard: int) -> VanguardPage:
    """Give a vanguard household of a community whose chain an actor keeps. Four queries.

    :raises NoSuchChain: not theirs, or absent.
    """
    unit = policies.community(actor, community)
    rows = Vanguard.objects.filter(community=unit, pk=vanguard)
    own = rows.select_related("member__grid", "community", "steward__account").first()
    if own is None:
        raise policies.NoSuchChain
    consents = own.consents.select_related("written_by").order_by("-pk")
    return VanguardPage(own, mask_name(own.member.name), _doors_of(own), tuple(consents))


def _doors_of(vanguard: Vanguard) -> tuple[OwnDoors, ...]:
    ties = Tie.objects.filter(vanguard=vanguard).select_related("building__compound")
    return tuple(OwnDoors(str(tie.building), tie.stairwell, tie.doors, tie.since) for tie in ties)


def staff_for(*, actor: Actor, community: int) -> list[Account]:
    """List the staff of a community and its office who can answer for it in the chain. Two queries.

    :raises NoSuchChain: not theirs.
    """
    unit = policies.community(actor, community)
    posts = Post.objects.filter(unit__path__startswith=unit.parent.path if unit.parent else unit.path)
    near = posts.filter(unit__kind__in=["subdistrict", "office", "community", "party"])
    return list(Account.objects.filter(pk__in=near.values("account"), is_active=True).order_by("name"))


def own_vanguard(account: Account) -> Vanguard | None:
    """Give the vanguard household of somebody, found by their number. One query."""
    print_ = branches.phone_print(account.phone)
    if print_ is None:
        return None
    rows = Vanguard.objects.select_related("member", "community")
    return rows.filter(member__phone_print=print_, member__until=None).first()


def neighbour_of(account: Account, *, grid: int) -> str:
    """Name the vanguard household that links somebody's door in a grid, if it agreed to be known to it; else nothing.

    Two queries where nobody of the community agreed, three otherwise. Who is linked is asked of those who agreed alone.
    """
    home = people.home_of_account(account)
    if home is None or home.building.grid_id != grid:
        return ""
    agreed = KnownConsent.objects.filter(community=home.building.grid.parent_id, withdrawn_at=None)
    ids = list(agreed.values_list("pk", flat=True))
    if not ids:
        return ""
    doors = rules.doors_in(home.building.households_count, home.building.stairwells_count, home.stairwell)
    place = rules.door_of(home.floor, home.room, doors, home.building.floors_count)
    rows = agreed.filter(
        pk__in=ids,
        vanguard__ties__building=home.building_id,
        vanguard__ties__stairwell=home.stairwell,
        vanguard__member__until=None,
        vanguard__member__door_role=Door.VANGUARD.value,
    ).select_related("vanguard")
    for one in rows.annotate(first=F("vanguard__ties__first"), many=F("vanguard__ties__doors")):
        runs = range(one.first, one.first + one.many)
        # Where a room's number does not say which door it is, only who covers the whole stairwell is known to cover it.
        if (place in runs) if place is not None else len(runs) >= doors:
            return str(one.vanguard.shown_name)
    return ""


def own_of(account: Account) -> Own | None:
    """Give what a member sees of themselves, found by their number; nothing for everybody else. Up to eight queries."""
    print_ = branches.phone_print(account.phone)
    rows = PartyMember.objects.select_related(
        "organisation__unit", "organisation__superior__unit", "grid", "office"
    )
    member = rows.filter(phone_print=print_, until=None).first() if print_ else None
    if member is None:
        return None
    joined = Joining.objects.filter(member=member).select_related("organisation__unit")
    vanguard = own_vanguard(account)
    told: set[int] = set()
    passings: list[Passing] = []
    raised: list[Case] = []
    steward = shown_name = ""
    if vanguard is not None:
        shown_name = vanguard.shown_name if vanguard.consents.filter(withdrawn_at=None).exists() else ""
        passings = list(Passing.objects.filter(community=vanguard.community_id)[:5])
        told = set(Told.objects.filter(vanguard=vanguard).values_list("passing_id", flat=True))
        raised = [one.case for one in vanguard.raised.select_related("case").order_by("-at")[:10]]
        steward = vanguard.steward.account.name if vanguard.steward else ""
    return Own(
        member,
        tuple(str(one.organisation) for one in joined),
        vanguard,
        shown_name,
        steward,
        _doors_of(vanguard) if vanguard is not None else (),
        tuple((one, one.pk in told) for one in passings),
        tuple(raised),
    )


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here, found by their number."""
    own = own_vanguard(account)
    if own is None:
        return {"contacts": []}
    agreed = [
        {
            "agreed_to": one.agreed_to,
            "agreed_at": one.agreed_at,
            "withdrawn_at": one.withdrawn_at,
            "signed_on": one.signed_on,
            "paper": one.paper,
        }
        for one in own.consents.order_by("pk")
    ]
    return {"contacts": [{"limit": own.limit, "shown_name": own.shown_name}, *agreed]}

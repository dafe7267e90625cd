"""Reads of organisations: the tree with what the rules find, and one with its terms, its units, those below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM, Actor
from linli.kernel.clock import local
from linli.pillars.party.branches import policies, rules
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember, Term
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import BRANCHES, COMMITTEES, OrgKind, Told

MOST = 2_000
VIEWS: tuple[str, ...] = ("all", "committees", "branches", "passing", "found", "closed")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many an organisation has: only for who may know whom."""

    members: int = 0
    full: int = 0
    vanguard: int = 0
    centre: int = 0
    joined: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation in a list; `counts` is None for who may not know them."""

    id: int
    name: str
    kind: OrgKind
    kind_word: str
    depth: int
    superior: str
    ground: str
    founded_on: date
    term_until: date | None
    ends_on: date | None
    closed_on: date | None
    units: int
    counts: Counts | None
    findings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What the page of an organisation shows; whom it has is asked for apart."""

    organisation: Organisation
    row: OrganisationRow
    terms: tuple[Term, ...]
    part_timers: tuple[PartTimeMember, ...]
    below: tuple[OrganisationRow, ...]
    keeps: bool


def _ground_words(unit: Unit) -> str:
    """Name where a Party unit stands: the nearest unit above it that is none. Its line has been read."""
    above = unit.parent
    while above is not None and above.kind == UnitKind.PARTY:
        above = above.parent
    return str(above or "")


def _counts(ids: Iterable[int]) -> dict[int, Counts]:
    """Count the members of some organisations. Two queries."""
    member = Q(standing__in=[s.value for s in rules.MEMBERS])
    rows = (
        PartyMember.objects.filter(organisation__in=list(ids), until=None)
        .values("organisation")
        .annotate(
            members=Count("pk", filter=member),
            full=Count("pk", filter=Q(standing=rules.Standing.FULL.value)),
            vanguard=Count("pk", filter=Q(door_role=rules.Door.VANGUARD.value)),
            centre=Count("pk", filter=Q(door_role=rules.Door.CENTRE.value)),
        )
    )
    found = {
        row["organisation"]: Counts(row["members"], row["full"], row["vanguard"], row["centre"])
        for row in rows
    }
    joined = Organisation.objects.filter(pk__in=list(ids)).annotate(n=Count("joinings")).exclude(n=0)
    for pk, n in joined.values_list("pk", "n"):
        held = found.get(pk, Counts())
        found[pk] = Counts(held.members, held.full, held.vanguard, held.centre, n)
    return found


def _rows(actor: Actor, found: Q, today: date) -> list[OrganisationRow]:
    units = Count("part_timers", filter=Q(part_timers__until=None))
    rows = (
        Organisation.objects.filter(found)
        .select_related("unit__parent__parent__parent", "superior__unit")
        .prefetch_related(Prefetch("terms", to_attr="held"))
        .annotate(units=units)
        .order_by("path")[:MOST]
    )
    kept = [row.pk for row in rows if policies.keeps(actor, row)]
    counts = _counts(kept) if kept else {}
    opened = set(kept)
    return [_row(row, today, counts.get(row.pk, Counts()) if row.pk in opened else None) for row in rows]


def _row(one: Organisation, today: date, counts: Counts | None) -> OrganisationRow:
    term: Term | None = next(iter(one.held), None)  # type: ignore[attr-defined]
    kind, seated = OrgKind(one.kind), int(one.units)  # type: ignore[attr-defined]
    facts = rules.Facts(
        kind=kind,
        founded_on=one.founded_on,
        term_until=term.until if term else None,
        ends_on=one.ends_on,
        committee_size=term.committee_size if term else 0,
        units=one.units_count,
        members=(counts.members or counts.joined) if counts else 0,
        full=(counts.full or counts.joined) if counts else 0,
    )
    return OrganisationRow(
        id=one.pk,
        name=str(one.unit),
        kind=kind,
        kind_word=str(one.get_kind_display()),
        depth=len(one.line) - 1,
        superior=str(one.superior or ""),
        ground=_ground_words(one.unit),
        founded_on=one.founded_on,
        term_until=term.until if term else None,
        ends_on=one.ends_on,
        closed_on=one.closed_on,
        units=seated,
        counts=counts,
        findings=() if one.closed_on else rules.findings(facts, today, counts=counts is not None),
    )


def organisations_of(
    *, actor: Actor, at: datetime, view: str = "all", words: str = ""
) -> tuple[tuple[OrganisationRow, ...], dict[str, int]]:
    """List the organisations an actor sees in the order of their line, and count each view. Two to four queries."""
    rows = _rows(actor, policies.reachable(actor), local(at).date())
    asked = words.strip()
    rows = [r for r in rows if not asked or asked in r.name or asked in r.ground]
    counted = {one: sum(_in_view(r, one) for r in rows) for one in VIEWS}
    return tuple(r for r in rows if _in_view(r, view)), counted


def _in_view(row: OrganisationRow, view: str) -> bool:
    if view == "closed" or row.closed_on is not None:
        return view == "closed" and row.closed_on is not None
    match view:
        case "committees":
            return row.kind in COMMITTEES | {OrgKind.WORKING_COMMITTEE, OrgKind.GREATER_WORKING}
        case "branches":
            return row.kind in BRANCHES | {OrgKind.GENERAL_BRANCH, OrgKind.GROUP}
        case "passing":
            return row.kind in rules.PASSING
        case "found":
            return bool(row.findings)
        case _:
            return True


def rows_of(ids: Iterable[int], at: datetime) -> list[OrganisationRow]:
    """Give some organisations as who keeps them sees them, with every finding. Four queries."""
    return _rows(SYSTEM, Q(pk__in=list(ids)), local(at).date())


def get_organisation(*, actor: Actor, pk: int) -> Organisation:
    """Give an organisation an actor sees. One query.

    :raises NoSuchOrganisation: absent or out of reach; both look the same.
    """
    rows = Organisation.objects.select_related("unit", "superior__unit", "office")
    row = rows.filter(policies.reachable(actor), pk=pk).first()
    if row is None:
        raise NoSuchOrganisation
    return row


def organisation_page(*, actor: Actor, pk: int, at: datetime) -> OrganisationPage:
    """Give what the page of an organisation shows. Up to nine queries.

    :raises NoSuchOrganisation: absent or out of reach.
    """
    one, today = get_organisation(actor=actor, pk=pk), local(at).date()
    seats = one.part_timers.filter(until=None).select_related("unit").defer("name")
    return OrganisationPage(
        organisation=one,
        row=_rows(actor, Q(pk=pk), today)[0],
        terms=tuple(one.terms.all()[:10]),
        part_timers=tuple(seats.order_by("unit__order", "unit__pk")),
        below=tuple(_rows(actor, policies.reachable(actor) & Q(superior=pk, closed_on=None), today)),
        keeps=policies.keeps(actor, one) and one.closed_on is None,
    )


def superiors_for(*, actor: Actor) -> list[Organisation]:
    """List the organisations under which an actor may found another. One query."""
    kinds = {superior.value for under in rules.UNDER.values() for superior in under}
    rows = Organisation.objects.filter(policies.keepable(actor), kind__in=kinds, closed_on=None)
    return list(rows.select_related("unit").order_by("path"))


def homes_for(*, actor: Actor, office_id: int) -> tuple[list[Organisation], list[Organisation]]:
    """List the organisations of an office somebody may move to, and those they may take part in. One query."""
    rows = Organisation.objects.filter(policies.keepable(actor), office=office_id, closed_on=None)
    found = list(rows.select_related("unit").order_by("path"))
    joined = rules.FUNCTIONAL | {OrgKind.GROUP}
    belonging = [one for one in found if OrgKind(one.kind) in BRANCHES - {OrgKind.INTEREST_BRANCH}]
    return belonging, [one for one in found if OrgKind(one.kind) in joined]


def grounds_of(organisation: Organisation) -> list[Unit]:
    """List the ground on which something may be founded under an organisation: its own, communities, grids. One query."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.COMMUNITY, UnitKind.GRID)
    above = organisation.unit.parent
    while above is not None and above.kind == UnitKind.PARTY:
        above = above.parent
    base = above.path if above is not None else organisation.office.path
    return list(Unit.objects.filter(path__startswith=base, kind__in=kinds, is_active=True).order_by("path"))


def grids_of(organisation: Organisation) -> list[Unit]:
    """List the grids in which members of an organisation may live. One query."""
    rows = Unit.objects.filter(path__startswith=organisation.office.path, kind=UnitKind.GRID, is_active=True)
    return list(rows.select_related("parent").order_by("path"))


def units_to_seat(organisation: Organisation) -> list[Unit]:
    """List the units of the area that could sit in a committee. One query."""
    kinds = (UnitKind.PARTNER, UnitKind.PROPERTY, UnitKind.OWNERS, UnitKind.DEPARTMENT)
    rows = Unit.objects.filter(path__startswith=organisation.office.path, kind__in=kinds, is_active=True)
    return list(rows.order_by("kind", "order", "id"))

"""Reads of compounds: the board over all of them, one with its company and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.kernel import clock
from linli.pillars.governance.estates import policies, rules
from linli.pillars.governance.estates.models import Election, Estate, Seat, ServiceContract, Sitting
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.queries._elections import elections_of, open_elections
from linli.pillars.governance.estates.queries._places import CaseCounts, counts_at
from linli.pillars.governance.estates.rules import Managed, Standing

MOST = 1_000
VIEWS: tuple[str, ...] = ("all", "managed", "unmanaged", "none", "electing", "in_office", "expired")


@dataclass(frozen=True, slots=True)
class EstateRow:
    """One compound in a list."""

    id: int
    name: str
    community: str
    managed: Managed
    company: str
    contract_until: date | None
    owners: int
    area_m2: int
    homes: int
    standing: Standing
    committee_until: date | None
    cases: CaseCounts
    election: str = ""
    election_state: str = ""

    @property
    def has_company(self) -> bool:
        """Whether a company serves it."""
        return self.managed is Managed.COMPANY


@dataclass(frozen=True, slots=True)
class Board:
    """How many compounds stand where: with a company and without, by the state of their committee."""

    all: int
    managed: int
    unmanaged: int
    standings: dict[Standing, int]
    managed_in_office: int
    unmanaged_in_office: int
    steps: tuple[int, ...]
    ledgered: int
    """Elections that stand still on the ledger: in no step."""


@dataclass(frozen=True, slots=True)
class EstatePage:
    """What the page of a compound shows."""

    compound: Compound
    estate: Estate
    row: EstateRow
    contracts: tuple[ServiceContract, ...]
    seats: tuple[Seat, ...]
    sittings: tuple[Sitting, ...]
    elections: tuple[Election, ...]


def managed_of(compound: Compound) -> Managed:
    """Say by whom a compound is looked after: as the register has it, else as its place says. No query."""
    if hasattr(compound, "estate"):
        return Managed(compound.estate.managed)
    if compound.manager is None:
        return Managed.NONE
    return Managed.COMPANY if compound.manager.kind == UnitKind.PROPERTY else Managed.OWNERS


def _row(
    compound: Compound,
    at: datetime,
    counts: dict[int, CaseCounts],
    running: dict[int, tuple[str, str]],
) -> EstateRow:
    estate = compound.estate if hasattr(compound, "estate") else None
    contract = next((c for c in estate.contracts.all() if c.ended_on is None), None) if estate else None
    until = estate.committee_until if estate else None
    number, state = running.get(compound.pk, ("", ""))
    return EstateRow(
        id=compound.pk,
        name=compound.name,
        community=str(compound.community),
        managed=managed_of(compound),
        company=str(compound.manager or ""),
        contract_until=contract.until_date if contract else None,
        owners=estate.owners_count if estate else 0,
        area_m2=estate.area_m2 if estate else 0,
        homes=sum(b.households_count for b in compound.buildings.all()),
        standing=rules.standing(until, clock.local(at).date(), is_electing=bool(number)),
        committee_until=until,
        cases=counts.get(compound.pk, CaseCounts()),
        election=number,
        election_state=state,
    )


def _compounds(found: Q) -> list[Compound]:
    rows = Compound.objects.filter(found).select_related("community", "manager", "estate")
    rows = rows.prefetch_related("estate__contracts", "buildings")
    return list(rows.order_by("community__path", "name")[:MOST])


def estates_of(
    *, actor: Actor, at: datetime, view: str = "all", words: str = "", unit_id: int | None = None
) -> tuple[tuple[EstateRow, ...], Board]:
    """List the compounds an actor sees, and count all of them for the board. Five queries."""
    compounds = _compounds(policies.reachable(actor))
    counts, running = counts_at(compounds, at), open_elections()
    rows = [_row(c, at, counts, running) for c in compounds]
    board = board_of(rows)
    aliases = {c.pk: (c.name, *c.aliases) for c in compounds}
    lines = {c.pk: c.community_id for c in compounds}
    asked = words.strip()
    rows = [
        row
        for row in rows
        if _in_view(row, view)
        and (not asked or any(asked in name for name in aliases[row.id]) or asked in row.company)
        and (unit_id is None or lines[row.id] == unit_id)
    ]
    return tuple(rows), board


def _in_view(row: EstateRow, view: str) -> bool:
    match view:
        case "managed":
            return row.has_company
        case "unmanaged":
            return not row.has_company
        case "in_office":
            return row.standing in (Standing.IN_OFFICE, Standing.ENDING)
        case "none" | "electing" | "expired":
            return row.standing == view
        case _:
            return True


def board_of(rows: list[EstateRow]) -> Board:
    """Count compounds by what they have. No query."""
    sat = (Standing.IN_OFFICE, Standing.ENDING)
    return Board(
        all=len(rows),
        managed=sum(r.has_company for r in rows),
        unmanaged=sum(not r.has_company for r in rows),
        standings={s: sum(r.standing == s for r in rows) for s in Standing},
        managed_in_office=sum(r.has_company and r.standing in sat for r in rows),
        unmanaged_in_office=sum(not r.has_company and r.standing in sat for r in rows),
        steps=tuple(sum(r.election_state in states for r in rows) for _name, states in rules.STEPS),
        ledgered=sum(r.election_state == "ledgered" for r in rows),
    )


def get_compound(*, actor: Actor, pk: int) -> Compound:
    """Give a compound an actor sees. Three queries.

    :raises NoSuchEstate: absent or out of reach; both look the same.
    """
    found = _compounds(policies.reachable(actor) & Q(pk=pk))
    if not found:
        raise NoSuchEstate
    return found[0]


def estate_page(*, actor: Actor, pk: int, at: datetime) -> EstatePage:
    """Give everything the page of a compound shows. Seven queries.

    :raises NoSuchEstate: absent or out of reach.
    """
    return page_of(get_compound(actor=actor, pk=pk), at)


def page_of(compound: Compound, at: datetime) -> EstatePage:
    """Give what the page of a compound shows. Four queries."""
    estate = (
        compound.estate
        if hasattr(compound, "estate")
        else Estate(compound=compound, managed=managed_of(compound).value)
    )
    known = estate.pk is not None and hasattr(compound, "estate")
    return EstatePage(
        compound=compound,
        estate=estate,
        row=_row(compound, at, counts_at([compound], at), open_elections()),
        contracts=tuple(estate.contracts.select_related("company")) if known else (),
        seats=tuple(estate.seats.filter(ended_on=None).select_related("unit")) if known else (),
        sittings=tuple(estate.sittings.all()[:20]) if known else (),
        elections=tuple(elections_of(estate_id=compound.pk)),
    )


def companies_of(office: Unit) -> list[Unit]:
    """List the property companies of an office. One query."""
    rows = Unit.objects.filter(path__startswith=office.path, kind=UnitKind.PROPERTY, is_active=True)
    return list(rows.order_by("order", "id"))


def office_above(community: Unit) -> Unit:
    """Give the office above a community. One query."""
    return Unit.objects.get(pk__in=community.line, kind=UnitKind.SUBDISTRICT)


def home_compound(*, account_id: int) -> Compound | None:
    """Give the compound somebody lives in, by the household they are written to. Up to three queries."""
    own = Q(buildings__households__residents__account=account_id)
    own &= Q(buildings__households__residents__erased_at=None)
    row = Compound.objects.filter(own).order_by("pk").first()
    return _compounds(Q(pk=row.pk))[0] if row is not None else None


def open_to_all(*, pk: int) -> Compound:
    """Give a compound to whoever asks: what its gate says everybody may read. Three queries.

    :raises NoSuchEstate: there is none.
    """
    found = _compounds(Q(pk=pk))
    if not found:
        raise NoSuchEstate
    return found[0]


def find_open(*, words: str) -> list[Compound]:
    """List the compounds whose name or alias has some words, for residents. One query."""
    asked = words.strip()[:40]
    if not asked:
        return []
    rows = Compound.objects.filter(Q(name__icontains=asked) | Q(aliases__icontains=asked))
    return list(rows.select_related("community", "manager").order_by("name")[:30])

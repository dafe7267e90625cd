"""Reads for the desk: cooperatives one sees, one with its rules and resolutions, a resolution, a distribution, a member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, UnitKind
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.pillars.governance.cooperative import policies
from linli.pillars.governance.cooperative.models import (
    Cooperative,
    Delegate,
    Distribution,
    Resolution,
    RuleVersion,
    Shareholder,
)
from linli.pillars.governance.cooperative.policies import NoSuchCooperative
from linli.pillars.governance.cooperative.queries._own import Own, own_page
from linli.pillars.governance.cooperative.queries._register import Line, Register, lines_of, register_of
from linli.pillars.governance.cooperative.rules import MemberKind

FEWEST = 5
"""Below it, what a kind of members gets together is what somebody gets."""


@dataclass(frozen=True, slots=True)
class CooperativeRow:
    """One cooperative in a list."""

    id: int
    name: str
    community: str
    formed_on: date
    members: int
    versions: int
    delegates: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What one kind of members has together; `None` where so few are too much told."""

    kind: MemberKind
    people: int
    shares: int | None
    fen: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a cooperative shows; the register itself is on a page of its own."""

    cooperative: Cooperative
    register: Register
    kinds: tuple[Summary, ...]
    versions: tuple[RuleVersion, ...]
    resolutions: tuple[tuple[Resolution, str], ...]
    distributions: tuple[tuple[Distribution, str], ...]
    delegates: tuple[Delegate, ...]
    keeps: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What the desk shows of a member: masked, with the history of the register."""

    own: Own
    name: str
    phone: str


def cooperatives_of(*, actor: Actor) -> list[CooperativeRow]:
    """List the cooperatives an actor sees. Three queries."""
    rows = Cooperative.objects.filter(policies.reachable(actor)).select_related("unit")
    return [
        CooperativeRow(
            row.pk,
            row.name,
            str(row.unit),
            row.formed_on,
            row.members.count(),
            row.versions.count(),
            row.delegates.filter(ended_on=None).count(),
        )
        for row in rows
    ]


def founding_units(*, actor: Actor) -> list[Unit]:
    """List the communities of an actor that have no cooperative yet. One query."""
    ids = [p.unit_id for p in actor.posts if p.role in COMMUNITY]
    return list(Unit.objects.filter(pk__in=ids, kind=UnitKind.COMMUNITY, cooperative=None))


def get_cooperative(*, actor: Actor, pk: int) -> Cooperative:
    """Give a cooperative an actor sees. One query.

    :raises NoSuchCooperative: absent or out of reach.
    """
    row = Cooperative.objects.select_related("unit").filter(policies.reachable(actor), pk=pk).first()
    if row is None:
        raise NoSuchCooperative
    return row


def state_of(one: Resolution) -> str:
    """Say where a resolution stands, from the topic that decides it. No query where the topic's case is fetched."""
    if one.dropped_at is not None:
        return "dropped"
    if one.topic is None:
        return "draft"
    if one.carried_out_at is not None:
        return "done"
    state = one.topic.case.state
    if one.topic.is_passed and one.topic.published_at and state in ("carrying", "carried", "closed"):
        return "carried"
    if state in ("closed", "declined", "transferred", "withdrawn"):
        return "failed"
    return "public" if state in ("published", "objected") else "voting"


def page_of(*, actor: Actor, pk: int, day: date) -> Page:
    """Give a cooperative with its rules, resolutions, distributions and representatives. Twelve queries."""
    row = get_cooperative(actor=actor, pk=pk)
    register = register_of(row, day)
    keeps = policies.keeps_at(actor, row.unit)
    resolutions = row.resolutions.select_related("topic__case")
    distributions = row.distributions.select_related("resolution__topic__case", "version")
    return Page(
        cooperative=row,
        register=register,
        kinds=summary_of(list(register.lines), whole=keeps),
        versions=tuple(row.versions.prefetch_related("lines").select_related("resolution__topic__case")),
        resolutions=tuple((one, state_of(one)) for one in resolutions),
        distributions=tuple((one, state_of(one.resolution)) for one in distributions),
        delegates=tuple(row.delegates.filter(ended_on=None)),
        keeps=keeps,
    )


def summary_of(lines: list[Line], *, whole: bool) -> tuple[Summary, ...]:
    """Add lines up by kind; unless `whole`, what fewer than five have together is left out."""
    found = []
    for kind in MemberKind:
        some = [line for line in lines if line.standing.kind is kind]
        if not some:
            continue
        told = whole or len(some) >= FEWEST
        shares = sum(line.allotted.total for line in some) if told else None
        fen = sum(line.fen for line in some) if told else None
        found.append(Summary(kind, len(some), shares, fen))
    return tuple(found)


def get_resolution(*, actor: Actor, pk: int) -> Resolution:
    """Give a resolution of a cooperative an actor sees. One query.

    :raises NoSuchCooperative: absent or out of reach.
    """
    rows = Resolution.objects.select_related("cooperative__unit", "topic__case", "distribution")
    one = rows.filter(policies.reachable(actor, "cooperative__"), pk=pk).first()
    if one is None:
        raise NoSuchCooperative
    return one


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of what a resolution would write: who (masked), what, by what it counts, from when."""

    who: str
    kind: MemberKind | None
    years: int
    from_date: date
    is_new: bool


def proposal_of(one: Resolution) -> list[Proposed]:
    """Give the lines a resolution would write into the register, names masked. One query."""
    content = one.content
    names = dict.fromkeys((t["number"] for t in content.get("turns", [])), "")
    if names:
        rows = Shareholder.objects.filter(cooperative=one.cooperative_id, number__in=list(names))
        names |= {m.number: masking.mask_name(m.name) for m in rows}
    joins = [
        Proposed(masking.mask_name(j["name"]), MemberKind(j["kind"]), j["years"], date.fromisoformat(j["from"]), True)
        for j in content.get("joins", [])
    ]  # fmt: skip
    turns = [
        Proposed(
            f"{t['number']} {names.get(t['number'], '')}".strip(),
            MemberKind(t["kind"]) if t["kind"] else None,
            t["years"],
            date.fromisoformat(t["from"]),
            False,
        )
        for t in content.get("turns", [])
    ]
    return [*joins, *turns]


def distribution_page(*, actor: Actor, pk: int) -> tuple[Distribution, str, tuple[Summary, ...], bool]:
    """Give a distribution with its state and what each kind gets together, and whether the actor keeps it. Five queries.

    :raises NoSuchCooperative: absent or out of reach.
    """
    rows = Distribution.objects.select_related("cooperative__unit", "version", "resolution__topic__case")
    one = rows.filter(policies.reachable(actor, "cooperative__"), pk=pk).first()
    if one is None:
        raise NoSuchCooperative
    keeps = policies.keeps_at(actor, one.cooperative.unit)
    return one, state_of(one.resolution), summary_of(lines_of(one), whole=keeps), keeps


def member_page(*, actor: Actor, pk: int, member: int, day: date) -> MemberPage:
    """Give a member to those who keep the register, masked. Eight queries.

    :raises NoSuchCooperative: absent, or not theirs to know.
    """
    row = get_cooperative(actor=actor, pk=pk)
    found = row.members.filter(pk=member).select_related("cooperative__unit").first()
    if found is None or not policies.keeps_at(actor, row.unit):
        raise NoSuchCooperative
    return MemberPage(own_page(found, day), masking.mask_name(found.name), masking.mask_phone(found.phone))

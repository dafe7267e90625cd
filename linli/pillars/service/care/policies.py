"""Who may know whom, always as a pair; and who may know of which group. The right is a post on that ground.

Grid workers see whom they visit and the groups that their door tells anyway; the community and the civil-affairs section
see all groups of their ground; leaders and the centre see figures and no names.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, GRID, HANDLING, LEADING, TERRITORY, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import CARE_GROUPS, GROUPS, CareGroup, Sees
from linli.kernel.standards.departments import DepartmentRole
from linli.pillars.service.care.models import CarePerson, Pair


class NoSuchPerson(Refusal):
    """Absent, or not theirs to know."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The ground somebody visits, and the ground of which they may know everything. Ids of units."""

    ground: frozenset[int]
    whole: frozenset[int]


def group_print(code: str) -> bytes:
    """Return the keyed digest by which the members of a group are found."""
    return fingerprint(code, "care.group")


def works_in_care(actor: Actor) -> bool:
    """Say whether an actor's posts can have to do with care at all. No query."""
    return actor.has(GRID | COMMUNITY) or any(
        p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING for p in actor.posts
    )


def reach_of(actor: Actor) -> Reach:
    """Return what an actor's posts let them know. One query for somebody in a section of the office, none for others."""
    ground = {p.unit_id for p in actor.posts if p.role in GRID}
    whole = {p.unit_id for p in actor.posts if p.role in COMMUNITY}
    sections = {
        p.unit_id: p.line
        for p in actor.posts
        if p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING
    }
    if sections:
        duty = DepartmentRole.CIVIL_AFFAIRS.value
        for pk in Unit.objects.filter(pk__in=sections, handles__contains=[duty]).values_list("pk", flat=True):
            whole.update(sections[pk][-2:-1])
    return Reach(frozenset(ground), frozenset(whole))


def knows_all(reach: Reach, grid: Unit) -> bool:
    """Say whether every group on a ground may be known."""
    return not reach.whole.isdisjoint(grid.line)


def reaches(actor: Actor, person: CarePerson, reach: Reach | None = None) -> bool:
    """Say whether an actor may know that somebody is looked after."""
    if actor.is_system:
        return True
    reach = reach or reach_of(actor)
    if knows_all(reach, person.grid):
        return True
    return person.is_for_ground and not reach.ground.isdisjoint(person.grid.line)


def reachable(actor: Actor, reach: Reach | None = None) -> Q:
    """Match the people an actor may know of."""
    if actor.is_system:
        return Q()
    reach = reach or reach_of(actor)
    found = Q(pk__in=[])
    for pk in sorted(reach.whole):
        found |= Q(grid__path__contains=f"/{pk}/")
    for pk in sorted(reach.ground):
        found |= Q(grid__path__contains=f"/{pk}/", is_for_ground=True)
    return found


def groups_known(reach: Reach, grid: Unit) -> frozenset[str]:
    """Return the groups of which an actor may know on a ground."""
    if knows_all(reach, grid):
        return frozenset(GROUPS)
    if reach.ground.isdisjoint(grid.line):
        return frozenset()
    return frozenset(group.code for group in CARE_GROUPS if group.sees is Sees.GROUND)


def is_for_ground(groups: list[CareGroup], level: str) -> bool:
    """Say whether grid workers may know of somebody: they visit them, or the group is one the door tells."""
    return bool(level) or any(group.sees is Sees.GROUND for group in groups)


# --- helpers: who is paired with a household knows that one and nobody else ----------------------------------

HELPERS = frozenset(
    {
        UnitKind.SUBDISTRICT,
        UnitKind.OFFICE,
        UnitKind.COMMUNITY,
        UnitKind.PARTY,
        UnitKind.PARTNER,
        UnitKind.VOLUNTEER,
    }
)
"""Kinds of units that can be paired with a household."""
ANSWERING = LEADING | {Role.COMMUNITY_SECRETARY}
"""Of a unit that answers for a ground, only who leads it goes on its behalf; elsewhere whoever works there."""


def goes(kind: str, role: Role) -> bool:
    """Say whether a post of a role goes to the households that a unit of a kind is paired with."""
    return kind in HELPERS and role in (ANSWERING if kind in TERRITORY else HANDLING | LEADING)


def helping_units(actor: Actor) -> list[int]:
    """List the units for whose pairs an actor may go. No query."""
    return sorted({p.unit_id for p in actor.posts if goes(p.unit_kind, p.role)})


def may_help(actor: Actor) -> bool:
    """Say whether an actor can be somebody's helper at all. No query."""
    return bool(helping_units(actor))


def helps(actor: Actor, pair: Pair) -> bool:
    """Say whether an actor is the one who goes for a pair: the person named, else anybody of the unit who may."""
    if actor.is_system:
        return True
    if pair.account_id is not None:
        return pair.account_id == actor.account_id
    return pair.unit_id in helping_units(actor)


def helped(actor: Actor) -> Q:
    """Match the live pairs for which an actor goes."""
    if actor.is_system:
        return Q(until=None)
    named = Q(account=actor.account_id or 0)
    return Q(until=None) & (named | Q(account=None, unit__in=helping_units(actor)))


def helpers_of(pair: Pair) -> Q:
    """Match the posts whose holders go for a pair: the named person's, else those of the unit."""
    if pair.account_id is not None:
        return Q(account=pair.account_id)
    roles = ANSWERING if pair.unit.kind in TERRITORY else HANDLING | LEADING
    return Q(unit=pair.unit_id, role__in=roles)

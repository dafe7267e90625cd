"""Who walks, plans and keeps what stands along the street, always as pairs: one row, many rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.base.people.grounds import Ground, at
from linli.base.places.models import Facility
from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols.models import Beat


class NoSuchBeat(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchComponent(Refusal):
    """Absent, or out of reach; both look the same."""


PLANNING = COMMUNITY | CENTRE | LEADING
GROUND = Ground(
    at((UnitKind.GRID, UnitKind.WORKSTATION, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT), GRID | PLANNING)
)


def _walking(actor: Actor) -> Iterator[tuple[HeldPost, int]]:
    return ((post, ground) for post in actor.posts if (ground := GROUND.of(post)) is not None)


def walks_some(actor: Actor) -> bool:
    """Say whether an actor has to do with beats and components at all. No query."""
    return any(True for _ in _walking(actor))


def _lines(actor: Actor) -> tuple[set[int], set[int]]:
    """Give the units below which an actor sees everything, and those above them whose wider beats are theirs too."""
    below: set[int] = set()
    above: set[int] = set()
    for post, ground in _walking(actor):
        below.add(ground)
        above.update(post.line)
    return below, above


def reaches(actor: Actor, beat: Beat) -> bool:
    """Say whether an actor sees and walks a beat: it lies on their ground, or reaches over it, or they answer for it."""
    if actor.is_system:
        return True
    below, above = _lines(actor)
    mine = {post.unit_id for post in actor.posts}
    return bool(below & set(beat.area.line)) or beat.area_id in above or beat.unit_id in mine


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the beats an actor sees."""
    if actor.is_system:
        return Q()
    below, above = _lines(actor)
    found = Q(**{f"{prefix}area__in": above}) | Q(**{f"{prefix}unit__in": {p.unit_id for p in actor.posts}})
    for ground in below:
        found |= Q(**{f"{prefix}area__path__contains": f"/{ground}/"})
    return found


def sees_some(actor: Actor) -> bool:
    """Say whether beats mean anything to an actor: whoever walks, or a department whose post may answer for a road."""
    return walks_some(actor) or actor.has(HANDLING)


def planning_grounds(actor: Actor) -> list[int]:
    """List the units on whose ground an actor plans beats. No query."""
    return sorted({g for p, g in _walking(actor) if p.role in PLANNING or p.unit_kind == UnitKind.OFFICE})


def plans_some(actor: Actor) -> bool:
    """Say whether an actor plans any beats. No query."""
    return bool(planning_grounds(actor))


def plans_at(actor: Actor, area: Unit) -> bool:
    """Say whether an actor plans beats in a unit. No query."""
    return actor.is_system or not set(planning_grounds(actor)).isdisjoint(area.line)


def reaches_component(actor: Actor, component: Facility) -> bool:
    """Say whether an actor reads the register of components here: it stands on their ground, or is their unit's."""
    if actor.is_system:
        return True
    below, _above = _lines(actor)
    mine = {post.unit_id for post in actor.posts if post.role in HANDLING}
    return bool(below & set(component.area.line)) or component.owner_id in mine


def reachable_components(actor: Actor) -> Q:
    """Match the components an actor reads."""
    found = Q()
    if not actor.is_system:
        below, _above = _lines(actor)
        found = Q(owner__in={post.unit_id for post in actor.posts if post.role in HANDLING})
        for ground in below:
            found |= Q(area__path__contains=f"/{ground}/")
    return found & ~Q(component_code="")


def keeps_components(actor: Actor, office: Unit) -> bool:
    """Say whether an actor keeps the components of an office: its centre, leaders and sections. No query."""
    return actor.is_system or office.pk in planning_grounds(actor)

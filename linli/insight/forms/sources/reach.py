"""Over which ground somebody may fill what: a figure of half a ground would be a wrong figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, INTAKE, LEADING, TERRITORY, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.insight.forms.sources.figure import Whose
from linli.pillars.party.branches import policies as party
from linli.pillars.party.branches.models import Organisation
from linli.pillars.service.care import policies as care

FILLING = COMMUNITY | CENTRE | INTAKE | LEADING


def ground_of(post: HeldPost) -> int | None:
    """Give the unit for whose ground a post fills forms: its own; a section's, the office's."""
    if post.role in FILLING and post.unit_kind in TERRITORY:
        return post.unit_id
    if post.role in HANDLING | LEADING and post.unit_kind == UnitKind.OFFICE:
        return post.line[-2]
    return None


def grounds(actor: Actor) -> list[int]:
    """List the units for whose ground an actor fills forms. No query."""
    return sorted({ground for post in actor.posts if (ground := ground_of(post)) is not None})


@dataclass(frozen=True, slots=True)
class Reached:
    """What an actor may fill: the grounds of each permission."""

    is_all: bool
    over: frozenset[int]
    care: frozenset[int]
    party: frozenset[int]

    def covers(self, whose: Whose, unit: Unit) -> bool:
        """Say whether all of a ground is open to the actor under a permission."""
        if self.is_all:
            return True
        held = {Whose.GROUND: self.over, Whose.CARE: self.care, Whose.PARTY: self.party}[whose]
        return not held.isdisjoint(unit.line)


def reach_of(actor: Actor, units: Iterable[Unit]) -> Reached:
    """Say what an actor may fill of some grounds. Up to one query for care; two more for a post of the Party."""
    if actor.is_system:
        return Reached(is_all=True, over=frozenset(), care=frozenset(), party=frozenset())
    known = care.reach_of(actor).whole if care.works_in_care(actor) else frozenset[int]()
    return Reached(False, frozenset(grounds(actor)), known, _party(actor, units))


def _party(actor: Actor, units: Iterable[Unit]) -> frozenset[int]:
    """Give the grounds of which an actor keeps every organisation."""
    if not party.keys(actor):
        return frozenset()
    every = Organisation.objects.filter(closed_on=None)
    mine = set(every.filter(party.keepable(actor)).values_list("pk", flat=True))
    shut = [path for pk, path in every.values_list("pk", "unit__path") if pk not in mine]
    open_ = (u for u in units if not any(path.startswith(u.path) for path in shut))
    return frozenset(u.pk for u in open_)

"""Over which ground somebody may fill what: a figure of half a ground would be a wrong figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, INTAKE, LEADING, TERRITORY
from linli.base.people.actors import Actor
from linli.base.people.grounds import Ground, at
from linli.insight.forms.sources.figure import Whose
from linli.pillars.party.branches import policies as party
from linli.pillars.party.branches.models import Organisation
from linli.pillars.service.care import policies as care

GROUND = Ground(at(TERRITORY, COMMUNITY | CENTRE | INTAKE | LEADING))


def grounds(actor: Actor) -> list[int]:
    """List the units for whose ground an actor fills forms. No query."""
    return GROUND.of_actor(actor)


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

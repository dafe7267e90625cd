"""A whistle of the twin offices: it calls one department."""

from __future__ import annotations

from types import SimpleNamespace

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.whistles import operations
from linli.pillars.governance.whistles.rules import WhistleKind
from tests.town import MONDAY


def whistle(things: SimpleNamespace, actor: Actor, unit: Unit, called: Unit) -> None:
    """Blow a whistle in the name of a unit, and say which number it has and whom it calls."""
    kind = WhistleKind.COORDINATION
    made = operations.blow_whistle(
        actor=actor, at=MONDAY, unit=unit, kind=kind, units=[called], asked="请来看看"
    )
    things.whistle, things.called = made.case.number, called.pk

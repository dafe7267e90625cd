"""How much waits for somebody, of every kind: the number beside the inbox, on whatever page it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from linli.base.flow import owed
from linli.base.orgs.roles import GRID
from linli.base.people.actors import Actor
from linli.faces.desk import kin
from linli.pillars.governance.duties import queries as tasks
from linli.pillars.governance.reports import queries as reports
from linli.pillars.governance.whistles import queries as whistles
from linli.pillars.governance.whistles.policies import sees_any as sees_whistles


def _held(actor: Actor) -> QuerySet[Any, Any]:
    return owed.owed_to(actor, kin.HELD, kin.WITH_OTHERS)


def beside_reports(*, actor: Actor) -> int:
    """Count what stands above the reports that wait for somebody: as many as the inbox lists. One query."""
    lists: list[owed.Selection] = [_held]
    if sees_whistles(actor):
        lists.append(whistles.waiting)
    if actor.has(GRID):
        lists.append(tasks.waiting)
    return owed.count_waiting(owed.MOST, tuple(lists), actor=actor)


def counts(*, actor: Actor) -> dict[str, int]:
    """Count what waits, as the rail shows it on a page that is not the inbox. Two queries."""
    found = reports.view_counts(actor=actor, views=("mine", "to_dispatch"))
    return {**found, "mine": found.get("mine", 0) + beside_reports(actor=actor)}

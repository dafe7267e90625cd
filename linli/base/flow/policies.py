"""Who may see which cases. Scope is one column: the ids of every unit that may see the case."""

from __future__ import annotations

from django.db.models import BooleanField, F, FloatField, Func, Q, Value

from linli.base.flow.models import Case
from linli.base.people.actors import Actor


def reaches(actor: Actor, case: Case) -> bool:
    """Say whether an actor may see a case. No query."""
    return actor.is_system or not actor.sight_ids.isdisjoint(case.reach)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the cases an actor may see, by the column `reach`."""
    if actor.is_system:
        return Q()
    ids = sorted(actor.sight_ids)
    return Q(**{f"{prefix}reach__overlap": ids}) if ids else Q(pk__in=[])


def lies_within(west: float, south: float, east: float, north: float, prefix: str = "") -> Q:
    """Match the cases whose point lies in a box, edges included: as the index over points can answer it."""
    place = _point(F(f"{prefix}lon"), F(f"{prefix}lat"))
    box = Func(_point(Value(west), Value(south)), _point(Value(east), Value(north)), function="box")
    return Q(Func(place, box, template="%(expressions)s", arg_joiner=" <@ ", output_field=BooleanField()))


def _point(lon: F | Value, lat: F | Value) -> Func:
    return Func(lon, lat, function="point", output_field=FloatField())

"""Whose ground something lies on that is written down by a point or by words."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.places import finding, index


def ground_at(
    office: Unit, *, lon: float | None, lat: float | None, words: str = ""
) -> tuple[Unit, float | None, float | None] | None:
    """Give the unit of an office and the point that a point or words mean; none where they mean nothing of the office.

    A point decides alone, even against it. Two queries.
    """
    if lon is not None and lat is not None:
        unit = Unit.objects.filter(pk=index.current().grid_at(lon, lat) or 0).first()
        return (unit, lon, lat) if unit is not None and office.pk in unit.line else None
    if not words:
        return None
    meant = finding.propose(words, office=office)
    spot = meant.chosen
    unit_id = spot.unit_id if spot and spot.unit_id else meant.unit_id
    unit = Unit.objects.filter(pk=unit_id or 0).first()
    if unit is None or office.pk not in unit.line:
        return None
    return unit, spot.lon if spot else None, spot.lat if spot else None

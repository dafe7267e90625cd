"""Reads about places."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.places import index


def grid_at(lon: float, lat: float) -> Unit | None:
    """Find the grid unit that holds a point (degrees, WGS-84). Two queries."""
    unit_id = index.current().grid_at(lon, lat)
    return Unit.objects.get(pk=unit_id) if unit_id else None

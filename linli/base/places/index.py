"""Which grid holds this point: an STRtree in memory, rebuilt when a newer map version is published."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from linli.base.asked import mark, register_mark
from linli.base.places.models import GridKind, GridShape, MapVersion

_RANK = {GridKind.SPECIAL: 0, GridKind.MICRO: 1, GridKind.GENERAL: 2}


@dataclass(frozen=True, slots=True)
class GridMap:
    """All live grids of the installation at one version."""

    version: int
    tree: STRtree
    shapes: tuple[BaseGeometry, ...]
    unit_ids: tuple[int, ...]
    ranks: tuple[int, ...]

    @classmethod
    def read(cls, version: int = 0) -> GridMap:
        """Read the shapes as they stand in this transaction. One query."""
        rows = list(
            GridShape.objects.filter(valid_until__isnull=True, grid__valid_until__isnull=True)
            .order_by("grid_id")
            .values_list("grid_id", "grid__grid_kind", "shape")
        )
        shapes = tuple(shape(geometry) for _, _, geometry in rows)
        return cls(
            version=version,
            tree=STRtree(shapes),
            shapes=shapes,
            unit_ids=tuple(unit_id for unit_id, _, _ in rows),
            ranks=tuple(_RANK[GridKind(kind)] for _, kind, _ in rows),
        )

    def grid_at(self, lon: float, lat: float) -> int | None:
        """Find the unit id of the grid that holds a point: the most special one; on a border the lowest id."""
        place = self._at(lon, lat)
        return None if place is None else self.unit_ids[place]

    def _at(self, lon: float, lat: float) -> int | None:
        hits = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return min(map(int, hits), key=lambda i: (self.ranks[i], self.unit_ids[i]), default=None)

    def nearest(self, lon: float, lat: float) -> int | None:
        """Find the unit id of the grid nearest to a point outside all of them."""
        if not self.unit_ids:
            return None
        return self.unit_ids[int(self.tree.nearest(shapely.Point(lon, lat)))]


_lock = threading.Lock()
_current: GridMap | None = None


register_mark("map", f"SELECT id FROM {MapVersion._meta.db_table} ORDER BY id DESC LIMIT 1")


def current() -> GridMap:
    """Give the newest map. One small query; the shapes are read again only when the version changed."""
    global _current
    version = mark("map") or 0
    held = _current
    if held is not None and held.version == version:
        return held
    with _lock:
        _current = GridMap.read(version)
        return _current

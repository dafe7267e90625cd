"""Changing the map. A redraw closes the old shapes on its day and opens the new ones: history stays as it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from shapely.geometry import shape
from shapely.ops import unary_union

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.base.places import index, rules
from linli.base.places.models import Building, Facility, Grid, GridKind, GridShape, MapVersion
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards import grid_codes


class MapHasProblems(Refusal):
    """Overlaps, gaps or broken polygons: `problems` lists them with where they are."""


class NotACommunity(Refusal):
    """A grid belongs to a community, never straight to the subdistrict."""


class GridsRunOut(Refusal):
    """A community has 999 grid numbers; all are used."""


def live_shapes(office: Unit) -> dict[int, dict[str, Any]]:
    """Give the shapes in force in an office, by unit id. One query."""
    rows = GridShape.objects.filter(valid_until__isnull=True, grid__unit__path__startswith=office.path)
    return dict(rows.values_list("grid_id", "shape"))


def special_grids(office: Unit) -> frozenset[int]:
    """Give the ids of special and micro grids, which lie inside general ones. One query."""
    rows = Grid.objects.filter(unit__path__startswith=office.path).exclude(grid_kind=GridKind.GENERAL)
    return frozenset(rows.values_list("unit_id", flat=True))


def check_map(
    *, office: Unit, shapes: Mapping[int, Any], keeps_outline: bool = True
) -> list[rules.MapProblem]:
    """Name what is wrong with a map that has these shapes instead of the ones in force. Two queries.

    With `keeps_outline` the grids must cover just the ground they cover now.
    """
    now = live_shapes(office)
    special = special_grids(office)
    ground = unary_union([shape(s) for s in now.values()]) if keeps_outline and now else None
    whole = {**now, **shapes}
    return rules.problems({k: v for k, v in whole.items() if v is not None}, ground=ground, special=special)


def redraw_grids(
    *,
    office: Unit,
    shapes: Mapping[int, Any],
    by: int | None,
    at: datetime,
    note: str = "",
    valid_from: date | None = None,
    keeps_outline: bool = True,
) -> MapVersion:
    """Publish a map in which the grids named have new shapes (GeoJSON; None closes a grid). All or nothing; `by` is
    the id of the account.

    Cases keep the grid they were filed in; `grid_at` answers by the new map from the next request on. Buildings, their
    households and facilities belong to the grid they stand in from now on.

    :raises MapHasProblems: overlaps, gaps, broken polygons.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        found = check_map(office=office, shapes=shapes, keeps_outline=keeps_outline)
        if found:
            raise MapHasProblems(problems=[asdict(p) for p in found], count=len(found))
        day = valid_from or clock.local(at).date()
        version = MapVersion.objects.create(
            office=office, valid_from=day, published_at=at, published_by_id=by, note=note
        )
        inside = Grid.objects.filter(unit__path__startswith=office.path, unit_id__in=shapes)
        grids = {g.pk: g for g in inside.select_related("unit")}
        for unit_id, given in shapes.items():
            grid = grids[unit_id]
            old = GridShape.objects.filter(grid=grid, valid_until__isnull=True).first()
            if old is not None and old.valid_from >= day:
                old.delete()  # drawn and redrawn on one day: it was never in force
            elif old is not None:
                old.valid_until = day
                old.save(update_fields=["valid_until"])
            if given is None:
                grid.valid_until = max(day, grid.valid_from)
                Grid.objects.filter(pk=grid.pk, valid_from__lt=day).update(valid_until=day)
                Unit.objects.filter(pk=grid.pk).update(is_active=False)
                continue
            geometry = rules.read_shape(given)
            GridShape.objects.create(
                grid=grid,
                version=version,
                shape=given,
                area_m2=rules.area_m2(geometry) if geometry is not None else 0.0,
                valid_from=day,
            )
        _follow_ground(office)
    return version


def _follow_ground(office: Unit) -> None:
    """Give buildings and facilities to the grid they stand in now; households registered for a grid go along in
    proportion. Four queries, and one for each kind of change.
    """
    known = index.GridMap.read()
    inside = {"path__startswith": office.path, "kind": UnitKind.GRID}
    here = frozenset(Unit.objects.filter(**inside).values_list("pk", flat=True))
    rows = list(
        Building.objects.filter(grid_id__in=here).only("pk", "grid_id", "households_count", "lon", "lat")
    )
    built: Counter[int] = Counter()
    for row in rows:
        built[row.grid_id] += row.households_count
    registered = dict(Grid.objects.filter(unit_id__in=here).values_list("unit_id", "households_count"))
    moved: list[Building] = []
    change: dict[int, float] = defaultdict(float)
    for row in rows:
        now = known.grid_at(row.lon, row.lat)
        if now is None or now == row.grid_id or now not in here:
            continue
        lived = registered.get(row.grid_id, 0) / built[row.grid_id] if built[row.grid_id] else 0.0
        change[row.grid_id] -= row.households_count * lived
        change[now] += row.households_count * lived
        row.grid_id = now
        moved.append(row)
    Building.objects.bulk_update(moved, ["grid"], batch_size=1000)
    Grid.objects.bulk_update(
        [
            Grid(unit_id=pk, households_count=max(0, round(registered[pk] + by)))
            for pk, by in change.items()
            if pk in registered
        ],
        ["households_count"],
    )
    elsewhere = []
    for facility in Facility.objects.filter(area_id__in=here).only("pk", "area_id", "lon", "lat"):
        now = known.grid_at(facility.lon, facility.lat)
        if now is not None and now != facility.area_id and now in here:
            facility.area_id = now
            elsewhere.append(facility)
    Facility.objects.bulk_update(elsewhere, ["area"], batch_size=1000)


def add_grid(
    *, community: Unit, name: str, at: datetime, kind: str = GridKind.GENERAL, households: int = 0
) -> Grid:
    """Add a grid to a community under the next free number; it gets its shape by `redraw_grids`. Five queries.

    :raises NotACommunity: the unit is none. :raises GridsRunOut: all 999 numbers are used.
    """
    if community.kind != UnitKind.COMMUNITY:
        raise NotACommunity(unit=str(community))
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=community.pk)
        base = community.code[:12]
        used = Grid.objects.filter(code__startswith=base).values_list("code", flat=True)
        numbers = {int(code[-3:]) for code in used}
        free = next((n for n in range(1, 1000) if n not in numbers), None)
        if free is None:
            raise GridsRunOut(unit=str(community))
        code = grid_codes.build(base, free)
        unit = add_unit(kind=UnitKind.GRID, name=name, parent=community, code=code)
        return Grid.objects.create(
            unit=unit,
            grid_kind=kind,
            code=code,
            households_count=households,
            valid_from=clock.local(at).date(),
        )


def geojson_of(office: Unit, *, on: date | None = None) -> dict[str, Any]:
    """Give the grid map of an office as a GeoJSON feature collection, as it is or as it was on a day. One query."""
    rows = GridShape.objects.filter(grid__unit__path__startswith=office.path).select_related(
        "grid__unit__parent"
    )
    if on is None:
        rows = rows.filter(valid_until__isnull=True)
    else:
        rows = rows.filter(valid_from__lte=on).exclude(valid_until__lte=on)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": s.grid_id,
                "geometry": s.shape,
                "properties": {
                    "unit": s.grid_id,
                    "code": s.grid.code,
                    "name": s.grid.unit.name,
                    "community": str(s.grid.unit.parent or ""),
                    "kind": s.grid.grid_kind,
                    "households": s.grid.households_count,
                    "area_m2": round(s.area_m2),
                    "valid_from": s.valid_from.isoformat(),
                },
            }
            for s in rows.order_by("grid_id")
        ],
    }


def shapes_from_geojson(office: Unit, given: Any) -> dict[int, Any]:
    """Read grid shapes from a feature collection, by grid code or unit id. One query. Unknown grids are left out."""
    features = given.get("features") if isinstance(given, Mapping) else None
    if not isinstance(features, list):
        raise MapHasProblems(problems=[asdict(rules.MapProblem("not_polygon", (), 0.0))], count=1)
    by_code = dict(Grid.objects.filter(unit__path__startswith=office.path).values_list("code", "unit_id"))
    known = set(by_code.values())
    found: dict[int, Any] = {}
    for feature in features:
        if not isinstance(feature, Mapping):
            continue
        properties = feature.get("properties") or {}
        unit = by_code.get(str(properties.get("code", ""))) or feature.get("id")
        if unit in known:
            found[int(unit)] = feature.get("geometry")
    return found

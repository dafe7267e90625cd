"""What an administrator does to grids beside drawing: cut a new one out, give one's ground away, correct its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.places import rules
from linli.base.places.models import SQUARE_METRES_A_HECTARE, Grid, GridKind, GridShape
from linli.base.places.operations import MapHasProblems, check_map, live_shapes, special_grids
from linli.kernel import clock
from linli.kernel.refusals import Refusal

NEW: Final = -1
"""Stands for a drawn shape that no grid was named for yet."""


class NotNeighbours(Refusal):
    """Ground is given to a grid it touches; otherwise that grid would fall into two parts."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a feature collection changes: shapes by unit id, and the names of features that are no grid here."""

    shapes: dict[int, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid as the list of grids shows it."""

    id: int
    name: str
    code: str
    community: str
    kind: str
    households: int
    area_m2: float
    drawn_on: date | None
    leaders: tuple[str, ...]

    @property
    def hectares(self) -> float:
        return self.area_m2 / SQUARE_METRES_A_HECTARE


def changes_of(office: Unit, given: Any, *, new: int | None = None) -> Changes:
    """Read which grids a feature collection draws otherwise than they are. Two queries.

    A feature names its grid by id or by the 15-digit code; “new” means `new`. A shape that is as it was is no change.

    :raises MapHasProblems: it is no feature collection.
    """
    features = given.get("features") if isinstance(given, Mapping) else None
    if not isinstance(features, list):
        raise MapHasProblems(problems=[asdict(rules.MapProblem("not_polygon", (), 0.0))], count=1)
    grids = Grid.objects.filter(unit__path__startswith=office.path, unit__is_active=True)
    by_name: dict[str, int] = {}
    for code, unit_id in grids.values_list("code", "unit_id"):
        by_name[code] = by_name[str(unit_id)] = unit_id
    by_name["new"] = new or NEW
    now = live_shapes(office)
    found: dict[int, Any] = {}
    unknown = []
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, Mapping):
            unknown.append(str(number))
            continue
        properties = feature.get("properties")
        said = properties if isinstance(properties, Mapping) else {}
        names = [str(name) for name in (said.get("code"), feature.get("id"), said.get("id")) if name]
        known = next((by_name[name] for name in names if name in by_name), None)
        if known is None:
            unknown.append(str(said.get("name") or (names[0] if names else number)))
        elif not _is_same(now.get(known), feature.get("geometry")):
            found[known] = feature.get("geometry")
    return Changes(found, tuple(unknown))


def _is_same(old: Any, new: Any) -> bool:
    if old == new:
        return True
    one, other = rules.read_shape(old), rules.read_shape(new)
    return one is not None and other is not None and one.equals_exact(other, 1e-9)


def cut_out(*, office: Unit, shapes: Mapping[int, Any], new: int) -> dict[int, Any]:
    """Take the ground of a new general grid away from the grids that it was drawn over. Two queries.

    Special grids lie inside general ones: nothing is cut for them. A grid of which nothing is left stays as it was, so
    that the check names it.
    """
    drawn = rules.read_shape(shapes.get(new))
    special = special_grids(office)
    found = dict(shapes)
    if drawn is None or not drawn.is_valid or new in special:
        return found
    for unit_id, given in {**live_shapes(office), **shapes}.items():
        other = rules.read_shape(given) if unit_id != new and unit_id not in special else None
        if other is None or not other.is_valid or not other.intersects(drawn):
            continue
        if rules.area_m2(other.intersection(drawn)) > rules.SLIVER_M2:
            rest = _grounds(other.difference(drawn))
            if rest is not None:
                found[unit_id] = mapping(rest)
    return found


def _grounds(geometry: BaseGeometry) -> BaseGeometry | None:
    """Keep the parts of a cut that are ground; cracks thinner than a rounding are none."""
    parts = [
        part
        for part in getattr(geometry, "geoms", [geometry])
        if part.geom_type == "Polygon" and rules.area_m2(part) > rules.SLIVER_M2
    ]
    return unary_union(parts) if parts else None


def give_ground(*, office: Unit, grid: Unit, to: Unit) -> dict[int, Any]:
    """Return the map in which a grid is closed and another has its ground. One query.

    :raises NotNeighbours: they don't touch along a side.
    """
    now = live_shapes(office)
    gone, heir = rules.read_shape(now.get(grid.pk)), rules.read_shape(now.get(to.pk))
    if gone is None or grid.pk in special_grids(office):
        return {grid.pk: None}
    if heir is None or gone.intersection(heir).length == 0:
        raise NotNeighbours(grid=str(grid), to=str(to))
    return {grid.pk: None, to.pk: mapping(unary_union([gone, heir]))}


def neighbours(*, office: Unit, grid: Unit) -> list[Unit]:
    """List the grids that can take a grid's ground: of its kind, touching along a side. Three queries."""
    now, special = live_shapes(office), special_grids(office)
    gone = rules.read_shape(now.get(grid.pk))
    if gone is None or grid.pk in special:
        return []
    found = []
    for unit_id, given in now.items():
        other = rules.read_shape(given) if unit_id != grid.pk and unit_id not in special else None
        if other is not None and gone.intersection(other).length > 0:
            found.append(unit_id)
    return list(Unit.objects.filter(pk__in=found).select_related("parent").order_by("code"))


def change_grid(
    *, office: Unit, grid: Grid, households: int, scope_words: str, kind: str = GridKind.GENERAL
) -> Grid:
    """Correct what the register says of a grid. A changed kind must fit the map as it is.

    :raises MapHasProblems: a special grid made general would lie on others, or a general one leave a gap.
    """
    with transaction.atomic():
        was = grid.grid_kind
        grid.households_count, grid.scope_words, grid.grid_kind = households, scope_words, kind
        grid.save(update_fields=["households_count", "scope_words", "grid_kind"])
        if (was == GridKind.GENERAL) != (kind == GridKind.GENERAL):
            problems = check_map(office=office, shapes={}) + _left_open(office, grid)
            if problems:
                raise MapHasProblems(problems=[asdict(p) for p in problems], count=len(problems))
    return grid


def _left_open(office: Unit, grid: Grid) -> list[rules.MapProblem]:
    """Name the ground that no general grid covers when this one is none any more. Two queries."""
    now, special = live_shapes(office), special_grids(office)
    mine = rules.read_shape(now.get(grid.pk))
    if grid.pk not in special or mine is None:
        return []
    others = [rules.read_shape(given) for unit_id, given in now.items() if unit_id not in special]
    rest = _grounds(mine.difference(unary_union([other for other in others if other is not None])))
    return [rules.MapProblem("gap", (grid.pk,), rules.area_m2(rest), mapping(rest))] if rest else []


def grid_rows(office: Unit, at: datetime, words: str = "") -> tuple[GridRow, ...]:
    """List the grids of an office in the order of their codes. Three queries."""
    grids = Grid.objects.filter(unit__path__startswith=office.path, unit__is_active=True)
    shapes = {
        shape.grid_id: shape
        for shape in GridShape.objects.filter(
            grid__unit__path__startswith=office.path, valid_until__isnull=True
        ).defer("shape")
    }
    day = clock.local(at).date()
    leaders: dict[int, list[str]] = {}
    led = Unit.objects.filter(
        path__startswith=office.path,
        posts__role=Role.GRID_LEADER,
        posts__held_from__lte=day,
        posts__held_until__isnull=True,
        posts__account__is_active=True,
    )
    for unit_id, name in led.order_by("posts__pk").values_list("pk", "posts__account__name"):
        leaders.setdefault(unit_id, []).append(name)
    rows = []
    for grid in grids.select_related("unit__parent").order_by("code"):
        shape = shapes.get(grid.pk)
        row = GridRow(
            id=grid.pk,
            name=grid.unit.name,
            code=grid.code,
            community=str(grid.unit.parent or ""),
            kind=str(GridKind(grid.grid_kind).label),
            households=grid.households_count,
            area_m2=shape.area_m2 if shape else 0.0,
            drawn_on=shape.valid_from if shape else None,
            leaders=tuple(leaders.get(grid.pk, ())),
        )
        if not words or any(
            words in said for said in (row.name, row.code, row.community, row.kind, *row.leaders)
        ):
            rows.append(row)
    return tuple(rows)

"""Read the ground of a community, divide it, and say the proposal in degrees and words. Five queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.places.models import Building, Grid, GridKind, GridShape, Road
from linli.insight.division import rules, texts
from linli.kernel.geo import Plane

YEAR: Final = timedelta(days=365)
MOST_CASES: Final = 50_000
AROUND_POINT_M: Final = 7.0
"""A building known as a point only stands on so much ground."""
DECIMALS: Final = 9
_NUMBERED: Final = re.compile(r"^(.*?第\s*)(\d+)(\s*网格.*)$")

Rings = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid of today or of the proposal as a row: `grid` is the unit it is or goes on as, None where one has to be
    registered first; `is_new` says that it was not drawn before.
    """

    grid: int | None
    name: str
    households: int
    cases: int
    work: float
    roundness: float
    kept: int
    rings: Rings
    shape: Mapping[str, Any]
    why: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Where two proposed grids part, and why there."""

    one: str
    other: str
    where: str
    why: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of both divisions, and whether the proposal is the better one."""

    name: str
    formula: str
    before: str
    after: str
    is_better: bool


@dataclass(frozen=True, slots=True)
class CommunityProposal:
    """How a community could be divided, beside how it is."""

    community: Unit
    grids: tuple[GridLine, ...]
    today: tuple[GridLine, ...]
    cuts: tuple[Cut, ...]
    compared: tuple[Compared, ...]
    choices: tuple[int, ...]
    households: int
    moved: int
    divided: tuple[str, ...]

    @property
    def new(self) -> tuple[GridLine, ...]:
        """The grids that have to be registered first."""
        return tuple(each for each in self.grids if each.grid is None)

    @property
    def outside(self) -> tuple[GridLine, ...]:
        """The grids with fewer or more households than the rule says, each with its reason."""
        return tuple(each for each in self.grids if each.why)

    @property
    def gone(self) -> tuple[GridLine, ...]:
        """Today's grids that have no successor in the proposal."""
        kept = {each.grid for each in self.grids}
        return tuple(each for each in self.today if each.grid not in kept)


class _Flat:
    """Degrees to metres and back for whole geometries."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane

    def down(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self._down)

    def up(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self._up)

    def _down(self, points: np.ndarray) -> np.ndarray:
        return np.array([self.plane.to_xy((lon, lat)) for lon, lat in points])

    def _up(self, points: np.ndarray) -> np.ndarray:
        return np.round(np.array([self.plane.to_point((x, y)) for x, y in points]), DECIMALS)


def drawn_communities(office: Unit) -> list[Unit]:
    """List the communities of an office that have at least one drawn general grid. One query."""
    live = GridShape.objects.filter(valid_until__isnull=True, grid__grid_kind=GridKind.GENERAL)
    ids = live.filter(grid__unit__path__startswith=office.path).values("grid__unit__parent")
    return list(Unit.objects.filter(pk__in=ids, is_active=True).order_by("code"))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a community, on a plane of its own."""

    ground: rules.Ground
    grids: Mapping[int, Grid]
    shapes: Mapping[int, BaseGeometry]
    compounds: Mapping[int, str]
    flat: _Flat


def ground_of(*, community: Unit, at: datetime) -> rules.Ground | None:
    """Read what a proposal starts from: today's grids, houses, streets, the cases of the year before `at`. Five queries."""
    read = _read(community, at)
    return read.ground if read else None


def _read(community: Unit, at: datetime) -> _Read | None:
    grids = {
        grid.pk: grid
        for grid in Grid.objects.filter(
            unit__parent=community, unit__is_active=True, grid_kind=GridKind.GENERAL
        ).select_related("unit")
    }
    live = GridShape.objects.filter(valid_until__isnull=True, grid_id__in=grids).order_by("grid__code")
    shapes = {grid_id: shape(drawn) for grid_id, drawn in live.values_list("grid_id", "shape")}
    if not shapes:
        return None
    flat = _Flat(Plane(next(iter(shapes.values())).representative_point().coords[0]))
    today = {grid_id: flat.down(drawn) for grid_id, drawn in shapes.items()}
    whole = shapely.unary_union(list(today.values()))
    shapely.prepare(whole)
    houses, compounds = _houses(grids, today, whole, flat)
    ground = rules.Ground(
        today=today,
        houses=houses,
        ways=tuple(_ways(community, whole, flat)),
        cases=tuple(_cases(community, at, flat)),
    )
    return _Read(ground, grids, shapes, compounds, flat)


def propose_grids(
    *, community: Unit, at: datetime, count: int | None = None, limits: rules.Limits | None = None
) -> CommunityProposal | None:
    """Propose how a community could be divided into general grids, by the work of the year before `at`; None where no
    general grid is drawn. Five queries, and up to a second of counting.
    """
    read = _read(community, at)
    if read is None:
        return None
    ground, grids, shapes, compounds, flat = read.ground, read.grids, read.shapes, read.compounds, read.flat
    houses = ground.houses
    limits = limits or rules.Limits()
    found = rules.propose(ground, count=count, limits=limits)
    owners = _owners(found, grids, shapes)
    named = _names(owners, grids)
    homes = {house.id: (house.compound, house.households) for house in houses}
    divided = rules.divided_compounds(homes, found.drawn)
    sizes: dict[int, float] = defaultdict(float)
    for compound, held in homes.values():
        if compound is not None:
            sizes[compound] += held
    telling = texts.Telling(compounds, sizes, limits, [each.households for each in found.drawn], named)
    return CommunityProposal(
        community=community,
        grids=tuple(
            _line(each, grid, name, flat, limits)
            for each, grid, name in zip(found.drawn, owners, named, strict=True)
        ),
        today=tuple(
            _line(each, each.grid, grids[each.grid or 0].unit.name, flat, limits) for each in found.today
        ),
        cuts=tuple(
            Cut(named[b.one], named[b.other], telling.where(b), telling.why(b), b.today >= texts.MOSTLY)
            for b in found.borders
        ),
        compared=_compared(found, limits),
        choices=found.choices,
        households=round(found.households),
        moved=round(found.moved),
        divided=tuple(compounds[pk] for pk in sorted(divided, key=lambda pk: -divided[pk])),
    )


def _houses(
    grids: Mapping[int, Grid], today: Mapping[int, BaseGeometry], whole: BaseGeometry, flat: _Flat
) -> tuple[tuple[rules.House, ...], dict[int, str]]:
    """Read the buildings of the grids. Their households are shared out so that a grid has as many as its register says."""
    rows = list(
        Building.objects.filter(grid_id__in=today)
        .order_by("pk")
        .values_list(
            "pk",
            "grid_id",
            "compound_id",
            "compound__name",
            "number",
            "households_count",
            "shape",
            "lon",
            "lat",
        )
    )
    built: dict[int, int] = defaultdict(int)
    for _pk, grid_id, _compound, _called, _number, homes, _drawn, _lon, _lat in rows:
        built[grid_id] += homes
    lived = {
        pk: grids[pk].households_count / built[pk] if built[pk] and grids[pk].households_count else 1.0
        for pk in today
    }
    houses = []
    compounds: dict[int, str] = {}
    for pk, grid_id, compound, called, number, homes, drawn, lon, lat in rows:
        outline = flat.down(shape(drawn)) if drawn else None
        if outline is None or outline.is_empty or not outline.is_valid or not outline.area:
            outline = flat.down(shapely.Point(lon, lat)).buffer(AROUND_POINT_M, quad_segs=2)
        if not whole.intersects(outline.representative_point()):
            continue  # registered here and drawn elsewhere: the map's own check names it
        if compound is not None:
            compounds[compound] = called
        houses.append(rules.House(pk, outline, homes * lived[grid_id], grid_id, compound, number))
    return tuple(houses), compounds


def _ways(community: Unit, whole: BaseGeometry, flat: _Flat) -> Iterable[rules.Way]:
    offices = [int(pk) for pk in community.path.strip("/").split("/") if pk]
    roads = Road.objects.filter(office_id__in=offices).order_by("pk")
    for name, width, line in roads.values_list("name", "width_m", "line"):
        drawn = flat.down(shape(line))
        if drawn.intersects(whole):
            yield rules.Way(name, width, drawn)


def _cases(community: Unit, at: datetime, flat: _Flat) -> list[tuple[float, float]]:
    rows = Case.objects.filter(
        area__path__startswith=community.path,
        filed_at__gte=at - YEAR,
        filed_at__lte=at,
        lon__isnull=False,
        lat__isnull=False,
    ).values_list("lon", "lat")[:MOST_CASES]
    return [flat.plane.to_xy((lon, lat)) for lon, lat in rows if lon is not None and lat is not None]


def _owners(
    found: rules.Proposal, grids: Mapping[int, Grid], shapes: Mapping[int, BaseGeometry]
) -> list[int | None]:
    """Say which unit each proposed grid is: one of today's, one that was registered and never drawn, or none yet."""
    undrawn = iter(sorted((pk for pk in grids if pk not in shapes), key=lambda pk: grids[pk].code))
    return [each.grid if each.grid is not None else next(undrawn, None) for each in found.drawn]


def _names(owners: Sequence[int | None], grids: Mapping[int, Grid]) -> list[str]:
    """Name the proposed grids: whoever goes on keeps the name, new ones continue the numbers."""
    left = iter(new_names([grid.unit.name for grid in grids.values()], owners.count(None)))
    return [grids[owner].unit.name if owner is not None else next(left) for owner in owners]


def new_names(known: Sequence[str], count: int) -> list[str]:
    """Continue the numbers of names such as 第 4 网格, in the way they are written."""
    numbered = [match for name in known if (match := _NUMBERED.match(name))]
    before, after = (numbered[-1][1], numbered[-1][3]) if numbered else ("第 ", " 网格")
    first = max((int(match[2]) for match in numbered), default=len(known)) + 1
    return [f"{before}{number}{after}" for number in range(first, first + count)]


def _line(drawn: rules.Drawn, grid: int | None, name: str, flat: _Flat, limits: rules.Limits) -> GridLine:
    outline = flat.up(drawn.shape)
    parts = getattr(outline, "geoms", [outline])
    return GridLine(
        grid=grid,
        name=name,
        households=round(drawn.households),
        cases=drawn.cases,
        work=drawn.work,
        roundness=drawn.roundness,
        kept=round(drawn.kept),
        rings=tuple(tuple((x, y) for x, y in part.exterior.coords) for part in parts),
        shape=mapping(outline),
        why=texts.why_outside(drawn.why, limits),
        is_new=drawn.grid is None,
    )


def _compared(found: rules.Proposal, limits: rules.Limits) -> tuple[Compared, ...]:
    before, after = found.before, found.after

    def row(name: str, formula: str, one: float, other: float, show: str, *, more: bool = False) -> Compared:
        better = other > one + 1e-9 if more else other < one - 1e-9
        return Compared(name, formula, show.format(one), show.format(other), better)

    least, most = f"{limits.least:g}", f"{limits.most:g}"
    return (
        Compared(
            _("%(least)s–%(most)s 户的网格") % {"least": least, "most": most},
            _("在范围内的 ÷ 全部"),
            f"{before.within}/{before.grids}",
            f"{after.within}/{after.grids}",
            after.within / max(1, after.grids) > before.within / max(1, before.grids),
        ),
        Compared(
            _("户数，最少到最多"),
            "",
            f"{before.least:,.0f}–{before.most:,.0f}",
            f"{after.least:,.0f}–{after.most:,.0f}",
            after.most - after.least < before.most - before.least,
        ),
        row(
            _("户数相差"), _("标准差 ÷ 平均"), 100 * before.spread_homes, 100 * after.spread_homes, "{:.0f}%"
        ),
        row(
            _("工作量相差"), _("标准差 ÷ 平均"), 100 * before.spread_work, 100 * after.spread_work, "{:.0f}%"
        ),
        row(
            _("紧凑"),
            _("4π × 面积 ÷ 周长²，圆是 1"),
            before.roundness,
            after.roundness,
            "{:.2f}",
            more=True,
        ),
    )

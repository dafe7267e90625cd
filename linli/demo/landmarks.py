"""What people steer by in the demo town: gates, crossings, bridges, bus stops, old trees, other names of roads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import shapely
from shapely import LineString
from shapely import Point as Spot

from linli.demo import names, sheet
from linli.demo.compounds import Compound, Town
from linli.demo.names import words
from linli.demo.plan import Street
from linli.demo.sheet import Point
from linli.demo.spots import Facility

SIDES = (("东", 1, 0), ("南", 0, -1), ("西", -1, 0), ("北", 0, 1))
# A small compound has one gate.
TWO_GATES = 150
STOP_EVERY_M = 620.0
# Kinds of places after which a bus stop is called, and how far it may be from them.
STOPS_AFTER = {
    "school", "hospital", "market", "park", "mall", "station", "public_office", "offices", "clinic", "hotel",
}  # fmt: skip
STOP_REACH_M = 190.0
ROAD_ALIASES = {
    "清泉路": ("清泉大街",),
    "站前路": ("站前街", "火车站前街"),
    "建设路": ("建设大街", "老公路"),
    "滨河路": ("沿河路", "河边路"),
    "石桥路": ("老桥路", "石桥街"),
    "钟楼街": ("钟楼大街", "钟楼前街"),
    "南营街": ("南营大街",),
    "书院街": ("书院路", "书院前街"),
    "滨河西街": ("河西街", "西河沿"),
    "春晓路": ("春晓街",),
    "柳行路": ("柳行大街",),
    "文昌路": ("文昌大街",),
    "东环路": ("东外环", "环城东路"),
}
# Number of a community, what stands there, what people call it.
OLD = (
    (1, "泉北水塔", "老水塔 水塔"),
    (1, "货运大地磅", "大地磅"),
    (2, "火车头广场", "火车头 站前小广场"),
    (3, "新桥过街天桥", "新桥天桥"),
    (4, "柳行大柳树", "大柳树 柳树底下"),
    (4, "柳行早市", "早市"),
    (5, "官园老槐树", "老槐树 大槐树"),
    (5, "官园戏台", "老戏台"),
    (6, "书院牌坊", "牌坊 石牌坊"),
    (6, "清泉书院旧址", "老书院"),
    (7, "石桥头", "桥头 老桥头"),
    (8, "春晓音乐喷泉", "喷泉 喷泉广场"),
    (9, "南营烟囱", "大烟囱"),
    (9, "南营公厕", "南营街公共厕所"),
    (10, "钟楼", "老钟楼 钟鼓楼"),
    (10, "钟楼地下通道", "地下通道"),
    (11, "河滨观景台", "观景台 看河台"),
    (11, "河滨健身步道", "健身步道"),
    (12, "东晖灯塔雕塑", "灯塔 灯塔雕塑"),
    (13, "棉纺厂老大门", "棉纺老大门"),
    (13, "棉纺职工俱乐部", "俱乐部 老俱乐部"),
    (14, "学府书山雕塑", "书山雕塑"),
    (14, "学府小吃街", "小吃街 后街"),
    (15, "云谷立交桥", "立交桥 云谷立交"),
)


def road_aliases(street: Street) -> tuple[str, ...]:
    """Return what people say for a road: an old name, or 胡同 where the sign says 巷."""
    if street.name in ROAD_ALIASES:
        return ROAD_ALIASES[street.name]
    if street.kind == "lane" and street.name.endswith("巷"):
        return (f"{street.name.removesuffix('巷')}胡同", f"{street.name}子")
    return (f"{street.name.removesuffix('街')}路",) if street.name.endswith("街") else ()


class _Ground:
    """Says in which grid a spot lies, moving it off the carriageway where grids meet."""

    def __init__(self, town: Town) -> None:
        self._grids = [(grid.code, grid.community, grid.polygon) for grid in town.plan.grids]
        self._tree = shapely.STRtree([grid.polygon for grid in town.plan.grids])

    def settle(self, at: Spot) -> tuple[Point, str, int] | None:
        for lon, lat in ((0, 0), (7e-5, -6e-5), (-7e-5, 6e-5), (7e-5, 6e-5), (-7e-5, -6e-5)):
            point = Point(round(at.x + lon, sheet.DECIMALS), round(at.y + lat, sheet.DECIMALS))
            for number in sorted(self._tree.query(Spot(point), predicate="within")):
                code, community, _ = self._grids[number]
                return point, code, community
        return None


def known(town: Town, places: Sequence[Facility]) -> Iterator[Facility]:
    """Yield everything people steer by; `places` are the named places after which stops are called."""
    ground = _Ground(town)
    for compound in town.compounds:
        yield from _gates(town, compound, ground)
    crossings = list(_crossings(town, ground))
    yield from crossings
    yield from _bridges(town, ground)
    yield from _old(town, ground)
    yield from _stops(town, places, crossings, ground)


def _gates(town: Town, compound: Compound, ground: _Ground) -> Iterator[Facility]:
    """Yield the main gate, on the side it is on, and a second one across the compound."""
    middle = compound.polygon.centroid
    turns = sorted(
        SIDES,
        key=lambda side: (
            -(side[1] * (compound.gate.lon - middle.x) + side[2] * (compound.gate.lat - middle.y))
        ),
    )
    (main, _, _), (back, *way) = turns[0], turns[-1]
    gates = [(main, compound.gate, True)]
    if compound.homes >= TWO_GATES and compound.kind != "courtyards":
        reach = LineString([(middle.x, middle.y), (middle.x + way[0] * 0.02, middle.y + way[1] * 0.02)])
        edge = reach.intersection(compound.polygon.exterior)
        if not edge.is_empty:
            spot = edge.representative_point()
            gates.append((back, Point(round(spot.x, sheet.DECIMALS), round(spot.y, sheet.DECIMALS)), False))
    for side, at, is_main in gates:
        said = [f"{alias}{side}门" for alias in compound.aliases if len(alias) > 2]
        said += [f"{compound.name}大门", f"{compound.name}正门", f"{compound.name}门口"] if is_main else []
        settled = ground.settle(Spot(at))
        if settled is not None and settled[1] == compound.grid:
            yield Facility(
                "gate",
                f"{compound.name}{side}门",
                compound.community,
                compound.grid,
                settled[0],
                aliases=tuple(said),
            )


def _once(*said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))


def _wide(town: Town) -> list[tuple[str, LineString]]:
    return [
        (street.name, LineString(street.line))
        for street in town.plan.streets
        if street.kind in {"arterial", "collector"}
    ]


def _crossings(town: Town, ground: _Ground) -> Iterator[Facility]:
    for (one, first), (other, second) in combinations(_wide(town), 2):
        met = first.intersection(second)
        if met.is_empty:
            continue
        settled = ground.settle(met.representative_point())
        if settled is None:
            continue
        bare, other_bare = (name.removesuffix("路").removesuffix("街") for name in (one, other))
        yield Facility(
            "crossing",
            f"{one}{other}路口",
            settled[2],
            settled[1],
            settled[0],
            aliases=_once(
                f"{other}{one}路口",
                f"{one}与{other}路口",
                f"{one}和{other}路口",
                f"{one}与{other}交叉口",
                f"{one}{other}交叉口",
                f"{other}{one}交叉口",
                f"{bare}{other_bare}路口",
                f"{one.removesuffix('路')}{other.removesuffix('路')}路口",
            ),
        )


def _bridges(town: Town, ground: _Ground) -> Iterator[Facility]:
    for name, line in _wide(town):
        over = line.intersection(town.plan.river)
        if over.is_empty:
            continue
        settled = ground.settle(over.centroid)
        if settled is None:
            continue
        bare = name.removesuffix("路").removesuffix("街")
        called = f"{bare}桥" if not bare.endswith("桥") else f"老{bare}"
        yield Facility(
            "bridge", called, settled[2], settled[1], settled[0],
            aliases=_once(f"{name}桥", f"{name}大桥", f"{called}头"),
        )  # fmt: skip


def _old(town: Town, ground: _Ground) -> Iterator[Facility]:
    """Yield the trees, towers and squares that were there before the numbers, each near the middle of its community."""
    for turn, (seq, name, said) in enumerate(OLD):
        polygon = town.plan.communities[seq - 1].polygon
        west, south, east, north = polygon.bounds
        heart = polygon.representative_point()
        lean = 0.13 if turn % 2 else -0.11
        spot = Spot(heart.x + lean * (east - west), heart.y - lean * (north - south))
        settled = ground.settle(spot if polygon.contains(spot) else heart)
        if settled is not None and settled[2] == seq:
            base = names.COMMUNITIES[seq - 1].name.removesuffix("社区")
            longer = (f"{base}{each}" for each in words(said) if not each.startswith(base))
            aliases = tuple(each for each in _once(*words(said), *longer) if each != name)
            yield Facility("landmark", name, seq, settled[1], settled[0], aliases=aliases)


def _stops(
    town: Town, places: Sequence[Facility], crossings: Sequence[Facility], ground: _Ground
) -> Iterator[Facility]:
    """Yield bus stops, each called after what passengers get off for; a stop with nothing near takes its street's name."""
    marks = [*(place for place in places if place.kind in STOPS_AFTER), *crossings]
    used: set[str] = set()
    for name, line in _wide(town):
        metres = line.length * sheet.METRES_PER_DEGREE_LAT
        count = int(metres / STOP_EVERY_M)
        for step in range(1, count + 1):
            at = line.interpolate(step / (count + 1), normalized=True)
            settled = ground.settle(Spot(at.x + 0.00006, at.y - 0.00005))
            if settled is None:
                continue
            near = sorted((sheet.metres_between(mark.at, settled[0]), mark.name) for mark in marks)
            free = (mark for metres_away, mark in near if metres_away < STOP_REACH_M and mark not in used)
            called = next(free, f"{name}{'东南西北中'[step % 5]}")
            if called in used:
                continue
            used.add(called)
            yield Facility(
                "bus_stop", f"{called}公交站", settled[2], settled[1], settled[0], "02004", "gongjiao",
                aliases=(f"{called}站", f"{called}车站", f"{called}公交站牌"),
            )  # fmt: skip

"""Facilities of the demo town: where people go, and what stands on the pavement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from random import Random

from shapely import LineString, STRtree
from shapely import Point as Spot

from linli.demo import landmarks, names, sheet, shops
from linli.demo.compounds import Place, Town
from linli.demo.sheet import Point
from linli.demo.spots import Facility

SCHOOLS = names.words("""
    第一小学 实验小学 第二中学 育才小学 第三小学 第五中学 外国语学校 第四小学 第六中学 建设路小学
    第七小学 第八中学 春晓小学 东晖小学 第九中学 云谷小学 新桥小学 附属小学 第十中学 学府小学
    文昌小学 第十一小学
""")
# kind, what it is called, opening hours
SERVICES = (
    ("service_centre", "党群服务中心", "每天 8:30–20:30"),
    ("clinic", "社区卫生服务站", "每天 8:00–20:00"),
    ("canteen", "长者食堂", "午餐 11:00–13:00，晚餐 17:00–18:30"),
    ("day_care", "日间照料中心", "周一至周六 8:00–17:30"),
)
# component code, kind, owner, one for so many metres of street at full scale
COMPONENTS = (
    ("01037", "lamp", "ludeng", 62, "路灯"),
    ("01002", "manhole", "paishui", 95, "污水井盖"),
    ("01001", "manhole", "gongshui", 170, "供水井盖"),
    ("03005", "bin", "huanwei", 150, "垃圾箱"),
    ("04002", "tree", "yuanlin", 120, "行道树"),
)
# Names for lots of which a community has several; used once each.
CALLED = {
    "school": SCHOOLS,
    "offices": names.words("""
    金鼎大厦 恒泰大厦 华章大厦 嘉汇大厦 盛源大厦 信德商务楼 同兴大厦 鸿运大厦 天一大厦 宏图大厦
    启明大厦 新纪大厦 环宇商务楼 安泰大厦 云起大厦 汇智大厦
"""),
    "hotel": names.words("""
    迎宾旅社 春来宾馆 如意宾馆 云来宾馆 清河宾馆 四方旅社 同福宾馆 悦宾楼 长乐宾馆 和平旅社 鸿宾楼
    远方宾馆
"""),
    "government": names.words("""
    工人文化宫 区图书馆 老干部活动中心 税务所 档案楼 文化馆 青少年宫 妇幼保健站 不动产登记中心
    气象站 广播站 水利站 公证处 少年业余体校 种子站 公路段 老年大学 地震台 防疫站 计量所
"""),
    "works": names.words("""
    老油泵厂 面粉厂仓库 第二粮库 木材加工点 印刷车间 老轴承厂 纸箱厂 冷库 汽修厂 物资仓库 玻璃厂旧址
    水泵车间 五金仓库 老针织厂 煤场 包装厂
"""),
}
_USES = {
    "school": ("school", ""),
    "kindergarten": ("kindergarten", "幼儿园"),
    "market": ("market", "便民菜市场"),
    "park": ("park", "口袋公园"),
    "mall": ("mall", "购物广场"),
    "hotel": ("hotel", ""),
    "government": ("public_office", ""),
    "works": ("works", ""),
    "offices": ("offices", ""),
    "site": ("site", "工地"),
    "hospital": ("hospital", ""),
    "station": ("station", ""),
    "campus": ("school", ""),
    "freight": ("freight", ""),
    "tower": ("offices", ""),
}


@lru_cache(maxsize=4)
def known(town: Town) -> tuple[Facility, ...]:
    """Return the places people know by name: what they go to, shops, and what they steer by; each name once."""
    places = named(town)
    found = (*places, *_shops(town, places), *landmarks.known(town, places))
    return tuple({each.name: each for each in reversed(found)}.values())[::-1]


@lru_cache(maxsize=4)
def named(town: Town) -> tuple[Facility, ...]:
    """Return the places that are there for everybody, services of every community included."""
    return tuple(replace(each, aliases=_said(each)) for each in (*_places(town), *_services(town)))


def _shops(town: Town, places: tuple[Facility, ...]) -> Iterator[Facility]:
    """Yield the shops, but for the fronts into which a community's own rooms moved."""
    taken = {each.at for each in places}
    for shop in shops.of(town):
        if shop.at not in taken:
            yield Facility(
                shop.kind,
                shop.name,
                shop.community,
                shop.grid,
                shop.at,
                hours=shop.hours,
                aliases=shop.aliases,
            )


# What people leave out of a long name, and put in its stead.
_SHORTER = (
    ("便民菜市场", ("菜市场", "菜场", "市场")),
    ("农贸市场", ("菜市场", "大市场")),
    ("建材市场", ("建材城",)),
    ("购物广场", ("商场", "广场")),
    ("口袋公园", ("小公园", "街心公园")),
    ("党群服务中心", ("党群中心", "社区居委会", "居委会")),
    ("社区卫生服务站", ("卫生站", "卫生服务站", "社区医院")),
    ("长者食堂", ("老年食堂", "社区食堂")),
    ("日间照料中心", ("日照中心", "托老所")),
    ("幼儿园", ("幼儿园门口", "幼儿园大门")),
    ("公园", ("公园门口", "公园里")),
    ("工地", ("建筑工地", "工地大门")),
    ("大厦", ("大厦楼下", "大楼")),
    ("小学", ("小学门口", "小学校门口")),
    ("中学", ("中学门口", "中学校门口")),
)


def _said(place: Facility) -> tuple[str, ...]:
    """Return what people call a place: short, old, or by its door."""
    out: list[str] = []
    bare = place.name.removeprefix("清泉") if place.kind in {"school", "station"} else place.name
    if bare != place.name:
        out.append(bare)
    if (ordinal := bare[:2])[0] == "第" and bare[-2:] in {"小学", "中学"}:
        out += [
            f"{ordinal[1]}{bare[-2]}" if bare[-2] == "小" else f"{ordinal[1]}中",
            f"{ordinal[1]}{bare[-2:]}",
        ]
    for tail, said in _SHORTER:
        if bare.endswith(tail):
            out += [bare.removesuffix(tail) + each for each in said]
            break
    if place.kind == "hospital":
        out += ["区医院", "柳岸医院", "区医院门口"]
    if place.kind == "station":
        out += ["火车站广场", "站前广场", "火车站"]
    return tuple(each for each in dict.fromkeys(out) if each != place.name)


def _places(town: Town) -> Iterator[Facility]:
    special = {grid.code: grid for grid in town.plan.grids if grid.kind == "special"}
    called = {use: iter(pool) for use, pool in CALLED.items()}
    counts: dict[str, int] = {}
    for place in town.places:
        kind, tail = _USES[place.use]
        if grid := special.get(place.grid):
            name = grid.name
            if name in counts:
                continue
        elif place.use in called:
            number = counts.get(place.use, 0) + 1
            name = next(called[place.use], f"{number} 号{kind}")
            name = f"清泉{name}" if place.use == "school" else name
        else:
            base = names.COMMUNITIES[place.community - 1].name.removesuffix("社区")
            name = f"{base}{tail}"
        counts[place.use] = counts.get(place.use, 0) + 1
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > 1 and place.grid not in special:
            name = f"{name}{('', '', '二', '三', '四', '五', '六', '七', '八', '九')[min(counts[name], 9)]}"
        yield Facility(kind, name, place.community, place.grid, _middle(place))


def _middle(place: Place) -> Point:
    centre = place.polygon.representative_point()
    return Point(round(centre.x, sheet.DECIMALS), round(centre.y, sheet.DECIMALS))


def _services(town: Town) -> Iterator[Facility]:
    """Put the community's own rooms into shops of its first compounds: ground floor, on the street."""
    for area in town.plan.communities:
        base = area.name.removesuffix("社区")
        shops = [house for house in town.buildings if house.community == area.seq and house.use == "shop"]
        rng = Random(f"{town.plan.seed}:services:{area.seq}")
        chosen = rng.sample(shops, min(len(SERVICES), len(shops)))
        for number, ((kind, tail, hours), house) in enumerate(zip(SERVICES, chosen, strict=False)):
            if kind == "day_care" and area.seq % 3 == 0:
                continue  # ten communities have one, five send their elders next door
            phone = f"0000-86{area.seq:02d}{number:03d}"
            yield Facility(
                kind, f"{base}{tail}", area.seq, house.grid, house.at, "", f"c{area.seq}", phone, hours
            )


def components(town: Town, scale: str) -> Iterator[Facility]:
    """Yield lamps, covers, bins and trees along the streets; the small town has every tenth."""
    grids = [(grid.code, grid.community, grid.polygon) for grid in town.plan.grids]
    thin = 1 if scale == "subdistrict" else 10
    number = 0
    for street in town.plan.streets:
        if street.kind in {"rail", "river"}:
            continue
        line = LineString(street.line)
        metres = line.length * sheet.METRES_PER_DEGREE_LAT
        for code, kind, owner, every, word in COMPONENTS:
            for step in range(1, int(metres / every / thin) + 1):
                at = line.interpolate(step * every * thin / metres, normalized=True)
                spot = Spot(at.x + 0.00005, at.y - 0.00004)
                home = next(((c, g) for g, c, polygon in grids if polygon.contains(spot)), None)
                if home is None:
                    continue
                number += 1
                point = Point(round(spot.x, sheet.DECIMALS), round(spot.y, sheet.DECIMALS))
                yield Facility(
                    kind, f"{street.name}{word} {number:05d}", home[0], home[1], point, code, owner
                )


# What one says “by the …” of: not a gate or a crossing, which are on the way to somewhere.
_NOT_BY = {"gate", "crossing", "bus_stop", "bridge"}


@lru_cache(maxsize=2)
def _marks(town: Town) -> tuple[tuple[Facility, ...], STRtree]:
    marks = tuple(each for each in known(town) if each.kind not in _NOT_BY)
    return marks, STRtree([Spot(each.at.lon * sheet.SQUEEZE, each.at.lat) for each in marks])


def nearest(town: Town, at: Point) -> Facility:
    """Return the known place nearest to a point: what a resident would name."""
    marks, tree = _marks(town)
    return marks[int(tree.nearest(Spot(at.lon * sheet.SQUEEZE, at.lat)))]

"""What compounds are called: on the gate, on the map, and by those who have lived there for thirty years."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from shapely import LineString
from shapely import Point as Spot

from linli.demo import names, sheet
from linli.demo.allotting import Lot
from linli.demo.lots import ROWS
from linli.demo.plan import Plan
from linli.demo.sheet import Point

FACTORIES = names.words("""
    机床厂 棉纺厂 印染厂 面粉厂 印刷厂 五金厂 轴承厂 食品厂 酒厂 造纸厂 化肥厂 电机厂 钟表厂 玻璃厂
    木器厂 服装厂 水泵厂 仪表厂 肉联厂 粮食局 供销社 运输公司 铁路机务段 铁路工务段 邮电局 商业局
    第二建筑公司 自来水公司 百货公司 农机公司 针织厂 橡胶厂 阀门厂 油泵厂 拖拉机厂 搪瓷厂
""")
ESTATE_FIRST = names.words("""
    康乐 馨和 丽景 锦绣 阳光 翠湖 金桂 明珠 怡和 枫林 兰亭 文华 嘉和 永泰 祥和 瑞景 望河 清风 碧桐
    广和 盛和 天和 福临 绿洲 银杏 海棠 丁香 玉兰 紫薇 秋实 溪语 和顺
""")
ESTATE_LAST = ("花园", "家园", "苑", "佳园", "雅居", "名苑")
TOWER_FIRST = names.words("""
    云栖 云锦 江山 观澜 御景 东方 中央 翰林 天玺 悦府 龙湾 星河 国际 城市 金茂 首府 壹号 公元 时代
    领秀 华府 滨江 和悦 山水 尚品 凤凰 九里 长安 熙岸 朗月 听泉 望岳
""")
TOWER_LAST = ("湾", "府", "里", "名邸", "上城", "公馆", "之光", "华庭", "印象")
RESETTLED_LAST = ("新居", "安置小区", "新苑", "回迁小区")
WALKUP_LAST = ("小区", "新村", "南区", "北区", "东区", "西区")


@dataclass(frozen=True, slots=True)
class Calling:
    """The names of one compound and where its gate is."""

    name: str
    aliases: tuple[str, ...]
    street: str
    address: str
    built: int
    gate: Point


class Caller:
    """Names compounds, never the same name twice."""

    def __init__(self, plan: Plan) -> None:
        self._used: set[str] = {community.known[1] for community in names.COMMUNITIES}
        self._given: set[tuple[int, int]] = set()
        self._doors: set[tuple[str, int]] = set()
        self._streets = [
            (street.name, LineString(street.line))
            for street in plan.streets
            if street.kind in {"arterial", "collector", "lane"}
        ]

    def compound(self, lot: Lot, kind: str, rng: Random) -> Calling:
        """Name a compound after its street, its factory, its community or a developer's dream."""
        land = sheet.polygon_lonlat(lot.land)
        street, line = min(self._streets, key=lambda each: (round(each[1].distance(land), 7), each[0]))
        foot = line.interpolate(line.project(land.centroid))
        number = (
            2 * int(line.project(foot, normalized=True) * line.length * sheet.METRES_PER_DEGREE_LON / 26) + 1
        )
        number += int(lot.number % 2)
        while (street, number) in self._doors:
            number += 2
        self._doors.add((street, number))
        edge = land.exterior.interpolate(land.exterior.project(Spot(foot)))
        gate = Point(round(edge.x, sheet.DECIMALS), round(edge.y, sheet.DECIMALS))
        grid, known, known_kind = names.COMMUNITIES[lot.community - 1].known
        key = (lot.community, lot.grid_seq)
        base = names.COMMUNITIES[lot.community - 1].name.removesuffix("社区")
        if lot.grid_seq == grid and kind == known_kind and key not in self._given:
            self._given.add(key)
            name = known
        else:
            name = self._fresh(kind, base, street, number, rng)
        first, last = ROWS[kind].built if kind in ROWS else (1952, 1966)
        return Calling(
            name=name,
            aliases=_aliases(name, kind, street, number),
            street=street,
            address=name.removesuffix("院") if name.endswith("号院") else f"{street} {number} 号",
            built=rng.randint(first, last),
            gate=gate,
        )

    def _fresh(self, kind: str, base: str, street: str, number: int, rng: Random) -> str:
        for _ in range(400):
            name = _name(kind, base, street, number, rng)
            if name not in self._used:
                self._used.add(name)
                return name
            number += 2
        raise ValueError("no name left for a compound")


def _name(kind: str, base: str, street: str, number: int, rng: Random) -> str:
    if kind == "dorm":
        return rng.choice(FACTORIES) + rng.choice(("宿舍", "家属院", "宿舍", "第二宿舍"))
    if kind == "walkup":
        if rng.random() < 0.5:
            return f"{street} {number} 号院"
        return (
            base + rng.choice(WALKUP_LAST)
            if rng.random() < 0.4
            else rng.choice(ESTATE_FIRST) + rng.choice(("小区", "里", "新村"))
        )
    if kind == "courtyards":
        return (
            f"{street}平房区" if rng.random() < 0.7 else f"{street}{rng.choice(('南', '北', '东', '西'))}片"
        )
    if kind == "resettled":
        return (
            base + rng.choice(RESETTLED_LAST)
            if rng.random() < 0.5
            else rng.choice(ESTATE_FIRST) + rng.choice(RESETTLED_LAST)
        )
    if kind == "estate":
        return rng.choice(ESTATE_FIRST) + rng.choice(ESTATE_LAST)
    return rng.choice(TOWER_FIRST) + rng.choice(TOWER_LAST)


def _aliases(name: str, kind: str, street: str, number: int) -> tuple[str, ...]:
    """Return what residents say and type instead of the name on the gate."""
    out = [f"{street}{number}号"]
    bare = name
    for tail in ("第二宿舍", "家属院", "宿舍", "平房区", "安置小区", "回迁小区", "小区", "号院"):
        bare = bare.removesuffix(tail)
    if kind == "dorm":
        out += {
            "第二宿舍": [f"{bare}二宿舍", f"{bare}新宿舍", f"{bare}2宿舍"],
            "家属院": [f"{bare}家属楼", f"{bare}大院"],
        }.get(name.removeprefix(bare), [f"老{bare}宿舍", f"{bare}老院", f"{bare}单身楼"])
    elif kind == "courtyards":
        out += [f"{bare}老片", f"{bare}那片平房"]
    elif kind == "resettled":
        out += [f"{bare}回迁楼", f"{bare}安置房"]
    elif name.endswith("号院"):
        out += [name.replace(" ", ""), name.replace(" ", "").removesuffix("院")]
    else:
        out += [bare] if bare != name and len(bare) > 1 else [name[:2]]
        out += [f"{name}小区"] if kind in {"estate", "highrise"} else []
    return tuple(dict.fromkeys(each for each in out if each != name))

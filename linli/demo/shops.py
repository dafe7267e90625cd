"""Shops of the demo town: what stands on the ground floor along its streets, and what people call it.

Chains have branches called after their street, others the name of whoever stands behind the counter. No sign of a
real shop is copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random

from shapely import LineString
from shapely import Point as Spot

from linli.demo.compounds import Building, Town
from linli.demo.names import words
from linli.demo.sheet import Point

# A shop front longer than this, in degrees of about 100 km, has two signs.
TWO_SIGNS = 26 / 100_000


@dataclass(frozen=True, slots=True)
class Trade:
    """What is sold: `signs` with {f} for a family name, `chains` as brand→what people say, one in `odds` a thousand."""

    kind: str
    odds: int
    signs: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop with its sign, and what the neighbourhood says instead."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    community: int
    grid: str
    at: Point
    street: str
    hours: str


TRADES = (
    Trade("supermarket", 42, (), words("惠万家超市→惠万家 佳乐汇超市→佳乐汇 万客隆生活超市→万客隆"), "每天 8:00–21:30"),
    Trade("convenience", 120, words("老{f}小卖部 {f}家便民店 {f}姐副食店 顺路烟酒副食 {f}记烟酒店"),
          words("好邻里便利店→好邻里 天天鲜便利店→天天鲜 一刻便利店→一刻"), "每天 7:00–23:00"),
    Trade("noodles", 92, words("老{f}牛肉面 {f}记拉面馆 {f}家刀削面 {f}氏板面 河沿打卤面 {f}妈手擀面")),
    Trade("breakfast", 62, words("{f}记包子铺 老{f}豆浆油条 {f}家胡辣汤 {f}嫂煎饼 早来早点铺")),
    Trade("restaurant", 96, words("{f}家炒鸡 老{f}羊汤馆 {f}记家常菜 小{f}川菜馆 {f}家饺子馆 柳岸人家饭店 {f}府酒楼")),
    Trade("barbecue", 44, words("{f}哥烧烤 老{f}炭火烤肉 夜未央烧烤 {f}家小龙虾 兄弟{f}烧烤"), (), "每天 16:30–次日 1:00"),
    Trade("fruit", 52, words("{f}家水果店 鲜果园{f}记水果 老{f}果蔬"), words("果满多水果→果满多")),
    Trade("greengrocer", 46, words("{f}姐蔬菜店 老{f}粮油 {f}家豆腐坊 {f}记鲜肉铺 {f}家馒头房")),
    Trade("pharmacy", 46, (), words("康民大药房→康民药房 同善堂药店→同善堂 百姓平价药房→百姓药房"), "每天 8:00–21:00"),
    Trade("barber", 62, words("阿{f}理发店 {f}姐美发 名剪{f}造型 老{f}剃头铺 丽人{f}美容美发")),
    Trade("bank", 18, (), words("柳岸农商银行→农商行 澄泉银行→澄泉银行"), "周一至周五 9:00–17:00"),
    Trade("express", 40, (), words("邻家快递驿站→快递驿站 近邻驿站→近邻驿站"), "每天 8:30–21:00"),
    Trade("hardware", 40, words("{f}记五金土产 老{f}水暖五金 利民五金{f}记 {f}家开锁配钥匙")),
    Trade("repair", 38, words("老{f}修车铺 {f}师傅电动车行 小{f}手机维修 {f}家电维修部 {f}记轮胎汽修")),
    Trade("estate_agent", 30, (), words("安家帮房产→安家帮 顺居房产→顺居")),
    Trade("school_things", 28, words("{f}老师文具店 学子书店{f}记 小博士{f}托管班 启蒙{f}舞蹈培训")),
    Trade("clothes", 30, words("{f}姐服装店 {f}裁缝铺 老{f}鞋店 童乐{f}童装")),
    Trade("laundry", 22, words("{f}家干洗店"), words("洁净坊洗衣→洁净坊")),
    Trade("pastime", 30, words("{f}家棋牌室 网络时空网吧 {f}哥台球厅 静心{f}茶社"), (), "每天 13:00–次日 1:00"),
    Trade("bath", 14, words("{f}家浴池 大众浴池{f}记 足悦{f}足疗")),
    Trade("cakes", 28, words("麦香{f}蛋糕房 {f}记烘焙"), words("甜园西饼→甜园")),
    Trade("lottery", 14, words("{f}家彩票站 福利彩票{f}记")),
    Trade("gym", 12, words("动力{f}健身 健康{f}健身房")),
    Trade("pets", 14, words("{f}家宠物店 毛毛{f}宠物医院")),
    Trade("inn", 14, words("{f}家旅馆 平安{f}旅社 如归{f}公寓")),
)  # fmt: skip
_FAMILIES = words("""
    王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹
    袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚
""")
_TAILS = (
    "便利店",
    "小卖部",
    "烟酒店",
    "牛肉面",
    "拉面馆",
    "包子铺",
    "羊汤馆",
    "水果店",
    "理发店",
    "修车铺",
    "蛋糕房",
)


@lru_cache(maxsize=4)
def of(town: Town) -> tuple[Shop, ...]:
    """Return every shop of the town with a sign of its own."""
    return tuple(_shops(town))


def _shops(town: Town) -> Iterator[Shop]:
    rng = Random(f"{town.plan.seed}:shops")
    streets = [
        (street.name, LineString(street.line))
        for street in town.plan.streets
        if street.kind not in {"rail", "river"}
    ]
    used: set[str] = set()
    for house in town.buildings:
        if house.use != "shop":
            continue
        spot = Spot(house.at)
        street = min(streets, key=lambda each: (round(spot.distance(each[1]), 7), each[0]))[0]
        for at in _fronts(house):
            trade = rng.choices(TRADES, weights=[each.odds for each in TRADES])[0]
            named = next(filter(None, (_sign(trade, street, used, rng) for _ in range(12))), None)
            if named is not None:
                yield Shop(trade.kind, *named, house.community, house.grid, at, street, trade.hours)


def _fronts(house: Building) -> tuple[Point, ...]:
    """Return where the signs of a row hang: in the middle, or in the middle of each half."""
    middle = house.at
    corners = [Point(round(lon, 7), round(lat, 7)) for lon, lat in list(house.polygon.exterior.coords)[:4]]
    long_side = max(pairwise(corners), key=lambda ends: Spot(ends[0]).distance(Spot(ends[1])))
    if Spot(long_side[0]).distance(Spot(long_side[1])) < TWO_SIGNS:
        return (middle,)
    lon, lat = (long_side[1].lon - long_side[0].lon) / 4, (long_side[1].lat - long_side[0].lat) / 4
    return tuple(Point(round(middle.lon + k * lon, 7), round(middle.lat + k * lat, 7)) for k in (-1, 1))


def _sign(trade: Trade, street: str, used: set[str], rng: Random) -> tuple[str, tuple[str, ...]] | None:
    """Return a sign nobody has yet and what people say for it; None when this draw is taken."""
    pick = rng.randrange(len(trade.signs) + 2 * len(trade.chains))
    if pick >= len(trade.signs):
        brand, _, short = trade.chains[(pick - len(trade.signs)) // 2].partition("→")
        branch = "支行" if trade.kind == "bank" else "店"
        name = f"{brand}（{street}{branch}）"
        aliases: tuple[str, ...] = (f"{street}{brand}", f"{street}{short}", f"{brand}{street}{branch}")
    else:
        name = trade.signs[pick].replace("{f}", rng.choice(_FAMILIES))
        aliases = (f"{street}{name}",)
        for tail in _TAILS:
            if name.endswith(tail) and len(name) > len(tail) + 1:
                aliases = (*aliases, f"{name.removesuffix(tail)}{_SAID.get(tail, tail)}")
    if name in used:
        return None
    used.add(name)
    return name, tuple(alias for alias in dict.fromkeys(aliases) if alias != name)


# What people say for a kind of shop rather than what the sign says.
_SAID = {
    "便利店": "小超市", "小卖部": "小超市", "烟酒店": "小店", "牛肉面": "面馆", "拉面馆": "拉面", "包子铺": "包子",
    "羊汤馆": "羊汤", "水果店": "水果摊", "理发店": "理发", "修车铺": "修车", "蛋糕房": "蛋糕店",
}  # fmt: skip

"""What a shop owes the street at its door (门前五包), and what a check looks at, line by line with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import Source, local_choice

_READ: Final = date(2026, 11, 22)
_REPRINT: Final = "Read in a reprint, which names the article; the gazette itself was not read."

SOURCE: Final = local_choice(
    "门前五包 differs from place to place (the fifth is fronts here, lights or manners elsewhere); a district puts its own "
    "letter of responsibility in its place. Zibo's 五包 with 2,282 shops is the pattern (DOMAIN 8)."
)
LETTER: Final = local_choice(
    "门前五包责任书 of the district: what the merchant signed, not an article of law."
)
TIDY_STREETS: Final = Source(
    "城市市容和环境卫生管理条例 (国务院令第101号)",
    "第十四条",
    "https://credit.suzhou.gov.cn/sgsbm/sgsml_show?id=3987",
    _READ,
    _REPRINT,
)
CLEAN_AIR: Final = Source(
    "中华人民共和国大气污染防治法", "第八十一条", "https://www.economiclaws.net/fagui_746363", _READ, _REPRINT
)
FIRE: Final = Source(
    "中华人民共和国消防法", "第二十八条", "https://yooc.me/group/5238889/topics/4984005-1", _READ, _REPRINT
)
QUIET: Final = Source(
    "中华人民共和国噪声污染防治法",
    "第六十三条",
    "http://ent.tieba.com/p/9387271574",
    _READ,
    "Read as quoted in a citizen's letter; check the article before it is cited in a notice.",
)


class ShopTrade(StrEnum):
    """What is sold or done behind the door, as far as a check differs by it."""

    CATERING = "catering"
    FOOD = "food"
    RETAIL = "retail"
    CARE = "care"
    REPAIR = "repair"
    LEISURE = "leisure"
    OTHER = "other"


TRADE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    ShopTrade.CATERING: ("餐饮", "饭店", "小吃", "早点"),
    ShopTrade.FOOD: ("食品", "超市", "便利店", "果蔬", "粮油", "熟食"),
    ShopTrade.RETAIL: ("零售", "百货", "服装", "文具", "药店", "五金", "建材"),
    ShopTrade.CARE: ("美发洗浴", "美容", "理发", "洗浴", "洗衣"),
    ShopTrade.REPAIR: ("维修", "汽修", "洗车", "电动车", "废品"),
    ShopTrade.LEISURE: ("文体娱乐", "棋牌", "网吧", "健身", "歌厅", "旅馆"),
    ShopTrade.OTHER: ("其他", "快递", "中介", "培训", "银行"),
}
"""How a sheet may write a trade; the first word is the one that goes out."""


class Duty(StrEnum):
    """The five of 门前五包."""

    CLEAN = "clean"
    ORDER = "order"
    GREEN = "green"
    THINGS = "things"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is looked at: to which duty it belongs, for which trades (none: all), on what ground."""

    code: str
    duty: Duty | None
    words: str
    english: str
    basis: Source
    trades: frozenset[str] = frozenset()
    points: int = 2
    days: int = 3
    """Working days in which it is put right, and what it costs where the district says nothing else. LOCAL."""


LIST_VERSION: Final = "2026-11"
_COOKS: Final = frozenset({ShopTrade.CATERING})
_FEEDS: Final = frozenset({ShopTrade.CATERING, ShopTrade.FOOD})
_MENDS: Final = frozenset({ShopTrade.REPAIR})
_ALL: Final[frozenset[str]] = frozenset()
LINES: Final = (
    Line("C01", Duty.CLEAN, "门前地面干净，没有垃圾、污水、油渍",
         "Ground in front clean: no litter, waste water or grease", LETTER, _ALL, 2, 1),
    Line("C02", Duty.CLEAN, "垃圾分类投放，不往店外扫倒", "Rubbish sorted, not swept outside", LETTER, _ALL, 2, 1),
    Line("O01", Duty.ORDER, "没有店外经营、占道堆放", "Nothing sold or stacked outside", TIDY_STREETS, _ALL, 5, 1),
    Line("O02", Duty.ORDER, "门前车辆停放整齐，盲道没有被占", "Bikes in rows, tactile paving free", LETTER, _ALL, 3, 1),
    Line("O03", Duty.ORDER, "不用高音喇叭反复招揽", "No loudspeakers repeating advertisements", QUIET, _ALL, 3, 1),
    Line("G01", Duty.GREEN, "树上不拴绳挂物，绿化带里没有杂物",
         "Nothing tied to trees, no rubbish in planting", LETTER, _ALL, 2, 3),
    Line("T01", Duty.THINGS, "井盖、果皮箱、护栏完好，坏了就报",
         "Covers, bins and railings whole, or reported", LETTER, _ALL, 2, 3),
    Line("F01", Duty.FRONT, "牌匾、橱窗、外墙整洁完好", "Sign, window and wall whole and clean", LETTER, _ALL, 2, 5),
    Line("F02", Duty.FRONT, "没有私搭棚架、违规广告、乱贴乱画",
         "No shelters, banners or bills put up without leave", TIDY_STREETS, _ALL, 4, 5),
    Line("S01", None, "安全出口和疏散通道没有堵占", "Exits and escape ways free", FIRE, _ALL, 6, 1),
    Line("K01", None, "油烟净化装着、开着，油烟不扰邻", "Fume cleaner fitted and running", CLEAN_AIR, _COOKS, 5, 5),
    Line("K02", None, "不往雨水口倒泔水、污水", "No slops poured into storm drains", LETTER, _FEEDS, 4, 1),
    Line("K03", None, "不在禁止的地方露天烧烤", "No open-air grilling where it is forbidden", CLEAN_AIR, _COOKS, 5, 1),
    Line("R01", None, "修车洗车不占道，废油废水不落地",
         "Repairs and washing off the road, no oil or water spilt", LETTER, _MENDS, 4, 1),
)  # fmt: skip
FAULTS: Final = {
    "C01": "门前不干净",
    "C02": "垃圾不分类、往店外扫倒",
    "O01": "店外经营、占道堆放",
    "O02": "门前车辆乱停、占盲道",
    "O03": "高音喇叭反复招揽",
    "G01": "树上拴绳挂物、绿化带堆杂物",
    "T01": "井盖、果皮箱、护栏损坏没报",
    "F01": "牌匾、橱窗、外墙不整洁",
    "F02": "私搭棚架、违规广告、乱贴乱画",
    "S01": "安全出口、疏散通道堵占",
    "K01": "油烟净化没装、没开或者油烟扰邻",
    "K02": "往雨水口倒泔水、污水",
    "K03": "在禁止的地方露天烧烤",
    "R01": "修车洗车占道、废油废水落地",
}
"""What is wrong where a line is not kept, as an office writes it in the name of an order. LOCAL."""
BY_CODE: Final = {line.code: line for line in LINES}


def lines_for(trade: str) -> tuple[Line, ...]:
    """Give what is looked at in a shop of a trade, in the order of the round."""
    return tuple(line for line in LINES if not line.trades or trade in line.trades)


def trade_named(word: str) -> str:
    """Give the trade that a sheet means; nothing where it knows none."""
    text = word.strip()
    for trade, words in TRADE_WORDS.items():
        if text == trade or text in words:
            return str(trade)
    return ""

"""Shops of the demo town along the street: forty-five doors with plates, checks, what was put right, what was objected to.

The year of a whole subdistrict has as many doors as the article counts (2,005, seed 003): those along its streets, and the
counters of three covered markets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from linli.base.people.actors import ANYONE
from linli.demo import gates, shops
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.demo.sheet import Point
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopReport
from linli.pillars.governance.inspections.rules.shops import ShopRecord
from linli.pillars.governance.reports import operations as reports
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.rules.record import Record

SEED: Final = "linli:fronts"
MOST: Final = 2_005
HONOURED: Final = {"tiny": 4, "small": 6, "subdistrict": 27}
"""Shops with the honour of the article (27 共产党员示范店, seed 004), fewer in the small town."""
TRADES: Final = {
    **dict.fromkeys(("noodles", "breakfast", "restaurant", "barbecue", "cakes"), "catering"),
    **dict.fromkeys(("supermarket", "convenience", "fruit", "greengrocer"), "food"),
    **dict.fromkeys(("pharmacy", "hardware", "clothes", "school_things", "pets"), "retail"),
    **dict.fromkeys(("barber", "laundry", "bath"), "care"),
    "repair": "repair",
    **dict.fromkeys(("pastime", "gym", "lottery", "inn"), "leisure"),
}
"""Trade of a check by kind of shop; whatever is not here is other."""
GOOD: Final = {"C01": "ok", "C02": "ok", "O01": "ok", "O02": "ok", "F01": "ok", "S01": "ok"}
# Which shop, when in hours before the end, what failed, and how far it came.
STORIES: Final = (
    (1, 400, ("O01",), "mended"),
    (4, 330, ("C01", "F02"), "passed"),
    (7, 260, ("O01", "O02"), "failed"),
    (9, 200, ("F01",), "objected"),
    (12, 120, ("S01",), "passed"),
    (15, 30, ("O01",), "answered"),
    (18, 26, ("C02",), "ordered"),
    (21, 90, ("O03",), "referred"),
)
# Which shop was scanned, when, and how many hours later the grid answered; none has yet to be answered.
SCANS: Final = ((3, 430, 5), (8, 351, 20), (11, 290, 3), (16, 207, 6), (5, 133, 4), (20, 74, 7), (14, 5, 0))
LATER: Final = {"answer": 6, "fail": 30, "again": 54, "pass": 30, "refer": 40, "object": 8, "decide": 60}
PATHS: Final = {
    "passed": ("answer", "pass"),
    "failed": ("answer", "fail", "again"),
    "objected": ("object", "decide"),
    "answered": ("answer",),
    "referred": ("refer",),
}


@dataclass(frozen=True, slots=True)
class Front:
    """Something done about a shop, so many hours before the story ends."""

    hours: float
    verb: str
    which: int = 0
    codes: tuple[str, ...] = ()
    sign: str = ""

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.verb in ("register", "rest"):
            _register(company, at)
            if self.verb == "rest":
                _register_rest(company, at)
            gates.open_all(company, at)
            return ()
        if self.verb == "honour":
            _honour(company, at, self.which)
            return ()
        shop = _one(self.which, self.sign)
        if self.verb in SHOP_DOES:
            SHOP_DOES[self.verb](company, shop, at)
        elif self.verb in ("check", "mended"):
            _check(company, shop, at, self.codes, is_mended=self.verb == "mended")
        else:
            _follow(company, shop, at, self.verb)
        return ()


def _register(company: Company, at: datetime) -> None:
    desk = company.actor("fangzhuren")
    known = {shop.name: shop for shop in shops.of(company.town)}
    for one in Enterprise.objects.select_related("area", "office").order_by("pk"):
        meant = known.get(one.name)
        if meant is None:
            continue
        op.keep_shop(
            actor=desk,
            at=at,
            record=ShopRecord(
                sign=meant.name,
                trade=TRADES.get(meant.kind, "other"),
                address=one.address,
                front_m=4 + one.pk % 9,
                lon=one.lon,
                lat=one.lat,
            ),
            enterprise_id=one.pk,
            office=one.office,
            fallback=(one.area, one.lon, one.lat),
        )


def _register_rest(company: Company, at: datetime) -> None:
    """Write down every other shop along the streets, then counters of the markets until there are as many as told."""
    there = set(Enterprise.objects.values_list("name", flat=True))
    street = [shop for shop in shops.of(company.town) if shop.name not in there]
    doors = [(one.name, TRADES.get(one.kind, "other"), one.street, one.at) for one in street]
    for name, trade, address, spot in [*doors, *_counters(street)][
        : MOST - len(gates.SHOPS) - Shop.objects.count()
    ]:
        _open(company, at, name, trade, address, spot)


def _open(company: Company, at: datetime, name: str, trade: str, address: str, spot: Point) -> None:
    desk, (lon, lat) = company.actor("fangzhuren"), spot
    record = Record(name=name, no_code="unknown", address=address, lon=lon, lat=lat)
    one = enterprises.keep_enterprise(actor=desk, at=at, record=record)
    op.keep_shop(
        actor=desk,
        at=at,
        record=ShopRecord(name, trade, address, None, lon, lat),
        enterprise_id=one.pk,
        office=one.office,
        fallback=(one.area, lon, lat),
    )


MARKETS: Final = (
    (
        "清泉农贸市场",
        (("蔬菜", "food"), ("水产", "food"), ("豆制品", "food"), ("鲜肉", "food"), ("熟食", "catering")),
    ),
    ("官园小商品市场", (("针织", "retail"), ("文具", "retail"), ("箱包", "retail"), ("钟表修理", "repair"))),
    ("石桥建材市场", (("五金", "retail"), ("灯具", "retail"), ("油漆", "retail"), ("管件", "retail"))),
)
"""Covered markets of the town, and what their counters sell."""


def _counters(street: Sequence[shops.Shop]) -> Iterator[tuple[str, str, str, Point]]:
    """Yield the counters of the markets, market by market in turn; each market stands where a shop of its street does."""
    halls = [street[len(street) * (2 * n + 1) // 6] for n in range(len(MARKETS))]
    for number in range(1, MOST):
        for hall, (market, goods) in zip(halls, MARKETS, strict=True):
            what, trade = goods[number % len(goods)]
            yield f"{market} {number} 号{what}", trade, f"{hall.street}{market}", hall.at


def _one(which: int, sign: str) -> Shop:
    rows = Shop.objects.select_related("area", "office")
    return rows.get(sign=sign) if sign else rows.order_by("pk")[which]


def _check(
    company: Company, shop: Shop, at: datetime, codes: tuple[str, ...], *, is_mended: bool = False
) -> None:
    op.check_shop(
        actor=company.of(shop.area, Random(f"{SEED}:{shop.pk}")),
        at=at,
        shop=shop,
        marks={**GOOD, **dict.fromkeys(codes, "bad")},
        mended="店主当场搬进去了" if is_mended else "",
        key=uuid5(NAMESPACE_URL, f"{SEED}:{shop.pk}:{at.isoformat()}"),
    )


def _follow(company: Company, shop: Shop, at: datetime, verb: str) -> None:
    row = Rectification.objects.select_related("case").filter(shop=shop).latest("case")
    worker = company.of(shop.area, Random(f"{SEED}:{shop.pk}"))
    number = row.case.number
    if verb == "answer":
        op.answer_order(
            actor=ANYONE,
            number=number,
            at=at,
            answer="都搬进店里了，门口也扫了",
            enterprise_id=shop.enterprise_id,
        )
    elif verb == "object":
        op.appeal_order(
            actor=ANYONE,
            number=number,
            at=at,
            answer="牌匾是前天大风刮坏的，已经约了师傅",
            enterprise_id=shop.enterprise_id,
        )
    elif verb == "decide":
        desk = company.actor("fangzhuren")
        op.quash_order(actor=desk, number=number, at=at, answer="看了照片和天气，是大风刮的，这张单撤销")
    elif verb == "fail":
        op.fail_check(actor=worker, number=number, at=at, answer="下午又摆出来了，再给一次")
    elif verb == "refer":
        unit = company.unit("chengguan")
        op.refer_order(actor=worker, number=number, at=at, to=unit, answer="说了三次没改，请执法中队处理")
    else:
        op.pass_check(actor=worker, number=number, at=at, answer="去看过，改好了")


def _check_oneself(_company: Company, shop: Shop, at: datetime) -> None:
    """The merchant looks at their own door, over their own link."""
    bad = {"O01": "bad"} if shop.pk % 5 == 0 else {}
    key = uuid5(NAMESPACE_URL, f"{SEED}:self:{shop.pk}:{at.isoformat()}")
    op.self_check(actor=ANYONE, at=at, shop=shop, marks={**GOOD, **bad}, key=key)


def _scan(_company: Company, shop: Shop, at: datetime) -> None:
    """A neighbour scans the plate and says what is the matter."""
    text, category = SCANNED[shop.pk % len(SCANNED)]
    op.report_shop(actor=ANYONE, at=at, shop=shop, text=text, category=category, channel="web")


def _tend(company: Company, shop: Shop, at: datetime) -> None:
    """The grid goes there and answers what was scanned last."""
    row = ShopReport.objects.select_related("case").filter(shop=shop).latest("case")
    worker = company.of(shop.area, Random(f"{SEED}:{shop.pk}"))
    if row.case.state == "checking":
        reports.confirm_report(actor=worker, number=row.case.number, at=at)
    answer = "到店里看过，跟店主说清楚了，当场收拾好了。再有这样的，您扫码就行。"
    reports.settle_report(actor=worker, number=row.case.number, at=at, answer=answer)


SHOP_DOES: Final = {"self": _check_oneself, "scan": _scan, "tend": _tend}
SCANNED: Final = (
    ("门口桌子摆到便道上了，轮椅过不去", "streetscape.shop-spread"),
    ("油烟往楼上飘，晚上开不了窗", "nuisance.fumes"),
    ("音箱从早放到晚", "nuisance.business"),
)
GROUNDS: Final = (
    "店主亮身份、作承诺，三年没有投诉，老人来买东西送到家",
    "门口常年给环卫工备热水，街坊有事先找他",
    "两次拾到钱包等失主，明码标价，童叟无欺",
)


def _honour(company: Company, at: datetime, many: int) -> None:
    """Give the honours of the round: 共产党员示范店 to so many, the other two to a few; one is withdrawn for a reason."""
    desk = company.actor("fangzhuren")
    rows = list(
        Shop.objects.filter(ended_at=None).select_related("area", "office").order_by("pk")[: many + 6]
    )
    for number, shop in enumerate(rows):
        kind = "party" if number < many else ("honest", "front")[number % 2]
        ground, agreed = GROUNDS[number % len(GROUNDS)], number % 4 != 3
        held = op.give_honour(actor=desk, at=at, shop=shop, kind=kind, ground=ground, is_agreed=agreed)
        if number == many:
            op.withdraw_honour(
                actor=desk, at=at, shop=shop, honour_id=held.pk, reason="换了人经营，新店主说先干着再评"
            )


def fronts_of(scale: str) -> tuple[Front, ...]:
    """Give what is done about shops at a scale."""
    first = Front(495, "rest" if scale == "subdistrict" else "register")
    return (first, Front(470, "honour", HONOURED[scale]), *_ROUNDS)


def _rounds() -> tuple[Front, ...]:
    found = []
    found += [Front(480 - 11 * n, "check", 22 + n) for n in range(12)]
    found += [Front(460 - 37 * n, "self", 2 + 3 * n) for n in range(11)]
    found += [Front(hours, "scan", which) for which, hours, _later in SCANS]
    found += [Front(hours - later, "tend", which) for which, hours, later in SCANS if later]
    for which, hours, codes, how in STORIES:
        found.append(Front(hours, "mended" if how == "mended" else "check", which, codes))
        found += [Front(hours - LATER[verb], verb, which) for verb in PATHS.get(how, ())]
    found += [
        Front(hours, verb, codes=codes, sign=gates.SHOPS[n][0]) for hours, verb, n, codes in gates.DEEDS
    ]
    return tuple(found)


_ROUNDS: Final = _rounds()

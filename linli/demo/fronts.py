"""Shops of the demo town along the street: forty doors with plates, checks, what was put right and what was objected to.

The year of a whole subdistrict has as many doors as the article counts (2,005, seed 003), as far as the town has shops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from linli.base.people.actors import ANYONE
from linli.demo import shops
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections.models import Rectification, Shop
from linli.pillars.governance.inspections.rules.shops import ShopRecord
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.rules.record import Record

SEED: Final = "linli:fronts"
MOST: Final = 2_005
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

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.verb in ("register", "rest"):
            _register(company, at)
            if self.verb == "rest":
                _register_rest(company, at)
            return ()
        shop = _one(self.which)
        if self.verb in ("check", "mended"):
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
    desk = company.actor("fangzhuren")
    there = set(Enterprise.objects.values_list("name", flat=True))
    every = [shop for shop in shops.of(company.town) if shop.name not in there]
    for meant in every[: MOST - len(there)]:
        lon, lat = meant.at
        one = enterprises.keep_enterprise(
            actor=desk,
            at=at,
            record=Record(name=meant.name, no_code="unknown", address=meant.street, lon=lon, lat=lat),
        )
        record = ShopRecord(meant.name, TRADES.get(meant.kind, "other"), meant.street, None, lon, lat)
        place = (one.area, lon, lat)
        op.keep_shop(
            actor=desk, at=at, record=record, enterprise_id=one.pk, office=one.office, fallback=place
        )


def _one(which: int) -> Shop:
    return Shop.objects.select_related("area", "office").order_by("pk")[which]


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


def fronts_of(scale: str) -> tuple[Front, ...]:
    """Give what is done about shops at a scale."""
    first = Front(495, "rest" if scale == "subdistrict" else "register")
    return (first, *_ROUNDS)


def _rounds() -> tuple[Front, ...]:
    found = []
    found += [Front(480 - 11 * n, "check", 22 + n) for n in range(12)]
    for which, hours, codes, how in STORIES:
        found.append(Front(hours, "mended" if how == "mended" else "check", which, codes))
        found += [Front(hours - LATER[verb], verb, which) for verb in PATHS.get(how, ())]
    return tuple(found)


_ROUNDS: Final = _rounds()

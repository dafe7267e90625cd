"""Five shops on the ground floor of the houses where the grid worker of the cast works, and what goes on there.

No shopping street runs through that grid; without these, whoever plays its worker would find no shop at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from linli.base.people.models import Account
from linli.demo.cast import PRINCIPALS
from linli.demo.company import Company
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections.rules.shops import ShopRecord
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.rules.record import Record

WORKER: Final = "chenguifang"
# Sign, trade of a check, section of the classification.
SHOPS: Final = (
    ("桂香早点铺", "catering", "H"),
    ("老唐水果店", "food", "F"),
    ("顺手理发店", "care", "O"),
    ("平安大药房（官园小区店）", "retail", "F"),
    ("小赵修车铺", "repair", "O"),
)
# Hours before the end, what is done, at which shop, what failed.
DEEDS: Final[tuple[tuple[float, str, int, tuple[str, ...]], ...]] = (
    (300, "check", 0, ()),
    (212, "check", 1, ("O01",)),
    (203, "answer", 1, ()),
    (180, "pass", 1, ()),
    (77, "self", 2, ()),
    (52, "mended", 3, ("C02",)),
    (29, "check", 4, ("O02",)),
    (26, "answer", 4, ()),
    (3, "scan", 0, ()),
)


def open_all(company: Company, at: datetime) -> None:
    """Write the five down, with the worker of the grid as whom they turn to; each under a house of its own."""
    desk, code = company.actor("fangzhuren"), _grid()
    houses = [one for one in company.town.buildings if one.grid == code and one.use == "home"]
    steward = Account.objects.get(username=WORKER)
    for number, (sign, trade, section) in enumerate(SHOPS):
        house = houses[number * len(houses) // len(SHOPS)]
        lon, lat = house.at
        compound = next((c.name for c in company.town.compounds if c.id == house.compound), "")
        record = Record(
            name=sign,
            no_code="stall" if number == 4 else "applying",
            form="sole",
            trade=section,
            size="micro",
            taxpayer="small",
            staff_count=1 + number,
            address=f"{compound} {house.name}底商",
            lon=lon,
            lat=lat,
            contact_name=f"{'唐赵顾苏魏'[number]}老板",
            contact_phone=f"1390532{number:04d}",
        )
        one = enterprises.keep_enterprise(actor=desk, at=at, record=record)
        enterprises.appoint_steward(actor=desk, at=at, enterprise=one, steward=steward)
        shop = op.keep_shop(
            actor=desk,
            at=at,
            record=ShopRecord(sign, trade, record.address, 4 + number, lon, lat),
            enterprise_id=one.pk,
            office=one.office,
            fallback=(one.area, lon, lat),
        )
        if number == 3:
            op.give_honour(
                actor=desk, at=at, shop=shop, kind="honest", ground="夜里敲门也给拿药，老人买药讲两遍怎么吃", is_agreed=True
            )  # fmt: skip


def _grid() -> str:
    return next(p.posts[0].body for p in PRINCIPALS if p.username == WORKER).removeprefix("g")

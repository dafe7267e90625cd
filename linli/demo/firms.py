"""Enterprises of the demo town: forty of its shops in the register, who looks after them, visits, and what they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from stdnum.cn import uscc

from linli.base.people.actors import ANYONE
from linli.base.people.models import Account
from linli.demo import shops, supporting, swapping
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from linli.pillars.service.enterprises.rules.record import Record

MOST: Final = 40
SEED: Final = "linli:firms"
# Section of the classification by kind of shop; whatever is not here is retail.
TRADES: Final = {
    **dict.fromkeys(("noodles", "breakfast", "restaurant", "barbecue", "cakes", "inn"), "H"),
    **dict.fromkeys(("barber", "repair", "laundry", "bath", "pets"), "O"),
    **dict.fromkeys(("pastime", "gym", "lottery"), "R"),
    "bank": "J",
    "express": "G",
    "estate_agent": "K",
    "school_things": "P",
}
FAMILIES: Final = "周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹"
# Kind of need, what is said, what is answered, whether that solved it, hours before the story ends.
NEEDS: Final = (
    (
        "permit",
        "想在门口加两张桌子，问问要办什么手续",
        "占道经营要到综合执法中队备案，表已经发给您",
        True,
        420,
    ),
    ("supply", "水压一到中午就没有，后厨没法洗菜", "水务所换了入户阀门，中午又去看过", False, 260),
    (
        "staff",
        "想招两个帮厨，四十五岁以下都行不行",
        "招聘单已经登到街道，年龄不能写，替您改成了要求",
        True,
        180,
    ),
    ("around", "门前井盖松了，客人差点崴脚", "", None, 20),
    ("policy", "听说有稳岗补贴，我们这样的小店有没有", "", None, 60),
    ("space", "想再租一间库房，五十平左右", "", None, 9),
)


@dataclass(frozen=True, slots=True)
class Round:
    """Something done for enterprises, so many hours before the story ends."""

    hours: float
    verb: str
    which: int = 0

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.verb == "register":
            _register(company, at)
        elif self.verb.startswith("scheme"):
            supporting.do(company, self.verb, self.which, at)
        elif self.verb.startswith("swap"):
            swapping.do(company, self.verb, self.which, at)
        elif self.verb == "visit":
            _visit(company, self.which, at)
        else:
            _need(company, self.which, at, self.verb)
        return ()


def _register(company: Company, at: datetime) -> None:
    rng = Random(SEED)
    every = shops.of(company.town)
    desk = company.actor("fangzhuren")
    step = max(1, len(every) // MOST)
    for number, shop in enumerate(every[::step][:MOST]):
        has_code = number % 8 != 7
        lon, lat = shop.at
        record = Record(
            name=shop.name,
            uscc=_code(number) if has_code else "",
            no_code="" if has_code else ("stall" if number % 16 == 7 else "applying"),
            form="company" if number % 5 == 0 else "sole",
            trade=TRADES.get(shop.kind, "F"),
            size="small" if number % 10 == 0 else "micro",
            taxpayer="general" if number % 10 == 0 else "small",
            staff_count=rng.randrange(2, 12) if number % 6 else None,
            founded_date=clock.local(at).date() - timedelta(days=rng.randrange(90, 3_000)),
            address=shop.street,
            lon=lon,
            lat=lat,
            contact_name=f"{FAMILIES[number % len(FAMILIES)]}老板",
            contact_phone=f"1390531{number:04d}",
        )
        one = op.keep_enterprise(actor=desk, at=at, record=record)
        steward = _steward(company, one)
        if steward is not None:
            op.appoint_steward(actor=desk, at=at, enterprise=one, steward=steward)


def _code(number: int) -> str:
    body = f"9237019900000{number:04d}"
    return body + str(uscc.calc_check_digit(body))


def _steward(company: Company, one: Enterprise) -> Account | None:
    actor = company.of(one.area, Random(f"{SEED}:{one.pk}"), themselves=True)
    return Account.objects.filter(pk=actor.account_id or 0).first()


def _one(which: int, trade: str = "") -> Enterprise:
    rows = Enterprise.objects.select_related("area", "office", "steward").order_by("pk")
    return (rows.filter(trade=trade) if trade else rows)[which]


def _visit(company: Company, which: int, at: datetime) -> None:
    one = _one(which)
    said, follows, promised = VISITS[which % len(VISITS)]
    if one.steward is None:
        return
    day = clock.local(at).date()
    op.write_visit(
        actor=company.actor(one.steward.username),
        at=at,
        enterprise=one,
        on=day,
        purposes=("policy", "listen") if which % 2 else ("job", "training"),
        said=said,
        follows=follows,
        promised=day + timedelta(days=promised) if promised else None,
    )


def _need(company: Company, which: int, at: datetime, verb: str) -> None:
    kind, text, answer, solved, _hours = NEEDS[which]
    one = _one(which, "H" if which < 3 else "F")
    if verb == "file":
        op.file_need(actor=ANYONE, at=at, enterprise=one, what=kind, text=text, by_link=True)
        return
    number = EnterpriseNeed.objects.get(enterprise=one, what=kind).case.number
    desk = company.actor("liumin")
    if verb == "accept":
        op.accept_need(actor=desk, number=number, at=at)
    elif verb == "settle":
        op.settle_need(actor=desk, number=number, at=at, answer=answer)
    elif solved:
        op.confirm_need(actor=ANYONE, number=number, at=at, enterprise=one)
    else:
        op.reopen_need(actor=ANYONE, number=number, at=at, enterprise=one, answer="昨天中午又没水了")


VISITS: Final = (
    ("生意淡，房东要涨房租", "问问商场有没有便宜的铺面", 5),
    ("想招一个会做面的", "送招聘单，问问劳动保障所", 3),
    ("不知道小规模纳税人还有没有减免", "把最新的说明带过去", 7),
    ("后厨油烟净化器刚换过，一切都好", "", 0),
)
ROUNDS: Final[tuple[Round, ...]] = (
    Round(500, "register"),
    *(Round(470 - 30 * which, "visit", which) for which in range(14)),
    Round(30, "visit", 1),
    *(Round(hours, "file", which) for which, (*_rest, hours) in enumerate(NEEDS)),
    *(
        Round(hours - later, verb, which)
        for which, (_kind, _text, answer, _solved, hours) in enumerate(NEEDS)
        if answer
        for later, verb in ((3, "accept"), (30, "settle"), (54, "end"))
    ),
    Round(40, "accept", 4),
    *(Round(hours, verb, which) for hours, verb, which in swapping.rounds()),
    *(Round(480 - 20 * which, "scheme", which) for which in range(len(supporting.SCHEMES))),
    *(Round(300 - 40 * which, "scheme_ask", which) for which in range(6)),
    *(Round(290 - 30 * which, "scheme_tell", which) for which in range(8)),
)

"""What tests of shops share: a shop of the hamlet with the enterprise that runs it, and every verb of an order in short."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.base.people.actors import ANYONE, Actor
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections.flow import RECTIFICATION
from linli.pillars.governance.inspections.models import Rectification, Shop, ShopCheck
from linli.pillars.governance.inspections.rules.shops import ShopRecord
from linli.pillars.service.enterprises.models import Enterprise
from tests.kinds import Call, Kind, Way, along
from tests.pillars.service.enterprises.doing import firm
from tests.town import IN_FIRST_GRID, MONDAY, Town


def shop(town: Town, number: int = 1, at: datetime = MONDAY, **fields: Any) -> Shop:
    """Write a shop of the first grid down."""
    lon, lat = fields.pop("point", IN_FIRST_GRID)
    one: Enterprise = fields.pop("enterprise", None) or firm(town, number, point=(lon, lat))
    given: dict[str, Any] = {
        "sign": f"柳岸第{number}包子铺",
        "trade": "catering",
        "address": "柳岸路 8 号",
        "front_m": 6,
        "lon": lon,
        "lat": lat,
    }
    return op.keep_shop(
        actor=town.actor(fields.pop("by", "dispatcher")),
        at=at,
        record=ShopRecord(**{**given, **fields}),
        enterprise_id=one.pk,
        office=one.office,
        fallback=(one.area, one.lon, one.lat),
    )


def checked(town: Town, one: Shop, at: datetime = MONDAY, **fields: Any) -> ShopCheck:
    """Look at a shop; by default something stands on the pavement."""
    actor = town.actor(fields.pop("by", "worker"), at)
    given: dict[str, Any] = {"marks": {"C01": "ok", "O01": "bad"}}
    return op.check_shop(actor=actor, at=at, shop=one, **{**given, **fields})


def first(town: Town, at: datetime) -> str:
    """Open an order about the one shop of the town."""
    one = Shop.objects.filter(ended_at=None).select_related("area", "office").first() or shop(town)
    return checked(town, one, at).rectification.case.number


def _firm_of(number: str) -> int:
    return Rectification.objects.get(case__number=number).shop.enterprise_id


def _mine(a: Actor, number: str) -> int | None:
    return _firm_of(number) if a is ANYONE else None


CALLS: dict[str, Call] = {
    "answer": lambda t, a, n, at, **by: op.answer_order(
        actor=a, number=n, at=at, answer="搬进去了", enterprise_id=_mine(a, n), **by
    ),
    "pass_check": lambda t, a, n, at, **by: op.pass_check(
        actor=a, number=n, at=at, answer="看过，好了", **by
    ),
    "fail_check": lambda t, a, n, at, **by: op.fail_check(actor=a, number=n, at=at, answer="还摆着", **by),
    "extend": lambda t, a, n, at, **by: op.extend_order(
        actor=a, number=n, at=at, until=at + timedelta(days=6), answer="等师傅来", **by
    ),
    "refer": lambda t, a, n, at, **by: op.refer_order(
        actor=a, number=n, at=at, to=t.sanitation, answer="两次没改", **by
    ),
    "send_back": lambda t, a, n, at, **by: op.send_order_back(
        actor=a, number=n, at=at, note="不归我们", **by
    ),
    "conclude": lambda t, a, n, at, **by: op.conclude_order(
        actor=a, number=n, at=at, answer="已经处理", **by
    ),
    "appeal": lambda t, a, n, at, **by: op.appeal_order(
        actor=a, number=n, at=at, answer="那不是我们摆的", enterprise_id=_mine(a, n), **by
    ),
    "uphold": lambda t, a, n, at, **by: op.uphold_order(actor=a, number=n, at=at, answer="照片清楚", **by),
    "quash": lambda t, a, n, at, **by: op.quash_order(actor=a, number=n, at=at, answer="是隔壁家的", **by),
    "note": lambda t, a, n, at, **by: op.note_order(actor=a, number=n, at=at, note="老板不在", **by),
}
PATHS: dict[str, Way] = {
    "ordered": (),
    "answered": (("", "answer"),),
    "appealed": (("", "appeal"),),
    "enforcing": (("worker", "refer"),),
    "closed": (("", "answer"), ("worker", "pass_check")),
    "quashed": (("leader", "quash"),),
}
OWN = frozenset({"answer", "appeal"})
ORDERS = Kind(
    flow=RECTIFICATION,
    calls=CALLS,
    everybody=(
        "",
        "worker",
        "worker3",
        "secretary",
        "dispatcher",
        "leader",
        "sweeper",
        "stoker",
        "receptionist",
        "auditor",
    ),
    open=lambda town, at, _data: first(town, at),
    bring=along(PATHS, CALLS, first),
    reporters_own=OWN,
    skipped=lambda name, said: bool(name) and said == "appeal",
    # A leader who made the check does not decide what is objected to.
    loose=frozenset({"uphold", "quash"}),
    tables=("inspections_shop", "inspections_shopcheck", "inspections_rectification"),
)

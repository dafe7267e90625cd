"""A canteen of the hamlet, with somebody who eats there."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from linli.base.people.actors import SYSTEM
from linli.pillars.service.canteens import operations as op
from linli.pillars.service.canteens import rules
from linli.pillars.service.canteens.models import Canteen, Eater, Meal, Menu
from tests.town import MONDAY, Town

ABOUT = op.About("东里长者食堂", "东里 3 号院", capacity=3, price_fen=1200, order_until=time(10))
RULE = rules.Rule("B", 70, 300, 5, "区财政", date(2026, 1, 1))


def kitchen(town: Town, **fields: Any) -> Canteen:
    """Open a canteen in the first community."""
    about = replace(ABOUT, **fields)
    return op.open_canteen(actor=town.actor("clerk"), at=MONDAY, community=town.communities[0], about=about)


def rule(town: Town, **fields: Any) -> None:
    """Write a subsidy of the office."""
    op.set_rule(
        actor=SYSTEM,
        at=MONDAY,
        office=town.office,
        rule=replace(RULE, **fields),
        name="七十岁以上",
        basis="通知",
    )


def elder(town: Town, n: int = 1, **fields: Any) -> Eater:
    """Write an elder of seventy-five down, with the subsidy."""
    given = {"born": date(1951, 3, 1), "subsidy": "B", "ground": "身份证和证明", **fields}
    return op.enrol_eater(
        actor=town.actor("clerk"), at=MONDAY, community=town.communities[0], name=f"孙桂{n}",
        phone=f"1380001{n:04d}", **given,
    )  # fmt: skip


def menu(town: Town, canteen: Canteen, day: date, dishes: str = "红烧鱼、青菜、米饭") -> Menu:
    """Say what there is for lunch."""
    return op.set_menu(
        actor=town.actor("clerk"), at=MONDAY, canteen=canteen, day=day, meal="lunch", dishes=dishes
    )


def serve(town: Town, canteen: Canteen, eater: Eater, at: datetime, **fields: Any) -> Meal:
    """Serve a lunch at the till."""
    given = {"meal": "lunch", "key": uuid.uuid4(), **fields}
    return op.serve_meal(
        actor=town.actor("clerk"), at=at, canteen_id=canteen.pk, number=eater.number, **given
    )

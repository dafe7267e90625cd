"""Bulletins of the hamlet: what they say, and the verbs in short."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.people import operations as people
from linli.base.people import queries as people_queries
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins.rules import BulletinKind, Content
from tests.town import MONDAY, Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def content(**fields: Any) -> Content:
    plain = Content(
        kind=BulletinKind.POLICY,
        title="高龄补贴可以在社区领",
        summary="满八十岁的老人，带身份证到社区就能办。",
        body="周一到周五都行。",
        valid_from=MONDAY,
        valid_until=MONDAY + 14 * DAY,
    )
    return replace(plain, **fields)


def outage(**fields: Any) -> Content:
    times = {"starts_at": MONDAY + HOUR, "ends_at": MONDAY + 9 * HOUR, "valid_until": MONDAY + 10 * HOUR}
    words = {"title": "今天停水到 18 点", "summary": "主管道漏水，今天 10 点到 18 点停水。"}
    return content(kind=BulletinKind.OUTAGE, utility="water", **{**times, **words, **fields})


def draft(town: Town, who: str, unit: Unit, targets: list[Any], what: Content | None = None) -> str:
    made = op.draft_bulletin(
        actor=town.actor(who), at=MONDAY, unit=unit, content=what or content(), targets=targets
    )
    return made.case.number


def by(town: Town, who: str, number: str, at: datetime = MONDAY) -> dict[str, Any]:
    return {"actor": town.actor(who), "number": number, "at": at}


def published(town: Town, what: Content | None = None, targets: list[Any] | None = None) -> str:
    number = draft(town, "clerk", town.communities[0], targets or [town.communities[0]], what)
    op.submit_bulletin(**by(town, "clerk", number))
    op.approve_bulletin(**by(town, "secretary", number))
    return number


def resident(phone: str) -> Account:
    code = people.ask_code(phone=phone, address="x", at=MONDAY).code
    return people.enter_code(phone=phone, code=code, address="x", language="zh-hans", at=MONDAY)


def acting(account: Account) -> Actor:
    return people_queries.actor_for(account, MONDAY)


def told(account: Account, **fields: Any) -> list[str]:
    rows = Notice.objects.filter(account=account, case__kind="service.bulletin", **fields)
    return list(rows.order_by("id").values_list("template", flat=True))

"""Supervision in the demo town: matters in every state, a responsibility list with what is due, a lead handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.supervision import operations as op
from linli.pillars.governance.supervision.models import DisciplineLead, Responsibility, Supervision
from linli.pillars.governance.supervision.rules import DutyOf, Every, Why

What = Callable[[Company, datetime], object]

MARKET: Final = "摩配老街的遮阳棚拆到位\n十月底前拆完，门头恢复原样。"
DITCH: Final = "东街的盖板缺了三块，先围起来再补\n围挡当天，补盖三天。"
CLINIC: Final = "卫生中心门口的坡道扶手装好\n按无障碍的标准装。"
MEETING: Final = "春晓花园地下车库的事开一次碰头会"


def _raise(who: str, asked: str, why: Why, to: str = "") -> What:
    def do(company: Company, at: datetime) -> None:
        office = company.unit("street")
        by: dict[str, Any] = {"actor": company.actor(who), "at": at}
        made = op.raise_supervision(**by, office=office, why=why, asked=asked)
        if to:
            op.assign_supervision(**by, number=made.case.number, to=company.unit(to))

    return do


def _over_a_report(company: Company, at: datetime) -> None:
    """Supervise the report that has been red for longest."""
    office = company.unit("street")
    rows = Case.objects.filter(kind=REPORT, office=office, is_open=True, card="red", stopped_at=None)
    if (late := rows.order_by("due_at").first()) is not None:
        op.raise_supervision(
            actor=company.actor("tangfu"), at=at, office=office, why=Why.OVERDUE, asked=late.title, over=late
        )


def _move(who: str, asked: str, verb: Callable[..., Any], **said: Any) -> What:
    def do(company: Company, at: datetime) -> None:
        found = Supervision.objects.filter(case__title=asked.splitlines()[0])
        number = found.select_related("case").latest("case_id").case.number
        given = {k: at + timedelta(days=v) if k == "until" else v for k, v in said.items()}
        verb(actor=company.actor(who), number=number, at=at, **given)

    return do


def _tick(asked: str) -> What:
    def do(company: Company, at: datetime) -> None:
        number = Case.objects.get(title=asked.splitlines()[0], supervision__isnull=False).number
        while flow.tick(number, at):
            pass

    return do


LISTED: Final = (
    ("street", DutyOf.FIRST, "召开党建专题会", Every.QUARTER, -4),
    ("chengguan", DutyOf.BRANCH, "带队检查一次工地扬尘", Every.MONTH, 5),
    ("pingan", DutyOf.DUAL, "业务会上同时讲一次安全", Every.MONTH, 12),
    ("c5", DutyOf.DIRECT, "逐楼查一遍消防通道", Every.MONTH, 2),
    ("c4", DutyOf.FIRST, "向居民代表报告一次工作", Every.HALF, 38),
)


def _lists(company: Company, at: datetime) -> None:
    for unit, of, what, every, days in LISTED:
        op.keep_responsibility(
            actor=company.actor("luoshuji"),
            office=company.unit("street"),
            unit=company.unit(unit),
            of=of,
            what=what,
            basis="街道党工委责任清单",
            every=every,
            due=(clock.local(at) + timedelta(days=20 + days)).date(),
        )


def _fulfil(company: Company, at: datetime) -> None:
    line = Responsibility.objects.select_related("unit").get(what=LISTED[3][2])
    op.fulfil_responsibility(
        actor=company.actor("zhengshuji"),
        at=at,
        responsibility=line,
        due=line.due_date,
        words="二十一个单元都看了，两处当场清了。",
    )


def _lead(who: str, unit: str, words: str) -> What:
    def do(company: Company, at: datetime) -> None:
        op.hand_lead(
            actor=company.actor(who),
            at=at,
            office=company.unit("street"),
            unit=company.unit(unit),
            words=words,
        )

    return do


def _open_lead(company: Company, at: datetime) -> None:
    """The discipline body opens the first lead it was handed; the second waits."""
    lead = DisciplineLead.objects.order_by("handed_at").first()
    if lead is not None:
        op.open_lead(actor=company.actor("bojian"), at=at, number=lead.number)


ACTS: Final = (
    Act(480, _lists),
    Act(420, _raise("fangzhuren", MARKET, Why.CHECKED, "chengguan")),
    Act(412, _move("wanglei", MARKET, op.take_supervision_on)),
    Act(340, _move("liumin", MARKET, op.urge_supervision, note="碰头会上说还剩六户，请说清哪天拆完。")),
    Act(320, _move("wanglei", MARKET, op.answer_supervision, answer="剩下六户拆完了，门头都恢复了。")),
    Act(316, _move("liumin", MARKET, op.redo_supervision, note="去看了，北头两户的架子还在。")),
    Act(290, _move("wanglei", MARKET, op.answer_supervision, answer="两户的架子也拆了，清运走了。")),
    Act(270, _move("liumin", MARKET, op.pass_check_supervision, note="今天看过，都拆了。")),
    Act(268, _move("fangzhuren", MARKET, op.strike_supervision_off, answer="核查属实，予以销号。")),
    Act(260, _fulfil),
    Act(240, _raise("tangfu", DITCH, Why.CHECKED, "paishui")),
    Act(238, _move("shuitong", DITCH, op.take_supervision_on)),
    Act(100, _tick(DITCH)),
    Act(96, _move("liumin", DITCH, op.urge_supervision, note="红牌了，今天给个说法。")),
    Act(120, _raise("luoshuji", CLINIC, Why.MEETING, "jiansheban")),
    Act(230, _lead("liumin", "street", "核查时有施工队说，包工头要他们先交“协调费”才让进场。请核实。")),
    Act(206, _open_lead),
    Act(90, _lead("zhengshuji", "c5", "有商户说，有人以帮忙办证的名义收钱。时间、经过另附，请核实。")),
    Act(30, _over_a_report),
    Act(6, _raise("fangzhuren", MEETING, Why.LEADER)),
)

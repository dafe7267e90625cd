"""Every verb of an application as one call with sensible words, so that tests can try each of them from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from linli.base.flow.jobs import sweep
from linli.base.people.actors import ANYONE, Actor
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.models import Application, Objection
from linli.pillars.service.applications.rules import Applicant, Delivery, GivenPaper, Outcome, Survey, Told
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.item import (
    Fee,
    Handling,
    Item,
    Line,
    Material,
    Need,
    Result,
    ResultKind,
    Review,
    Special,
    Time,
    Who,
)
from tests.town import MONDAY, Town

Call = Callable[..., Any]
DAY = timedelta(days=1)


def item(code: str = "T01", **fields: Any) -> Item:
    """An item of the hamlet: a permit with a special procedure, a paper that may come later, a certificate."""
    given: dict[str, Any] = {
        "code": code,
        "name": Line("摆摊许可"),
        "group": "shops",
        "who": Who(role="sanitation"),
        "time": Time(
            statutory="20 work_day",
            promised="10 work_day",
            specials=(Special("site", Line("现场核查"), "5 work_day"),),
        ),
        "materials": (
            Material("id", Line("身份证")),
            Material("plan", Line("摊位图")),
            Material("photo", Line("照片"), need=Need.LATER),
            Material("licence", Line("营业执照"), need=Need.SHARED),
        ),
        "result": Result(Line("摆摊许可证"), ResultKind.CERTIFICATE),
        "fee": Fee(),
    }
    return Item(**{**given, **fields})


INSTANT = {"handling": Handling.INSTANT, "review": Review.AT_ONCE, "time": Time(), "name": Line("当场登记")}
SHOWN = {
    "name": Line("低收入登记"),
    "time": Time(
        statutory="30 work_day",
        promised="25 work_day",
        specials=(Special("publicity", Line("公示"), "7 calendar_day", counts=True),),
    ),
}


def offer(town: Town, what: Item | None = None) -> ServiceItem:
    """Put an item in force in the hamlet, once."""
    what = what or item()
    made = ServiceItem.objects.filter(office=town.office, code=what.code, ended_at=None).first()
    if made is None:
        leader = town.actor("leader")
        catalog.draft_item(actor=leader, at=MONDAY, office=town.office, item=what)
        row = ServiceItem.objects.get(office=town.office, code=what.code)
        # What an office may publish is tested with the catalogue; here an item only has to be in force.
        ServiceItem.objects.filter(pk=row.pk).update(published_at=MONDAY)
        made = ServiceItem.objects.get(pk=row.pk)
    return made


ALL = {code: GivenPaper() for code in ("id", "plan", "photo")}


def submit(town: Town, at: datetime = MONDAY, **fields: Any) -> op.Submitted:
    given: dict[str, Any] = {
        "actor": ANYONE,
        "at": at,
        "office": town.office,
        "item": fields.pop("offered", None) or offer(town),
        "applicant": Applicant("李秀英", "13800001234"),
        "papers": ALL,
    }
    return op.submit_application(**{**given, **fields})


def as_applicant(actor: Actor) -> bool:
    return actor.account_id is None


def _later(town: Town, number: str, at: datetime) -> dict[str, datetime]:
    papers = Application.objects.get(case__number=number).papers.filter(state__in=("missing", "returned"))
    return {p.code: at + 4 * DAY for p in papers}


def _waiting(number: str) -> int:
    rows = Objection.objects.filter(publicity__application__case__number=number, answered_at__isnull=True)
    return rows.values_list("pk", flat=True).first() or 0


WHY = {
    "reason": "不在规划的摊区。",
    "basis": "市容管理条例第九条。",
    "remedy": "可以六十日内申请复议，或者六个月内起诉。",
}

CALLS: dict[str, Call] = {
    "take_in": lambda t, a, n, at, **by: op.take_papers_in(
        actor=a, number=n, at=at, **by, papers={"id": GivenPaper(copies=1, original_seen=True)}
    ),
    "amend": lambda t, a, n, at, **by: op.amend_application(
        actor=a, number=n, at=at, **by, answers={}, note="名字写错一个字"
    ),
    "tell": lambda t, a, n, at, **by: op.tell_applicant(
        actor=a, number=n, at=at, **by, told=[Told("plan", "看不清")], answer="请补一张清楚的图。"
    ),
    "supply": lambda t, a, n, at, **by: op.supply_papers(
        actor=a, number=n, at=at, **by, papers=ALL, as_applicant=as_applicant(a)
    ),
    "pass_on": lambda t, a, n, at, **by: op.pass_application_on(
        actor=a, number=n, at=at, **by, to=t.communities[0], note="社区办"
    ),
    "transfer": lambda t, a, n, at, **by: op.transfer_application(
        actor=a, number=n, at=at, **by, answer="归区政务中心办，电话 12345。"
    ),
    "accept": lambda t, a, n, at, **by: op.accept_application(actor=a, number=n, at=at, **by),
    "accept_short": lambda t, a, n, at, **by: op.accept_application_short(
        actor=a, number=n, at=at, **by, until=_later(t, n, at)
    ),
    "refuse": lambda t, a, n, at, **by: op.refuse_application(actor=a, number=n, at=at, **by, **WHY),
    "finish": lambda t, a, n, at, **by: op.finish_application(
        actor=a, number=n, at=at, **by, answer="办好了。"
    ),
    "dispatch": lambda t, a, n, at, **by: op.dispatch_application(
        actor=a, number=n, at=at, **by, lead=t.sanitation, assists=[t.heating]
    ),
    "take": lambda t, a, n, at, **by: op.take_application(actor=a, number=n, at=at, **by),
    "answer_share": lambda t, a, n, at, **by: op.answer_application_share(
        actor=a, number=n, at=at, **by, answer="没有管线"
    ),
    "send_back": lambda t, a, n, at, **by: op.send_application_back(
        actor=a, number=n, at=at, **by, note="归城管"
    ),
    "survey": lambda t, a, n, at, **by: op.survey_application(
        actor=a, number=n, at=at, **by, what=Survey.SITE, note="到现场看了"
    ),
    "review": lambda t, a, n, at, **by: op.review_application(
        actor=a, number=n, at=at, **by, proposal=Outcome.APPROVED, note="符合条件"
    ),
    "redo": lambda t, a, n, at, **by: op.redo_application(actor=a, number=n, at=at, **by, note="再看看"),
    "begin_special": lambda t, a, n, at, **by: op.begin_special(
        actor=a, number=n, at=at, **by, special="site", answer="要现场核查。"
    ),
    "end_special": lambda t, a, n, at, **by: op.end_special(actor=a, number=n, at=at, **by),
    "ask_extension": lambda t, a, n, at, **by: op.ask_for_extension(
        actor=a, number=n, at=at, **by, days=5, note="等核查结果"
    ),
    "grant_extension": lambda t, a, n, at, **by: op.grant_extension(
        actor=a, number=n, at=at, **by, answer="材料多，要多看几天。"
    ),
    "decline_extension": lambda t, a, n, at, **by: op.decline_extension(
        actor=a, number=n, at=at, **by, note="来得及"
    ),
    "give_back": lambda t, a, n, at, **by: op.give_application_back(
        actor=a, number=n, at=at, **by, answer="照片没有补来。"
    ),
    "publicise": lambda t, a, n, at, **by: op.publicise_application(actor=a, number=n, at=at, **by),
    "object": lambda t, a, n, at, **by: op.object_to_application(
        actor=a, number=n, at=at, **by, words="他家有门面房"
    ),
    "answer_objection": lambda t, a, n, at, **by: op.answer_objection(
        actor=a, number=n, at=at, **by, objection=_waiting(n), note="查过了，门面房是他哥哥的。"
    ),
    "reexamine": lambda t, a, n, at, **by: op.reexamine_application(
        actor=a, number=n, at=at, **by, note="有人提出异议"
    ),
    "approve": lambda t, a, n, at, **by: op.approve_application(
        actor=a, number=n, at=at, **by, answer="准予摆摊一年。"
    ),
    "decline": lambda t, a, n, at, **by: op.decline_application(actor=a, number=n, at=at, **by, **WHY),
    "certify": lambda t, a, n, at, **by: op.certify_application(
        actor=a, number=n, at=at, **by, result_number="摆2026-1"
    ),
    "deliver": lambda t, a, n, at, **by: op.deliver_application(
        actor=a, number=n, at=at, **by, way=Delivery.DOOR, receiver="李秀英"
    ),
    "archive": lambda t, a, n, at, **by: op.archive_application(actor=a, number=n, at=at, **by),
    "recheck": lambda t, a, n, at, **by: op.recheck_application(
        actor=a, number=n, at=at, **by, note="没有变化"
    ),
    "withdraw": lambda t, a, n, at, **by: op.withdraw_application(
        actor=a, number=n, at=at, **by, note="不办了", as_applicant=as_applicant(a)
    ),
    "charge": lambda t, a, n, at, **by: op.charge_application(actor=a, number=n, at=at, **by, slip="JF001"),
    "help": lambda t, a, n, at, **by: op.help_with_application(
        actor=a, number=n, at=at, **by, note="替老人跑一趟", has_consent=True
    ),
    "arrange": lambda t, a, n, at, **by: op.arrange_application(
        actor=a, number=n, at=at, **by, wish=Delivery.DOOR, wants_visit=True, note="周三下午去"
    ),
    "note": lambda t, a, n, at, **by: op.note_application(actor=a, number=n, at=at, **by, note="内部"),
}

APPLICANTS_OWN = frozenset({"supply", "withdraw", "object"})

_ACCEPTED = (("receptionist", "accept"),)
_REVIEWED = (*_ACCEPTED, ("receptionist", "review"))
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "received": (),
    "correcting": (("receptionist", "tell"),),
    "supplemented": (("receptionist", "tell"), ("", "supply")),
    "accepted": _ACCEPTED,
    "dispatched": (*_ACCEPTED, ("receptionist", "dispatch")),
    "special": (*_ACCEPTED, ("receptionist", "begin_special")),
    "reviewed": _REVIEWED,
    "publicised": (*_REVIEWED, ("leader", "publicise")),
    "approved": (*_REVIEWED, ("leader", "approve")),
    "declined": (*_REVIEWED, ("leader", "decline")),
    "certified": (*_REVIEWED, ("leader", "approve"), ("receptionist", "certify")),
    "delivered": (*_REVIEWED, ("leader", "approve"), ("receptionist", "deliver")),
    "refused": (("receptionist", "refuse"),),
    "withdrawn": (("", "withdraw"),),
    "returned": (("receptionist", "tell"), ("", "lapse")),
    "transferred": (("receptionist", "transfer"),),
    "archived": (("", "withdraw"), ("receptionist", "archive")),
}


def bring(town: Town, state: str, at: datetime = MONDAY, **fields: Any) -> tuple[str, datetime]:
    """Bring a new application into a state; give its number and the moment after the last step."""
    number = submit(town, at, **fields).number
    for name, verb in PATHS[state]:
        at += timedelta(minutes=10)
        if verb == "lapse":
            at += 40 * DAY
            sweep(at)
            continue
        CALLS[verb](town, town.actor(name, at) if name else ANYONE, number, at)
    return number, at + timedelta(minutes=10)

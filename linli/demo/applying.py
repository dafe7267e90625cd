"""Applications of the demo town over its last month: one in every state, told from the papers on the counter to the door.

低保 with its survey, meeting and publicity; a food licence brought to the shop; a card with one way; work found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE, Actor
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.demo.pleas import PLEAS, Beat, Plea
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.workdays import CHINA
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.flow import KIND
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.queries import unanswered_objections
from linli.pillars.service.applications.rules import (
    Applicant,
    ApplicantKind,
    Channel,
    GivenPaper,
    Outcome,
    PaperState,
    Survey,
    Told,
    checklist,
)
from linli.pillars.service.catalog.models import ServiceItem

REMEDY = "不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"


@dataclass(frozen=True, slots=True)
class Turn:
    """One beat of one application, or the clock's daily round."""

    plea: int
    beat: Beat | None

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        if self.beat is None:
            turn_clock(at)
        elif self.beat.verb == "submit" or _number(PLEAS[self.plea]):
            # A short story begins in the midst: what came in before it is nobody's here.
            _DOING.get(self.beat.verb, _plain)(company, PLEAS[self.plea], self.beat, at)
        return ()


def occasions(until: datetime) -> Iterator[tuple[datetime, Turn]]:
    """Yield what is done and when, in office time; and each evening the clock's own moves."""
    for number, plea in enumerate(PLEAS):
        for turn, beat in enumerate(plea.beats):
            raw = until - timedelta(hours=beat.hours)
            # Whoever applies from home does so in the evening or on a Sunday too.
            from_phone = plea.channel is Channel.WEB and beat.verb in ("submit", "supply")
            is_home = beat.verb == "object" or from_phone
            at = raw if is_home else CHINA.next_office_time(raw)
            at += timedelta(minutes=3 * turn, seconds=number)
            if at < until:
                yield at, Turn(number, beat)
    first = clock.local(until).date() - timedelta(days=30)
    for day in range(31):
        evening = datetime.combine(first + timedelta(days=day), time(18), SHANGHAI)
        yield min(evening, until - timedelta(seconds=50 - day)), Turn(-1, None)


def turn_clock(at: datetime) -> None:
    """Make the clock's own moves of applications, and end what was public long enough."""
    owed = Case.objects.filter(kind=KIND, next_tick_at__lte=at).order_by("next_tick_at")
    for number in list(owed.values_list("number", flat=True)):
        while flow.tick(number, at):
            pass
    op.end_publicities(at=at)


def _actor(company: Company, who: str) -> Actor:
    if who.startswith("@"):
        return company.of(company.unit(who[1:]), Random(who))
    return company.actor(who)


def _number(plea: Plea) -> str:
    found = Application.objects.filter(item__code=plea.item).select_related("case").order_by("case_id")
    return next((a.case.number for a in found if a.name == plea.name), "")


def _submit(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    office = company.unit("street")
    held = ServiceItem.objects.select_related("office").filter(office=office, ended_at=None)
    items = [held.get(code=code) for code in (plea.item, *plea.beside)]
    situation = plea.situation or {"who": "self"}
    codes = [
        b.code for b in checklist([i.item for i in items], situation) if b.state is not PaperState.SHARED
    ]
    is_web = plea.channel is Channel.WEB
    # Nobody has seen the original of what came as a photo from home.
    papers = {c: GivenPaper(copies=1, original_seen=not is_web) for c in codes if c not in plea.lacks}
    actor = _actor(company, beat.who)
    answers = _answers(plea) if is_web else {}
    told = dict(situation) | ({"why": "illness"} if plea.item == "MZ03" else {})
    op.submit_together(
        actor=actor if actor.account_id else ANYONE,
        at=at,
        office=office,
        area=company.unit(plea.area),
        parts=[op.Part(item, told, answers) for item in items],
        channel=plea.channel,
        applicant=Applicant(
            plea.name,
            plea.phone,
            plea.id_number,
            kind=ApplicantKind.BODY if plea.body else ApplicantKind.PERSON,
            body=plea.body,
        ),
        papers=papers,
        wish=plea.wish,
        wants_visit=plea.wants_visit,
        agent=plea.agent,
    )


def _answers(plea: Plea) -> dict[str, str]:
    """Fill the form in as somebody at home does; the numbers are made up and pass the check digits."""
    return {
        "name": plea.name,
        "id_number": "110101194801011224" if plea.name == "张秀兰" else "110101198001010010",
        "phone": plea.phone,
        "address": "官园小区 3 号楼",
        "bank_number": "6222021234567890128",
        "bank_name": "农商行清泉支行",
    }


def _plain(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    given: dict[str, Any] = dict(beat.given)
    operate, defaults = _VERBS[beat.verb]
    if "lead" in given:
        given["lead"] = company.unit(given["lead"])
        given["assists"] = [company.unit(key) for key in given.get("assists", ())]
    if "papers" in given:
        given["papers"] = {code: GivenPaper(copies=1) for code in given["papers"]}
    if "what" in given:
        given["what"] = Survey(given["what"])
    if "recheck" in given:
        given["recheck_on"] = _in_days(at, given.pop("recheck"))
    if beat.verb == "deliver":
        given["receiver"] = plea.name
    operate(actor=_actor(company, beat.who), number=_number(plea), at=at, **{**defaults, **given})


def _in_days(at: datetime, days: int) -> date:
    return clock.local(at).date() + timedelta(days=days)


def _tell(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    told = [Told(code, beat.given["why"]) for code in beat.given["codes"]]
    op.tell_applicant(
        actor=_actor(company, beat.who),
        number=_number(plea),
        at=at,
        told=told,
        answer="请补下面的材料，补齐就受理。",
    )


def _short(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    op.accept_application_short(
        actor=_actor(company, beat.who),
        number=_number(plea),
        at=at,
        until={beat.given["code"]: at + timedelta(days=4)},
    )


def _supply(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    op.supply_papers(
        actor=_actor(company, beat.who),
        number=_number(plea),
        at=at,
        papers={code: GivenPaper(copies=1) for code in beat.given["papers"]},
        as_applicant=plea.channel is Channel.WEB,
    )


def _object(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    op.object_to_application(actor=ANYONE, number=_number(plea), at=at, words=beat.given["words"])


def _answer(company: Company, plea: Plea, beat: Beat, at: datetime) -> None:
    number = _number(plea)
    waiting = unanswered_objections(Application.objects.get(case__number=number))
    actor = _actor(company, beat.who)
    for one in waiting:
        op.answer_objection(actor=actor, number=number, at=at, objection=one.pk, note=beat.given["note"])


_DOING: Mapping[str, Callable[[Company, Plea, Beat, datetime], None]] = {
    "submit": _submit,
    "tell": _tell,
    "accept_short": _short,
    "supply": _supply,
    "object": _object,
    "answer_objection": _answer,
}
_VERBS: Mapping[str, tuple[Callable[..., Any], Mapping[str, Any]]] = {
    "accept": (op.accept_application, {}),
    "finish": (op.finish_application, {}),
    "refuse": (op.refuse_application, {"remedy": REMEDY}),
    "transfer": (op.transfer_application, {}),
    "dispatch": (op.dispatch_application, {}),
    "take": (op.take_application, {}),
    "survey": (op.survey_application, {}),
    "review": (op.review_application, {"proposal": Outcome.APPROVED}),
    "begin_special": (op.begin_special, {}),
    "ask_extension": (op.ask_for_extension, {}),
    "grant_extension": (op.grant_extension, {}),
    "publicise": (op.publicise_application, {}),
    "reexamine": (op.reexamine_application, {}),
    "approve": (op.approve_application, {}),
    "decline": (op.decline_application, {"remedy": REMEDY}),
    "certify": (op.certify_application, {}),
    "deliver": (op.deliver_application, {}),
    "withdraw": (op.withdraw_application, {}),
    "archive": (op.archive_application, {}),
}

"""The people of the demo town at work: each verb of the flow, made by who would make it, in their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from linli.base.flow.models import Case, Step
from linli.demo import doers, sideways, voices
from linli.demo.company import Company, Thread
from linli.demo.doers import Act
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import StandardAnswer

# Days for which a matter is put aside that the story wants to see coming back.
COMES_BACK = (3, 5)


def act(company: Company, thread: Thread, verb: str, at: datetime) -> None:
    """Make one move of a thread as the person who would, and keep the case as it is then."""
    rng = Random(f"{thread.filing.key}:{len(thread.verbs)}:{verb}")
    made = ACTS[verb](company, thread, at, rng)
    if isinstance(made, Case):
        thread.case = made
    else:
        thread.refresh()
    thread.verbs.append("rate" if verb == "rate_by_staff" else verb)


def _ask(make: Callable[..., Any], key: str, days: tuple[int, int]) -> Act:
    """Make an act by which the unit that leads asks for time, from what it has or from now."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        base = max(at, thread.case.due_at or at) if key == "ask_extension" else at
        length = COMES_BACK if thread.filing.side == "ledger_back" else days
        until = base + timedelta(days=rng.randint(*length))
        note = doers.said(thread, key, rng, at)
        who = doers.lead(company, thread, rng)
        return make(actor=who, number=thread.case.number, at=at, until=until, note=note)

    return do


def _grant(make: Callable[..., Any], told: str) -> Act:
    """Make an act of a leader who stops the clock, and tells the resident why and until when."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        note, answer = doers.said(thread, "grant", rng, at), doers.said(thread, told, rng, at)
        return make(
            actor=doers.leader(company, thread, rng),
            number=thread.case.number,
            at=at,
            note=note,
            answer=answer,
        )

    return do


# Share of answers that begin from the words the office agreed on.
_QUOTED = 0.15


def _answer_of(thread: Thread, rng: Random, at: datetime) -> str:
    """Return an answer: in one's own words, or the office's standard answer with its blanks filled."""
    if rng.random() < _QUOTED:
        kept = (
            StandardAnswer.objects.filter(category=thread.filing.category, is_active=True)
            .order_by("id")
            .first()
        )
        if kept is not None:
            return voices.filled(kept.text, rng, at=at, place=thread.filing.place.removesuffix("附近"))
    return voices.answer(thread.filing.category, rng, at=at, place=thread.filing.place.removesuffix("附近"))


def _pass_up(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    key = "pass_up" if thread.case.holder.kind == "grid" else "pass_up_community"
    who, note = doers.holder(company, thread, rng), doers.said(thread, key, rng, at)
    return reports.pass_report_up(actor=who, number=thread.case.number, at=at, note=note)


def _settle(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    who, answer = doers.holder(company, thread, rng), _answer_of(thread, rng, at)
    return reports.settle_report(actor=who, number=thread.case.number, at=at, answer=answer)


def _dispatch(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    case = thread.case
    leads = company.leads(thread.filing)
    lead = leads[thread.verbs.count("send_back") % len(leads)]
    assists = []
    if thread.filing.side in {"assists", "call_off"} or rng.random() < 0.12:
        others = [unit for unit in leads if unit.pk != lead.pk]
        assists = others[: 2 if thread.filing.side in {"assists", "call_off"} else 1]
    who = (
        doers.holder(company, thread, rng)
        if case.holder.kind == "community"
        else doers.centre(company, thread, rng)
    )
    note = doers.said(thread, "dispatch", rng, at, dept=str(lead))
    return reports.dispatch_report(
        actor=who, number=case.number, at=at, lead=lead, assists=assists, note=note
    )


def _answer(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    who, answer = doers.lead(company, thread, rng), _answer_of(thread, rng, at)
    return reports.answer_report(actor=who, number=thread.case.number, at=at, answer=answer)


def _answer_share(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    share = (
        thread.case.assignments.select_related("unit")
        .filter(part="assist", state__in=("given", "taken"))
        .order_by("id")
        .first()
    )
    if share is None:
        raise LookupError("no share is open")
    who = company.of(share.unit, rng)
    told = at + timedelta(minutes=rng.randint(1, 3))
    with transaction.atomic():
        if share.state == "given":
            reports.take_report(actor=who, number=thread.case.number, at=at)
        return reports.answer_share(
            actor=who, number=thread.case.number, at=told, answer=doers.said(thread, "answer_share", rng, at)
        )


def _level(thread: Thread, rng: Random) -> tuple[bool, int | None]:
    """Return whether it is solved, and the level: mostly good, as told when the story wants it otherwise."""
    side, before = thread.filing.side, thread.verbs.count("rate")
    if (side in {"unhappy", "appeal", "appeal_upheld"} and before == 0) or (
        side == "unhappy_twice" and before < 2
    ):
        return rng.random() < 0.3, rng.choice((1, 2, 2))
    if rng.random() < 0.05:
        return False, rng.choice((1, 2))
    return True, rng.choices((5, 4, 3, None), weights=(46, 36, 11, 7))[0]


def _rate(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    solved, level = _level(thread, rng)
    words = voices.rating(level, rng) if level and rng.random() < 0.6 else ""
    thread.happy = level if solved else min(level or 2, 2)
    return reports.rate_report(
        actor=company.reporter(thread.filing),
        number=thread.case.number,
        at=at,
        solved=solved,
        level=level,
        words=words,
        as_reporter=True,
    )


def _rate_by_staff(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    solved, level = _level(thread, rng)
    thread.happy = level if solved else min(level or 2, 2)
    clerk = doers.centre(company, thread, rng)
    words = f"电话回访：{voices.rating(level or 4, rng)}"
    return reports.rate_report(
        actor=clerk, number=thread.case.number, at=at, solved=solved, level=level, words=words
    )


def _reply(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    spot = voices.Spot("", "6 号楼", "2 单元", "302", "", "")
    words = voices.said("reply", rng, at=at, spot=spot)
    who = company.reporter(thread.filing)
    return reports.reply_report(actor=who, number=thread.case.number, at=at, words=words, as_reporter=True)


def _publish(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    """Publish in words of the staff's own: what and roughly where, never the resident's sentence."""
    filing = thread.filing
    name = CATEGORIES[filing.category].name
    compound = company.town.compounds[filing.compound] if filing.compound is not None else None
    where = compound.name if compound else filing.place.removesuffix("附近")
    last = (
        Step.objects.filter(case=thread.case, verb__in=("settle", "answer"))
        .select_related("words")
        .order_by("-seq")
        .first()
    )
    answer = last.words.answer if last is not None and hasattr(last, "words") else ""
    if not CATEGORIES[filing.category].is_publishable or not answer or voices.is_empty(answer):
        raise LookupError("what touches one person, or says nothing, is not published")
    return reports.publish_report(
        actor=doers.centre(company, thread, rng),
        number=thread.case.number,
        at=at,
        title=f"{where}：{name}",
        text=f"居民反映{where}一带“{name}”。",
        answer=answer,
    )


ACTS: dict[str, Act] = {
    "accept": doers.plain(reports.accept_report, doers.holder),
    "confirm": doers.plain(reports.confirm_report, doers.holder, "note", "confirm"),
    "contact": doers.plain(reports.contact_reporter, doers.holder, "answer", "contact"),
    "pass_up": _pass_up,
    "refuse": doers.plain(reports.refuse_report, doers.centre, "answer", "refuse"),
    "settle": _settle,
    "dispatch": _dispatch,
    "recall": doers.plain(reports.recall_report, doers.centre, "note", "recall"),
    "rule": sideways.rule,
    "take": doers.plain(reports.take_report, doers.lead, "note", "take"),
    "add_assist": sideways.add_assist,
    "answer_share": _answer_share,
    "send_back": doers.plain(reports.send_report_back, doers.lead, "note", "send_back"),
    "answer": _answer,
    "pass_check": doers.plain(reports.pass_check_report, doers.area, "note", "pass_check"),
    "redo": doers.plain(reports.redo_report, doers.area, "note", "redo"),
    "rate": _rate,
    "rate_by_staff": _rate_by_staff,
    "appeal_rating": sideways.appeal,
    "judge_appeal": sideways.judge,
    "reopen": doers.plain(reports.reopen_report, doers.centre, "note", "reopen"),
    "ask_reporter": doers.plain(reports.ask_reporter, doers.lead, "question", "ask_reporter"),
    "reply": _reply,
    "ask_extension": _ask(reports.ask_extension, "ask_extension", (1, 4)),
    "grant_extension": doers.plain(reports.grant_extension, doers.centre, "note", "grant"),
    "decline": sideways.decline,
    "ask_pause": _ask(reports.ask_pause, "ask_pause", (3, 8)),
    "grant_pause": _grant(reports.grant_pause, "tell_pause"),
    "resume": doers.plain(reports.resume_report, doers.centre),
    "ask_ledger": _ask(reports.ask_ledger, "ask_ledger", (12, 90)),
    "grant_ledger": _grant(reports.grant_ledger, "tell_ledger"),
    "review": doers.plain(reports.review_report, doers.leader, "note", "grant"),
    "ask_exclusion": doers.plain(reports.ask_exclusion, doers.area, "note", "ask_exclusion"),
    "grant_exclusion": doers.plain(reports.grant_exclusion, doers.leader, "note", "grant"),
    "urge": sideways.urge,
    "supervise": sideways.supervise,
    "supplement": sideways.supplement,
    "withdraw": sideways.withdraw,
    "pass_on": sideways.pass_on,
    "relocate": sideways.relocate,
    "call_off_assist": sideways.call_off,
    "send_to_check": doers.plain(reports.send_report_to_check, doers.centre, "note", "send_to_check"),
    "note": doers.plain(reports.note_report, doers.holder, "note", "note"),
    "unpublish": doers.plain(reports.unpublish_report, doers.centre, "note", "unpublish"),
    "join": sideways.join,
    "merge": sideways.merge,
    "unmerge": doers.plain(reports.unmerge_report, doers.community, "note", "unmerge"),
    "split": sideways.split,
    "reclassify": sideways.reclassify,
    "publish": _publish,
}

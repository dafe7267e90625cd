"""The people of the demo town at work: each verb of the flow, made by who would make it, in their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.base.flow.models import Case, Step
from linli.base.orgs.models import Unit
from linli.base.people.actors import ANYONE, Actor
from linli.demo import cast, voices
from linli.demo.company import Company, Thread
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.pillars.governance.reports import operations as reports

Act = Callable[[Company, Thread, datetime, Random], Any]
Who = Callable[[Company, Thread, Random], Actor]


def act(company: Company, thread: Thread, verb: str, at: datetime) -> None:
    """Make one move of a thread as the person who would, and keep the case as it is then."""
    rng = Random(f"{thread.filing.key}:{len(thread.verbs)}:{verb}")
    made = ACTS[verb](company, thread, at, rng)
    if isinstance(made, Case):
        thread.case = made
    else:
        thread.refresh()
    thread.verbs.append("rate" if verb == "rate_by_staff" else verb)


# ------------------------------------------------------------ who


def _holder(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(thread.case.holder, rng)


def _area(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(thread.case.area, rng)


def _centre(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(company.unit("street"), rng, "dispatcher")


def _leader(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(company.unit("street"), rng, "leader")


def _lead(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(_lead_unit(thread), rng)


def _lead_unit(thread: Thread) -> Unit:
    live = thread.case.assignments.select_related("unit").filter(part="lead", state__in=("given", "taken"))
    share = live.first()
    return share.unit if share else thread.case.holder


def _community(company: Company, thread: Thread, rng: Random) -> Actor:
    return company.of(company.unit(f"c{int(thread.filing.grid[9:12])}"), rng)


# ------------------------------------------------------------ what


def _said(thread: Thread, key: str, rng: Random, at: datetime, dept: str = "") -> str:
    return voices.said(key, rng, at=at, dept=dept, place=thread.filing.place.removesuffix("附近"))


def _plain(make: Callable[..., Any], who: Who, words: str = "", key: str = "") -> Act:
    """Make an act that needs nothing but somebody and their words, given as the argument `words`."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        told = {words: _said(thread, key, rng, at)} if words else {}
        return make(actor=who(company, thread, rng), number=thread.case.number, at=at, **told)

    return do


def _ask(make: Callable[..., Any], key: str, days: tuple[int, int]) -> Act:
    """Make an act by which the unit that leads asks for time, from what it has or from now."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        base = max(at, thread.case.due_at or at) if key == "ask_extension" else at
        until = base + timedelta(days=rng.randint(*days))
        note = _said(thread, key, rng, at)
        who = _lead(company, thread, rng)
        return make(actor=who, number=thread.case.number, at=at, until=until, note=note)

    return do


def _grant(make: Callable[..., Any], told: str) -> Act:
    """Make an act of a leader who stops the clock, and tells the resident why and until when."""

    def do(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
        note, answer = _said(thread, "grant", rng, at), _said(thread, told, rng, at)
        return make(
            actor=_leader(company, thread, rng), number=thread.case.number, at=at, note=note, answer=answer
        )

    return do


def _answer_of(thread: Thread, rng: Random, at: datetime) -> str:
    return voices.answer(thread.filing.category, rng, at=at, place=thread.filing.place.removesuffix("附近"))


def _pass_up(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    key = "pass_up" if thread.case.holder.kind == "grid" else "pass_up_community"
    who, note = _holder(company, thread, rng), _said(thread, key, rng, at)
    return reports.pass_report_up(actor=who, number=thread.case.number, at=at, note=note)


def _settle(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    who, answer = _holder(company, thread, rng), _answer_of(thread, rng, at)
    return reports.settle_report(actor=who, number=thread.case.number, at=at, answer=answer)


def _dispatch(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    case = thread.case
    leads = company.leads(thread.filing)
    lead = leads[thread.verbs.count("send_back") % len(leads)]
    assists = []
    if thread.filing.side == "assists" or rng.random() < 0.12:
        others = [unit for unit in leads if unit.pk != lead.pk]
        assists = others[: 2 if thread.filing.side == "assists" else 1]
    who = _holder(company, thread, rng) if case.holder.kind == "community" else _centre(company, thread, rng)
    note = _said(thread, "dispatch", rng, at, dept=str(lead))
    return reports.dispatch_report(
        actor=who, number=case.number, at=at, lead=lead, assists=assists, note=note
    )


def _answer(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    who, answer = _lead(company, thread, rng), _answer_of(thread, rng, at)
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
    if share.state == "given":
        reports.take_report(actor=who, number=thread.case.number, at=at)
    told = at + timedelta(minutes=rng.randint(1, 3))
    return reports.answer_share(
        actor=who, number=thread.case.number, at=told, answer=_said(thread, "answer_share", rng, at)
    )


def _add_assist(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    have = set(thread.case.assignments.values_list("unit_id", flat=True))
    unit = next(
        each
        for each in (company.unit("chengguan"), company.unit("pingan"), company.unit("wangge"))
        if each.pk not in have
    )
    who = _lead(company, thread, rng)
    return reports.add_assist(
        actor=who,
        number=thread.case.number,
        at=at,
        unit=unit,
        note=_said(thread, "dispatch", rng, at, dept=str(_lead_unit(thread))),
    )


def _rule(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    lead = company.leads(thread.filing)[0]
    note = _said(thread, "rule", rng, at, dept=str(lead))
    return reports.rule_report(
        actor=_leader(company, thread, rng), number=thread.case.number, at=at, lead=lead, note=note
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
    clerk = _centre(company, thread, rng)
    words = f"电话回访：{voices.rating(level or 4, rng)}"
    return reports.rate_report(
        actor=clerk, number=thread.case.number, at=at, solved=solved, level=level, words=words
    )


def _reply(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    spot = voices.Spot("", "6 号楼", "2 单元", "302", "", "")
    words = voices.said("reply", rng, at=at, spot=spot)
    who = company.reporter(thread.filing)
    return reports.reply_report(actor=who, number=thread.case.number, at=at, words=words, as_reporter=True)


def _urge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    if thread.case.can_be_asked and rng.random() < 0.7:
        who, note, mine = company.reporter(thread.filing), _said(thread, "urge_resident", rng, at), True
    else:
        who, note, mine = _centre(company, thread, rng), _said(thread, "urge_staff", rng, at), False
    return reports.urge_report(actor=who, number=thread.case.number, at=at, note=note, as_reporter=mine)


def _join(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    name, phone = cast.stranger(rng)
    return reports.join_report(
        actor=ANYONE, at=at, number=thread.case.number, note="我家也一样。", name=name, phone=phone
    )


def _merge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    first = company.by_key.get(str(thread.filing.twin_of))
    if first is None:
        raise LookupError("the first report of a pair is not there")
    who = _community(company, thread, rng)
    note = _said(thread, "merge", rng, at)
    return reports.merge_report(
        actor=who, number=thread.case.number, into=first.case.number, at=at, note=note
    )


def _split(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    part = reports.Part(
        text=f"{thread.filing.place}路灯不亮，和前面那件是同一位居民说的", category="facilities.lamp"
    )
    note = _said(thread, "split", rng, at)
    return reports.split_report(
        actor=_centre(company, thread, rng), number=thread.case.number, at=at, parts=[part], note=note
    )


def _reclassify(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    who = _holder(company, thread, rng)
    note = _said(thread, "reclassify", rng, at)
    number, category = thread.case.number, thread.filing.category
    return reports.reclassify_report(actor=who, number=number, at=at, category=category, note=note)


def _appeal(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    step = (
        Step.objects.filter(case=thread.case, verb__in=("settle", "answer"))
        .select_related("unit")
        .order_by("-seq")
        .first()
    )
    if step is None or step.unit is None:
        raise LookupError("nobody answered")
    who = company.of(step.unit, rng)
    return reports.appeal_rating(
        actor=who, number=thread.case.number, at=at, note=_said(thread, "appeal", rng, at)
    )


def _judge(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    upheld = thread.filing.side == "appeal_upheld"
    note = _said(thread, "uphold" if upheld else "overturn", rng, at)
    return reports.judge_appeal(
        actor=_leader(company, thread, rng), number=thread.case.number, at=at, upheld=upheld, note=note
    )


def _decline(company: Company, thread: Thread, at: datetime, rng: Random) -> Any:
    note = _said(thread, "decline", rng, at)
    return reports.decline_petition(
        actor=_leader(company, thread, rng), number=thread.case.number, at=at, what="extension", note=note
    )


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
        actor=_centre(company, thread, rng),
        number=thread.case.number,
        at=at,
        title=f"{where}：{name}",
        text=f"居民反映{where}一带“{name}”。",
        answer=answer,
    )


ACTS: dict[str, Act] = {
    "accept": _plain(reports.accept_report, _holder),
    "confirm": _plain(reports.confirm_report, _holder, "note", "confirm"),
    "contact": _plain(reports.contact_reporter, _holder, "answer", "contact"),
    "pass_up": _pass_up,
    "refuse": _plain(reports.refuse_report, _centre, "answer", "refuse"),
    "settle": _settle,
    "dispatch": _dispatch,
    "recall": _plain(reports.recall_report, _centre, "note", "recall"),
    "rule": _rule,
    "take": _plain(reports.take_report, _lead, "note", "take"),
    "add_assist": _add_assist,
    "answer_share": _answer_share,
    "send_back": _plain(reports.send_report_back, _lead, "note", "send_back"),
    "answer": _answer,
    "pass_check": _plain(reports.pass_check_report, _area, "note", "pass_check"),
    "redo": _plain(reports.redo_report, _area, "note", "redo"),
    "rate": _rate,
    "rate_by_staff": _rate_by_staff,
    "appeal_rating": _appeal,
    "judge_appeal": _judge,
    "reopen": _plain(reports.reopen_report, _centre, "note", "reopen"),
    "ask_reporter": _plain(reports.ask_reporter, _lead, "question", "ask_reporter"),
    "reply": _reply,
    "ask_extension": _ask(reports.ask_extension, "ask_extension", (1, 4)),
    "grant_extension": _plain(reports.grant_extension, _centre, "note", "grant"),
    "decline": _decline,
    "ask_pause": _ask(reports.ask_pause, "ask_pause", (3, 8)),
    "grant_pause": _grant(reports.grant_pause, "tell_pause"),
    "resume": _plain(reports.resume_report, _centre),
    "ask_ledger": _ask(reports.ask_ledger, "ask_ledger", (12, 90)),
    "grant_ledger": _grant(reports.grant_ledger, "tell_ledger"),
    "review": _plain(reports.review_report, _leader, "note", "grant"),
    "ask_exclusion": _plain(reports.ask_exclusion, _area, "note", "ask_exclusion"),
    "grant_exclusion": _plain(reports.grant_exclusion, _leader, "note", "grant"),
    "urge": _urge,
    "supervise": _plain(reports.supervise_report, _leader, "note", "supervise"),
    "join": _join,
    "merge": _merge,
    "unmerge": _plain(reports.unmerge_report, _community, "note", "unmerge"),
    "split": _split,
    "reclassify": _reclassify,
    "publish": _publish,
}

"""What a case page shows, put into words and shapes from one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.flow import asking
from linli.base.flow.models import Assignment, Case, Petition
from linli.base.flow.table import Move as Row
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.faces.desk import guessing, kin, showing, verbs
from linli.faces.parts import words
from linli.faces.parts.shapes import Fact, Move, State, Tag, Words
from linli.kernel import clock, limits
from linli.kernel.limits import LimitUnit
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Callback, Report
from linli.pillars.governance.reports.queries import CasePage, ReporterRow
from linli.pillars.governance.reports.texts import LEVELS
from linli.pillars.governance.reports.texts import VERBS as WORDS

#: Which open move is most likely the next one, the first that is open. It gets the one solid button.
NEXT = (
    "answer", "answer_share", "take", "rule", "grant_pause", "grant_extension", "grant_ledger", "grant_exclusion",
    "judge_appeal", "pass_check", "confirm", "rate", "accept", "dispatch", "settle", "reply", "review", "resume",
    "unmerge",
)  # fmt: skip

#: After the next step: what is chosen daily comes before what is chosen rarely.
ORDER = (
    *NEXT, "contact", "send_back", "pass_up", "pass_on", "send_to_check", "redo", "add_assist", "call_off_assist",
    "ask_reporter", "ask_extension", "ask_pause", "ask_ledger", "urge", "note", "recall", "supervise", "refuse",
    "reopen",
)  # fmt: skip

#: A case that waits for these words opens their form below it.
OPENS_ITSELF = ("answer", "answer_share", "rate")

#: What is said standing where it happened: a phone keeps these forms ready for when the signal goes.
ON_THE_SPOT = ("confirm", "settle", "answer", "answer_share", "pass_check", "redo")

DANGER = frozenset({"refuse", "send_back", "recall", "redo", "decline", "unpublish", "call_off_assist"})

#: Quiet moves that belong under “more”; the others stand beside the fact they put right.
UNDER_MORE = ("split", "publish", "unpublish", "appeal_rating", "ask_exclusion", "join", "supplement")

PART_STATES: dict[str, str] = {
    Assignment.State.GIVEN: "new",
    Assignment.State.TAKEN: "doing",
    Assignment.State.ANSWERED: "done",
    Assignment.State.RETURNED: "back",
    Assignment.State.CALLED_OFF: "hold",
}

UNIT_WORDS: dict[str, Words] = {
    LimitUnit.MINUTE: gettext_lazy("%(n)d 分钟（不分昼夜）"),
    LimitUnit.URGENT_HOUR: gettext_lazy("%(n)d 小时（不分昼夜）"),
    LimitUnit.WORK_HOUR: gettext_lazy("%(n)d 个工作小时"),
    LimitUnit.WORK_DAY: gettext_lazy("%(n)d 个工作日"),
    LimitUnit.CALENDAR_DAY: gettext_lazy("%(n)d 天"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """One line of who handles it."""

    tag: Tag
    unit: str
    who: str
    words: str
    state: State
    due: str


def move_of(verb: str, number: str, kind: Any = "plain", query: str = "") -> Move:
    """Return the button of a verb."""
    said = WORDS[verb]
    if kind == "plain" and verb in DANGER:
        kind = "danger"
    url = verbs.move_url(number, verb) + (f"?{query}" if query else "")
    return Move(str(said.button), url, said.icon, kind)


def open_verbs(rows: tuple[Row, ...], page: CasePage, actor: Actor) -> dict[str, Row]:
    """Give the moves with a page at the desk, without those that would find nothing to do."""
    found = {row.verb: row for row in rows if row.verb in verbs.VERBS}
    report = page.report
    if not any(_counts_against(c, actor) for c in page.callbacks):
        found.pop("appeal_rating", None)
    if not any(p.is_granted is None for p in page.petitions):
        found.pop("decline", None)
    if not any(s.part == Assignment.Part.ASSIST and s.state in Assignment.LIVE for s in page.shares):
        found.pop("call_off_assist", None)
    found.pop("unpublish" if not report.is_published else "publish", None)
    if not any(s.state == Assignment.State.GIVEN and _is_mine(s, actor) for s in page.shares):
        found.pop("take", None)
    return found


def _is_mine(share: Assignment, actor: Actor) -> bool:
    return not actor.unit_ids.isdisjoint(share.unit.line)


def _counts_against(callback: Callback, actor: Actor) -> bool:
    return (
        callback.attributed_to_id in actor.unit_ids
        and callback.appeal == Callback.Appeal.NONE
        and asking.is_unhappy(callback.solved, callback.level)
    )


def next_of(found: dict[str, Row]) -> str:
    """Name the form that opens by itself: the one whose words are what is missing."""
    return next((verb for verb in OPENS_ITSELF if verb in found), "")


def moves_of(found: dict[str, Row], number: str, opened: str = "") -> list[Move]:
    """Put the open moves in order: one solid, the rest plain, what takes away last."""
    loud = [verb for verb in ORDER if verb in found]
    quiet = [verb for verb in UNDER_MORE if verb in found]
    first = next((verb for verb in NEXT if verb in found), "")
    made = []
    for verb in (*loud, *quiet):
        kind = "open" if verb == opened else "primary" if verb == first and not opened else "plain"
        made.append(move_of(verb, number, kind))
    return made


def case_context(page: CasePage, actor: Actor, at: datetime, *, query: str = "") -> dict[str, Any]:
    """Return everything the detail of a case shows."""
    report = page.report
    case = report.case
    found = open_verbs(page.moves, page, actor)
    units = {s.unit_id: str(s.unit) for s in page.shares}
    opened = next_of(found) if "take" not in found else ""
    is_taken = any(s.part == Assignment.Part.LEAD and s.state == Assignment.State.TAKEN for s in page.shares)
    return {
        "report": report,
        "case": case,
        "state": showing.state_of(case.state, is_taken=is_taken, stopped_until=case.stopped_until, at=at),
        "due": due_of_case(case, at),
        "by": _by(case, at),
        "tags": tags_of(case),
        "moves": moves_of(found, case.number, opened),
        "next_url": verbs.move_url(case.number, opened) if opened else "",
        "ahead": " ".join(verbs.move_url(case.number, verb) for verb in ON_THE_SPOT if verb in found),
        "facts": facts_of(page, found, at),
        "proposal": guessing.proposal_of(report, verbs.move_url(case.number, "reclassify"))
        if "reclassify" in found
        else None,
        "alarm": guessing.alarm_of(report, page.words, verbs.move_url(case.number, "reclassify"))
        if "reclassify" in found
        else None,
        "reporters": page.reporters,
        "shares": [_share(s, page, at) for s in page.shares],
        "holder_words": _("现在由%(unit)s负责") % {"unit": case.holder} if case.is_open else _ended(case, at),
        "petitions": [_petition(p, found, case.number, at) for p in page.petitions if p.is_granted is None],
        "callbacks": [_callback(c) for c in page.callbacks],
        "steps": showing.steps_of(page.steps, case.number, at, units),
        "papers": _papers(page),
        "kin": [kin.kin_of(c) for c in (*page.merged, *page.children)],
        "is_watched": page.is_watched,
        "whistle_url": kin.whistle_url(case, actor),
        "topic_url": kin.topic_url(case, actor),
        "volunteers_url": kin.volunteers_url(case, actor),
        "supervision_url": kin.supervision_url(case, actor),
        "can_merge": "merge" in found,
        "query": query,
        "inbox_url": reverse("desk:inbox") + (f"?{query}" if query else ""),
    }


def due_of_case(case: Case, at: datetime) -> Any:
    """Say what is left of a case's clock."""
    return showing.due_of(
        is_open=case.is_open,
        state=case.state,
        due_at=case.due_at,
        resolve_by=case.resolve_by,
        card=case.card,
        at=at,
    )


def _by(case: Case, at: datetime) -> str:
    if not case.is_open:
        return ""
    if case.stopped_until:
        return _("%(when)s 接着算时间") % {"when": words.when(case.stopped_until, at)}
    if case.due_at:
        return _("这一步 %(when)s 前") % {"when": words.when(case.due_at, at)}
    return ""


def _ended(case: Case, at: datetime) -> str:
    why = showing.ended_words(case.end_reason)
    when = words.when(case.closed_at, at) if case.closed_at else ""
    return "·".join(part for part in (when, why) if part)


def tags_of(case: Case) -> list[Tag]:
    """Name what sets a case apart."""
    found = []
    report = getattr(case, "report", None)
    if report is not None and report.alarm and case.is_open and not case.is_urgent:
        found.append(Tag(_("像是急事"), "lead"))
    for is_so, word in (
        (case.is_urgent, _("紧急")),
        (case.is_supervised, _("督办")),
        (case.is_confidential, _("保密")),
        (case.is_ruled, _("已裁定")),
        (case.is_excluded, _("不纳入考评")),
    ):
        if is_so:
            found.append(Tag(word))
    if case.reopened_count:
        found.append(Tag(_("重办 %(n)d 次") % {"n": case.reopened_count}))
    if case.returned_count:
        found.append(Tag(_("退回 %(n)d 次") % {"n": case.returned_count}))
    if case.urged_count:
        found.append(Tag(_("催办 %(n)d 次") % {"n": case.urged_count}))
    return found


def facts_of(page: CasePage, found: dict[str, Row], at: datetime) -> list[Fact]:
    """List what is known, each with the quiet link that puts it right."""
    report, case = page.report, page.report.case
    number = case.number
    facts = [Fact(_("原话"), f"“{page.words}”"), _reporter(page)]
    facts += [Fact(str(question), str(answer)) for question, answer in _answered(report)]
    where = "·".join(part for part in (area_words(case), case.place_words) if part)
    facts.append(_with_move(Fact(_("在哪里"), where), found, "relocate", number))
    if (thing := queries.component_of(report)) is not None:
        owner = _("归%(owner)s管") % {"owner": thing.owner} if thing.owner else ""
        url = reverse("desk:component", args=[thing.pk])
        facts.append(Fact(_("哪个部件"), thing.name, owner, url=url, url_words=_("看部件")))
    what = showing.category_words(report.category) or _("还没分类")
    nature = Tag(str(report.get_nature_display()))
    tags = (nature, Tag(_("系统按文字归的类"))) if guessing.classed_by_words(page.steps) else (nature,)
    facts.append(_with_move(Fact(_("是什么"), what, tags=tags), found, "reclassify", number))
    facts.append(Fact(_("怎么来的"), _came(report, at)))
    facts.append(Fact(_("时限"), limit_words(case), _provisional(case)))
    if report.is_published:
        facts.append(Fact(_("公开"), _("居民在公开地图上看得到")))
    return facts


def area_words(case: Case) -> str:
    """Name the ground of a case with the community above its grid."""
    above = case.area.parent
    return showing.ground(str(above) if above and case.area.kind == UnitKind.GRID else "", str(case.area))


def _reporter(page: CasePage) -> Fact:
    """Say who raised it, masked; how many joined; and nothing to whoever must not know."""
    first = next((r for r in page.reporters if r.is_first), None)
    others = len(page.reporters) - 1
    joined = _("另有 %(n)d 人也反映") % {"n": others} if others > 0 else ""
    if first is None:
        return Fact(_("谁反映"), joined)
    if first.is_hidden:
        return Fact(_("谁反映"), _("请求保密，只有街道中心看得到"), joined and f"（{joined}）")
    who = " ".join(part for part in (first.name, first.phone) if part) or _("没有留下姓名和电话")
    tags = (Tag(_("保密")),) if first.is_confidential else ()
    if not first.may_reveal:
        return Fact(_("谁反映"), who, joined and f"（{joined}）", tags=tags)
    url = reverse("desk:report-reveal", args=[page.report.case.number, first.id, "phone"])
    cost = _("（要写理由，本人能看到记录）")
    return Fact(_("谁反映"), f"{who} {joined}".strip(), cost, url, _("查看全号"), tags)


def _with_move(fact: Fact, found: dict[str, Row], verb: str, number: str) -> Fact:
    if verb not in found:
        return fact
    return Fact(fact.term, fact.value, "", verbs.move_url(number, verb), str(WORDS[verb].button), fact.tags)


def _answered(report: Report) -> list[tuple[str, Any]]:
    asked = {q.get("code"): q for q in (report.category.questions if report.category else [])}
    found = []
    for code, answer in (report.answers or {}).items():
        question = asked.get(code, {})
        choices = {
            c[0]: words.in_language(c[1], c[2] if len(c) > 2 else "")
            for c in question.get("choices", [])
            if len(c) >= 2
        }
        choices |= {"yes": _("是"), "no": _("不是")} if question.get("kind") == "yes_no" else {}
        asked_words = words.in_language(question.get("words", code), question.get("english") or "")
        found.append((asked_words, choices.get(answer, answer)))
    return found


def _came(report: Report, at: datetime) -> str:
    case = report.case
    channel = Report.Channel(case.channel).label if case.channel in Report.Channel.values else case.channel
    parts = [words.when(case.filed_at, at), str(channel), report.source_number]
    if case.parent:
        parts.append(_("从 %(number)s 拆出") % {"number": case.parent.number})
    return "·".join(part for part in parts if part)


def limit_words(case: Case) -> str:
    """Say how long the whole matter may take, and until when."""
    written = case.limits.get("resolve")
    if not written:
        return ""
    limit = limits.parse(written)
    long = str(UNIT_WORDS[limit.unit]) % {"n": limit.amount}
    if not case.resolve_by:
        return long
    return _("%(long)s，%(day)s 前") % {"long": long, "day": f"{clock.local(case.resolve_by):%m-%d %H:%M}"}


def _provisional(case: Case) -> str:
    return _("（明年放假安排还没公布，先按周末算）") if case.is_provisional else ""


def _share(share: Assignment, page: CasePage, at: datetime) -> Share:
    is_lead = share.part == Assignment.Part.LEAD
    answered = next(
        (
            s.answer
            for s in page.steps
            if s.verb in ("answer_share", "answer") and s.data.get("unit") == share.unit_id and s.answer
        ),
        "",
    )
    # A stopped clock shows no hour: the one it had will move when it goes on.
    is_live = share.state in Assignment.LIVE and page.report.case.state not in showing.STOPPED
    shape: Any = PART_STATES[share.state]
    return Share(
        tag=Tag(str(share.get_part_display()), "lead" if is_lead else "plain"),
        unit=str(share.unit),
        who=share.account.name if share.account else "",
        words=answered if not is_lead else "",
        state=State(shape, str(share.get_state_display())),
        due=_("%(when)s 前") % {"when": words.when(share.due_at, at)} if is_live and share.due_at else "",
    )


def _petition(petition: Petition, found: dict[str, Row], number: str, at: datetime) -> dict[str, Any]:
    grant = f"grant_{petition.what}"
    step = petition.asked_step
    return {
        "what": petition.get_what_display(),
        "who": f"{petition.asked_by} {step.actor.name if step.actor else ''}".strip(),
        "when": step.at,
        "until": words.when(petition.until, at) if petition.until else "",
        "note": step.words.note if step.words_digest and hasattr(step, "words") else "",
        "moves": [move_of(verb, number) for verb in (grant, "decline") if verb in found],
    }


def _callback(callback: Callback) -> dict[str, Any]:
    unhappy = asking.is_unhappy(callback.solved, callback.level)
    return {
        "at": callback.at,
        "solved": _("解决了") if callback.solved else _("没解决"),
        "level": LEVELS.get(callback.level or 0, ""),
        "unit": str(callback.attributed_to or ""),
        "by": _("电话回访") if callback.is_by_staff else _("居民自己评"),
        "appeal": callback.get_appeal_display() if callback.appeal != Callback.Appeal.NONE else "",
        "state": State("back" if unhappy else "done", _("不满意") if unhappy else _("满意")),
    }


def _papers(page: CasePage) -> list[dict[str, Any]]:
    number = page.report.case.number
    return [
        {
            "name": file.name,
            "size": file.size,
            "url": showing.file_url(number, file.id, "full"),
            "at": step.at,
        }
        for step in page.steps
        for file in step.files
        if not file.is_photo and not file.is_erased
    ]


def first_of(reporters: list[ReporterRow]) -> ReporterRow | None:
    return next((r for r in reporters if r.is_first), None)

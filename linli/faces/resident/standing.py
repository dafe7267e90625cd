"""From an application to what its applicant reads: a chip, a sentence, both clocks, papers, decision, steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.parts import shapes, words
from linli.faces.resident.shown import Mine
from linli.kernel import clock
from linli.pillars.service.applications import operations, texts
from linli.pillars.service.applications.models import Application, Paper
from linli.pillars.service.applications.queries import FollowPage, FollowStep
from linli.pillars.service.catalog.rules.item import Line

_SHAPES: Final[dict[str, shapes.StateShape]] = {
    "received": "new",
    "correcting": "ask",
    "supplemented": "new",
    "special": "hold",
    "approved": "done",
    "certified": "done",
    "delivered": "done",
    "archived": "done",
    "declined": "back",
    "refused": "back",
    "returned": "back",
    "transferred": "back",
    "withdrawn": "back",
}


def _chip(state: str) -> str:
    said = {
        "received": _("收到了"),
        "correcting": _("等您补"),
        "supplemented": _("收到了"),
        "special": _("表停着"),
        "approved": _("批准了"),
        "certified": _("等您领"),
        "delivered": _("办好了"),
        "archived": _("办完了"),
        "declined": _("没有批准"),
        "refused": _("没有受理"),
        "returned": _("退回了"),
        "transferred": _("转别处了"),
        "withdrawn": _("撤回了"),
    }
    return said.get(state) or _("办理中")


def state_of(state: str) -> shapes.State:
    """Return the chip of a state in the applicant's words."""
    return shapes.State(_SHAPES.get(state, "doing"), _chip(state))


def sentence_of(state: str) -> str:
    """Return the one sentence that says where it stands."""
    return str(texts.PUBLIC_STATES[state])


def plain_line(text: str) -> Line:
    """Give words as a line of the catalogue; too long ones are cut."""
    return Line(text[:200])


def mine(application: Application) -> Mine:
    """Show an application of the reader's, with a link that is theirs alone."""
    case = application.case
    url = reverse("resident:application", args=[case.number, operations.token_of(application)])
    name = application.item.item.name
    title = words.in_language(name.zh, name.en)
    return Mine(shapes.Row(url=url, title=title, state=state_of(case.state)), sentence_of(case.state), None)


# ---------------------------------------------------------------- clocks


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the times that run: what it is of, by when, and whose it is."""

    label: str
    by: str
    note: str = ""


def clocks_of(application: Application, at: datetime) -> tuple[Clock, ...]:
    """Say by when what happens: first whether it is accepted; then as promised, and as the law has it at the latest."""
    case, item = application.case, application.item.item
    if not case.is_open:
        return ()
    if case.state in ("received", "supplemented"):
        if case.due_at is None:
            return ()
        law = _("行政许可法第三十二条") if item.is_permit else _("我们的承诺")
        return (Clock(_("告诉您受理不受理"), _by(case.due_at, at), law),)
    if application.accepted_at is None:
        return ()
    found = []
    if application.promised_by is not None and application.decided_at is None:
        found.append(Clock(_("我们承诺"), _by(application.promised_by, at)))
    if case.resolve_by is not None and application.decided_at is None and item.time.statutory:
        found.append(Clock(_("规定最长"), _by(case.resolve_by, at), item.time.statutory_ground))
    if application.decided_at is not None and case.due_at is not None:
        found.append(
            Clock(_("送到您手里"), _by(case.due_at, at), _("行政许可法第四十四条") if item.is_permit else "")
        )
    return tuple(found)


def _by(moment: datetime, at: datetime) -> str:
    """Say a deadline: one that ends with a day is that day, not the midnight after it."""
    if moment < at:
        return _("%(when)s，已经过了，上级正在盯着") % {"when": words.day(moment, at)}
    if clock.local(moment).time() == time.min:
        return _("%(when)s前") % {"when": words.day(moment - timedelta(minutes=1), at)}
    return _("%(when)s前") % {"when": words.when(moment, at)}


# ---------------------------------------------------------------- papers, decision, steps


@dataclass(frozen=True, slots=True)
class PaperLine:
    """Where a paper is, in words."""

    words: str
    why: str = ""
    until: datetime | None = None


def paper_of(paper: Paper) -> PaperLine:
    """Say where a paper is, and what is wrong with it."""
    match Paper.State(paper.state):
        case Paper.State.RECEIVED:
            return PaperLine(_("收到了"))
        case Paper.State.SHARED:
            return PaperLine(_("我们自己查"))
        case Paper.State.RETURNED:
            return PaperLine(_("要重新交"), paper.why)
        case Paper.State.PROMISED:
            return PaperLine(_("答应后补"), "", paper.promised_until)
        case _:
            return PaperLine(_("还没有交"), paper.why)


def told_in(found: FollowPage) -> str:
    """Give what the window wrote when it told what is missing; nothing once it was supplied."""
    if found.application.case.state != "correcting":
        return ""
    return next((step.words for step in found.steps if step.verb == "tell"), "")


@dataclass(frozen=True, slots=True)
class Decision:
    """How it was decided, why, and where to turn against it: the words of the decision."""

    is_good: bool
    head: str
    words: str
    document: str


_DECIDING: Final = {
    "approve": "approval",
    "finish": "",
    "decline": "decline",
    "refuse": "refusal",
    "give_back": "",
    "transfer": "",
}


def decision_of(found: FollowPage) -> Decision | None:
    """Give the last decision with its words and its document, if there is one."""
    step = next((s for s in found.steps if s.verb in _DECIDING), None)
    if step is None:
        return None
    heads = {
        "approve": _("批准了"),
        "finish": _("当场办好了"),
        "decline": _("没有批准"),
        "refuse": _("没有受理"),
        "give_back": _("退回了"),
        "transfer": _("转给别处办"),
    }
    kind = _DECIDING[step.verb]
    number = next((d.number for d in found.documents if d.kind == kind), "")
    return Decision(step.verb in ("approve", "finish"), heads[step.verb], step.words, number)


_SAID: Final = frozenset(
    {"tell", "approve", "decline", "refuse", "finish", "transfer", "give_back", "begin_special"}
)


def steps_of(found: FollowPage) -> list[shapes.Step]:
    """Show what happened, newest first, as staff chose to say it."""
    return [
        shapes.Step(shape=_shape(step), who=_who(step), text=_says(step), at=step.at) for step in found.steps
    ]


def _shape(step: FollowStep) -> shapes.StateShape:
    if step.verb == "submit":
        return "new"
    shape = _SHAPES.get(step.after, "doing")
    return "doing" if shape == "new" else shape


def _who(step: FollowStep) -> str:
    if step.is_mine:
        return _("您")
    return step.unit or _("到时自动")


def _says(step: FollowStep) -> str:
    verb = str(texts.VERBS[step.verb])
    if step.is_mine or not step.words:
        return f"{verb}。\n{step.words}".strip() if step.words else f"{verb}。"
    return step.words if step.verb in _SAID else f"{verb}。\n{step.words}"

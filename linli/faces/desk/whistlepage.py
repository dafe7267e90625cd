"""What the page of a whistle shows, put into words and shapes, and which form each verb fills."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import whistleforms as wf
from linli.faces.desk.asking import DeskRequest
from linli.faces.parts import words
from linli.faces.parts.shapes import Due, Row, State, Tag
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles import queries
from linli.pillars.governance.whistles.models import Whistle
from linli.pillars.governance.whistles.queries import CallRow, WhistlePage, WhistleRow
from linli.pillars.governance.whistles.rules import Progress
from linli.pillars.governance.whistles.texts import (
    ASKED,
    CALL_SHAPES,
    CALL_STATES,
    SHAPES,
    SLOTS,
    STATES,
    VERBS,
)
from linli.pillars.governance.whistles.texts import MARKS as MARK_WORDS


@dataclass(frozen=True, slots=True)
class Press:
    """A verb: what it does, which form it fills, and whether it is about one department."""

    operate: Callable[..., Any]
    form: Callable[..., forms.Form] | None = None
    is_of_call: bool = False
    is_quiet: bool = False
    """Takes away or sends upward: the button is not the solid one."""


PRESSES: Final[dict[str, Press]] = {
    "report_in": Press(op.report_in_whistle, None, is_of_call=True),
    "sign_in": Press(op.sign_in_whistle, None, is_of_call=True),
    "plan": Press(op.plan_whistle, wf.PlanForm, is_of_call=True),
    "feed_back": Press(op.feed_back_whistle, wf.AnswerForm, is_of_call=True),
    "assess": Press(op.assess_whistle, wf.AssessForm, is_of_call=True),
    "decline_whistle": Press(op.decline_whistle, wf.ReasonForm, is_of_call=True, is_quiet=True),
    "post_whistle": Press(op.post_whistle, wf.PostForm, is_quiet=True),
    "take_down": Press(op.take_whistle_down, None, is_quiet=True),
    "claim_whistle": Press(op.claim_whistle, wf.ClaimForm),
    "rule": Press(op.rule_whistle, wf.RuleForm),
    "hand_back": Press(op.hand_whistle_back, wf.ReasonForm),
    "call_more": Press(op.call_more_whistle, wf.CallForm, is_quiet=True),
    "escalate": Press(op.escalate_whistle, wf.ReasonForm, is_quiet=True),
    "shelve": Press(op.shelve_whistle, wf.ShelfForm, is_quiet=True),
    "review": Press(op.review_whistle, wf.ReasonForm),
    "note": Press(op.note_whistle, wf.NoteForm, is_quiet=True),
    "call_off": Press(op.call_off_whistle, wf.EndForm, is_quiet=True),
}


def dashed(verb: str) -> str:
    return verb.replace("_", "-")


def row_of(row: WhistleRow, at: datetime) -> Row:
    """Return a whistle as a line of a list: who was called, and what is left of the clock."""
    if not row.is_open:
        due = Due(words.day(row.closed_at, at), "none", row.closed_at) if row.closed_at else None
    elif row.stopped_until:
        due = Due(_("%(day)s 复核") % {"day": words.day(row.stopped_until, at)})
    else:
        due = words.due(row.due_at, at, row.card) if row.due_at else None  # type: ignore[arg-type]
    called = "、".join(unit for unit, _state in row.called)
    return Row(
        url=reverse("desk:whistle", args=[row.number]),
        title=row.title,
        state=State(SHAPES[row.state], STATES[row.state]),  # type: ignore[arg-type]
        due=due,
        left=(row.number, str(Whistle.Kind(row.kind).label), _("%(unit)s吹的") % {"unit": row.unit}),
        holder=called,
        tags=(Tag(_("吹哨"), "lead"), *((Tag(_("等认领")),) if row.is_posted and row.is_open else ())),
    )


def prefix_of(verb: str, about: Unit | None) -> str:
    return f"{dashed(verb)}-{about.pk}" if about else dashed(verb)


def form_of(press: Press, found: Whistle, data: Any, prefix: str, claims: Sequence[Unit] = ()) -> forms.Form:
    """Give the form of a verb; `claims` are the units that may take a piece of it on."""
    assert press.form is not None
    if issubclass(press.form, wf.ClaimForm):  # type: ignore[arg-type]
        return press.form(data, prefix=prefix, units=claims)
    if issubclass(press.form, wf.CallForm):  # type: ignore[arg-type]
        return press.form(data, prefix=prefix, units=queries.callable_units(found.case.office))
    return press.form(data, prefix=prefix)


def show(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.whistle_page(actor=request.actor, number=number, at=request.at)
    case, found = page.whistle.case, page.whistle
    open_to = {move.verb for move in page.moves}
    context = {
        "page": page,
        "whistle": found,
        "case": case,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": words.due(case.due_at, request.at, case.card)  # type: ignore[arg-type]
        if case.due_at and case.is_open and not case.stopped_at
        else None,
        "claim": (given or {}).get("claim-whistle")
        or (
            form_of(PRESSES["claim_whistle"], found, None, "claim-whistle", page.claims)
            if page.claims
            else None
        ),
        "takes_down": "take_down" in open_to,
        "calls": [_call(call, page, given or {}, request.at) for call in page.calls],
        "forms": [
            {
                "verb": VERBS[verb],
                "url": reverse(f"desk:whistle-{dashed(verb)}", args=[number]),
                "form": (given or {}).get(dashed(verb)) or form_of(press, found, None, dashed(verb)),
                "is_open": dashed(verb) in (given or {}) or not press.is_quiet,
            }
            for verb, press in PRESSES.items()
            # What came too late is shown with what was typed, and why.
            if (verb in open_to or dashed(verb) in (given or {}))
            and not press.is_of_call
            and press.form is not None
        ],
        "steps": [_step(step, page) for step in page.steps],
        "parent_url": reverse("desk:report", args=[page.parent.number]) if page.parent else "",
        "key": uuid.uuid4(),
    }
    return furniture.page(request, "desk/whistles/whistle.html", context, status=status)


def _call(call: CallRow, page: WhistlePage, given: dict[str, forms.Form], at: datetime) -> dict[str, Any]:
    one = call.call
    clocks = (
        ("sign", one.sign_by, one.signed_at),
        ("report", one.report_by, one.reported_at),
        ("plan", one.plan_by, one.planned_at),
        ("close", one.close_by, one.answered_at),
    )
    open_to = [move.verb for move in call.moves]
    number = page.whistle.case.number
    return {
        "call": one,
        "unit": call.unit,
        "is_mine": call.is_mine,
        "state": State(CALL_SHAPES[one.state], CALL_STATES[one.state]),  # type: ignore[arg-type]
        "due": words.due(call.due_at, at, "red" if call.due_at <= at else "none")
        if call.due_at and page.whistle.case.is_open and not page.whistle.case.stopped_at
        else None,
        "clocks": [(SLOTS[slot], by, done, slot in call.late) for slot, by, done in clocks],
        "how": one.get_how_display(),
        "row": call,
        "has_declined": one.state == Progress.DECLINED,
        "assessments": [
            (
                [(ASKED[name], MARK_WORDS[getattr(marks, name)]) for name in ASKED],
                text,
                marks.at,
                marks.is_low,
                marks.is_final,
            )
            for marks, text in call.assessments
        ],
        "presses": [verb for verb in ("report_in", "sign_in") if verb in open_to],
        "forms": [
            {
                "verb": VERBS[verb],
                "url": reverse(f"desk:whistle-{dashed(verb)}", args=[number, one.unit_id]),
                "form": given.get(prefix_of(verb, one.unit))
                or form_of(PRESSES[verb], page.whistle, None, prefix_of(verb, one.unit)),
                "is_open": prefix_of(verb, one.unit) in given or not PRESSES[verb].is_quiet,
            }
            for verb in PRESSES
            if (verb in open_to or prefix_of(verb, one.unit) in given) and PRESSES[verb].form is not None
        ],
    }


def _step(step: queries.StepRow, page: WhistlePage) -> tuple[dict[str, Any], str]:
    unit = next((call.unit for call in page.calls if call.call.unit_id == step.about), "")
    about = unit if unit != step.unit else ""
    row = {"at": step.at, "who": step.who, "unit": step.unit, "note": step.note, "answer": step.answer}
    return row, "·".join(str(part) for part in (VERBS.get(step.verb, step.verb), about) if part)

"""The morning meeting of a campaign: its sheet as page and paper, what is decided there, and each decision's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import campaignforms as cf
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.campaignpapers import morning_of
from linli.faces.desk.campaigns import ENDS, campaigning
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.guards import said
from linli.faces.parts import words
from linli.faces.parts.papers import word_of
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import policies, queries
from linli.pillars.governance.campaigns.models import Campaign
from linli.pillars.governance.campaigns.texts import DEEDS, SHAPES, STATES, VERBS

VERBS_HERE: Final[dict[str, tuple[Callable[..., Any], type[forms.Form]]]] = {
    "answer": (op.answer_decision, cf.AnswerForm),
    "confirm": (op.confirm_decision, cf.PressForm),
    "redo": (op.redo_decision, cf.NoteForm),
    "drop": (op.drop_decision, cf.AnswerForm),
    "note": (op.note_decision, cf.NoteForm),
}
FIRST: Final = frozenset({"answer", "confirm"})


def _day(request: DeskRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


@campaigning
@require_GET
def morning(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the sheet of today, or of a day on which a meeting was held."""
    return _page(request, pk)


def _doors(sheet: queries.Sheet) -> list[tuple[int, str]]:
    """Offer the doors that the sheet speaks of, those that are stuck first."""
    found = {row.id: f"{row.order} {row.name}" for row in sheet.stuck}
    found |= {row.id: f"{row.order} {row.name}" for row in sheet.moved}
    return list(found.items())


def _decide_form(one: Campaign, sheet: queries.Sheet, data: Any, request: DeskRequest) -> cf.DecideForm:
    today = clock.local(request.at).date()
    return cf.DecideForm(
        data,
        units=queries.deciders_of(one),
        doors=_doors(sheet),
        initial={"until": today + timedelta(days=1), "to": str(one.unit_id)},
    )


def _page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    one = queries.get_campaign(actor=request.actor, pk=pk)
    today = clock.local(request.at).date()
    held = queries.mornings_of(one)
    day = _day(request)
    if day is not None and day != today and day not in {m.date for m in held}:
        raise Http404
    sheet = queries.sheet_of(actor=request.actor, campaign=one, at=request.at, day=day)
    is_today = sheet.date == today
    chairs = policies.chairs(request.actor, one) and one.closed_at is None and is_today
    again = given or {}

    def shown(rows: tuple[queries.DecisionRow, ...]) -> list[tuple[queries.DecisionRow, State]]:
        return [(row, State(SHAPES[row.state], STATES[row.state])) for row in rows]  # type: ignore[arg-type]

    context = {
        "one": one,
        "sheet": sheet,
        "of": sheet.total - sheet.exempt,
        "is_today": is_today,
        "days": [m.date for m in held if m.date != today][:14],
        "moved": [(row, DEEDS.get(row.verb, ""), ENDS.get(row.outcome, "")) for row in sheet.moved],
        "before": shown(sheet.before),
        "decided": shown(sheet.decided),
        "decide": again.get("decide") or (_decide_form(one, sheet, None, request) if chairs else None),
        "hold": again.get("hold") or (cf.WordsForm(initial={"words": sheet.words}) if chairs else None),
        "chairs": chairs,
        "query": f"?day={sheet.date:%Y-%m-%d}",
    }
    return furniture.page(request, "desk/campaigns/morning.html", context, status=status)


@campaigning
@require_POST
def hold(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hold the meeting: from here the next one looks on."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    form = cf.WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, {"hold": form}, status=422)
    try:
        op.hold_morning(actor=request.actor, at=request.at, campaign=one, words=form.cleaned_data["words"])
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, pk, {"hold": form}, status=status_of(refusal))
    messages.success(request, _("记下了。明天从这时候往后看。"))
    return redirect("desk:campaign-morning", pk=pk)


@campaigning
@require_POST
def decide(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down what is decided; whoever does it has it at once."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    sheet = queries.sheet_of(actor=request.actor, campaign=one, at=request.at)
    form = _decide_form(one, sheet, request.POST, request)
    if not form.is_valid():
        return _page(request, pk, {"decide": form}, status=422)
    data = form.cleaned_data
    to = next(unit for unit in queries.deciders_of(one) if str(unit.pk) == data["to"])
    door = queries.get_target(actor=request.actor, pk=int(data["target"])) if data["target"] else None
    try:
        op.decide(
            actor=request.actor,
            at=request.at,
            campaign=one,
            what=data["what"],
            to=to,
            until=data["until"],
            target=door,
            key=data["key"],
        )
    except Refusal as refusal:
        form.add_error(
            "until" if isinstance(refusal, op.DecisionTooLong) else None, said(refusal, request.at)
        )
        return _page(request, pk, {"decide": form}, status=status_of(refusal))
    messages.success(request, _("议定了，%(unit)s的收件箱里已经有。") % {"unit": to})
    return redirect("desk:campaign-morning", pk=pk)


@campaigning
@require_GET
def paper(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the sheet as paper, to print."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    sheet = queries.sheet_of(actor=request.actor, campaign=one, at=request.at, day=_day(request))
    url = f"{reverse('desk:campaign-morning-docx', args=[pk])}?day={sheet.date:%Y-%m-%d}"
    return render(request, "parts/document.html", {"sheet": morning_of(one, sheet), "docx_url": url})


@campaigning
@require_GET
def docx(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the sheet as a Word file."""
    one = queries.get_campaign(actor=request.actor, pk=pk)
    return word_of(
        morning_of(one, queries.sheet_of(actor=request.actor, campaign=one, at=request.at, day=_day(request)))
    )


# --- one decision -------------------------------------------------------------------------------------------


@campaigning
@require_GET
def decision(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a decision: who has it until when, what was said, what may be done."""
    return _decision_page(request, number)


def _decision_page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.decision_page(actor=request.actor, number=number)
    case, held = page.decision.case, given or {}
    open_to = {move.verb for move in page.moves}
    context = {
        "page": page,
        "decision": page.decision,
        "case": case,
        "state": State(SHAPES[case.state], STATES[case.state]),  # type: ignore[arg-type]
        "due": words.due(case.due_at, request.at, case.card)  # type: ignore[arg-type]
        if case.due_at and case.is_open
        else None,
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "sees_campaign": policies.reaches(request.actor, page.decision.campaign),
        "moves": [
            (
                reverse(f"desk:decision-{verb}", args=[number]),
                VERBS[verb],
                held.get(verb) or kind(prefix=verb),
                verb in held or verb in FIRST,
                verb in FIRST,
            )
            for verb, (_do, kind) in VERBS_HERE.items()
            if verb in open_to or verb in held
        ],
    }
    return furniture.page(request, "desk/campaigns/decision.html", context, status=status)


@campaigning
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move of a decision."""
    operate, kind = VERBS_HERE[verb]
    queries.get_decision(actor=request.actor, number=number)
    form = kind(request.POST, prefix=verb)
    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _decision_page(request, number, {verb: form}, status=status),
        words=VERBS[verb],
        to="desk:decision",
    )

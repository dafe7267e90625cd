"""One project at the desk: its steps, its history, what fits it, every move as a form; and a unit's year as a paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import partnerforms as pf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import make_by_form
from linli.faces.desk.partners import partnering, state_of
from linli.faces.parts.papers import DOCX, docx_of
from linli.faces.parts.partnerpapers import statement_of
from linli.kernel import clock
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import queries
from linli.pillars.party.partners.queries import ProjectPage
from linli.pillars.party.partners.texts import VERBS, WHYS

Verb = Callable[..., Any]
VERBS_HERE: Final[dict[str, tuple[Verb, type[forms.Form]]]] = {
    "claim": (op.claim_project, pf.ClaimForm),
    "advance": (op.advance_project, pf.AdvanceForm),
    "finish": (op.finish_project, pf.FinishForm),
    "confirm": (op.confirm_project, pf.ConfirmForm),
    "redo": (op.redo_project, pf.WhyForm),
    "rule": (op.rule_project, pf.RuleForm),
    "give-back": (op.give_project_back, pf.BackForm),
    "end": (op.end_project, pf.WhyForm),
    "note": (op.note_project, pf.NoteForm),
}
DANGER: Final = frozenset({"give-back", "end"})


def _form(
    request: DeskRequest, page: ProjectPage, verb: str, data: Any = None
) -> pf.PressForm | pf.ClaimForm | pf.RuleForm:
    kind: Any = VERBS_HERE[verb][1]
    more: dict[str, Any] = {}
    if kind is pf.ClaimForm:
        more["units"] = queries.own_units(actor=request.actor)
    elif kind is pf.RuleForm:
        more["units"] = queries.units_there(page.project)
    elif kind is pf.AdvanceForm:
        more["milestones"] = page.milestones
    form: pf.PressForm = kind(data, prefix=verb, initial={"key": uuid.uuid4()}, **more)
    return form


@partnering
@require_GET
def project(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show a project, its steps and what can be done."""
    return _page(request, number)


def _page(
    request: DeskRequest, number: str, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    page = queries.project_page(actor=request.actor, number=number, at=request.at)
    case, held = page.project.case, given or {}
    open_verbs = {move.verb.replace("_", "-") for move in page.moves}
    if "claim" in open_verbs and not queries.own_units(actor=request.actor):
        open_verbs.discard("claim")
    moves = []
    for verb in VERBS_HERE:
        if verb not in open_verbs and verb not in held:
            continue
        form = held.get(verb) or _form(request, page, verb)
        word = VERBS[verb.replace("-", "_")]
        moves.append(
            (verb, reverse(f"desk:partner-project-{verb}", args=[number]), word, form, verb in DANGER)
        )
    context = {
        "page": page,
        "one": page.project,
        "case": case,
        "state": state_of(case.state),
        "steps": [(step, VERBS.get(step.verb, step.verb)) for step in page.steps],
        "made": sum(one.done_at is not None for one in page.milestones),
        "proposals": [(one, [WHYS[why] for why in one.why]) for one in page.proposals],
        "moves": moves,
        "first": moves[0][0] if moves else "",
    }
    return furniture.page(request, "desk/partners/project.html", context, status=status)


@partnering
@require_POST
def act(request: DeskRequest, number: str, verb: str) -> HttpResponseBase:
    """Make one move."""
    page = queries.project_page(actor=request.actor, number=number, at=request.at)
    form = _form(request, page, verb, request.POST)
    do = VERBS_HERE[verb][0]

    def operate(**given: Any) -> object:
        if isinstance(form, pf.ClaimForm):
            given["unit"] = form.units[given["unit"]]
            given["steps"] = given["steps"].splitlines()
        elif isinstance(form, pf.RuleForm):
            given["to"] = form.units[given["to"]]
        elif "milestone" in given:
            given["milestone"] = int(given["milestone"]) if given["milestone"] else None
        return do(**given)

    return make_by_form(
        request,
        number=number,
        operate=operate,
        form=form,
        again=lambda status: _page(request, number, {verb: form}, status=status),
        words=VERBS[verb.replace("-", "_")],
        to="desk:partner-project",
    )


@partnering
@require_POST
def call_on(request: DeskRequest, number: str, resource: int) -> HttpResponseBase:
    """Call on what a unit offers for a need of one's community."""
    op.call_on_resource(actor=request.actor, number=number, at=request.at, resource=resource)
    messages.success(request, _("用上了，已经告诉那个单位。"))
    return redirect("desk:partner-project", number=number)


def _year(request: DeskRequest, asked: str) -> int:
    today = clock.local(request.at).year
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 < int(asked[:5]) <= today else today


@partnering
@require_GET
def unit(request: DeskRequest, unit_id: int) -> HttpResponseBase:
    """Show what a unit's year came to."""
    year = _year(request, request.GET.get("year", ""))
    told = queries.year_of(actor=request.actor, unit_id=unit_id, year=year)
    today = clock.local(request.at)
    context = {
        "told": told,
        "years": [(n, n == year) for n in range(today.year, today.year - 3, -1)],
        "offers": queries.resources_of(actor=request.actor, today=today.date(), unit=unit_id),
    }
    return furniture.page(request, "desk/partners/unit.html", context)


@partnering
@require_GET
def statement(request: DeskRequest, unit_id: int, year: int) -> HttpResponseBase:
    """Hand over a unit's year as a Word file."""
    told = queries.year_of(actor=request.actor, unit_id=unit_id, year=_year(request, str(year)))
    sheet = statement_of(told, request.at)
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    name = quote(f"{told.unit} {sheet.title} {told.year}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response

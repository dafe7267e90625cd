"""Responsibility lists with what is due, and leads for the discipline body."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import supervisionforms as sf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import said
from linli.faces.desk.supervision import supervising
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import operations as op
from linli.pillars.governance.supervision import policies, queries
from linli.pillars.governance.supervision.models import Responsibility
from linli.pillars.governance.supervision.rules import DutyOf, Every


def _office(request: DeskRequest) -> Unit | None:
    return Unit.objects.filter(pk__in=policies.offices_raised_at(request.actor)).order_by("pk").first()


def _rows(request: DeskRequest) -> list[tuple[queries.DutyRow, str, str]]:
    of, often = dict(Responsibility.Of.choices), dict(Responsibility.Often.choices)
    rows = queries.duties_due(actor=request.actor, today=clock.local(request.at).date())
    return [(row, str(of[row.of]), str(often[row.every])) for row in rows]


@supervising
@require_http_methods(["GET", "POST"])
def lists(request: DeskRequest) -> HttpResponseBase:
    """Show responsibility lists, what is due first, and put a line on one."""
    office = _office(request)
    form = sf.DutyForm(request.POST or None, units=queries.units_of(office)) if office else None
    status = 200
    if request.method == "POST":
        if form is None or office is None:
            raise Http404
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                op.keep_responsibility(
                    actor=request.actor,
                    office=office,
                    unit=Unit.objects.get(pk=data["unit"]),
                    of=DutyOf(data["of"]),
                    what=data["what"],
                    basis=data["basis"],
                    proof=data["proof"],
                    every=Every(data["every"]),
                    due=data["due"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("加到清单里了，到日子会排到前面。"))
                return redirect("desk:responsibilities")
    rows = _rows(request)
    acts = form is not None or any(row.is_mine for row, _of, _often in rows)
    context = {"rows": rows, "form": form, "acts": acts, "today": clock.local(request.at).date()}
    return furniture.page(request, "desk/supervision/lists.html", context, status=status)


@supervising
@require_GET
def lists_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the lists as a sheet: posts and units, never persons."""
    columns = [
        (str(_("单位")), 20.0), (str(_("谁的责任")), 12.0), (str(_("要做什么")), 44.0), (str(_("依据")), 30.0),
        (str(_("做到了凭什么看")), 24.0),
        (str(_("多久一次")), 10.0), (str(_("下一次哪天前")), 13.0), (str(_("上一次")), 13.0), (str(_("做了什么")), 40.0),
    ]  # fmt: skip
    cells = (
        (
            r.unit,
            of,
            r.what,
            r.basis,
            r.proof,
            often,
            r.due.isoformat(),
            r.last.isoformat() if r.last else "",
            r.said,
        )
        for r, of, often in _rows(request)
    )
    return sheet_response(_("责任清单"), columns, cells, request.at)


def _found(request: DeskRequest, pk: int) -> Responsibility:
    found = queries.get_responsibility(actor=request.actor, pk=pk)
    if found is None:
        raise Http404
    return found


@supervising
@require_http_methods(["GET", "POST"])
def fulfil(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that what was due was done."""
    found = _found(request, pk)
    form = sf.DoneForm(request.POST or None, initial={"due": found.due_date})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                op.fulfil_responsibility(
                    actor=request.actor,
                    at=request.at,
                    responsibility=found,
                    due=form.cleaned_data["due"],
                    words=form.cleaned_data["words"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("记下了，下一次的日子排好了。"))
                return redirect("desk:responsibilities")
    context = {"form": form, "line": found}
    return furniture.page(request, "desk/supervision/fulfil.html", context, status=status)


@supervising
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a line off the list."""
    op.end_responsibility(actor=request.actor, at=request.at, responsibility=_found(request, pk))
    messages.success(request, _("去掉了，做过的记录还在。"))
    return redirect("desk:responsibilities")


# --- leads --------------------------------------------------------------------------------------------------


@supervising
@require_http_methods(["GET", "POST"])
def leads(request: DeskRequest) -> HttpResponseBase:
    """Hand a lead to the discipline body; list, as numbers alone, those handed over and those received."""
    post = next((p for p in request.actor.posts if p.role in policies.HANDING), None)
    if post is None:
        raise Http404
    unit = Unit.objects.get(pk=post.unit_id)
    office = orgs.office_of(orgs.line_up(unit))
    form = sf.LeadForm(request.POST or None, initial={"key": uuid.uuid4()})
    status = 200
    if request.method == "POST":
        if office is None:
            raise Http404
        status = 422
        if form.is_valid():
            try:
                made = op.hand_lead(
                    actor=request.actor,
                    at=request.at,
                    office=office,
                    unit=unit,
                    words=form.cleaned_data["words"],
                    key=form.cleaned_data["key"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                told = {"number": made.number, "body": str(made.body)}
                messages.success(request, _("交给%(body)s了，编号 %(number)s。这里不再留内容。") % told)
                return redirect("desk:leads")
    rows = queries.leads_of(actor=request.actor)
    body = queries.discipline_body(office) if office else None
    context: dict[str, Any] = {
        # Who receives leads has nobody to hand one to but itself.
        "form": form if office and body != unit else None,
        "unit": unit,
        "received": [row for row in rows if row.is_mine],
        "handed": [row for row in rows if not row.is_mine],
        "body": body,
    }
    return furniture.page(request, "desk/supervision/leads.html", context, status=status)


@supervising
@require_GET
def leads_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the numbers of leads: from where, when, received when. Nothing of what they say."""
    columns = [
        (str(_("编号")), 18.0), (str(_("哪个单位移送")), 20.0), (str(_("移送时间")), 17.0), (str(_("收到时间")), 17.0)
    ]  # fmt: skip
    rows = queries.leads_of(actor=request.actor)
    cells: list[tuple[str, str, datetime, datetime | None]] = [
        (r.number, r.unit, r.handed_at, r.received_at) for r in rows
    ]
    return sheet_response(_("线索移送登记"), columns, cells, request.at)


@supervising
@require_POST
def lead(request: DeskRequest, number: str) -> HttpResponseBase:
    """Open a lead at the discipline body. By a press, not a link: every opening is logged."""
    found = op.open_lead(actor=request.actor, at=request.at, number=number)
    return furniture.page(request, "desk/supervision/lead.html", {"lead": found})

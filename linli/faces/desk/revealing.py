"""Asking for one hidden value: a reason first, then the value once, and the person can read that it was seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.people import operations
from linli.faces.desk import furniture, guards, showing
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.guards import desk
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import queries

FIELDS = {"phone": gettext_lazy("电话"), "name": gettext_lazy("姓名")}


class ReasonForm(forms.Form):
    """Why somebody must see it."""

    reason = forms.CharField(
        label=gettext_lazy("为什么要看"),
        max_length=200,
        help_text=gettext_lazy("比如：上门前约时间。本人能看到谁、什么时候、为什么看了。"),
    )


@desk
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, number: str, reporter_id: int, field: str) -> HttpResponseBase:
    """Show a reporter's full name or number, for a reason that is kept."""
    report = queries.get_report(actor=request.actor, number=number)
    rows = queries.reporters_of(request.actor, report)
    row = next((r for r in rows if r.id == reporter_id and r.may_reveal), None)
    if row is None or field not in FIELDS:
        raise Http404
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {
        "case": report.case,
        "form": form,
        "field_words": FIELDS[field],
        "masked": row.phone if field == "phone" else row.name,
        "case_url": showing.report_url(number),
        "office_name": str(report.case.office),
        "is_phone": field == "phone",
    }
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                context["value"] = operations.reveal(
                    actor=request.actor,
                    subject="reports.Reporter",
                    id=reporter_id,
                    field=field,
                    reason=form.cleaned_data["reason"],
                    at=request.at,
                )
                status = 200
            except Refusal as refusal:
                form.add_error(None, guards.said(refusal, request.at))
                status = status_of(refusal)
    return _page(request, context, status)


def _page(request: DeskRequest, context: dict[str, Any], status: int) -> HttpResponse:
    if is_piece(request):
        response = furniture.fragment(request, "desk/reports/_reveal.html", context, status=status)
    else:
        response = furniture.page(request, "desk/reports/reveal.html", context, status=status)
    # What was shown once must not come back by the browser's own memory.
    response["Cache-Control"] = "no-store"
    return response

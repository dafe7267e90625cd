"""Asking for one hidden value: a reason first, then the value once, and the person can read that it was seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.people import operations
from linli.faces.desk import furniture, guards, showing
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.guards import desk
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import queries
from linli.pillars.service.ratings import queries as ratings

FIELDS = {"phone": gettext_lazy("电话"), "name": gettext_lazy("姓名")}


BESIDE = "desk/reports/reveal.html"
"""The page of a case that stands in the inbox."""


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
    return ask(
        request,
        subject="reports.Reporter",
        id=reporter_id,
        field=field,
        context={
            "case": report.case,
            "field_words": FIELDS[field],
            "masked": row.phone if field == "phone" else row.name,
            "case_url": showing.report_url(number),
            "office_name": str(report.case.office),
            "is_phone": field == "phone",
        },
        template=BESIDE,
    )


@desk
@require_http_methods(["GET", "POST"])
def reveal_rater(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show the number somebody left to be called back about a bad rating, for a reason that is kept."""
    page = ratings.rating_page(actor=request.actor, number=number, at=request.at)
    if not page.phone:
        raise Http404
    return ask(
        request,
        subject="ratings.Rating",
        id=page.rating.pk,
        field="phone",
        context={
            "case": page.case,
            "field_words": FIELDS["phone"],
            "masked": page.phone,
            "case_url": reverse("desk:rating", args=[number]),
            "office_name": str(page.case.office),
            "is_phone": True,
        },
        template=BESIDE,
    )


def ask(
    request: DeskRequest,
    *,
    subject: str,
    id: int,
    field: str,
    context: dict[str, Any],
    template: str = "desk/reveal.html",
) -> HttpResponse:
    """Ask for the reason, then show one value once, on a page under `title` that leads back to `case_url`."""
    form = ReasonForm(request.POST or None)
    context = {**context, "form": form}
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                context["value"] = operations.reveal(
                    actor=request.actor,
                    subject=subject,
                    id=id,
                    field=field,
                    reason=form.cleaned_data["reason"],
                    at=request.at,
                )
                status = 200
            except Refusal as refusal:
                form.add_error(None, guards.said(refusal, request.at))
                status = status_of(refusal)
    response = (
        furniture.fragment(request, "desk/reports/_reveal.html", context, status=status)
        if is_piece(request)
        else furniture.page(request, template, context, status=status)
    )
    # What was shown once must not come back by the browser's own memory.
    response["Cache-Control"] = "no-store"
    return response

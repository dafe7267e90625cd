"""The households one is paired with: where to go this month, and that one was there. Nothing else of anybody."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.careforms import PairVisitForm
from linli.faces.desk.careperson import came_of
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.revealing import FIELDS as NAMED
from linli.faces.desk.revealing import ask
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.care import operations, queries
from linli.pillars.service.care.policies import may_help
from linli.pillars.service.care.queries import PairRow

helping = desk_for(may_help, gettext_lazy("结对帮扶归领导、书记和结对的单位；谁家和谁结对，由社区来定。"))


@helping
@require_GET
def pairs(request: DeskRequest) -> HttpResponseBase:
    """List the households one is paired with, those not visited this month first."""
    return _show(request)


def _show(
    request: DeskRequest, bound: tuple[int, forms.Form] | None = None, status: int = 200
) -> HttpResponseBase:
    rows = queries.pairs_of(actor=request.actor, at=request.at)
    context = {
        "rows": [
            (
                row,
                bound[1]
                if bound and bound[0] == row.id
                else PairVisitForm(initial={"idempotency_key": uuid.uuid4()}, auto_id=f"p{row.id}_%s"),
                bool(bound and bound[0] == row.id),
                _reveals(row),
            )
            for row in rows
        ],
        "owed": sum(row.is_owed for row in rows),
    }
    return furniture.page(request, "desk/care/pairs.html", context, status=status)


def _reveals(row: PairRow) -> list[tuple[Any, str, str]]:
    hidden = (("name", row.name), ("phone", row.phone), ("door", "•••" if row.has_door else ""))
    return [
        (
            NAMED[field] if field in NAMED else _("住址"),
            masked,
            reverse("desk:care-pair-reveal", args=[row.id, field]),
        )
        for field, masked in hidden
        if masked
    ]


@helping
@require_POST
def visit(request: DeskRequest, pair_id: int) -> HttpResponseBase:
    """Write down that one was there; what was typed stays where it is refused."""
    form = PairVisitForm(request.POST, auto_id=f"p{pair_id}_%s")
    _row(request, pair_id)
    if not form.is_valid():
        return _show(request, (pair_id, form), 422)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            made = operations.record_pair_visit(
                actor=request.actor,
                at=request.at,
                pair_id=pair_id,
                way=given["way"],
                outcome=given["outcome"],
                found=given["found"] or given["matter"],
                key=form.key,
            )
            told = came_of(request, made, form)
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _show(request, (pair_id, form), status_of(refusal))
    messages.success(request, told)
    return redirect("desk:care-pairs")


def _row(request: DeskRequest, pair_id: int) -> PairRow:
    rows = queries.pairs_of(actor=request.actor, at=request.at)
    found = next((row for row in rows if row.id == pair_id), None)
    if found is None:
        raise Http404
    return found


@helping
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pair_id: int, field: str) -> HttpResponseBase:
    """Show where to go, or a name, for a reason; the person can read who looked and why."""
    row = _row(request, pair_id)
    shown = {str(url): (word, masked) for word, masked, url in _reveals(row)}
    found = shown.get(reverse("desk:care-pair-reveal", args=[pair_id, field]))
    if found is None:
        raise Http404
    return ask(
        request,
        subject=queries.REVEALED,
        id=row.person_id,
        field=field,
        context={
            "title": row.name,
            "field_words": found[0],
            "masked": found[1],
            "case_url": reverse("desk:care-pairs"),
            "is_phone": field == "phone",
        },
    )


@helping
@require_GET
def sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the list as a sheet, masked as it is shown."""
    columns = [
        (str(_("姓名")), 10.0),
        (str(_("社区")), 14.0),
        (str(_("网格")), 14.0),
        (str(_("结对单位")), 18.0),
        (str(_("这个月")), 10.0),
        (str(_("下次最晚")), 12.0),
        (str(_("上次去")), 17.0),
    ]
    lines = (
        (
            row.name,
            row.community,
            row.grid,
            row.unit,
            _("还没去") if row.is_owed else _("去过了"),
            row.due_on,
            row.visits[0].at if row.visits else None,
        )
        for row in queries.pairs_of(actor=request.actor, at=request.at)
    )
    return sheet_response(_("结对帮扶"), columns, lines, request.at)

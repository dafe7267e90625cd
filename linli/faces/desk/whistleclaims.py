"""Claiming from both sides (双向认领) at the desk: whistles that wait to be taken on, beside what units would do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.orgs.models import Unit
from linli.faces.desk import furniture
from linli.faces.desk import whistleforms as wf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.whistlepage import row_of
from linli.faces.desk.whistles import hearing
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles import policies, queries


def _units(request: DeskRequest) -> list[tuple[int, str]]:
    return [(p.unit_id, p.unit_name) for p in policies.claiming_posts(request.actor)]


@hearing
@require_GET
def claims(request: DeskRequest) -> HttpResponseBase:
    """Show both sides: what waits to be taken on, and what is offered."""
    return _page(request)


def _page(request: DeskRequest, given: wf.OfferForm | None = None, *, status: int = 200) -> HttpResponseBase:
    units = _units(request)
    today = clock.local(request.at).date()
    form = given or wf.OfferForm(initial={"from_date": today}, units=units)
    context: dict[str, Any] = {
        "wanted": [
            (row_of(one.row, request.at), one.wanted if one.wanted != one.row.title else "")
            for one in queries.wanted_of(actor=request.actor)
        ],
        "offers": queries.offers_of(actor=request.actor, at=request.at),
        "form": form if units else None,
        "is_refused": given is not None,
        "can_blow": bool(policies.blowing_posts(request.actor)),
    }
    return furniture.page(request, "desk/whistles/claims.html", context, status=status)


@hearing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over both sides as one sheet."""
    columns = [
        (str(_("需求还是资源")), 12.0), (str(_("编号")), 16.0), (str(_("单位")), 20.0), (str(_("什么事")), 44.0),
        (str(_("还缺谁来做什么")), 44.0), (str(_("从哪天起")), 12.0), (str(_("到哪天止")), 12.0),
        (str(_("被认领次数")), 10.0),
    ]  # fmt: skip
    wanted = (
        (_("需求"), one.row.number, one.row.unit, one.row.title, one.wanted, clock.local(one.row.filed_at).date(), "",
         sum(state != "declined" for _unit, state in one.row.called))
        for one in queries.wanted_of(actor=request.actor)
    )  # fmt: skip
    offered = (
        (_("资源"), "", one.unit, one.words, "", one.from_date, one.until_date, one.taken_count)
        for one in queries.offers_of(actor=request.actor, at=request.at)
    )
    return sheet_response(_("双向认领"), columns, [*wanted, *offered], request.at)


@hearing
@require_POST
def offer(request: DeskRequest) -> HttpResponseBase:
    """Write down what one's unit would do."""
    units = _units(request)
    if not units:
        raise Http404
    form = wf.OfferForm(request.POST, units=units)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = dict(form.cleaned_data)
    unit = Unit.objects.get(pk=int(data.pop("unit")))
    try:
        op.make_offer(actor=request.actor, at=request.at, unit=unit, **data)
    except Refusal as refusal:
        return _page(request, form, status=refused_at(form, refusal, request.at))
    messages.success(request, _("写上了，吹哨的看得到。"))
    return redirect("desk:whistle-claims")


@hearing
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that it is not offered any more."""
    op.end_offer(actor=request.actor, at=request.at, offer=queries.get_offer(actor=request.actor, pk=pk))
    messages.success(request, _("撤下了，已经认领的照办。"))
    return redirect("desk:whistle-claims")

"""Economic indicators at the desk: the year's targets, what was reached, from a form or a sheet; as a sheet again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import economyforms as ef
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for
from linli.faces.parts import words
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy import operations as op
from linli.pillars.governance.economy import policies, queries

economising = desk_for(policies.sees_any, gettext_lazy("经济指标和重点项目由街道登记，街道、科室和社区看。"))
FORMS: dict[str, type[Any]] = {"target": ef.TargetForm, "value": ef.ValueForm, "import": ef.EconomyFileForm}


def _year(request: DeskRequest) -> int:
    """Give the year that is asked for; this one unless a sensible one is."""
    asked = request.GET.get("year", "")
    this = clock.local(request.at).year
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else this


def _page(
    request: DeskRequest, wrong: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponseBase:
    year = _year(request)
    rows = queries.targets_of(actor=request.actor, year=year)
    offices = queries.offices_of(actor=request.actor)
    local = clock.local(request.at)
    begun = {"year": year, "until_month": local.month - 1 or 12}
    made = {name: kind(offices=offices, initial=begun) for name, kind in FORMS.items()} if offices else {}
    context = {
        "year": year,
        "years": [(y, f"{reverse('desk:economy')}?year={y}") for y in queries.years_of(actor=request.actor)],
        "rows": [(row, words.day(row.latest.reported_at, request.at) if row.latest else "") for row in rows],
        "has_offices": len({row.target.office_id for row in rows}) > 1,
        "forms": {**made, **(wrong or {})} if offices else {},
        "opened": next(iter(wrong or {}), ""),
        "sheet_url": f"{reverse('desk:economy-sheet')}?year={year}",
    }
    return furniture.page(request, "desk/economy/economy.html", context, status=status)


@economising
@require_GET
def economy(request: DeskRequest) -> HttpResponseBase:
    """Show the indicators of a year. At most ten queries."""
    return _page(request)


@economising
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand the indicators of a year over, month by month: the sheet that can be taken in again."""
    heads = (
        (_("街道"), 18.0), (_("年度"), 8.0), (_("指标"), 20.0), (_("目标（万元）"), 14.0), (_("1 月到几月"), 10.0),
        (_("累计完成（万元）"), 16.0), (_("完成率（%）"), 12.0), (_("谁报的数"), 24.0),
    )  # fmt: skip
    rows = (
        (
            str(row.target.office), row.target.year, str(row.target.get_what_display()), row.target.amount_wan,
            value.until_month, value.amount_wan, round(100 * value.amount_wan / row.target.amount_wan, 1), value.source,
        )
        for row in queries.targets_of(actor=request.actor, year=_year(request))
        for value in row.values
    )  # fmt: skip
    return sheet_response(_("经济指标"), heads, rows, request.at)


@economising
@require_POST
def act(request: DeskRequest, verb: str) -> HttpResponseBase:
    """Set a target, report a value or take a sheet in."""
    offices = queries.offices_of(actor=request.actor)
    if not offices:
        raise op.NotYourEconomy
    form = FORMS[verb](request.POST, request.FILES, offices=offices)
    if not form.is_valid():
        return _page(request, {verb: form}, 422)
    try:
        _do(request, verb, dict(form.cleaned_data))
    except Refusal as refusal:
        return _page(request, {verb: form}, refused_at(form, refusal, request.at))
    return redirect(f"{reverse('desk:economy')}?year={form.cleaned_data.get('year', _year(request))}")


def _do(request: DeskRequest, verb: str, data: dict[str, Any]) -> None:
    if verb == "target":
        made = op.set_target(actor=request.actor, **data)
        messages.success(request, _("记下了：%(verb)s。") % {"verb": made})
    elif verb == "value":
        op.report_value(actor=request.actor, at=request.at, **data)
        messages.success(request, _("记下了：%(verb)s。") % {"verb": _("累计完成")})
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "economy"
            path.write_bytes(data["file"].read())
            count = op.import_values(actor=request.actor, at=request.at, office=data["office"], path=path)
        messages.success(request, _("收了 %(n)s 行。") % {"n": count})

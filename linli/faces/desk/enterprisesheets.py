"""The register of enterprises as a sheet: out as it is listed, in row by row."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.enterpriseforms import NarrowForm, SheetForm, trades
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import operations, policies, queries
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.queries import EnterpriseRow, Narrowed
from linli.pillars.service.enterprises.rules.record import HEADS

keeping = desk_for(
    policies.keeps_some, gettext_lazy("企业登记归网格、社区和街道；交给您单位的企业诉求在“企业诉求”里。")
)


def shown_words(row: EnterpriseRow) -> dict[str, str]:
    """Say the coded columns of a row in words."""
    return {
        "trade": str(trades().get(row.trade, "")),
        "size": str(dict(Enterprise.Size.choices).get(row.size, "")),
        "form": str(dict(Enterprise.Form.choices).get(row.form, "")),
        "taxpayer": str(dict(Enterprise.Taxpayer.choices).get(row.taxpayer, "")),
        "no_code": str(dict(Enterprise.NoCode.choices).get(row.no_code, "")),
    }


def narrowed(request: DeskRequest, view: str) -> tuple[Narrowed, NarrowForm]:
    form = NarrowForm(request.GET, units=queries.grounds_of(actor=request.actor))
    held = form.cleaned_data if form.is_valid() else {}
    by = Narrowed(
        words=held.get("q", ""),
        unit=int(held["unit"]) if held.get("unit") else None,
        trade=held.get("trade", ""),
        size=held.get("size", ""),
        is_mine=view == "mine",
        is_ended=view == "ended",
    )
    return by, form


@keeping
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook with the headings that can be taken in again; contacts are masked."""
    by, _form = narrowed(request, request.GET.get("view", "all"))
    rows = queries.every_enterprise(actor=request.actor, by=by, most=MOST_ROWS)
    columns = [(head, 18.0) for head in HEADS]
    extra = [(str(_("网格")), 16.0), (str(_("金管家")), 10.0), (str(_("上次走访")), 12.0)]
    return sheet_response(_("企业"), [*columns, *extra], map(_cells, rows), request.at, frozen_columns=1)


def _cells(row: EnterpriseRow) -> tuple[object, ...]:
    words = shown_words(row)
    return (
        row.name,
        row.uscc,
        words["no_code"],
        words["form"],
        row.trade,
        words["size"],
        words["taxpayer"],
        row.staff_count if row.staff_count is not None else "",
        row.founded_date.isoformat() if row.founded_date else "",
        row.address,
        row.contact_name,
        row.contact_phone,
        row.area,
        row.steward,
        row.visited.isoformat() if row.visited else "",
    )


@keeping
@require_GET
def blank_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings and one line that shows how they are filled."""
    shown = (
        "示例：某某餐饮店（这一行删掉）", "", "正在办", "个体工商户", "H", "微型", "小规模纳税人",
        "4", "2024-03-01", "", "", "",
    )  # fmt: skip
    return sheet_response(_("企业模板"), [(head, 18.0) for head in HEADS], [shown], request.at)


@keeping
@require_http_methods(["GET", "POST"])
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a sheet in and say row by row what became of it."""
    form = SheetForm(request.POST or None, request.FILES or None)
    taken: tuple[operations.Taken, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                office = operations.office_of(request.actor)
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "sheet"
                    path.write_bytes(form.cleaned_data["file"].read())
                    rows = operations.records_of_file(path)
                taken = operations.import_enterprises(
                    actor=request.actor, at=request.at, office=office, rows=rows
                )
                status = 200
            except Refusal as refusal:
                form.add_error("file", said(refusal, request.at))
                status = status_of(refusal)
    counts = {what: sum(t.what == what for t in taken) for what in ("new", "changed", "same", "refused")}
    context = {
        "form": form,
        "counts": counts if taken else None,
        "refused": [(t, said(t.refusal, request.at)) for t in taken if t.refusal],
    }
    return furniture.page(request, "desk/enterprises/import.html", context, status=status)

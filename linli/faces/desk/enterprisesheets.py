"""The register of enterprises as a sheet: out as it is listed, in row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
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
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
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
    view = request.GET.get("view", "all")
    if view in ("visits", "promised"):
        return _visits_sheet(request) if view == "visits" else _promises_sheet(request)
    by, _form = narrowed(request, view)
    rows = queries.every_enterprise(actor=request.actor, by=by, most=MOST_ROWS)
    columns = [(head, 18.0) for head in HEADS]
    extra = [(str(_("网格")), 16.0), (str(_("金管家")), 10.0), (str(_("上次走访")), 12.0)]
    return sheet_response(_("企业"), [*columns, *extra], map(_cells, rows), request.at, frozen_columns=1)


def purpose_of(request: DeskRequest) -> str:
    """Give the purpose that a list of visits is narrowed to, if any."""
    asked = request.GET.get("purpose", "")
    return asked if asked in EnterpriseVisit.Purpose.values else ""


def purposes_in_words(purposes: Iterable[str]) -> str:
    """Say what a visit was for."""
    known = dict(EnterpriseVisit.Purpose.choices)
    return "、".join(str(known[code]) for code in purposes if code in known)


def _visits_sheet(request: DeskRequest) -> HttpResponseBase:
    heads = (_("哪天去的"), _("名称"), _("网格"), _("为了什么"), _("谁去的"), _("答应哪天"), _("办到了"))
    rows, _more = queries.visits_of(actor=request.actor, purpose=purpose_of(request), size=MOST_ROWS)
    cells = (
        (
            v.on_date,
            v.enterprise,
            v.area,
            purposes_in_words(v.purposes),
            v.by,
            v.promised_date,
            _("是") if v.is_kept else "",
        )
        for v in rows
    )
    return sheet_response(_("走访企业"), [(str(head), 18.0) for head in heads], cells, request.at)


def _promises_sheet(request: DeskRequest) -> HttpResponseBase:
    heads = (_("名称"), _("接下来做什么"), _("说了什么"), _("答应哪天"))
    cells = (
        (v.enterprise.name, v.follows, v.said, v.promised_date)
        for v in queries.promises_of(actor=request.actor, size=MOST_ROWS)
    )
    return sheet_response(_("我答应的"), [(str(head), 24.0) for head in heads], cells, request.at)


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

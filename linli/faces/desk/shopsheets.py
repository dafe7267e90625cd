"""The register of shops as a sheet, in and out, and the plates to print."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import segno
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.shopforms import ShopNarrowForm, ShopSheetForm
from linli.faces.desk.shopkeeping import Taken, take_rows
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import operations, policies, queries
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.inspections.queries import Narrowed, ShopRow
from linli.pillars.governance.inspections.rules.shops import HEADS
from linli.pillars.service.enterprises import queries as firms

keeping = desk_for(policies.keeps_some, gettext_lazy("门店登记归网格、社区、街道和城管科。"))
A_SHEET: Final = 8
"""Plates on a sheet of A4."""
MOST_PLATES: Final = 400
"""What is laid out for one printing; more is printed by community or grid."""


def narrowed(request: DeskRequest) -> tuple[Narrowed, ShopNarrowForm]:
    """Read what a list is narrowed to."""
    form = ShopNarrowForm(request.GET, units=queries.grounds_of(actor=request.actor))
    held = form.cleaned_data if form.is_valid() else {}
    by = Narrowed(
        words=held.get("q", ""),
        unit=int(held["unit"]) if held.get("unit") else None,
        trade=held.get("trade", ""),
        is_ended=request.GET.get("view") == "ended",
    )
    return by, form


@keeping
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook with the headings that can be taken in again; contacts are masked."""
    by, _form = narrowed(request)
    rows = queries.every_shop(actor=request.actor, by=by, most=MOST_ROWS)
    columns = [(head, 18.0) for head in HEADS]
    extra = [(str(_("店牌号")), 10.0), (str(_("网格")), 16.0), (str(_("被反映几次")), 12.0)]
    return sheet_response(_("门店"), [*columns, *extra], _cells(rows), request.at, frozen_columns=1)


def _cells(rows: Iterator[ShopRow]) -> Iterator[tuple[object, ...]]:
    trades = dict(Shop.Trade.choices)
    while part := list(islice(rows, 500)):
        who = firms.enterprises_by_id(ids=[row.enterprise_id for row in part])
        for row in part:
            firm = who[row.enterprise_id]
            yield (
                row.sign,
                str(trades[row.trade]),
                firm.uscc,
                firm.no_code_words,
                firm.name,
                row.address,
                row.front_m if row.front_m is not None else "",
                firm.contact_name,
                firm.contact_phone,
                row.number,
                row.area,
                row.reports,
            )


@keeping
@require_GET
def blank_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings and one line that shows how they are filled."""
    shown = ("示例：某某面馆（这一行删掉）", "餐饮", "", "正在办", "", "泉城路 1 号", "6", "", "")
    return sheet_response(_("门店模板"), [(head, 18.0) for head in HEADS], [shown], request.at)


@keeping
@require_http_methods(["GET", "POST"])
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a sheet in and say row by row what became of it."""
    form = ShopSheetForm(request.POST or None, request.FILES or None)
    taken: tuple[Taken, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "sheet"
                    path.write_bytes(form.cleaned_data["file"].read())
                    rows = operations.rows_of_file(path)
                taken = take_rows(actor=request.actor, at=request.at, rows=rows)
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
    return furniture.page(request, "desk/shops/import.html", context, status=status)


@keeping
@require_GET
def plates(request: DeskRequest) -> HttpResponseBase:
    """Lay the plates of the narrowed list out to be printed: eight to a sheet of A4."""
    by, _form = narrowed(request)
    if one := request.GET.get("one", ""):
        wanted = (
            [queries.get_shop(actor=request.actor, pk=int(one))] if one.isdecimal() and len(one) < 19 else []
        )
    else:
        wanted = queries.shops_to_print(actor=request.actor, by=by, most=MOST_PLATES + 1)
    drawn = [(shop, _code(request, shop)) for shop in wanted[:MOST_PLATES]]
    context = {
        "sheets": [drawn[i : i + A_SHEET] for i in range(0, len(drawn), A_SHEET)],
        "is_cut": len(wanted) > MOST_PLATES,
        "most": MOST_PLATES,
        "trades": dict(Shop.Trade.choices),
    }
    return furniture.page(request, "desk/shops/plates.html", context)


def _code(request: DeskRequest, shop: Shop) -> SafeString:
    link = request.build_absolute_uri(queries.plate_of(shop))
    code = segno.make(link, error="m", micro=False)
    return mark_safe(
        code.svg_inline(scale=3, border=2, omitsize=True)
    )  # made by segno: modules only, no text

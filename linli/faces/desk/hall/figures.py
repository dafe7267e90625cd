"""The hall's figures: each with its formula, both its numbers, and the visits behind it; as a sheet too."""

from __future__ import annotations

from datetime import datetime

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.hall.doors import HallRequest, in_hall
from linli.faces.parts import hallvisits, words
from linli.faces.parts.rates import rate_of
from linli.faces.parts.shapes import Rate
from linli.insight import halls
from linli.insight.halls import HallFigure, VisitRow


@in_hall
@require_GET
def figures(request: HallRequest) -> HttpResponseBase:
    """Show the figures of a hall, and what each kind of matters took."""
    found = halls.hall_figures(halls=[request.hall], at=request.at)
    context = {
        "hall": request.hall,
        "rates": [_rate(one, request.hall.pk) for one in found],
        "aim": halls.AIM,
        "loads": [
            (
                words.in_language(one.name, one.name_en),
                one.count,
                hallvisits.span(one.waited),
                hallvisits.span(one.served),
            )
            for one in halls.loads(hall=request.hall, at=request.at)
        ],
    }
    return furniture.page(request, "desk/hall/figures.html", context)


def _rate(figure: HallFigure, pk: int) -> Rate:
    return rate_of(figure, reverse("desk:hall-figure", args=[pk, figure.indicator.code]))


@in_hall
@require_GET
def figure(request: HallRequest, code: str) -> HttpResponseBase:
    """Show a figure's formula and the visits of one of its parts."""
    indicator, part = hallvisits.asked(request, code)
    counted = halls.hall_figures(halls=[request.hall], at=request.at, indicators=[indicator])[0]
    rows, count = halls.behind(indicator=indicator, part=part, halls=[request.hall], at=request.at)
    counts = {
        "below": (_("全部"), counted.below),
        "above": (indicator.above, counted.above),
        "missed": (_("没有达到"), counted.below - counted.above),
        "left_out": (indicator.left_out, counted.left_out),
    }
    here = reverse("desk:hall-figure", args=[request.hall.pk, code])
    context = {
        "hall": request.hall,
        "indicator": indicator,
        "rate": _rate(counted, request.hall.pk),
        "tabs": [(word, n, f"{here}?part={p}", p == part) for p, (word, n) in counts.items()],
        "rows": [_cells(row, request.at) for row in rows],
        "count": count,
        "shown": len(rows),
        "export_url": f"{reverse('desk:hall-figure-export', args=[request.hall.pk, code])}?part={part}",
    }
    return furniture.page(request, "desk/hall/figure.html", context)


def _cells(row: VisitRow, at: datetime) -> tuple[str, ...]:
    return (
        row.code,
        words.when(row.taken_at, at),
        words.in_language(row.kind, row.kind_en),
        hallvisits.span(row.first_called_at - row.taken_at if row.first_called_at else None),
        hallvisits.span(row.ended_at - row.taken_at if row.ended_at else None),
        hallvisits.ended(row),
    )


@in_hall
@require_GET
def export(request: HallRequest, code: str) -> HttpResponseBase:
    """Hand over the visits of a part as a sheet: the same rows in the same order."""
    indicator, part = hallvisits.asked(request, code)
    rows, _count = halls.behind(
        indicator=indicator, part=part, halls=[request.hall], at=request.at, most=MOST_ROWS
    )
    columns = [
        (str(_("号")), 8.0),
        (str(_("取号")), 17.0),
        (str(_("办什么")), 18.0),
        (str(_("第一次叫到")), 17.0),
        (str(_("结束")), 17.0),
        (str(_("结果")), 24.0),
    ]
    lines = (
        (
            row.code,
            row.taken_at,
            words.in_language(row.kind, row.kind_en),
            row.first_called_at,
            row.ended_at,
            hallvisits.ended(row),
        )
        for row in rows
    )
    return sheet_response(str(indicator.name), columns, lines, request.at)

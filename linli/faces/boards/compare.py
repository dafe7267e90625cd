"""Figures over time: beside the period before and the same days a year ago, by month, each number with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.boards import behind, figures, showing
from linli.faces.boards.guards import BoardRequest, area_in, board_around
from linli.faces.parts.export import sheet_response
from linli.faces.parts.shapes import Point
from linli.insight import comparison
from linli.insight.cited import Cited
from linli.insight.cited.figure import UNITS, Measure
from linli.insight.comparison import Choice, Compared, Number, Spans
from linli.insight.spans import Counting, Span, counting_of, figure_of
from linli.kernel import clock

CHOICES = {
    Choice.WEEK: gettext_lazy("上周"),
    Choice.MONTH: gettext_lazy("这个月"),
    Choice.LAST_MONTH: gettext_lazy("上个月"),
    Choice.YEAR: gettext_lazy("今年"),
}
LONGEST = timedelta(days=366 * 2)
MOST_STREETS = 300


class Cell(NamedTuple):
    """A number as it is shown: words, both numbers of a share, its rows, and how now differs from it."""

    words: str
    parts: str
    url: str
    change: str = ""
    is_good: bool | None = None


def ground_of(request: BoardRequest) -> Unit:
    """Give the street or community that is shown: who works in a grid sees the community's. Two queries at most."""
    if request.unit.kind == UnitKind.COMMUNITY:
        return request.unit
    if request.unit.kind in (UnitKind.GRID, UnitKind.WORKSTATION):
        found = Unit.objects.filter(pk__in=request.unit.line, kind=UnitKind.COMMUNITY).first()
        if found is not None:
            return found
    return figures.ground_of(request)


def choice_of(request: BoardRequest, usual: Choice = Choice.LAST_MONTH) -> Choice:
    """Give the days that are chosen. :raises Http404: there are no such days."""
    try:
        return Choice(request.GET.get("days", usual.value))
    except ValueError:
        raise Http404 from None


def days_of(span: Span) -> str:
    """Name some days by their first and last."""
    last = span.until - timedelta(days=1)
    return f"{span.start:%Y-%m-%d}" if last == span.start else f"{span.start:%Y-%m-%d} — {last:%Y-%m-%d}"


def rows_url(code: str, unit: Unit, span: Span, name: str = "span-figure", area: Unit | None = None) -> str:
    """Give the address of the rows of a figure of some days, of a ground or of an area of it."""
    asked = {"unit": unit.pk, "from": span.start.isoformat(), "until": span.until.isoformat()}
    if area is not None and area.pk != unit.pk:
        asked["area"] = area.pk
    return f"{reverse(f'boards:{name}', args=[code])}?{urlencode(asked)}"


def said(one: Counting, number: Number) -> tuple[str, str]:
    """Say a number, and of a share both its parts."""
    if number.value is None:
        return "—", ""
    unit = UNITS[one.unit]
    words = f"{number.value:,}{'' if one.is_share else ' '}{unit}"
    return words, f"{number.above:,} ÷ {number.below:,}" if one.is_share else ""


def _cell(one: Compared, unit: Unit, number: Number, span: Span, *, is_now: bool = False) -> Cell:
    words, parts = said(one.counting, number)
    url = rows_url(one.code, unit, span) if number.value is not None else ""
    change = None if is_now else one.change(number)
    if change is None:
        return Cell(words, parts, url)
    better = one.counting.is_better
    is_good = None if better is None or not change else (change > 0) is better
    return Cell(words, parts, url, _change_words(one.counting, change), is_good)


def _change_words(one: Counting, change: float) -> str:
    if not change:
        return _("一样")
    n = f"{abs(change):,g}"
    if one.is_share:
        return _("高 %(n)s 点") % {"n": n} if change > 0 else _("低 %(n)s 点") % {"n": n}
    return _("多 %(n)s") % {"n": n} if change > 0 else _("少 %(n)s") % {"n": n}


def silent(found: Sequence[Compared]) -> tuple[bool, bool]:
    """Say of the days before and of those a year ago whether nothing had been recorded here yet: then nothing is compared.

    Sums are typed for months that lie before everything else; they stand for themselves.
    """
    counted = [one for one in found if one.counting.measure is not Measure.SUM]
    before = not any(one.before.below for one in counted)
    return before, not any(one.year_ago and one.year_ago.below for one in counted)


SILENT = Cell("—", "", "")


def _row(one: Compared, unit: Unit, spans: Spans, quiet: tuple[bool, bool]) -> tuple[str, str, list[Cell]]:
    """Give a figure's name, its page by month, and a cell for each of the days."""
    cells = [
        _cell(one, unit, one.now, spans.now, is_now=True),
        SILENT if quiet[0] and not one.before.below else _cell(one, unit, one.before, spans.before),
    ]
    if one.year_ago is not None and spans.year_ago is not None:
        is_quiet = quiet[1] and not one.year_ago.below
        cells.append(SILENT if is_quiet else _cell(one, unit, one.year_ago, spans.year_ago))
    url = f"{reverse('boards:compare-one', args=[one.code])}?{urlencode({'unit': unit.pk})}"
    return str(one.counting.label), url, cells


def _heads(spans: Spans) -> list[tuple[str, str]]:
    """Name the columns and their days."""
    if spans.year_ago is None:
        return [(_("今年到今天"), days_of(spans.now)), (_("去年同期"), days_of(spans.before))]
    return [
        (_("这一期"), days_of(spans.now)),
        (_("前一期"), days_of(spans.before)),
        (_("去年同期"), days_of(spans.year_ago)),
    ]


@board_around
def compare(request: BoardRequest) -> HttpResponseBase:
    """Show a ground's figures of some days beside the days before and a year ago. A query a figure and six more."""
    back = showing.board_url(request.unit.pk)
    if request.unit.kind in (UnitKind.CITY, UnitKind.DISTRICT):
        streets = Unit.objects.filter(path__startswith=request.unit.path, kind=UnitKind.SUBDISTRICT)
        named = [
            (street.name, f"{reverse('boards:compare')}?{urlencode({'unit': street.pk})}")
            for street in streets.order_by("path")[:MOST_STREETS]
        ]
        return render(request, "boards/compare.html", {"unit": request.unit, "streets": named, "back": back})
    unit, choice = ground_of(request), choice_of(request)
    spans = comparison.spans_of(choice, clock.local(request.at).date())
    found = comparison.compare_all(unit=unit, spans=spans, at=request.at)
    quiet = silent(found)
    asked = {"unit": unit.pk, "days": choice.value}
    context = {
        "unit": unit,
        "heads": _heads(spans),
        "rows": [_row(one, unit, spans, quiet) for one in found],
        "is_silent": quiet[0] or (quiet[1] and spans.year_ago is not None),
        "is_week": choice is Choice.WEEK,
        "choices": [
            (words, f"{reverse('boards:compare')}?{urlencode({**asked, 'days': one.value})}", one is choice)
            for one, words in CHOICES.items()
        ],
        "export_url": f"{reverse('boards:compare-export')}?{urlencode(asked)}",
        "back": back,
    }  # fmt: skip
    return render(request, "boards/compare.html", context)


@board_around
def export(request: BoardRequest) -> HttpResponseBase:
    """Hand over the comparison as a sheet: what the page shows, in its order."""
    unit, spans = ground_of(request), comparison.spans_of(choice_of(request), clock.local(request.at).date())
    named = _heads(spans)
    heads = [(_("数字"), 28.0), (_("单位"), 8.0)]
    for words, days in named:
        heads += [(f"{words} {days}", 26.0), (_("分子"), 10.0), (_("分母"), 10.0)]
    heads.append((_("怎么数的"), 60.0))
    return sheet_response(
        _("%(name)s今昔对比") % {"name": unit},
        heads,
        (
            _sheet_row(one, len(named))
            for one in comparison.compare_all(unit=unit, spans=spans, at=request.at)
        ),
        request.at,
    )


def _sheet_row(one: Compared, many: int) -> tuple[object, ...]:
    cells: list[object] = [str(one.counting.label), str(UNITS[one.counting.unit])]
    for number in (one.now, one.before, one.year_ago)[:many]:
        if number is None:
            cells += [None, None, None]
        else:
            parts = (number.above, number.below) if one.counting.is_share else (None, None)
            cells += [number.value, *parts]
    return (*cells, str(one.counting.formula))


@board_around
def one(request: BoardRequest, code: str) -> HttpResponseBase:
    """Show a figure of a ground by month, as a line and as a table. At most eight queries."""
    found, unit = counting_of(code), ground_of(request)
    if found is None or code not in comparison.codes_for(unit):
        raise Http404
    counting = found[0]
    months = comparison.by_month(code=code, unit=unit, at=request.at)
    begun = next((month.first for month in months if month.number.below), months[0].first)
    rows = []
    for month in reversed(months):
        span = Span(month.first, (month.first + timedelta(days=31)).replace(day=1))
        words, parts = said(counting, month.number) if month.first >= begun else ("—", "")
        rows.append(
            (f"{month.first:%Y-%m}", words, parts, rows_url(code, unit, span) if month.number.below else "")
        )
    context = {
        "unit": unit,
        "counting": counting,
        "points": [
            Point(
                _("%(n)s 月") % {"n": month.first.month},
                None if month.number.value is None or month.first < begun else float(month.number.value),
                said(counting, month.number)[0],
            )
            for month in months
        ],
        "is_silent": begun > months[0].first,
        "rows": rows,
        "back": f"{reverse('boards:compare')}?{urlencode({'unit': unit.pk})}",
    }
    return render(request, "boards/compare_one.html", context)


def _span_of(request: BoardRequest) -> Span:
    """Give the days that are asked for, else the last month. :raises Http404: no days, or too many."""
    if "from" not in request.GET and "until" not in request.GET:
        return comparison.spans_of(Choice.LAST_MONTH, clock.local(request.at).date()).now
    try:
        span = Span(*(date.fromisoformat(request.GET.get(name, "")) for name in ("from", "until")))
    except ValueError:
        raise Http404 from None
    if not span.start < span.until <= span.start + LONGEST:
        raise Http404
    return span


def _asked(request: BoardRequest, code: str) -> tuple[Cited, Unit, Span]:
    unit, span = ground_of(request), _span_of(request)
    found = figure_of(code, span)
    if found is None or code not in comparison.codes_for(unit):
        raise Http404
    return found, unit, span


@board_around
def figure(request: BoardRequest, code: str) -> HttpResponseBase:
    """Show how a figure of some days is counted and its rows. At most ten queries."""
    found, unit, span = _asked(request, code)
    area = area_in(request, unit, found)
    asked = rows_url(code, unit, span, area=area)
    sheet = rows_url(code, unit, span, "span-figure-export", area)
    return behind.page(
        request,
        found,
        area,
        url=lambda part: f"{asked}&part={part}",
        export=lambda part: f"{sheet}&part={part}",
        back=(f"{reverse('boards:compare')}?{urlencode({'unit': unit.pk})}", _("今昔对比")),
        was=days_of(span),
    )


@board_around
def figure_export(request: BoardRequest, code: str) -> HttpResponseBase:
    """Hand over the rows behind a figure of some days."""
    found, unit, _span = _asked(request, code)
    return behind.sheet(request, found, area_in(request, unit, found))

"""The book of a year that an organisation's meetings make by themselves: the year asked for, those beside it, its sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404
from django.http.response import HttpResponseBase

from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.kernel.clock import local

EARLIEST: Final = 2015


def year_of(request: DeskRequest) -> int:
    """Give the year that is asked for: this one, if none is.

    :raises Http404: one to come, or before there were any.
    """
    this, text = local(request.at).year, request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    if not EARLIEST <= year <= this:
        raise Http404
    return year


def book(request: DeskRequest, found: Any) -> dict[str, Any]:
    """Give what the head of a book shows: whose it is, and the years before and after it."""
    this = local(request.at).year
    return {
        "ledger": found,
        "one": found.organisation,
        "before": found.year - 1 if found.year > EARLIEST else None,
        "after": found.year + 1 if found.year < this else None,
    }


def book_sheet(
    request: DeskRequest,
    name: str,
    found: Any,
    columns: list[tuple[str, float]],
    cells: Iterable[tuple[object, ...]],
) -> HttpResponseBase:
    """Hand a book over as a sheet; `name` says whose and of which year it is."""
    return sheet_response(name % {"name": found.organisation, "year": found.year}, columns, cells, request.at)

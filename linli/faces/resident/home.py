"""The first page, and the list of what one has reported."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from linli.base.notices import queries as notices
from linli.faces.parts import bulletins as bulletin_words
from linli.faces.resident import gridcards, shown, standing
from linli.faces.resident.pages import only_office, page
from linli.faces.resident.placing import grid_of_reports, home_of
from linli.faces.resident.readers import Reader, forget_reports, reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.pillars.governance.reports import queries
from linli.pillars.service.applications import queries as applications
from linli.pillars.service.bulletins import queries as bulletins

IN_SIGHT = 2
NEAR_HOME = 3
BULLETINS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page: report, mine, my grid, what was settled nearby."""
    at = clock.now()
    reader = reader_of(request, at)
    mine = queries.my_reports(account=reader.account, remembered=reader.remembered)
    all_mine = _with_applications(reader, mine)
    own = home_of(reader)
    guessed = None if own else grid_of_reports(reader, (row.area_id for row in mine if row.is_first))
    own = own or guessed
    near = own.parent.path if own and own.parent else ""
    rows, _more = queries.published_reports(unit=near, size=NEAR_HOME)
    if near and not rows:
        rows, _more = queries.published_reports(size=NEAR_HOME)
    told: tuple[notices.NoticeRow, ...] = ()
    if reader.account is not None:
        told, _older = notices.notices_of(actor=reader.actor, language=reader.language, size=IN_SIGHT)
    context = {
        "is_front": True,
        "notices": [row for row in told if not row.is_read],
        "mine": [one for _is_open, one in all_mine[:IN_SIGHT]],
        "mine_count": len(all_mine),
        "bulletins": [
            bulletin_words.of_row(row, at)
            for row in bulletins.shown_bulletins(at=at, grid=own, size=BULLETINS)
        ],
        "grid": gridcards.card(own, at) if own else None,
        "is_guessed": guessed is not None,
        "published": [shown.public(row) for row in rows],
    }
    return page(request, "home", reader, "home", context, office=only_office())


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what this account or this phone has reported and applied for."""
    reader = reader_of(request, clock.now())
    rows = queries.my_reports(account=reader.account, remembered=reader.remembered)
    all_mine = _with_applications(reader, rows)
    context = {
        "open": [one for is_open, one in all_mine if is_open],
        "ended": [one for is_open, one in all_mine if not is_open],
        "is_phone": reader.account is None,
    }
    return page(request, "mine", reader, "mine", context)


def _with_applications(reader: Reader, rows: Sequence[queries.MyRow]) -> list[tuple[bool, shown.Mine]]:
    """Give reports and applications together, newest first, each with whether it is open. At most two queries."""
    applied = applications.own_applications(account=reader.account, remembered=reader.applied)
    mixed = [(row.joined_at, row.closed_at is None, shown.mine(row)) for row in rows]
    mixed += [(one.case.filed_at, one.case.is_open, standing.mine(one)) for one in applied]
    return [(is_open, one) for _at, is_open, one in sorted(mixed, key=lambda one: one[0], reverse=True)]


@require_POST
@kindly
def forget(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Have a phone forget which reports it sent; the reports themselves stay."""
    response = redirect("resident:mine")
    if not is_stale:
        forget_reports(response)
    return response

"""Compounds for residents: mine or any, who serves it, its committee, its table of six."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.faces.parts.shapes import State
from linli.faces.resident.elections import ProposeForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.kernel import clock
from linli.kernel.standards.estates import COMPANY_DUTIES
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import Estate, Seat
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.rules import Side
from linli.pillars.governance.estates.texts import DUTIES, SHAPES, SIDE_TASKS, STANDING_SHAPES, STANDINGS
from linli.pillars.governance.estates.texts import STATES as ELECTION_STATES


@require_safe
def estates(request: HttpRequest) -> HttpResponseBase:
    """Show one's own compound first, and look for others by name."""
    reader = reader_of(request, clock.now())
    asked = request.GET.get("q", "")
    mine = queries.home_compound(account_id=reader.account.pk) if reader.account is not None else None
    context = {
        "mine": mine,
        "q": asked[:40],
        "found": queries.find_open(words=asked),
        "is_known": bool(reader.account),
    }
    return page(request, "estates", reader, "home", context)


@require_safe
def estate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a compound as its gate does: nothing of anybody but who sits at its table."""
    at = clock.now()
    try:
        found = queries.page_of(queries.open_to_all(pk=pk), at)
    except NoSuchEstate:
        raise Http404(_("没有这个小区。")) from None
    row, reader = found.row, reader_of(request, at)
    context = {
        "page": found,
        "row": row,
        "by": Estate.By(row.managed.value).label,
        "contract": next((c for c in found.contracts if c.ended_on is None), None),
        "state": State(STANDING_SHAPES[row.standing], STANDINGS[row.standing]),  # type: ignore[arg-type]
        "table": [
            (Seat.Of(side.value).label, SIDE_TASKS[side], [s for s in found.seats if s.side == side.value])
            for side in Side
        ],
        "elections": [
            (one, State(SHAPES[one.case.state], ELECTION_STATES[one.case.state]))  # type: ignore[arg-type]
            for one in found.elections
        ],
        "propose": _may_propose(reader, pk, row.election),
        "duties": [DUTIES[one.code] for one in COMPANY_DUTIES],
    }
    return page(request, "estate", reader, "home", context)


def _may_propose(reader: Reader, pk: int, running: str) -> ProposeForm | None:
    """Give the form to whoever lives there, where no election is under way."""
    if reader.account is None or running:
        return None
    home = queries.home_compound(account_id=reader.account.pk)
    return ProposeForm(initial={"key": uuid.uuid4()}) if home is not None and home.pk == pk else None

"""The slip that somebody at the counter takes home: the number, who has it, and a code that opens their own page.

The code is the resident's secret: whoever holds it may rate, add and withdraw. So a slip is printed only by whoever
took the words down, while the person is still there; no case page gives it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import segno
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from linli.base.flow.refusals import NoSuchCase
from linli.faces.desk import furniture, showing
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import taking_in
from linli.faces.parts import words
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Reporter

KEPT = "slip"
AT_HAND = timedelta(minutes=30)
"""As long as somebody stands at the counter; after that the resident finds their case by number and phone."""


def keep_slip(request: DeskRequest, number: str, reporter: Reporter) -> None:
    """Remember, in this log-in only, whose words were taken down last."""
    request.session[KEPT] = {
        "number": number,
        "token": operations.token_of(reporter),
        "at": request.at.isoformat(),
    }


def has_slip(request: DeskRequest, number: str) -> bool:
    """Say whether the slip of a case can be printed here and now."""
    return bool(_token(request, number))


def _token(request: DeskRequest, number: str) -> str:
    kept = request.session.get(KEPT) or {}
    if kept.get("number") != number:
        return ""
    is_fresh = request.at - datetime.fromisoformat(str(kept["at"])) <= AT_HAND
    return str(kept["token"]) if is_fresh else ""


@taking_in
@require_GET
def slip(request: DeskRequest, number: str) -> HttpResponseBase:
    """Show the slip as one sheet of paper."""
    token = _token(request, number)
    if not token:
        raise Http404
    try:
        report, reporter = queries.report_by_link(number=number, token=token)
    except NoSuchCase:
        raise Http404 from None
    case = report.case
    link = request.build_absolute_uri(reverse("resident:follow", args=[number, token]))
    code = segno.make(link, error="m")
    context = {
        "case": case,
        # Whoever joined reads their own errand here, not the words of the first.
        "said": report.text if reporter.is_first else "",
        "what": showing.category_words(report.category),
        "where": case.place_words or str(case.area),
        "due_words": words.when(case.due_at, request.at) if case.due_at else "",
        "taken_at": request.at,
        "taken_by": request.actor.name,
        "phone": case.area.phone or case.office.phone,
        "supervision_phone": case.office.supervision_phone,
        "find_url": request.build_absolute_uri(reverse("resident:find")),
        "qr": mark_safe(code.svg_inline(scale=3, border=2, omitsize=True)),
        "office_name": str(case.office),
    }
    response = furniture.page(request, "desk/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response

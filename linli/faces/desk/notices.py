"""One's own notices: what happened to what one holds, asked for, or follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.notices import operations, queries
from linli.faces.desk import furniture, showing
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import told
from linli.faces.parts.shapes import Pages

NO_CASE = "-"
"""What stands for the number in the address of a notice that is about no case."""


@told
@require_GET
def notices(request: DeskRequest) -> HttpResponseBase:
    """List one's notices, the newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.notices_of(actor=request.actor, language=get_language() or "", before=before)
    context: dict[str, Any] = {
        "rows": rows,
        "pages": Pages(after_url=f"{reverse('desk:notices')}?before={after}" if after else ""),
        "is_first_page": before is None,
        "has_unread": any(not row.is_read for row in rows),
    }
    return furniture.page(request, "desk/notices.html", context)


@told
@require_GET
def open_notice(request: DeskRequest, number: str, notice_id: int) -> HttpResponse:
    """Mark a notice as read and lead to its case, whatever kind it is of; or to the list it is about, under “-”."""
    operations.mark_read(actor=request.actor, at=request.at, ids=[notice_id])
    elsewhere = reverse("desk:notices") if number == NO_CASE else showing.report_url(number)
    return redirect(queries.path_of(actor=request.actor, id=notice_id) or elsewhere)


@told
@require_POST
def read_all(request: DeskRequest) -> HttpResponse:
    """Mark all of one's notices as read."""
    count = operations.mark_read(actor=request.actor, at=request.at)
    messages.success(request, _("%(count)d 条都看过了。") % {"count": count})
    return redirect("desk:notices")

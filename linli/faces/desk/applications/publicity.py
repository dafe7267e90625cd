"""What is or was public (公示) of the applications somebody sees, and what was objected; as a list and as a sheet."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture
from linli.faces.desk.applications.doors import working
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.parts.shapes import Pages, State
from linli.pillars.service.applications import queries
from linli.pillars.service.applications.queries import PUBLICITY_VIEWS, PublicityRow, last_day

VIEW_WORDS: Final = {
    "live": gettext_lazy("公示中"),
    "objected": gettext_lazy("有异议的"),
    "over": gettext_lazy("公示完的"),
}
COLUMNS: Final = (
    (gettext_lazy("编号"), 16),
    (gettext_lazy("事项"), 28),
    (gettext_lazy("申请人"), 16),
    (gettext_lazy("社区"), 16),
    (gettext_lazy("公示开始"), 12),
    (gettext_lazy("最后一天"), 12),
    (gettext_lazy("怎么样了"), 18),
    (gettext_lazy("异议"), 8),
    (gettext_lazy("没答复的异议"), 12),
)


def state_of(row: PublicityRow) -> State:
    """Say where a publicity stands."""
    if row.unanswered:
        return State("ask", _("异议等答复"))
    if row.is_public:
        return State("doing", _("公示中"))
    if row.ended_at is None:
        return State("hold", _("期满，等查清异议"))
    if row.is_clean:
        return State("done", _("期满没有异议"))
    return State("back", _("停止公示"))


def _view(request: DeskRequest) -> str:
    view = request.GET.get("view", "live")
    return view if view in PUBLICITY_VIEWS else "live"


@working
@require_GET
def publicities(request: DeskRequest) -> HttpResponseBase:
    """List what is public, what was objected to, and what is over."""
    view, asked = _view(request), request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    rows, after = queries.publicities_for_desk(actor=request.actor, view=view, at=request.at, before=before)
    here = reverse("desk:publicities")
    context = {
        "views": [(code, word, code == view) for code, word in VIEW_WORDS.items()],
        "rows": [(row, state_of(row), last_day(row.until)) for row in rows],
        "pages": Pages(after_url=f"{here}?{urlencode({'view': view, 'before': after})}" if after else ""),
        "sheet_url": f"{reverse('desk:publicities-sheet')}?view={view}",
        "wall_url": reverse("resident:publicity"),
    }
    return furniture.page(request, "desk/applications/publicities.html", context)


def _cells(row: PublicityRow) -> tuple[object, ...]:
    return (
        row.number,
        row.item,
        row.applicant,
        row.area,
        row.from_at,
        last_day(row.until),
        str(state_of(row).word),
        row.objections,
        row.unanswered,
    )


@working
@require_GET
def publicities_as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give the list as a workbook; names are masked as on the page."""
    rows = queries.all_publicities(actor=request.actor, view=_view(request), at=request.at, most=MOST_ROWS)
    columns = [(str(words), width) for words, width in COLUMNS]
    return sheet_response(_("公示和异议"), columns, map(_cells, rows), request.at, frozen_columns=2)

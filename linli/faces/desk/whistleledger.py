"""The ledger of whistles at the desk (吹哨台账): a span of days line by line, as the book has it, and as a sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture
from linli.faces.desk import whistleforms as wf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.whistles import hearing
from linli.faces.parts.shapes import State
from linli.kernel import clock
from linli.pillars.governance.whistles import queries
from linli.pillars.governance.whistles.models import Whistle
from linli.pillars.governance.whistles.queries import Ledger
from linli.pillars.governance.whistles.texts import CALL_STATES, MARKS, SHAPES, STATES

SPAN_DAYS = 92


def _asked(request: DeskRequest) -> dict[str, Any]:
    """Read the span: the last quarter of a year where nothing sensible is asked."""
    form = wf.SpanForm(request.GET)
    form.is_valid()
    held = form.cleaned_data
    today = clock.local(request.at).date()
    until: date = held.get("end") or today
    begins: date = held.get("start") or until - timedelta(days=SPAN_DAYS)
    begins, until = min(begins, until), max(begins, until)
    return {
        "from_date": begins,
        "until_date": min(until, date(2999, 12, 30)),
        "kind": held.get("kind") or "",
        "unit_id": held.get("unit"),
    }


def _read(request: DeskRequest) -> tuple[dict[str, Any], Ledger]:
    asked = _asked(request)
    return asked, queries.ledger(actor=request.actor, at=request.at, **asked)


@hearing
@require_GET
def ledger(request: DeskRequest) -> HttpResponseBase:
    """Show the ledger of a span."""
    asked, found = _read(request)
    form = wf.SpanForm(
        initial={"start": asked["from_date"], "end": asked["until_date"], "kind": asked["kind"]}
    )
    query = request.GET.urlencode()
    here = reverse("desk:whistle-ledger-sheet")
    context = {
        "form": form,
        "found": found,
        "unit_id": asked["unit_id"],
        "rows": [
            (
                row,
                State(SHAPES[row.state], STATES[row.state]),  # type: ignore[arg-type]
                Whistle.Kind(row.kind).label,
                [(one, CALL_STATES[one.state], _marks(one.marks)) for one in row.came],
            )
            for row in found.rows
        ],
        "sheet_url": f"{here}?{query}" if query else here,
    }
    return furniture.page(request, "desk/whistles/ledger.html", context)


def _marks(marks: tuple[int, int, int] | None) -> str:
    return "、".join(str(MARKS[mark]) for mark in marks) if marks else ""


@hearing
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the ledger: one line for each department that was called, so that it can be summed."""
    _held, found = _read(request)
    columns = [
        (str(_("序号")), 6.0), (str(_("编号")), 16.0), (str(_("什么时候吹的")), 17.0), (str(_("谁吹的")), 16.0),
        (str(_("哪种哨")), 10.0), (str(_("什么事")), 40.0), (str(_("在哪里")), 20.0), (str(_("状态")), 18.0),
        (str(_("下一步期限")), 17.0), (str(_("挂账到")), 17.0), (str(_("办结时间")), 17.0), (str(_("部门")), 22.0),
        (str(_("怎么来的")), 10.0), (str(_("部门办到哪里")), 16.0), (str(_("晚过没有")), 8.0), (str(_("评价")), 14.0),
    ]  # fmt: skip
    lines = (
        (
            row.seq, row.number, row.filed_at, row.unit, str(Whistle.Kind(row.kind).label), row.title, row.place,
            str(STATES[row.state]), row.due_at, row.stopped_until, row.closed_at,
            one.unit if one else "", (_("认领") if one.is_claimed else _("叫来")) if one else "",
            str(CALL_STATES[one.state]) if one else "", _("晚了") if one and one.is_late else "",
            _marks(one.marks) if one else "",
        )
        for row in found.rows
        for one in (row.came or (None,))
    )  # fmt: skip
    return sheet_response(_("吹哨台账"), columns, lines, request.at, frozen_columns=2)

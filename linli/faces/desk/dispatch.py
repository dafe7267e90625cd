"""The centre's queue: one case after the other, to one lead and any assists, without leaving the keyboard."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.base.flow.refusals import NoSuchCase
from linli.faces.desk import casepage, furniture, guessing, moves, showing, verbs
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import dispatching
from linli.faces.parts.shapes import Pages, Row
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.flow import REPORT

#: What else the centre decides while it dispatches.
BESIDE = ("settle", "refuse", "send_to_check", "pass_on", "contact", "ask_reporter", "merge", "split")
MOST = 60


@dispatching
@require_GET
def dispatch(request: DeskRequest, number: str = "") -> HttpResponseBase:
    """Show what waits to be dispatched, and the form for one of it."""
    actor, at = request.actor, request.at
    here = reverse("desk:dispatch")
    queue = queries.inbox(actor=actor, filters=queries.Filters(view="to_dispatch"), size=MOST)
    numbers = [row.number for row in queue.rows]
    chosen = number or (numbers[0] if numbers else "")
    context: dict[str, Any] = {
        "rows": [_row(showing.row_of(row, at, current=chosen), row.number) for row in queue.rows],
        "pages": Pages(_("共 %(count)d 件等着派") % {"count": queue.count}),
        "queue_url": here,
        "is_gone": False,
    }
    if chosen:
        try:
            context |= _open(request, chosen, numbers)
        except NoSuchCase:
            context["is_gone"] = True
    return furniture.page(request, "desk/dispatch.html", context)


def _row(row: Row, number: str) -> Row:
    return Row(
        reverse("desk:dispatch-one", args=[number]),
        row.title,
        row.state,
        row.due,
        row.left,
        row.holder,
        row.tags,
        row.is_current,
    )


def _open(request: DeskRequest, number: str, numbers: list[str]) -> dict[str, Any]:
    hand = moves.hand_of(request, number)
    case = hand.case
    rows = queries.moves_open_to(hand.actor, case, hand.shares, hand.at, pending=frozenset())
    found = {row.verb: row for row in rows}
    if "dispatch" not in found:
        return {"case": case, "is_gone": True, "case_url": showing.report_url(number)}
    after = numbers[numbers.index(number) + 1 :] if number in numbers else numbers
    goal = reverse("desk:dispatch-one", args=[after[0]]) if after else reverse("desk:dispatch")
    form = verbs.form_of("dispatch", hand, REPORT.rows("dispatch")[0].asks, initial={"goal": goal})
    return {
        "case": case,
        "report": hand.report,
        "form": form,
        "action": reverse("desk:report-dispatch", args=[number]),
        "case_url": showing.report_url(number),
        "state": showing.state_of(case.state, at=hand.at),
        "due": casepage.due_of_case(case, hand.at),
        "tags": casepage.tags_of(case),
        "facts": moves.facts_at_hand(hand),
        "moves": [casepage.move_of(verb, number, query=f"goal={goal}") for verb in BESIDE if verb in found],
        "alarm": guessing.alarm_of(
            hand.report, queries.words_for(hand.actor, hand.report), verbs.move_url(number, "reclassify")
        ),
        "proposals": moves.proposals_of(hand, form),
        "can_merge": "merge" in found,
    }

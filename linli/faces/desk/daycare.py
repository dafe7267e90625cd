"""The attendance book of a day-care centre: a number, came or left, what was done. It opens and writes without signal."""

from __future__ import annotations

import calendar
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.canteenforms import StayForm
from linli.faces.desk.canteens import cooking
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import said
from linli.faces.parts.inputs import month_said
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations, queries, rules
from linli.pillars.service.canteens.models import Canteen
from linli.pillars.service.canteens.queries import StayRow


@cooking
@require_GET
def book(request: DeskRequest) -> HttpResponseBase:
    """Show the book of today: who is here, who has left."""
    centres = queries.centres_of(actor=request.actor)
    asked = request.GET.get("canteen", "")
    one = next((one for one in centres if str(one.pk) == asked), centres[0] if centres else None)
    initial = {"canteen": one.pk if one else "", "what": "came", "idempotency_key": uuid.uuid4()}
    return _show(request, StayForm(canteens=centres, initial=initial), centres, one)


def _show(
    request: DeskRequest, form: StayForm, centres: list[Canteen], one: Canteen | None, status: int = 200
) -> HttpResponseBase:
    today = clock.local(request.at).date()
    rows = queries.stays_on(canteen=one, day=today) if one else []
    context = {
        "form": form,
        "centres": centres,
        "one": one,
        "here": [row for row in rows if row.is_here],
        "left": [row for row in rows if not row.is_here],
        "month": f"{today:%Y-%m}",
        "key": uuid.uuid4(),
    }
    return furniture.page(request, "desk/canteens/daycare.html", context, status=status)


@cooking
@require_POST
def note(request: DeskRequest) -> HttpResponseBase:
    """Write down that somebody came, left, or what was done for them; sent twice it is once."""
    centres = queries.centres_of(actor=request.actor)
    form = StayForm(request.POST, canteens=centres)
    one = next((one for one in centres if str(one.pk) == request.POST.get("canteen")), None)
    if not form.is_valid():
        return _show(request, form, centres, one, 422)
    given: dict[str, Any] = form.cleaned_data
    who: dict[str, Any] = {
        "actor": request.actor,
        "at": request.at,
        "canteen_id": given["canteen"],
        "number": given["number"],
        "moment": given["served_at"],
    }
    try:
        if given["what"] == "came":
            operations.note_arrival(**who)
            told = _("%(number)s 来了，记下了。")
        elif given["what"] == "left":
            operations.note_departure(**who, given=given["given"])
            told = _("%(number)s 走了，记下了。")
        else:
            operations.note_services(**who, given=given["given"])
            told = _("%(number)s 做了什么，记下了。")
    except Refusal as refusal:
        form.add_error("number", said(refusal, request.at))
        status = status_of(refusal)
        return _show(request, form, centres, one, 422 if status == 404 else status)
    messages.success(request, told % {"number": given["number"]})
    return redirect(f"{reverse('desk:daycare')}?canteen={given['canteen']}")


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Return the empty book that a tablet keeps for when there is no signal: nobody's name, no token."""
    centres = [one for one in queries.open_canteens() if one.kind == Canteen.Kind.DAY_CARE]
    form = StayForm(canteens=centres, initial={"what": "came"})
    return render(request, "desk/canteens/daycare.html", {"form": form, "centres": centres, "is_shell": True})


@cooking
@require_GET
def sheet(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hand over a month of the book as a sheet, masked."""
    one = queries.canteen_of(actor=request.actor, pk=pk)
    first = month_said(request.GET.get("month", "")[:7]) or rules.month_of(clock.local(request.at).date())
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    columns = [
        (str(_("哪天")), 12.0),
        (str(_("饭卡号")), 10.0),
        (str(_("姓名")), 10.0),
        (str(_("来")), 17.0),
        (str(_("走")), 17.0),
        (str(_("做了什么")), 30.0),
    ]
    lines = map(_cells, queries.stay_rows(canteen=one, first=first, last=last))
    title = _("%(name)s 签到 %(month)s") % {"name": one.name, "month": f"{first:%Y-%m}"}
    return sheet_response(title, columns, lines, request.at)


def _cells(row: StayRow) -> tuple[object, ...]:
    return row.day, row.number, row.name, row.came_at, row.left_at, "、".join(row.given)

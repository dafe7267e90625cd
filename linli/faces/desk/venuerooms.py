"""A room at the desk: what is free, who has it as far as one may know, booked for units and callers, the keeper's word."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import venueforms as vf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.folds import Fold, Folds, Given
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk
from linli.faces.desk.revealing import ask
from linli.faces.desk.venues import kept, shown, week_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues import policies, queries
from linli.pillars.party.venues.models import Room
from linli.pillars.party.venues.rules import Source


@desk
@require_GET
def room(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a room: what is free, who has it as far as one may know, forms to book it."""
    return _room_page(request, pk)


def _times(row: Room) -> dict[str, Any]:
    opens = f"{row.venue.opens:%H}"
    return {"key": uuid.uuid4(), "starts": f"{opens}:00", "ends": f"{opens}:30"}


def _caller_form(request: DeskRequest, row: Room, **bound: Any) -> forms.Form | None:
    if not policies.keeps(request.actor, row.venue):
        return None
    return vf.CallerTimesForm(initial=_times(row), **bound)


def _unit_form(request: DeskRequest, row: Room, **bound: Any) -> forms.Form | None:
    may = row.open_to != "nobody" or policies.keeps(request.actor, row.venue)
    units = queries.units_to_book_for(actor=request.actor) if may else []
    return vf.UnitTimesForm(units=units, initial=_times(row), **bound) if units else None


def _change_form(request: DeskRequest, row: Room, **bound: Any) -> forms.Form | None:
    if not policies.keeps(request.actor, row.venue):
        return None
    return vf.RoomForm(initial={name: getattr(row, name) for name in vf.ROOM_FIELDS}, **bound)


def _book(request: DeskRequest, row: Room, form: vf.TimesForm, **whose: Any) -> str:
    made = op.book_room(actor=request.actor, at=request.at, room=row.pk, **form.given, **whose)
    messages.success(request, _("约好了。") if made.state == "granted" else _("问了，答复会在通知里。"))
    return reverse("desk:room", args=[row.pk])


def _book_for_caller(request: DeskRequest, row: Room, form: vf.CallerTimesForm) -> str:
    said = form.cleaned_data
    return _book(request, row, form, source=Source.DESK, name=said["name"], phone=said["phone"])


def _book_for_unit(request: DeskRequest, row: Room, form: vf.UnitTimesForm) -> str:
    return _book(request, row, form, source=Source.UNIT, unit=form.units[form.cleaned_data["unit"]])


def _change(request: DeskRequest, row: Room, form: vf.RoomForm) -> None:
    op.change_room(actor=request.actor, pk=row.pk, form=form.given)


def _close_form(request: DeskRequest, row: Room, **bound: Any) -> forms.Form | None:
    return forms.Form(**bound) if policies.keeps(request.actor, row.venue) else None


def _close(request: DeskRequest, row: Room, form: forms.Form) -> str:
    op.close_room(actor=request.actor, at=request.at, on=clock.local(request.at).date(), pk=row.pk)
    messages.success(request, _("停用了。"))
    return reverse("desk:venue", args=[row.venue_id])


FOLDS: Final = Folds[Room](
    "desk:room",
    {
        "caller": Fold(gettext_lazy("替来电、来访的居民约"), _caller_form, _book_for_caller),
        "unit": Fold(gettext_lazy("给自己单位约"), _unit_form, _book_for_unit),
        "change": Fold(gettext_lazy("改登记"), _change_form, _change),
        "close": Fold(
            gettext_lazy("停用这间屋"),
            _close_form,
            _close,
            gettext_lazy("停用了，谁也约不到了；以后还有预约的停用不了。"),
            is_danger=True,
        ),
    },
)


def _room_page(
    request: DeskRequest, pk: int, given: Given | None = None, *, status: int = 200
) -> HttpResponseBase:
    row, actor, held = queries.get_room(pk=pk), request.actor, given or {}
    context = {
        "room": row,
        "venue": row.venue,
        "week": week_of(row.venue.days),
        "is_kept": policies.keeps(actor, row.venue),
        "days": queries.free_days(room=row, at=request.at)[:7],
        "rows": shown(queries.bookings_of(actor=actor, at=request.at, room=pk)),
        "decline_form": held.get("decline") or vf.ReasonForm(),
        "folds": FOLDS.shown(request, row, [pk], held),
    }
    return furniture.page(request, "desk/venues/room.html", context, status=status)


@desk
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Book a room for a caller or for one's own unit, or write down what it is now."""
    row = queries.get_room(pk=pk)
    if verb in ("change", "close"):
        kept(request, row.venue_id)
    else:
        is_kept = policies.keeps(request.actor, row.venue)
        may_book = is_kept if verb == "caller" else bool(queries.units_to_book_for(actor=request.actor))
        if not may_book:
            raise op.NotBookableByThem

    def again(given: Given, status: int) -> HttpResponseBase:
        return _room_page(request, pk, given, status=status)

    return FOLDS.act(request, verb, row, again=again, to=reverse("desk:room", args=[pk]))


# --- a booking ------------------------------------------------------------------------------------------------


@desk
@require_POST
def answer(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Confirm, decline or cancel a booking; what needs a reason is asked on the page of its room."""
    row = queries.get_booking(actor=request.actor, pk=pk, at=request.at)
    by: dict[str, Any] = {"actor": request.actor, "at": request.at, "pk": pk}
    reason = request.POST.get("reason", "")
    said = vf.ReasonForm(request.POST)
    if verb != "confirm" and reason.strip() and not said.is_valid():
        return _room_page(request, row.room_id, {"decline": said}, status=422)
    try:
        if verb == "confirm":
            op.confirm_booking(**by)
        elif verb == "decline":
            op.decline_booking(**by, reason=reason)
        else:
            op.cancel_booking(**by, reason=reason)
    except op.AnsweredBefore:
        raise
    except Refusal as refusal:
        form = vf.ReasonForm(request.POST)
        form.is_valid()
        form.errors.clear()
        return _room_page(
            request, row.room_id, {"decline": form}, status=refused_at(form, refusal, request.at)
        )
    told = {
        "confirm": _("答应了，告诉约的人了。"),
        "decline": _("回了，告诉约的人了。"),
        "cancel": _("取消了。"),
    }
    messages.success(request, told[verb])
    return redirect("desk:room", pk=row.room_id)


@desk
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, field: str) -> HttpResponseBase:
    """Show who booked to the keeper, for a reason."""
    row = queries.get_booking(actor=request.actor, pk=pk, at=request.at)
    masked = {"name": row.who, "phone": row.phone}.get(field, "")
    if not row.is_kept or row.is_units or not masked:
        raise Http404
    return ask(
        request,
        subject=queries.BOOKINGS,
        id=pk,
        field=field,
        context={
            "title": row.room,
            "field_words": _("怎么称呼") if field == "name" else _("联系电话"),
            "masked": masked,
            "case_url": reverse("desk:room", args=[row.room_id]),
            "is_phone": field == "phone",
        },
    )

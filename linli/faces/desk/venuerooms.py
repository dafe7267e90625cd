"""A room at the desk: what is free, who has it as far as one may know, booked for units and callers, the keeper's word."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.faces.desk import furniture
from linli.faces.desk import venueforms as vf
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk
from linli.faces.desk.revealing import ask
from linli.faces.desk.venues import kept, shown, week_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues import policies, queries
from linli.pillars.party.venues.rules import Source


@desk
@require_GET
def room(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a room: what is free, who has it as far as one may know, forms to book it."""
    return _room_page(request, pk)


def _room_page(
    request: DeskRequest, pk: int, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    row, actor, held = queries.get_room(pk=pk), request.actor, given or {}
    is_kept = policies.keeps(actor, row.venue)
    first = {"key": uuid.uuid4(), "starts": f"{row.venue.opens:%H}:00", "ends": f"{row.venue.opens:%H}:30"}
    made: dict[str, forms.Form] = {}
    if is_kept:
        made["caller"] = vf.CallerTimesForm(prefix="caller", initial=first)
    units = queries.units_to_book_for(actor=actor) if is_kept or row.open_to != "nobody" else []
    if units:
        made["unit"] = vf.UnitTimesForm(prefix="unit", units=units, initial=first)
    if is_kept:
        initial = {name: getattr(row, name) for name in vf.ROOM_FIELDS}
        made["change"] = vf.RoomForm(prefix="change", initial=initial)
    made.update({verb: form for verb, form in held.items() if verb in made})
    words = {"caller": _("替来电、来访的居民约"), "unit": _("给自己单位约"), "change": _("改登记")}
    context = {
        "room": row,
        "venue": row.venue,
        "week": week_of(row.venue.days),
        "is_kept": is_kept,
        "days": queries.free_days(room=row, at=request.at)[:7],
        "rows": shown(queries.bookings_of(actor=actor, at=request.at, room=pk)),
        "decline_form": held.get("decline") or vf.ReasonForm(),
        "forms": [
            (words[verb], form, reverse(f"desk:room-{verb}", args=[pk]), verb in held)
            for verb, form in made.items()
        ],
    }
    return furniture.page(request, "desk/venues/room.html", context, status=status)


@desk
@require_POST
def book(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Book a room for a caller, or for one's own unit."""
    row = queries.get_room(pk=pk)
    if verb == "caller" and not policies.keeps(request.actor, row.venue):
        raise op.NotBookableByThem
    units = queries.units_to_book_for(actor=request.actor)
    if not units:
        raise op.NotBookableByThem
    given: dict[str, Any] = {}
    form: vf.TimesForm
    if verb == "caller":
        form = vf.CallerTimesForm(request.POST, prefix=verb)
        if form.is_valid():
            given = {
                "source": Source.DESK,
                "name": form.cleaned_data["name"],
                "phone": form.cleaned_data["phone"],
            }
    else:
        form = vf.UnitTimesForm(request.POST, prefix=verb, units=units)
        if form.is_valid():
            given = {"source": Source.UNIT, "unit": form.units[form.cleaned_data["unit"]]}
    if not given:
        return _room_page(request, pk, {verb: form}, status=422)
    try:
        made = op.book_room(actor=request.actor, at=request.at, room=row.pk, **form.given, **given)
    except Refusal as refusal:
        return _room_page(request, pk, {verb: form}, status=refused_at(form, refusal, request.at))
    messages.success(request, _("约好了。") if made.state == "granted" else _("问了，答复会在通知里。"))
    return redirect("desk:room", pk=pk)


@desk
@require_POST
def change_room(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down what a room is now."""
    kept(request, queries.get_room(pk=pk).venue_id)
    form = vf.RoomForm(request.POST, prefix="change")
    if not form.is_valid():
        return _room_page(request, pk, {"change": form}, status=422)
    try:
        op.change_room(actor=request.actor, pk=pk, form=form.given)
    except Refusal as refusal:
        return _room_page(request, pk, {"change": form}, status=refused_at(form, refusal, request.at))
    messages.success(request, _("记下了。"))
    return redirect("desk:room", pk=pk)


@desk
@require_POST
def close_room(request: DeskRequest, pk: int) -> HttpResponseBase:
    """End a room."""
    row = op.close_room(actor=request.actor, at=request.at, on=clock.local(request.at).date(), pk=pk)
    messages.success(request, _("停用了。"))
    return redirect("desk:venue", pk=row.venue_id)


# --- a booking ------------------------------------------------------------------------------------------------


@desk
@require_POST
def answer(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Confirm, decline or cancel a booking; what needs a reason is asked on the page of its room."""
    row = queries.get_booking(actor=request.actor, pk=pk, at=request.at)
    by: dict[str, Any] = {"actor": request.actor, "at": request.at, "pk": pk}
    reason = request.POST.get("reason", "")[:200]
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

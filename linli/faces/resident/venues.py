"""Venues on the phone: what is near, what it is for, a room to book, one's booking by its link."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts import shapes
from linli.faces.parts.inputs import CallableField, KeyField, WordsField
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.parts.words import listed
from linli.faces.resident import doors, gridcards
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.pillars.party.venues import operations, queries
from linli.pillars.party.venues.models import Room, RoomBooking, Venue
from linli.pillars.party.venues.policies import NoSuchBooking, NoSuchVenue
from linli.pillars.party.venues.queries import FreeDay
from linli.pillars.party.venues.rules import PIECE
from linli.pillars.party.venues.texts import SHAPES, WEEK


def week_of(venue: Venue) -> str:
    """Say on which days of the week it is open."""
    if len(venue.days) == 7:
        return _("每天")
    return listed(WEEK[day] for day in venue.days)


@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    """List the venues by community, one's own first, with what each community is known for."""
    reader = reader_of(request, clock.now())
    office, choices = office_for(request, reader)
    home = home_of(reader)
    rows = queries.grounds_of(office=office, near=home) if office is not None else []
    context = {
        "grounds": [(one, [(venue, week_of(venue)) for venue in one.venues]) for one in rows],
        "offices": choices if office is None else [],
        "near": home is not None,
    }
    return page(request, "venues", reader, "home", context)


@require_safe
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a venue: what for, when open, whom to ring, where, and the rooms one may book."""
    reader = reader_of(request, clock.now())
    try:
        one = queries.get_venue(pk=pk)
    except NoSuchVenue:
        raise Http404(_("没有这个阵地。")) from None
    spot = one.facility
    context = {
        "one": one,
        "week": week_of(one),
        "rooms": [(room, room.open_to == "everybody") for room in one.rooms.all()],
        "parts": queries.parts_of(one),
        "place": gridcards.place_of(spot.area_id, one.name, lon=spot.lon, lat=spot.lat) if spot else None,
        "brand": queries.brand_of(one.ground),
    }
    return page(request, "venue", reader, "home", context)


class BookRoomForm(forms.Form):
    """From when until when on the chosen day, what for, how many, and a number to be told at."""

    starts = forms.ChoiceField(label=gettext_lazy("从几点"))
    ends = forms.ChoiceField(label=gettext_lazy("到几点"))
    title = WordsField(
        label=gettext_lazy("做什么用"), most=60, help_text=gettext_lazy("一句话，如：合唱队排练")
    )
    count = forms.IntegerField(label=gettext_lazy("大约几个人"), min_value=1, max_value=2000)
    phone = CallableField(
        label=gettext_lazy("手机号"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("约成没约成发短信告诉您。用过以后 30 天删掉。"),
    )
    name = WordsField(label=gettext_lazy("怎么称呼您"), most=30, required=False)
    key = KeyField()

    def clean(self) -> dict[str, Any]:
        """Say at its field what the operation would refuse in general: backward, more than seats."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends, count = data.get("starts"), data.get("ends"), data.get("count")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("要晚于 %(from)s。") % {"from": starts})
        if count and count > self.seats:
            self.add_error("count", _("这间屋坐 %(n)s 个人。") % {"n": self.seats})
        return data

    def __init__(self, *args: Any, day: FreeDay | None, seats: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        fields: Any = self.fields
        # What was sent is judged by the operation, which says why not; a second press of the same key must reach it.
        free = [one.starts_at for one in day.pieces if one.is_free or self.is_bound] if day else []
        fields["starts"].choices = [(_clock(at), _clock(at)) for at in free]
        fields["ends"].choices = [(_clock(at + PIECE), _clock(at + PIECE)) for at in free]


def _clock(at: datetime) -> str:
    return f"{clock.local(at):%H:%M}"


def _room(pk: int) -> Room:
    try:
        room = queries.get_room(pk=pk)
    except NoSuchVenue:
        raise Http404(_("没有这间屋。")) from None
    if room.open_to != "everybody":
        raise Http404(_("没有这间屋。"))
    return room


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def book(request: HttpRequest, pk: int, *, is_stale: bool) -> HttpResponse:
    """Choose a day and times, say what for, and leave a number."""
    room, at = _room(pk), clock.now()
    reader = reader_of(request, at)
    days = queries.free_days(room=room, at=at)
    asked = request.GET.get("day", "")
    day = next((one for one in days if f"{one.day:%Y-%m-%d}" == asked), None)
    is_gone = day is None and request.method == "POST"
    day = day or next((one for one in days if one.spans), days[0] if days else None)
    note, status = "", 200
    first = {"key": uuid.uuid4(), "phone": reader.account.phone if reader.account else ""}
    form = BookRoomForm(
        request.POST if request.method == "POST" else None, day=day, seats=room.seats, initial=first
    )
    if request.method == "POST" and is_stale:
        note = _("这一页放得久了一点，再按一次就行。")
    elif is_gone:
        note, status = _("那天约不了，请在这几天里选。"), 422
    elif request.method == "POST" and day is not None and form.is_valid():
        given = dict(form.cleaned_data)
        starts, ends = (
            datetime.combine(day.day, time.fromisoformat(given.pop(name)), SHANGHAI)
            for name in ("starts", "ends")
        )
        try:
            knock(doors.BOOK, reader.address, at)
            made = operations.book_room(
                actor=reader.actor,
                at=at,
                room=room.pk,
                starts_at=starts,
                ends_at=ends,
                language=get_language() or "zh-hans",
                **given,
            )
        except Refusal as refusal:
            note, status = words_of(refusal), status_of(refusal)
        else:
            return redirect(url_of(made))
    elif request.method == "POST":
        status = 422
    context = {
        "room": room,
        "venue": room.venue,
        "form": form,
        "note": note,
        "day": day,
        "days": [(one, f"?day={one.day:%Y-%m-%d}", one is day) for one in days],
        "back_url": reverse("resident:venue", args=[room.venue_id]),
    }
    return page(request, "venue_book", reader, "", context, status=status)


def url_of(booking: RoomBooking) -> str:
    """Return where whoever booked follows it."""
    return reverse("resident:room-booking", args=[booking.pk, operations.token_of(booking)])


def _booking(pk: int, token: str) -> RoomBooking:
    try:
        return queries.by_link(pk=pk, token=token)
    except NoSuchBooking:
        raise Http404(_("没有找到这个预约。")) from None


@require_safe
def booking(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show a booking to whoever holds its link."""
    return _booking_page(request, _booking(pk, token), token)


def _booking_page(
    request: HttpRequest, found: RoomBooking, token: str, *, note: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    context = {
        "found": found,
        "room": found.room,
        "venue": found.room.venue,
        "state": shapes.State(SHAPES[found.state], found.get_state_display()),  # type: ignore[arg-type]
        "token": token,
        "may_cancel": found.is_held and found.during.lower > at,
        "note": note,
    }
    return page(request, "room_booking", reader_of(request, at), "home", context, status=status)


@require_POST
@kindly
def cancel(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Give it back."""
    found = _booking(pk, token)
    if not is_stale:
        at = clock.now()
        try:
            operations.cancel_booking(actor=reader_of(request, at).actor, at=at, pk=found.pk, is_by_link=True)
        except Refusal as refusal:
            note, status = words_of(refusal), status_of(refusal)
            return _booking_page(request, _booking(pk, token), token, note=note, status=status)
    return redirect(url_of(found))

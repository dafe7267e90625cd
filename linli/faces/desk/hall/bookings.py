"""A day's appointments at the desk: who comes when; moved, cancelled, turned into numbers; booked for a caller."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

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
from linli.faces.desk.export import sheet_response
from linli.faces.desk.hall.doors import HallRequest, done, in_hall
from linli.faces.desk.hall.shown import name_of
from linli.faces.desk.revealing import FIELDS, ask
from linli.faces.parts import words
from linli.faces.parts.inputs import KeyField, PhoneField, WordsField
from linli.faces.parts.refusals import status_of, words_of
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import operations, queries
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.appointments.queries import Row
from linli.pillars.service.appointments.texts import STATES
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.catalog.rules import situations
from linli.pillars.service.counters import policies
from linli.pillars.service.counters import queries as halls

COLUMNS: Final = (
    (gettext_lazy("约号"), 10),
    (gettext_lazy("约的时间"), 17),
    (gettext_lazy("办什么"), 28),
    (gettext_lazy("怎么称呼"), 10),
    (gettext_lazy("手机号"), 14),
    (gettext_lazy("优先"), 6),
    (gettext_lazy("怎么约的"), 16),
    (gettext_lazy("状态"), 14),
    (gettext_lazy("号"), 8),
)


class DeskForm(forms.Form):
    """A time for somebody on the telephone, or at the desk; who has no phone has the code."""

    at = forms.DateTimeField(error_messages={"required": gettext_lazy("请选一个时间。")})
    phone = PhoneField(
        label=gettext_lazy("手机号"),
        required=False,
        help_text=gettext_lazy("发短信、改时间用；没有手机就空着，把约号念给他"),
    )
    name = WordsField(label=gettext_lazy("怎么称呼"), most=30, required=False)
    priority = forms.BooleanField(label=gettext_lazy("老人、残疾人、孕妇、军人优先"), required=False)
    key = KeyField()


def _day(request: HallRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.local(request.at).date()


def _matters(request: HallRequest) -> dict[str, str]:
    offered = catalog.offered(halls.office_of(request.hall))
    return {one.code: words.in_language(one.item.name.zh, one.item.name.en) for one in offered}


def _what(row: Row, matters: dict[str, str]) -> str:
    return matters.get(row.matter) or words.in_language(row.kind, row.kind_en)


@in_hall
@require_GET
def bookings(request: HallRequest) -> HttpResponseBase:
    """List who comes on a day."""
    day = _day(request)
    matters = _matters(request)
    today = clock.local(request.at).date()
    rows = queries.of_day(actor=request.actor, hall=request.hall, day=day)
    here = reverse("desk:hall-bookings", args=[request.hall.pk])
    ahead = dict(queries.counts_ahead(hall=request.hall, at=request.at))
    context = {
        "hall": request.hall,
        "day": day,
        "day_words": _day_words(day, request.at),
        "days": [
            (_day_words(one, request.at), f"{here}?day={one:%Y-%m-%d}", ahead.get(one, 0), one == day)
            for one in sorted({today, day, *ahead})
        ],
        "rows": [(row, _what(row, matters), STATES[row.state], clock.local(row.starts_at)) for row in rows],
        "serves": policies.serves(request.actor, request.hall),
        "is_today": day == today,
        "sheet_url": f"{reverse('desk:hall-bookings-sheet', args=[request.hall.pk])}?day={day:%Y-%m-%d}",
    }
    return furniture.page(request, "desk/hall/bookings.html", context)


def _day_words(day: date, at: datetime) -> str:
    return words.day(datetime.combine(day, datetime.min.time(), clock.SHANGHAI), at)


@in_hall
@require_GET
def sheet(request: HallRequest) -> HttpResponseBase:
    """Hand over a day's list as a sheet, masked as on the page."""
    matters = _matters(request)
    rows = queries.of_day(actor=request.actor, hall=request.hall, day=_day(request), most=5000)
    columns = [(str(name), float(width)) for name, width in COLUMNS]
    lines = (
        (
            row.code,
            row.starts_at,
            _what(row, matters),
            row.name,
            row.phone,
            _("是") if row.has_priority else "",
            str(Appointment.Source(row.source).label),
            str(STATES[row.state]),
            row.ticket,
        )
        for row in rows
    )
    return sheet_response(_("预约"), columns, lines, request.at)


def _need_to_serve(request: HallRequest) -> None:
    if not policies.serves(request.actor, request.hall):
        raise Http404


@in_hall
@require_http_methods(["GET", "POST"])
def new(request: HallRequest) -> HttpResponseBase:
    """Book for somebody who telephones or stands at the desk."""
    _need_to_serve(request)
    kinds = halls.kinds_of(request.hall)
    given = request.GET.get("kind", "")
    code = request.GET.get("matter", "")[:40]
    matter = (
        halls.matter_of(hall=request.hall, kinds=kinds, kind=int(given), code=code)
        if given.isdigit() and len(given) < 10
        else None
    )
    form = DeskForm(request.POST or None, initial={"key": uuid.uuid4()})
    status = 200
    if request.method == "POST" and matter is not None:
        if form.is_valid():
            data = form.cleaned_data
            item = matter.offered.item if matter.offered else None
            try:
                made = operations.book_appointment(
                    actor=request.actor,
                    at=request.at,
                    hall=request.hall,
                    kind=matter.kind,
                    starts_at=data["at"],
                    phone=data["phone"],
                    name=data["name"],
                    matter=matter.code,
                    papers=[m.code for m in situations.papers(item, {})] if item else (),
                    has_priority=data["priority"],
                    source=Appointment.Source.DESK,
                    key=data["key"],
                )
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(
                    request,
                    _("约好了：%(when)s，约号 %(code)s。")
                    % {"when": words.when(made.starts_at, request.at), "code": made.code},
                )
                return redirect("desk:hall-booking", request.hall.pk, made.pk)
        else:
            status = 422
    context: dict[str, Any] = {"hall": request.hall, "form": form, "matter": matter}
    if matter is None:
        context["kinds"] = [(name_of(kind), f"?{urlencode({'kind': kind.pk})}") for kind in kinds]
    else:
        query = {"kind": str(matter.kind.pk), **({"matter": code} if matter.code else {})}
        days = queries.days_of(hall=request.hall, kind=matter.kind, at=request.at)
        context |= {
            "name": _matters(request).get(matter.code) or name_of(matter.kind),
            "here": f"?{urlencode(query)}",
            **_times(days, form.data.get("at", "") if form.is_bound else "", request, query),
        }
    return furniture.page(request, "desk/hall/booking_new.html", context, status=status)


def _times(
    days: tuple[queries.Day, ...], chosen: str, request: HallRequest, query: dict[str, str]
) -> dict[str, Any]:
    """Turn days and times into choices for a form."""
    asked = chosen[:10] or request.GET.get("day", "")
    day = next((one for one in days if f"{one.day:%Y-%m-%d}" == asked), None)
    day = day or next((one for one in days if one.free), days[0] if days else None)
    return {
        "days": [
            (
                _day_words(one.day, request.at),
                f"?{urlencode({**query, 'day': f'{one.day:%Y-%m-%d}'})}",
                one.free,
                one is day,
            )
            for one in days
        ],
        "day": day,
        "slots": [
            (f"{local:%Y-%m-%dT%H:%M}", f"{local:%H:%M}", slot.is_free, f"{local:%Y-%m-%dT%H:%M}" == chosen)
            for slot in (day.slots if day else ())
            for local in (clock.local(slot.starts_at),)
        ],
    }


@in_hall
@require_http_methods(["GET", "POST"])
def booking(request: HallRequest, booking_id: int) -> HttpResponseBase:
    """Show one appointment; move it to another time."""
    found = queries.get_appointment(actor=request.actor, hall=request.hall, pk=booking_id)
    serves = policies.serves(request.actor, request.hall)
    note, status = "", 200
    if request.method == "POST":
        _need_to_serve(request)
        note, status = _moved(request, found)
        if not note:
            return redirect("desk:hall-booking", request.hall.pk, found.pk)
    moves = serves and found.is_booked and ("move" in request.GET or bool(note))
    days = queries.days_of(hall=request.hall, kind=found.kind, at=request.at, skipping=found) if moves else ()
    context = {
        "hall": request.hall,
        "found": found,
        "name": _matters(request).get(found.matter) or name_of(found.kind),
        "when": words.when(found.starts_at, request.at),
        "state": STATES[found.state],
        "who": [
            (field, FIELDS[field], masked)
            for field, masked in (("name", mask_name(found.name)), ("phone", mask_phone(found.phone or "")))
            if masked
        ],
        "papers": _papers(request, found) if serves else [],
        "serves": serves,
        "is_today": found.day == clock.local(request.at).date(),
        "moves": moves,
        "note": note,
        **_times(days, "", request, {"move": "1"}),
        "back_url": f"{reverse('desk:hall-bookings', args=[request.hall.pk])}?day={found.day:%Y-%m-%d}",
    }
    return furniture.page(request, "desk/hall/booking.html", context, status=status)


def _moved(request: HallRequest, found: Appointment) -> tuple[str, int]:
    """Move it; give what to say where that was refused."""
    try:
        starts_at = forms.DateTimeField().clean(request.POST.get("at", ""))
        operations.move_appointment(
            actor=request.actor, at=request.at, appointment=found, starts_at=starts_at
        )
    except forms.ValidationError:
        return _("请选一个时间。"), 422
    except Refusal as refusal:
        return words_of(refusal), status_of(refusal)
    messages.success(request, _("改好了，有手机号的已经发了短信。"))
    return "", 200


def _papers(request: HallRequest, found: Appointment) -> list[str]:
    """Name the papers somebody was told to bring."""
    offered = catalog.offered(halls.office_of(request.hall))
    item = next((one.item for one in offered if one.code == found.matter), None)
    codes = set(found.paper_codes)
    return (
        [words.in_language(m.name.zh, m.name.en) for m in item.materials if m.code in codes] if item else []
    )


@in_hall
@require_POST
def arrive(request: HallRequest) -> HttpResponseBase:
    """Turn an appointment into a number: by its row, or by what its holder says at the desk."""
    _need_to_serve(request)
    day = clock.local(request.at).date()
    given = request.POST.get("id", "")
    if given.isdigit() and len(given) < 16:
        found: Appointment | None = queries.get_appointment(
            actor=request.actor, hall=request.hall, pk=int(given)
        )
    else:
        found = queries.by_code(hall=request.hall, typed=request.POST.get("code", ""), day=day)
    try:
        if found is None:
            raise queries.NoSuchAppointment
        ticket = operations.arrive(actor=request.actor, at=request.at, appointment=found)
    except Refusal as refusal:
        messages.warning(request, words_of(refusal))
        return redirect("desk:hall-bookings", request.hall.pk)
    return redirect(f"{reverse('desk:hall-guide', args=[request.hall.pk])}?drawn={ticket.pk}")


@in_hall
@require_POST
def cancel(request: HallRequest, booking_id: int) -> HttpResponseBase:
    """Give an appointment back for somebody who asks for it."""
    _need_to_serve(request)
    found = queries.get_appointment(actor=request.actor, hall=request.hall, pk=booking_id)

    def act() -> object:
        return operations.cancel_appointment(actor=request.actor, at=request.at, appointment=found)

    return done(
        request, act, "desk:hall-booking", request.hall.pk, found.pk, said=_("取消了，这个时间让出来了。")
    )


@in_hall
@require_http_methods(["GET", "POST"])
def reveal(request: HallRequest, booking_id: int, field: str) -> HttpResponseBase:
    """Show the name or the number of whoever booked, for a reason that is kept."""
    _need_to_serve(request)
    found = queries.get_appointment(actor=request.actor, hall=request.hall, pk=booking_id)
    if field not in FIELDS:
        raise Http404
    return ask(
        request,
        subject="appointments.Appointment",
        id=found.pk,
        field=field,
        context={
            "title": found.code,
            "field_words": FIELDS[field],
            "masked": mask_phone(found.phone or "") if field == "phone" else mask_name(found.name),
            "case_url": reverse("desk:hall-booking", args=[request.hall.pk, found.pk]),
            "is_phone": field == "phone",
        },
    )

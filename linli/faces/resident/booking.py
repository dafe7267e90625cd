"""A time at a hall, booked from a phone without an account: a day, a time, a number to be told at; move, cancel, arrive."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts import words
from linli.faces.parts.inputs import CallableField, KeyField, WordsField
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.resident import doors
from linli.faces.resident.guide import papers_of
from linli.faces.resident.pages import page
from linli.faces.resident.qr import code_of
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import operations, queries
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.appointments.texts import STATES
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.catalog.queries import Offered
from linli.pillars.service.catalog.rules import situations
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters import queries as halls
from linli.pillars.service.counters.models import Hall, ServiceKind

BOOKED_COOKIE = "ll_booked"
KEPT_FOR = 70 * 24 * 3600
"""A phone remembers what it booked last, for as long as one can book ahead."""


class BookForm(forms.Form):
    """A time, and a number to be told at."""

    at = forms.DateTimeField(error_messages={"required": gettext_lazy("请选一个时间。")})
    phone = CallableField(
        label=gettext_lazy("手机号"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("约好了发短信给您，来的前一天提醒一次。约的那天以后 30 天删掉。"),
    )
    name = WordsField(
        label=gettext_lazy("怎么称呼您"), most=30, required=False, help_text=gettext_lazy("可以不填")
    )
    priority = forms.BooleanField(label=gettext_lazy("老人、残疾人、孕妇、军人，要优先"), required=False)
    key = KeyField()


@dataclass(frozen=True)
class Asked:
    """What somebody wants to come for: a kind of the hall, an item of the guide, their situation."""

    hall: Hall
    kinds: list[ServiceKind]
    kind: ServiceKind | None = None
    offered: Offered | None = None
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> dict[str, str]:
        """The address's own part, without the day."""
        chosen = {"item": self.offered.code} if self.offered else {}
        return {**chosen, **({"kind": str(self.kind.pk)} if self.kind else {}), **self.answers}

    @property
    def url(self) -> str:
        """Where this is asked again."""
        here = reverse("resident:book-at", args=[self.hall.pk])
        return f"{here}?{urlencode(self.query)}" if self.query else here

    @property
    def name(self) -> str:
        """What it is called."""
        if self.offered:
            return words.in_language(self.offered.item.name.zh, self.offered.item.name.en)
        return words.in_language(self.kind.name, self.kind.name_en) if self.kind else ""

    @property
    def codes(self) -> list[str]:
        """The papers this situation needs, as far as it is known."""
        return [m.code for m in situations.papers(self.offered.item, self.answers)] if self.offered else []


def asked_of(hall: Hall, given: Any) -> Asked:
    """Read what somebody wants from an address; what does not fit is left aside. Two queries."""
    kinds = halls.kinds_of(hall)
    code = str(given.get("item", ""))[:40]
    office = halls.office_of(hall)
    offered = next((one for one in catalog.offered(office) if code and one.code == code), None)
    number = str(given.get("kind", ""))
    kind = next((one for one in kinds if str(one.pk) == number), None)
    if kind is None and offered is not None:
        kind = next((one for one in kinds if offered.item.group in one.groups), None)
    if offered is not None and kind is None:
        return Asked(hall, kinds)
    answers = (
        situations.accepted(
            offered.item, {q.code: str(given.get(q.code, ""))[:200] for q in offered.item.questions}
        )
        if offered
        else {}
    )
    return Asked(hall, kinds, kind, offered, answers)


def _hall(pk: int) -> Hall:
    try:
        return halls.public_hall(pk=pk)
    except halls.NoSuchHall:
        raise Http404(_("没有这个大厅。")) from None


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Choose the hall; where only one does what is wanted, go on to it."""
    code = request.GET.get("item", "")[:40]
    found = queries.bookable_halls()
    if code:
        found = [hall for hall in found if asked_of(hall, request.GET).kind]
    rest = f"?{request.GET.urlencode()}" if request.GET else ""
    if len(found) == 1:
        return redirect(reverse("resident:book-at", args=[found[0].pk]) + rest)
    context = {"halls": found, "rest": rest}
    return page(request, "book_where", reader_of(request, clock.now()), "home", context)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def book_at(request: HttpRequest, pk: int, *, is_stale: bool) -> HttpResponse:
    """Choose what for, a day and a time, and leave a number."""
    asked = asked_of(_hall(pk), request.GET)
    if request.method != "POST":
        return _book_page(request, asked)
    form = BookForm(request.POST)
    if is_stale:
        return _book_page(request, asked, form, note=_("这一页放得久了一点，再按一次就行。"))
    if asked.kind is None or not form.is_valid():
        return _book_page(request, asked, form, status=422)
    at, data = clock.now(), form.cleaned_data
    reader = reader_of(request, at)
    try:
        knock(doors.BOOK, reader.address, at)
        made = operations.book_appointment(
            actor=reader.actor,
            at=at,
            hall=asked.hall,
            kind=asked.kind,
            starts_at=data["at"],
            phone=data["phone"],
            name=data["name"],
            matter=asked.offered.code if asked.offered else "",
            papers=asked.codes,
            has_priority=data["priority"],
            language=get_language() or "zh-hans",
            key=data["key"],
        )
    except Refusal as refusal:
        return _book_page(request, asked, form, note=words_of(refusal), status=status_of(refusal))
    response = redirect(url_of(made))
    response.set_signed_cookie(
        BOOKED_COOKIE,
        str(made.pk),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def url_of(appointment: Appointment) -> str:
    """Return where whoever booked follows it."""
    return reverse("resident:appointment", args=[appointment.pk, operations.token_of(appointment)])


def booked_last(request: HttpRequest, hall: Hall) -> Appointment | None:
    """Give what this phone booked at a hall and still has before it. One query, none where it booked nothing."""
    text = request.get_signed_cookie(BOOKED_COOKIE, default="", max_age=KEPT_FOR) or ""
    if not text.isdigit():
        return None
    return Appointment.objects.filter(pk=int(text), hall=hall, state="booked").first()


def _book_page(
    request: HttpRequest, asked: Asked, form: BookForm | None = None, *, note: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    reader = reader_of(request, at)
    days = queries.days_of(hall=asked.hall, kind=asked.kind, at=at) if asked.kind else ()
    chosen = form.data.get("at", "") if form else ""
    day = _day(days, chosen[:10] or request.GET.get("day", ""))
    if form is None:
        phone = reader.account.phone if reader.account else ""
        form = BookForm(initial={"key": uuid.uuid4(), "phone": phone})
    papers = papers_of(asked.offered.item, asked.answers) if asked.offered else None
    context = {
        "asked": asked,
        "hall": asked.hall,
        "kinds": [
            (words.in_language(one.name, one.name_en), f"?{urlencode({'kind': one.pk})}")
            for one in asked.kinds
        ],
        "days": day_rows(days, day, asked.query, at),
        "day": day,
        "slots": slot_rows(day, chosen),
        "form": form,
        "form_key": form["key"].value() or uuid.uuid4(),
        "papers": papers,
        "is_complete": asked.offered is None or situations.is_complete(asked.offered.item, asked.answers),
        "list_url": reverse("resident:guide-list", args=[asked.offered.code]) if asked.offered else "",
        "back_url": reverse("resident:hall", args=[asked.hall.pk]),
        "note": note,
    }
    return page(request, "book", reader, "", context, status=status)


def _day(days: tuple[queries.Day, ...], given: str) -> queries.Day | None:
    """Give the day asked for, else the first with a free time."""
    named = next((one for one in days if f"{one.day:%Y-%m-%d}" == given), None)
    return named or next((one for one in days if one.free), days[0] if days else None)


def day_rows(
    days: tuple[queries.Day, ...], chosen: queries.Day | None, query: dict[str, str], at: datetime
) -> list[tuple[str, str, int, bool]]:
    """Turn days into links: words, address, how many times are free, whether it is the one shown."""
    return [
        (
            _day_words(one, at),
            "?" + urlencode({**query, "day": f"{one.day:%Y-%m-%d}"}),
            one.free,
            one is chosen,
        )
        for one in days
    ]


def _day_words(day: queries.Day, at: datetime) -> str:
    """Say a day with its day of the week: 明天, 11-24 周二."""
    said = words.day(day.slots[0].starts_at, at)
    return said if not said[0].isdigit() else f"{said} {date_format(day.day, 'D')}"


def slot_rows(day: queries.Day | None, chosen: str) -> list[tuple[str, str, bool, bool]]:
    """Turn a day's times into choices: value, words, whether it is free, whether it is chosen."""
    found = []
    for slot in day.slots if day else ():
        local = clock.local(slot.starts_at)
        value = f"{local:%Y-%m-%dT%H:%M}"
        found.append((value, f"{local:%H:%M}", slot.is_free, value == chosen))
    return found


# ---------------------------------------------------------------- one appointment, by its link


def _appointment(pk: int, token: str) -> Appointment:
    try:
        return queries.by_link(pk=pk, token=token)
    except queries.NoSuchAppointment:
        raise Http404(_("没有找到这个预约。")) from None


def item_of(found: Appointment) -> Offered | None:
    """Give the item of the guide an appointment is for, as it is in force now. No query, but after one changed."""
    if not found.matter:
        return None
    offered = catalog.offered(halls.office_of(found.hall))
    return next((one for one in offered if one.code == found.matter), None)


def name_of(found: Appointment) -> str:
    """Say what an appointment is for."""
    if one := item_of(found):
        return words.in_language(one.item.name.zh, one.item.name.en)
    return words.in_language(found.kind.name, found.kind.name_en)


def papers_for(found: Appointment) -> dict[str, list[Any]] | None:
    """Sort the papers somebody was told to bring; None where the matter has no list."""
    one = item_of(found)
    codes = set(found.paper_codes)
    if one is None or not codes:
        return None
    kept = [m for m in one.item.materials if m.code in codes]
    return {
        "bring": [m for m in kept if m.need == "required"],
        "later": [m for m in kept if m.need == "later"],
        "shared": [m for m in kept if m.need == "shared"],
    }


@require_safe
def appointment(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show an appointment: when, where, what to bring; and what can be done with it."""
    return _page(request, _appointment(pk, token), token)


def _page(
    request: HttpRequest, found: Appointment, token: str, *, note: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    moves = found.is_booked and "move" in request.GET
    days = queries.days_of(hall=found.hall, kind=found.kind, at=at, skipping=found) if moves else ()
    day = _day(days, request.GET.get("day", f"{found.day:%Y-%m-%d}")) if moves else None
    is_today = found.day == clock.local(at).date()
    context = {
        "found": found,
        "hall": found.hall,
        "token": token,
        "name": name_of(found),
        "when": words.when(found.starts_at, at),
        "state": STATES[found.state],
        "papers": papers_for(found),
        "moves": moves,
        "days": day_rows(days, day, {"move": "1"}, at),
        "day": day,
        "slots": slot_rows(day, f"{clock.local(found.starts_at):%Y-%m-%dT%H:%M}"),
        "can_arrive": found.is_booked and is_today and counters.is_open(found.hall, at),
        "ticket_url": reverse("resident:ticket", args=[found.ticket.pk, counters.token_of(found.ticket)])
        if found.ticket
        else "",
        "qr": code_of(settings.PUBLIC_URL + url_of(found)),
        "book_url": reverse("resident:book-at", args=[found.hall_id])
        + "?"
        + urlencode({"item": found.matter} if found.matter else {"kind": found.kind_id}),
        "note": note,
    }
    return page(request, "appointment", reader_of(request, at), "home", context, status=status)


@require_POST
@kindly
def move_appointment(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Move it to another time."""
    found = _appointment(pk, token)
    starts_at = _moment(request.POST.get("at", ""))
    if is_stale or starts_at is None:
        note = _("这一页放得久了一点，再按一次就行。") if is_stale else _("请选一个时间。")
        return _page(request, found, token, note=note, status=200 if is_stale else 422)
    try:
        operations.move_appointment(
            actor=reader_of(request, clock.now()).actor,
            at=clock.now(),
            appointment=found,
            starts_at=starts_at,
        )
    except Refusal as refusal:
        return _page(request, found, token, note=words_of(refusal), status=status_of(refusal))
    return redirect(url_of(found))


def _moment(text: str) -> datetime | None:
    try:
        moment: datetime = forms.DateTimeField().clean(text)
    except forms.ValidationError:
        return None
    return moment


def _verb(request: HttpRequest, pk: int, token: str, verb: str, is_stale: bool) -> HttpResponse:
    found = _appointment(pk, token)
    if not is_stale:
        at = clock.now()
        act = operations.arrive if verb == "arrive" else operations.cancel_appointment
        try:
            act(actor=reader_of(request, at).actor, at=at, appointment=found)
        except Refusal as refusal:
            return _page(request, found, token, note=words_of(refusal), status=status_of(refusal))
    return redirect(url_of(found))


@require_POST
@kindly
def cancel_appointment(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Give it back."""
    return _verb(request, pk, token, "cancel", is_stale)


@require_POST
@kindly
def arrive(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Say that one is there, and get the number."""
    return _verb(request, pk, token, "arrive", is_stale)

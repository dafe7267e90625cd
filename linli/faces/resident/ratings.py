"""好差评 for whoever came: rate a visit or a matter, follow a bad rating, say whether it is solved; the window's tablet;
and what everybody may read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.knocks import knock
from linli.base.people.models import Account
from linli.faces.parts import words
from linli.faces.parts.inputs import PhoneField, WordsField
from linli.faces.parts.rates import rate_of
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.resident import doors
from linli.faces.resident.pages import only_office, page
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.insight import ratings as figures
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import queries as halls
from linli.pillars.service.counters.models import Ticket, Window
from linli.pillars.service.ratings import operations, queries, rules
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import Given, Mark, Way
from linli.pillars.service.ratings.texts import LEVELS, MARKS, STATES, TOLD


class RateForm(forms.Form):
    """One of five levels; what it was about, words and a number only if somebody likes."""

    level = forms.TypedChoiceField(
        choices=[(n, n) for n in LEVELS],
        coerce=int,
        error_messages={
            "required": gettext_lazy("请在五个里面选一个。"),
            "invalid_choice": gettext_lazy("请在五个里面选一个。"),
        },
    )
    marks = forms.MultipleChoiceField(
        choices=[(mark.value, word) for mark, word in MARKS.items()], required=False
    )
    words = WordsField(label=gettext_lazy("想说的话"), most=rules.MOST_WORDS, required=False)
    phone = PhoneField(label=gettext_lazy("回电号码"), required=False)
    is_anonymous = forms.BooleanField(required=False)
    key = forms.UUIDField(required=False)

    def given(self) -> Given:
        """Give what was said as the verb takes it."""
        data = self.cleaned_data
        return Given(
            data["level"], tuple(map(Mark, data["marks"])), data["words"], data["phone"], data["is_anonymous"]
        )


def rater_of(request: HttpRequest) -> Actor:
    """Say who rates. Elsewhere staff who open a resident's page act as anybody; here it matters that they are staff."""
    user = getattr(request, "user", None)
    return people.actor_for(user if isinstance(user, Account) and user.is_active else None, clock.now())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page asks about: its address, its name, and the verb that rates it."""

    url: str
    back: str
    name: str
    is_visit: bool
    rating: Rating | None
    ended_at: datetime | None
    rate: Callable[..., Rating]


def _page(
    request: HttpRequest, asked: _Asked, form: RateForm | None = None, *, note: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    rating = asked.rating
    case = rating.case if rating else None
    state = case.state if case and case.is_open else ""
    can_change = (
        rating is not None
        and (case is None or case.is_open)
        and rules.may_change(rated_at=rating.rated_at, at=at, state=state)
    )
    refused = rules.why_not(ended_at=asked.ended_at, at=at) if rating is None else None
    changes = can_change and ("change" in request.GET or form is not None)
    marks = rules.ON_SITE if asked.is_visit else rules.ONLINE
    chosen = form.data.getlist("marks") if form is not None and hasattr(form.data, "getlist") else []
    context: dict[str, Any] = {
        "asked": asked,
        "rating": rating,
        "level_words": LEVELS[rating.level] if rating else "",
        "stars": "★" * rating.level if rating else "",
        "case": case,
        "state": STATES[case.state] if case else "",
        "told": [
            (TOLD.get(one.verb, ""), words.when(one.at, at), one.answer)
            for one in queries.told_to_rater(rating)
        ]
        if rating
        else [],
        "asks_solved": case is not None and case.state == "told",
        "is_over": refused is not None,
        "why_not": words_of(refused) if refused else "",
        "shows_form": changes or (rating is None and refused is None),
        "can_change": can_change and not changes,
        "change_minutes": int(rules.CHANGE_FOR.total_seconds() // 60),
        "form": form,
        "level": form.data.get("level", "")
        if form is not None
        else (str(rating.level) if changes and rating else ""),
        "marks": [(mark.value, MARKS[mark], mark.value in chosen) for mark in marks],
        "key": uuid.uuid4(),
        "note": note,
    }
    return page(request, "rate", reader_of(request, at), "home", context, status=status)


def _take(
    request: HttpRequest, asked: _Asked, *, is_stale: bool, back: Callable[[], HttpResponse]
) -> HttpResponse:
    form = RateForm(request.POST)
    if is_stale:
        return _page(request, asked, form, note=_("这一页放得久了一点，再按一次就行。"))
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    at = clock.now()
    try:
        knock(doors.RATE, reader_of(request, at).address, at)
        asked.rate(actor=rater_of(request), at=at, given=form.given(), key=form.cleaned_data["key"])
    except Refusal as refusal:
        return _page(request, asked, form, note=words_of(refusal), status=status_of(refusal))
    return back()


def _confirm(request: HttpRequest, asked: _Asked, *, is_stale: bool) -> HttpResponse:
    if not is_stale and asked.rating is not None:
        try:
            solved = request.POST.get("solved") == "yes"
            operations.confirm_rating(
                actor=rater_of(request), at=clock.now(), rating=asked.rating, solved=solved
            )
        except Refusal as refusal:
            return _page(request, asked, note=words_of(refusal), status=status_of(refusal))
    return redirect(asked.url)


# ---------------------------------------------------------------- a visit, by the link of its number


def _visit(pk: int, token: str, way: str = Way.PAGE) -> _Asked:
    try:
        ticket = halls.ticket_by_link(pk=pk, token=token)
    except halls.NoSuchTicket:
        raise Http404(_("没有找到这个号。")) from None
    return _Asked(
        url=reverse("resident:ticket-rate", args=[pk, token]),
        back=reverse("resident:ticket", args=[pk, token]),
        name=f"{words.in_language(ticket.kind.name, ticket.kind.name_en)} {ticket.code}",
        is_visit=True,
        rating=queries.of_visit(ticket),
        ended_at=ticket.ended_at
        if ticket.state == "finished" or ticket.why_left == Ticket.Why.CLOSED
        else None,
        rate=lambda **given: operations.rate_visit(ticket=ticket, way=way, **given),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def rate_visit(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Rate a visit by the link or the code on its slip, and follow what comes of it."""
    asked = _visit(pk, token, Way.QR if "qr" in request.GET else Way.PAGE)
    if request.method == "POST":
        return _take(request, asked, is_stale=is_stale, back=lambda: redirect(asked.url))
    return _page(request, asked)


@require_POST
@kindly
def confirm_visit(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Say whether what was answered to a bad rating of a visit solved it."""
    return _confirm(request, _visit(pk, token), is_stale=is_stale)


# ---------------------------------------------------------------- a matter, by its own link


def _matter(number: str, token: str) -> _Asked:
    try:
        case, rating = queries.matter_by_link(number=number, token=token)
    except queries.UnknownRating:
        raise Http404(_("没有找到这件事。请核对链接。")) from None
    return _Asked(
        url=reverse("resident:matter-rate", args=[number, token]),
        back="",
        name=f"{rules.MATTERS[case.kind].name(case)} {case.number}",
        is_visit=False,
        rating=rating,
        ended_at=case.closed_at,
        rate=lambda **given: operations.rate_matter(case=case, **given),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def rate_matter(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponse:
    """Rate a matter that has ended, and follow what comes of it."""
    asked = _matter(number, token)
    if request.method == "POST":
        return _take(request, asked, is_stale=is_stale, back=lambda: redirect(asked.url))
    return _page(request, asked)


@require_POST
@kindly
def confirm_matter(request: HttpRequest, number: str, token: str, *, is_stale: bool) -> HttpResponse:
    """Say whether what was answered to a bad rating of a matter solved it."""
    return _confirm(request, _matter(number, token), is_stale=is_stale)


# ---------------------------------------------------------------- the tablet of a window


def _tablet(pk: int, token: str) -> Window:
    try:
        return queries.window_of_tablet(pk=pk, token=token)
    except queries.UnknownRating:
        raise Http404(_("没有这个窗口。")) from None


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def tablet(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Ask, on the tablet that lies before a window, about the visit that has just ended there; then wait for the next."""
    window, at = _tablet(pk, token), clock.now()
    ticket = queries.tablet_asks(window=window, at=at)
    seen = f"{ticket.pk if ticket else 0}"
    if request.method != "POST" and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    note, thanks, form = "", False, None
    if (
        request.method == "POST"
        and ticket is not None
        and request.POST.get("ticket") == seen
        and not is_stale
    ):
        form = RateForm(request.POST)
        if form.is_valid():
            try:
                operations.rate_visit(
                    actor=rater_of(request),
                    at=at,
                    ticket=ticket,
                    given=form.given(),
                    way=Way.TABLET,
                    key=form.cleaned_data["key"],
                )
                thanks, ticket, seen = True, None, "0"
            except Refusal as refusal:
                note = words_of(refusal)
    context = {
        "window": window,
        "hall": window.hall,
        "ticket": ticket,
        "seen": seen,
        "kind": words.in_language(ticket.kind.name, ticket.kind.name_en) if ticket else "",
        "thanks": thanks,
        "form": form,
        "note": note,
        "marks": [(mark.value, MARKS[mark], False) for mark in rules.ON_SITE],
        "key": uuid.uuid4(),
        "url": reverse("resident:tablet", args=[pk, token]),
        "office_name": str(window.hall.unit),
    }
    template = "resident/_tablet.html" if "seen" in request.GET else "resident/tablet.html"
    response = render(request, template, context, status=403 if note else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


# ---------------------------------------------------------------- what everybody may read


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Publish how many rated, how well, by unit and kind of matters, what became of bad ones, and released words."""
    at, office = clock.now(), only_office()
    rows = figures.of_office(office)
    levels = figures.by_level(rows=rows, at=at)
    total = sum(levels.values())
    lines, hidden = figures.by_kind(rows=rows, at=at)
    items, hidden_items = figures.by_item(rows=rows, at=at)
    marks = figures.by_mark(rows=rows, at=at)
    several = len({one.unit for one in lines}) > 1
    context = {
        "total": total,
        "levels": [
            (LEVELS[level], "★" * level, count, round(100 * count / total, 1) if total else 0)
            for level, count in levels.items()
        ],
        "rates": [rate_of(one, "", window=_("近 90 天")) for one in figures.rating_figures(rows=rows, at=at)],
        "lines": [
            (one.unit if several else "", words.in_language(one.name, one.name_en), one) for one in lines
        ],
        "items": [(words.in_language(one.name, one.name_en), one) for one in items],
        "marks": [(MARKS[mark], good, count - good) for mark, (count, good) in marks.items()],
        "hidden": hidden + hidden_items,
        "least": rules.MARKED_BELOW,
        "shown": [
            (one, LEVELS[one.level], words.day(one.day, at)) for one in queries.shown_words(office=office)
        ],
    }
    return page(request, "ratings", reader_of(request, at), "home", context, office=office)

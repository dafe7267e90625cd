"""The guide: what can be had done, found by an occasion, a group or one's own words; what one's own situation needs.

All of it is links and forms that read, so it works without JavaScript, can be kept as an address and sent to somebody.
Nothing that is answered here is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.flow import deadlines
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.faces.parts.words import in_language
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.qr import code_of
from linli.faces.resident.readers import Reader, reader_of
from linli.kernel import clock
from linli.pillars.service.appointments.queries import bookable_halls
from linli.pillars.service.catalog import queries
from linli.pillars.service.catalog.queries import NoSuchItem, Offered
from linli.pillars.service.catalog.rules import situations, together
from linli.pillars.service.catalog.rules.groups import EVENTS, GROUPS
from linli.pillars.service.catalog.rules.item import For, Item, Need, Question, Way

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Heading:
    """A group or an occasion, and what stands under it."""

    code: str
    name: str
    items: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered."""

    question: Question
    choices: tuple[tuple[str, str], ...]
    given: str


def office_for(request: HttpRequest, reader: Reader) -> tuple[Unit | None, list[Unit]]:
    """Find whose guide somebody reads: the only office, the one they named, that of their grid; else all to choose from."""
    found = list(orgs.offices())
    if len(found) == 1:
        return found[0], []
    named = request.GET.get("office", "")
    home = home_of(reader) if not named else None
    for office in found:
        if named == str(office.pk) or (home is not None and home.path.startswith(office.path)):
            return office, found
    return None, found


def open_guide(request: HttpRequest) -> tuple[Reader, Unit | None, list[Unit], datetime]:
    """Say who reads which office's guide, and when."""
    at = clock.now()
    reader = reader_of(request, at)
    office, several = office_for(request, reader)
    return reader, office, several, at


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show what can be had done: by occasion, by group, or what somebody's words mean."""
    reader, office, several, _at = open_guide(request)
    if office is None:
        return page(request, "guide/offices", reader, "home", {"offices": several}, office=None)
    offered = queries.offered(office)
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    event, group = request.GET.get("event", ""), request.GET.get("group", "")
    found: tuple[Offered, ...] = ()
    title = ""
    if words:
        found = queries.find_items(office, words)
    elif event in EVENTS:
        found, title = tuple(o for o in offered if event in o.item.events), in_language(*EVENTS[event])
    elif group in GROUPS:
        found, title = tuple(o for o in offered if o.item.group == group), in_language(*GROUPS[group])
    context = {
        "q": words,
        "title": title,
        "found": found,
        "is_narrowed": bool(words or title),
        "events": [] if words or title else _headings(EVENTS, offered, by_event=True),
        "groups": [] if words or title else _headings(GROUPS, offered, by_event=False),
        "count": len(offered),
        "office_id": office.pk if several else "",
    }
    return page(request, "guide/guide", reader, "home", context, office=office)


def _headings(
    names: dict[str, tuple[str, str]], offered: tuple[Offered, ...], *, by_event: bool
) -> list[Heading]:
    found = []
    for code, name in names.items():
        under = tuple(o for o in offered if (code in o.item.events if by_event else o.item.group == code))
        if under:
            found.append(Heading(code, in_language(*name), under))
    return found


def item_of(office: Unit, code: str) -> Offered:
    """Give an item in force; where there is none, there is no such page."""
    try:
        return queries.item_in_force(office, code)
    except NoSuchItem:
        raise Http404 from None


def which_office(request: HttpRequest, reader: Reader, several: list[Unit], code: str) -> HttpResponse:
    """Ask at which of the offices that offer an item somebody wants it; where none does, there is no such page."""
    offering = [o for o in several if any(one.code == code for one in queries.offered(o))]
    if not offering:
        raise Http404
    return page(request, "guide/offices", reader, "", {"offices": offering})


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show an item: for whom, what to bring, where and when, how long, what it costs, what comes of it, one's rights."""
    reader, office, several, at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    one = item_of(office, code)
    context = {
        "item": one.item,
        "version": one.version,
        "group": in_language(*GROUPS.get(one.item.group, ("", ""))),
        "asked": _asked(one.item, {}),
        "papers": papers_of(one.item, {}),
        "perhaps": situations.papers_perhaps(one.item, {}),
        "hours": _hours(office, at),
        "book_url": _book_url(office, one, {}),
        "list_url": reverse("resident:guide-list", args=[code]),
        "office_id": office.pk if several else "",
        "back_url": reverse("resident:guide") + (f"?office={office.pk}" if several else ""),
    }
    return page(request, "guide/item", reader, "", context, office=office)


@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for one's situation and list what it needs; `print` is the same as a sheet of paper with a code to come back."""
    reader, office, several, at = open_guide(request)
    if office is None:
        return which_office(request, reader, several, code)
    one = item_of(office, code)
    others = together_of(request, office, one)
    whole = together.joined([one.item, *(other.item for other in others)])
    given = {q.code: request.GET.get(q.code, "") for q in whole.questions}
    answers = situations.accepted(whole, given)
    is_complete = situations.is_complete(whole, answers)
    own = own_query(answers, others, office if several else None)
    here = f"{reverse('resident:guide-list', args=[code])}?{own}"
    context: dict[str, Any] = {
        "item": one.item,
        "others": others,
        "besides": _besides(request, office, one, others),
        "most_together": together.MOST,
        "answers": answers,
        "asked": _asked(whole, answers),
        "is_complete": is_complete,
        "papers": papers_of(whole, answers) if is_complete else None,
        "hours": _hours(office, at),
        "book_url": _book_url(office, one, answers) if is_complete else "",
        "print_url": f"{here}&print=1",
        "form_url": f"{reverse('resident:guide-form', args=[code])}?{own}"
        if one.item.form or Way.ONLINE in one.item.ways
        else "",
        "is_online": Way.ONLINE in one.item.ways,
        "back_url": reverse("resident:guide-item", args=[code]) + (f"?office={office.pk}" if several else ""),
        "office_id": office.pk if several else "",
    }
    if is_complete and request.GET.get("print"):
        context |= {
            "office": office,
            "office_name": str(office),
            "qr": code_of(settings.PUBLIC_URL + here),
            "at": at,
        }
        response = render(request, "resident/guide/paper.html", context)
        response["Cache-Control"] = "private, no-store"
        return response
    return page(request, "guide/list", reader, "", context, office=office)


def together_of(request: HttpRequest, office: Unit, one: Offered) -> list[Offered]:
    """Give what somebody wants done together with an item: whatever else can be had from home, a few at most."""
    online = from_home(office, one)
    wanted = dict.fromkeys(code for code in request.GET.getlist("with") if code in online)
    chosen: list[Offered] = []
    for code in wanted:
        # What is asked of two of them under one word must be one question: each fits all before it.
        if len(chosen) < together.MOST and all(together.fits(o.item, online[code].item) for o in chosen):
            chosen.append(online[code])
    return chosen


def from_home(office: Unit, one: Offered) -> dict[str, Offered]:
    """Give everything that can be had from home together with an item, by code, in the order of the guide."""
    if Way.ONLINE not in one.item.ways:
        return {}
    return {
        o.code: o
        for o in queries.offered(office)
        if Way.ONLINE in o.item.ways and For.PERSON in o.item.who.audience and together.fits(one.item, o.item)
    }


@dataclass(frozen=True, slots=True)
class Besides:
    """What may be done together: what goes with it on the same occasion, what somebody looked for, all the rest by group."""

    near: tuple[Offered, ...]
    words: str
    found: tuple[Offered, ...]
    rest: tuple[Heading, ...]
    was_cut: bool


def _besides(request: HttpRequest, office: Unit, one: Offered, chosen: list[Offered]) -> Besides:
    online = from_home(office, one)
    shown = {o.code for o in chosen}
    words = request.GET.get("find", "").strip()[:MOST_WORDS] if "look" in request.GET else ""
    hits = queries.find_items(office, words) if words else ()
    found = tuple(o for o in hits if o.code in online and o.code not in shown)
    shown |= {o.code for o in found}
    close = together.beside(one.item, [o.item for o in online.values()])
    near = tuple(online[item.code] for item in close if item.code not in shown)
    shown |= {o.code for o in near}
    rest = tuple(o for o in online.values() if o.code not in shown)
    wanted = {code for code in request.GET.getlist("with") if code in online}
    return Besides(
        near, words, found, tuple(_headings(GROUPS, rest, by_event=False)), len(wanted) > len(chosen)
    )


def own_query(answers: dict[str, str], others: list[Offered], office: Unit | None) -> str:
    """Write one's situation, what is done together and which office as an address does."""
    named = {**answers, **({"office": str(office.pk)} if office is not None else {})}
    return urlencode({**named, "with": [other.code for other in others]}, doseq=True)


def _asked(found: Item, answers: dict[str, str]) -> list[Asked]:
    asked = []
    for question in situations.asked(found, answers):
        choices = tuple((c.code, in_language(c.words.zh, c.words.en)) for c in question.choices)
        choices = choices or (("yes", _("是")), ("no", _("否")))
        asked.append(Asked(question, choices, answers.get(question.code, "")))
    return asked


def papers_of(found: Item, answers: dict[str, str]) -> dict[str, list[Any]]:
    """Sort the papers by what somebody has to do about them."""
    papers = situations.papers(found, answers)
    return {
        "bring": [m for m in papers if m.need is Need.REQUIRED],
        "later": [m for m in papers if m.need is Need.LATER],
        "shared": [m for m in papers if m.need is Need.SHARED],
    }


def _book_url(office: Unit, one: Offered, answers: dict[str, str]) -> str:
    """Return where a time for an item is booked, with the situation as answered; empty where no hall takes bookings."""
    found = [hall for hall in bookable_halls(one.item.group) if hall.unit.path.startswith(office.path)]
    if not found:
        return ""
    here = reverse("resident:book-at", args=[found[0].pk]) if len(found) == 1 else reverse("resident:book")
    return f"{here}?{urlencode({'item': one.code, **answers})}"


def _hours(office: Unit, at: datetime) -> str:
    """Say when the office is open on its next working day."""
    calendar = deadlines.calendar_of(office)
    day = clock.local(calendar.next_office_time(at)).date()
    stretches = calendar.hours_of(day)
    return "，".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in stretches)

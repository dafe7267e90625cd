"""Filing a report in under a minute: one form, one look at what it may be the same as, one receipt."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.asked import once
from linli.base.files.serving import guarded
from linli.base.people.knocks import TooOften, knock
from linli.base.places import queries as places
from linli.faces.parts import bulletins
from linli.faces.parts.inputs import plain
from linli.faces.resident import asking, catalogue, doors, shops, shown, uploads
from linli.faces.resident.filing import Filing, KeyOf
from linli.faces.resident.forms import KEY, ReportForm
from linli.faces.resident.hearing import heard_in
from linli.faces.resident.pages import only_office, page
from linli.faces.resident.placing import FarAway, Placed, home_of, outages_at, place_of
from linli.faces.resident.readers import Reader, reader_of, remember
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import operations as inspections
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.operations import NoSuchCategory, NoSuchOffice
from linli.pillars.governance.reports.queries import Problem, SameNearby
from linli.pillars.governance.visits import operations as visits
from linli.pillars.service.bulletins.queries import Shown

# Content of the case, read by staff: Chinese whatever the reader's language.
PHOTOS_ONLY = "（没有写字，见照片）"


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
@once()
def file_report(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Show the form, look once at what is reported nearby already, and file the report."""
    at = clock.now()
    reader = reader_of(request, at)
    if request.method != "POST":
        return _blank(request, reader, at)
    key = KeyOf(request.POST.get(KEY, "")).value
    if key is not None and (known := queries.filed_by_key(key=key)):
        return _taken(request, reader, known)
    filing = Filing(request, reader, at, ReportForm(request.POST))
    if is_stale:
        filing.note = _("这一页放得久了一点。您写的都在，再按一次“发出”就行。")
    else:
        try:
            _ask(filing, knock(doors.FILE, reader.address, at))
        except Refusal as refusal:
            filing.note, filing.status = words_of(refusal), 429
    filing.uploads = uploads.receive(request, reader.actor, at)
    filing.form = ReportForm(request.POST, photos=len(filing.uploads.files))
    filing.headings = queries.resident_catalogue()
    filing.home = home_of(reader)
    return _decide(filing)


def _ask(filing: Filing, count: int) -> None:
    """Ask a small question of whoever is not logged in when much was sent from their address lately."""
    if not asking.is_asked(count, is_known=filing.reader.account is not None):
        return
    if filing.key is None:
        raise TooOften(minutes=1)  # not one of our forms
    filing.question = asking.ProofForm(filing.key, filing.request.POST.get("proof", ""))
    if not filing.question.is_valid():
        filing.note = _("再答一题就好。您写的都在。")
        # A phone that sends on its own keeps the draft and tries later; a person sees the question.
        filing.status = 429 if filing.is_unattended else 422


def _blank(request: HttpRequest, reader: Reader, at: datetime) -> HttpResponse:
    home = home_of(reader)
    form = ReportForm(initial={KEY: uuid.uuid4(), "at_home": home is not None, **_from_link(request)})
    return _form_page(Filing(request, reader, at, form, headings=queries.resident_catalogue(), home=home))


def _from_link(request: HttpRequest) -> dict[str, Any]:
    """Take what a link may fill in: a category, a point, words for a place (a QR code on a lamp post)."""
    given = {name: request.GET.get(name, "")[:200] for name in ("category", "where", "lon", "lat")}
    return {name: value for name, value in given.items() if value}


@require_safe
def report_shell(request: HttpRequest) -> HttpResponse:
    """Show the form without anything of anybody: what a phone keeps for when there is no signal."""
    filing = Filing(request, Reader(), clock.now(), ReportForm(), headings=queries.resident_catalogue())
    response = _form_page(filing)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _decide(filing: Filing) -> HttpResponse:
    form, post = filing.form, filing.request.POST
    is_good = form.is_valid() and not filing.note
    if is_good:
        try:
            filing.placed = _placed(filing)
        except FarAway as refusal:
            form.add_error("where", words_of(refusal))
            is_good = False
    if not is_good or "back" in post:
        return _form_page(filing, status=filing.status if filing.note or "back" in post else 422)
    if number := plain(post.get("join", "")):
        return _join(filing, number)
    if filing.uploads.errors and not filing.is_unattended and "sure" not in post:
        return _form_page(filing, status=422)
    if "sure" not in post and not filing.is_unattended:
        near, data = _nearby(filing), form.cleaned_data
        outages = outages_at(
            filing.placed, f"{data['text']} {filing.kind.name if filing.kind else ''}", filing.at
        )
        if near or outages or filing.placed.choices or _can_be_asked(filing):
            return _check_page(filing, near, outages)
    return _file(filing)


def _can_be_asked(filing: Filing) -> bool:
    """Without a script nothing was offered while the words were typed: what they clearly sound like is offered now."""
    data = filing.form.cleaned_data
    return not (filing.is_from_script or data["category"]) and any(one.is_sure for one in filing.guesses)


def _placed(filing: Filing) -> Placed:
    data, post = filing.form.cleaned_data, filing.request.POST
    if filing.shop is not None and data["lon"] is None and not data["where"]:
        return Placed(filing.shop.lon, filing.shop.lat, filing.shop.area, shops.place_words(filing.shop))
    if filing.component is not None and data["lon"] is None:
        thing = filing.component
        return Placed(thing.lon, thing.lat, thing.area, data["where"] or thing.name)
    chosen = _chosen_place(post.get("place", ""))
    placed = place_of(
        lon=chosen[0] if chosen else data["lon"],
        lat=chosen[1] if chosen else data["lat"],
        where=data["where"],
        text=data["text"],
        home=filing.home,
        at_home=data["at_home"],
        is_settled="place" in post,
    )
    # “None of these” was chosen, or nobody is there to choose: words alone are a place too.
    return Placed(placed.lon, placed.lat, placed.area, placed.words) if "place" in post else placed


def _chosen_place(value: str) -> tuple[float, float] | None:
    try:
        lon, lat = (float(part) for part in value.split(","))
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None  # a NaN is no place either


def _nearby(filing: Filing) -> Sequence[SameNearby]:
    placed, data = filing.placed, filing.form.cleaned_data
    if data["nature"] in ("consult", "thanks"):
        return ()
    problem = Problem(
        text=data["text"],
        where=placed.words,
        lon=placed.lon,
        lat=placed.lat,
        area_id=placed.area.pk if placed.area else None,
        category=data["category"],
        sounds_like=() if data["category"] else tuple(one.category.pk for one in filing.guesses),
    )
    return queries.nearby_open(problem=problem, at=filing.at)


def _file(filing: Filing) -> HttpResponse:
    data, reader = filing.form.cleaned_data, filing.reader
    try:
        file = operations.file_report
        if filing.shop is not None:
            file = partial(inspections.report_shop, shop=filing.shop)
        if filing.component is not None and filing.shop is None and filing.visited is None:
            file = partial(operations.file_report, component=filing.component)
        file = partial(visits.ask_visit, grid=filing.visited) if filing.visited is not None else file
        filed = file(
            actor=reader.actor,
            at=filing.at,
            text=data["text"] or PHOTOS_ONLY,
            nature=data["nature"],
            category=data["category"],
            lon=filing.placed.lon,
            lat=filing.placed.lat,
            place_words=filing.placed.words,
            area=filing.placed.area,
            name=data["name"] or (reader.account.name if reader.account else ""),
            phone=data["phone"] or (reader.account.phone if reader.account else ""),
            account_id=reader.account.pk if reader.account else None,
            is_confidential=data["is_confidential"],
            files=filing.uploads.photos,
            answers=filing.answers,
            language=reader.language,
            key=filing.key,
            proposed=filing.request.POST.get("proposed", ""),
        )
    except NoSuchCategory as refusal:
        filing.form.add_error("category", words_of(refusal))
        return _form_page(filing, status=422)
    except NoSuchOffice as refusal:
        filing.form.add_error("where", words_of(refusal))
        return _form_page(filing, status=422)
    return _taken(filing.request, reader, filed.reporter)


def _join(filing: Filing, number: str) -> HttpResponse:
    data, reader = filing.form.cleaned_data, filing.reader
    try:
        joined = operations.join_report(
            actor=reader.actor,
            at=filing.at,
            number=number[:40],
            note=data["text"],
            name=data["name"],
            phone=data["phone"] or (reader.account.phone if reader.account else ""),
            account_id=reader.account.pk if reader.account else None,
            is_confidential=data["is_confidential"],
            language=reader.language,
            files=filing.uploads.photos,
            key=filing.key,
        )
    except Refusal:
        # It ended meanwhile, or never was: what was written becomes a report of its own with the next press.
        filing.note = _("那一件已经办结了，接不上。您写的都在，按“发出”单独报一件就行。")
        return _form_page(filing, status=409)
    return _taken(filing.request, reader, joined.reporter)


def _taken(request: HttpRequest, reader: Reader, reporter: Any) -> HttpResponse:
    number, token = reporter.report.case.number, operations.token_of(reporter)
    response = redirect("resident:receipt", number=number, token=token)
    remember(response, reader, reporter)
    return response


def _form_page(filing: Filing, *, status: int = 200) -> HttpResponse:
    form, is_blank = filing.form, filing.request.method != "POST"
    office = only_office()
    lon, lat = form["lon"].value(), form["lat"].value()
    if not lon and filing.home is not None:
        lon, lat = places.centre_of(filing.home.pk) or ("", "")
    context = {
        "form": form,
        "components": filing.things,
        "note": filing.note,
        "question": filing.question,
        "is_answer": not is_blank,
        "photo_errors": filing.uploads.errors,
        # With a script the phone still holds the photos itself and shows them; twice would be one too many.
        "kept": () if filing.is_from_script and "back" not in filing.request.POST else filing.uploads.kept,
        "most_photos": uploads.MOST_PHOTOS,
        "shop": filing.shop,
        "visited": filing.visited,
        "shop_value": shops.named(filing.shop) if filing.shop else "",
        "home": None if filing.shop else filing.home,
        "picker": catalogue.picker(filing.headings, str(form["category"].value() or "")),
        "questions": catalogue.questions(filing.kind, filing.answers if not is_blank else {}),
        "is_known": filing.reader.account is not None,
        "shapes_url": _shapes_url(lon, lat),
        "place_url": reverse("resident:spot"),
        "more_is_open": any(form[name].errors for name in ("name", "phone")),
    }
    return page(filing.request, "report", filing.reader, "", context, status=status, office=office)


def _shapes_url(lon: Any, lat: Any) -> str:
    url = reverse("resident:shapes")
    try:
        return f"{url}?lon={float(lon):.5f}&lat={float(lat):.5f}"
    except (TypeError, ValueError):
        return url


def _check_page(filing: Filing, near: Sequence[SameNearby], outages: Sequence[Shown]) -> HttpResponse:
    context = {
        "carried": _carried(filing),
        "kept": filing.uploads.kept,
        "near": [shown.nearby(one) for one in near],
        "outages": [bulletins.of_row(one, filing.at) for one in outages],
        "choices": filing.placed.choices,
        "components": filing.offered,
        "heard": {}
        if filing.form.cleaned_data["category"]
        else heard_in(filing.form.cleaned_data["text"], filing.guesses),
        "text": filing.form.cleaned_data["text"],
        "key": filing.key or uuid.uuid4(),
    }
    return page(filing.request, "check", filing.reader, "", context)


_NOT_CARRIED = {
    "csrfmiddlewaretoken",
    "sure",
    "back",
    "join",
    "place",
    "proposed",
    uploads.KEPT,
    uploads.PHOTOS,
    KEY,
}


def _carried(filing: Filing) -> list[tuple[str, str]]:
    """Give every field as it was typed, for the hidden fields of the second page."""
    post = filing.request.POST
    return [(name, value) for name in post for value in post.getlist(name) if name not in _NOT_CARRIED]


def _kept(request: HttpRequest, handle: str) -> Any:
    return uploads.find_kept(request, handle=handle, at=clock.now())


kept_photo = guarded(_kept)

"""What is going on nearby: the cases that staff published, as a list and on a map; joining one of them."""

from __future__ import annotations

import uuid
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.models import StoredFile
from linli.base.files.serving import guarded
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.knocks import knock
from linli.faces.parts import shapes, words
from linli.faces.resident import doors, gridcards, shown
from linli.faces.resident.forms import KEY, JoinForm
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of, remember
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.queries import PublicRow

STANDINGS = {"open": True, "done": False}
DECIMALS = 4
"""About ten metres: a public point shows the place, not the door."""


@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """List published cases, newest first, with filters; the map shows the same."""
    reader = reader_of(request, clock.now())
    asked = {name: request.GET.get(name, "")[:40] for name in ("category", "unit", "standing")}
    communities = list(
        Unit.objects.filter(kind=UnitKind.COMMUNITY, is_active=True).order_by("order", "id")[:400]
    )
    chosen = next((u for u in communities if str(u.pk) == asked["unit"]), None)
    standing = asked["standing"] if asked["standing"] in STANDINGS else ""
    rows, after = queries.published_reports(
        before=_number(request.GET.get("before", "")),
        category=asked["category"],
        unit=chosen.path if chosen else "",
        is_open=STANDINGS.get(standing),
    )
    headings = queries.resident_catalogue()
    kept = {name: value for name, value in asked.items() if value}
    more = f"{reverse('resident:around')}?{urlencode({**kept, 'before': after})}" if after else ""
    context = {
        "rows": [shown.public(row) for row in rows],
        "pages": shapes.Pages(after_url=more),
        "is_paged": bool(more or request.GET.get("before")),
        "categories": [
            (h.code, words.in_language(h.name, h.name_en), h.code == asked["category"])
            for h in headings
            if h.code
        ],
        "communities": [(u.pk, str(u), u is chosen) for u in communities],
        "standing": standing,
        "is_filtered": bool(kept),
        "all_url": reverse("resident:around"),
        "shapes_url": reverse("resident:shapes"),
        "map_css": static("built/map-leaflet.css"),
        "points_url": f"{reverse('resident:around-points')}?{urlencode(kept)}",
    }
    return page(request, "around", reader, "around", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@require_safe
def points(request: HttpRequest) -> HttpResponseBase:
    """Give the published cases of a view port as GeoJSON, their points coarsened."""
    try:
        west, south, east, north = (float(part) for part in request.GET.get("box", "").split(","))
    except ValueError:
        return HttpResponseBadRequest()
    if not all(isfinite(edge) for edge in (west, south, east, north)):
        return HttpResponseBadRequest()
    unit = _number(request.GET.get("unit", ""))
    chosen = Unit.objects.filter(kind=UnitKind.COMMUNITY, is_active=True, pk=unit).first() if unit else None
    rows = queries.published_points(
        box=(west, south, east, north),
        category=request.GET.get("category", "")[:40],
        unit=chosen.path if chosen else "",
        is_open=STANDINGS.get(request.GET.get("standing", "")),
    )
    response = JsonResponse(
        {"type": "FeatureCollection", "features": [_feature(row) for row in rows]},
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _feature(row: PublicRow) -> dict[str, Any]:
    one = shown.public(row)
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(row.lon or 0, DECIMALS), round(row.lat or 0, DECIMALS)],
        },
        "properties": {
            "title": one.title,
            "url": one.url,
            "state": str(one.state.word),
            "shape": one.state.shape,
        },
    }


@require_safe
def public_report(request: HttpRequest, number: str) -> HttpResponse:
    """Show a published case, in the words staff chose, and let a neighbour join it."""
    return _public_page(
        request, reader_of(request, clock.now()), _published(number), JoinForm(initial=_fresh())
    )


def _fresh() -> dict[str, object]:
    return {KEY: uuid.uuid4()}


def _published(number: str) -> PublicRow:
    row = queries.published_report(number=number)
    if row is None:
        raise Http404(_("没有公开的这一件。"))
    return row


def _public_page(
    request: HttpRequest, reader: Reader, row: PublicRow, form: JoinForm, *, note: str = "", status: int = 200
) -> HttpResponse:
    photos = queries.published_photos(number=row.number)
    context = {
        "row": row,
        "one": shown.public(row),
        "photos": [_photo_of(row.number, photo.id) for photo in photos],
        "kind": words.in_language(row.category, row.category_en),
        "place": gridcards.place_of(row.area_id, row.area, lon=_coarse(row.lon), lat=_coarse(row.lat)),
        "around_url": reverse("resident:around"),
        "form": form,
        "note": note,
        "can_join": row.state in JOINABLE,
    }
    return page(request, "public_report", reader, "around", context, status=status)


JOINABLE = frozenset({"received", "checking", "accepted", "dispatched", "disputed", "answered", "callback"})


def _coarse(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, DECIMALS)


def _photo_of(number: str, file_id: int) -> shapes.Photo:
    return shapes.Photo(
        url=reverse("resident:public-photo", args=[number, file_id, "full"]),
        thumb=reverse("resident:public-photo", args=[number, file_id, "small"]),
        alt=_("公开的照片"),
    )


@require_POST
@kindly
def join_report(request: HttpRequest, number: str, *, is_stale: bool) -> HttpResponse:
    """Let a neighbour say “me too” to a published case and follow it."""
    at = clock.now()
    reader, row, form = reader_of(request, at), _published(number), JoinForm(request.POST)
    if is_stale:
        note = _("这一页放得久了一点，再按一次就行。")
        return _public_page(request, reader, row, form, note=note)
    if not form.is_valid():
        return _public_page(request, reader, row, form, status=422)
    data = form.cleaned_data
    try:
        knock(doors.FILE, reader.address, at)
        joined = operations.join_report(
            actor=reader.actor,
            at=at,
            number=number,
            note=data["words"],
            phone=data["phone"] or (reader.account.phone if reader.account else ""),
            account_id=reader.account.pk if reader.account else None,
            is_confidential=data["is_confidential"],
            language=reader.language,
            key=data[KEY],
        )
    except Refusal as refusal:
        return _public_page(request, reader, row, form, note=words_of(refusal), status=status_of(refusal))
    token = operations.token_of(joined.reporter)
    response = redirect("resident:receipt", number=number, token=token)
    remember(response, reader, joined.reporter)
    return response


def _photo(request: HttpRequest, number: str, file_id: int) -> StoredFile | None:
    return queries.file_for_anybody(number=number, file_id=file_id)


public_photo = guarded(_photo)

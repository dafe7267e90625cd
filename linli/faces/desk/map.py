"""The map of the desk: the same selection as the list, drawn; and the shapes that every map of the desk lies on."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_GET

from linli.base.places import index
from linli.base.places import queries as places
from linli.faces.desk import furniture, showing
from linli.faces.desk.asking import DeskRequest, is_piece
from linli.faces.desk.filters import FilterForm
from linli.faces.desk.guards import seeing
from linli.faces.desk.inbox import list_context
from linli.pillars.governance.patrols.policies import walks_some
from linli.pillars.governance.reports import queries

Box = tuple[float, float, float, float]
NEAR = 0.002
"""How many degrees around one place the map opens, when it was opened from a case."""


def form_of(request: DeskRequest) -> FilterForm:
    """Read the filters of the map: open cases of everything one sees, unless said otherwise."""
    data = request.GET.copy()
    data.setdefault("view", "all")
    if "open" not in data and not data.get("q"):
        data["open"] = "yes"
    return FilterForm(data, request.actor)


@seeing
@require_GET
def desk_map(request: DeskRequest) -> HttpResponseBase:
    """Show the map, and beside it the same cases as a list."""
    form = form_of(request)
    context = list_context(request, form, base="desk:map")
    context["list_title"] = _("地图")
    if is_piece(request):
        return furniture.fragment(request, "desk/_parts/pane.html", context)
    context |= {
        "cases_url": f"{reverse('desk:map-points')}?{form.query}",
        "shapes_url": reverse("desk:map-shapes"),
        "components_url": reverse("desk:map-components") if walks_some(request.actor) else "",
        "bounds": _bounds(request, form),
    }
    return furniture.page(request, "desk/map.html", context)


def _bounds(request: DeskRequest, form: FilterForm) -> str:
    """Where the map opens: around a place asked for, else the ground of this reader's posts."""
    point = _floats(request.GET.get("at", ""), 2)
    if point:
        lon, lat = point
        box: tuple[float, ...] = (lon - NEAR, lat - NEAR, lon + NEAR, lat + NEAR)
    else:
        known = index.current()
        paths = tuple(f"/{'/'.join(map(str, p.line))}/" for p in request.actor.posts)
        mine = {unit.pk for unit in form.grounds if unit.path.startswith(paths)}
        shapes = [s for s, unit_id in zip(known.shapes, known.unit_ids, strict=True) if unit_id in mine]
        if not shapes:
            return ""
        edges = [shape.bounds for shape in shapes]
        box = (
            min(e[0] for e in edges),
            min(e[1] for e in edges),
            max(e[2] for e in edges),
            max(e[3] for e in edges),
        )
    return ",".join(f"{edge:.5f}" for edge in box)


def _floats(text: str, count: int) -> tuple[float, ...] | None:
    parts = text.split(",")
    if len(parts) != count:
        return None
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        return None
    return numbers if all(math.isfinite(n) for n in numbers) else None


def box_of(request: DeskRequest) -> Box | None:
    """Read the view port that is asked about."""
    found = _floats(request.GET.get("bbox", ""), 4)
    return (found[0], found[1], found[2], found[3]) if found is not None else None


@seeing
@require_GET
def points(request: DeskRequest) -> HttpResponse:
    """Return the cases of a view port as GeoJSON: the selection of the list, no other."""
    box = box_of(request)
    if box is None:
        return HttpResponseBadRequest(_("要说明看哪一片：bbox=西,南,东,北。"))
    form = form_of(request)
    found = queries.map_points(actor=request.actor, filters=form.filters, box=box)
    state_words = {state: str(showing.state_of(state).word) for state in {point.state for point in found}}
    url_of = showing.report_urls(form.query)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {
                "number": point.number,
                "title": point.title,
                "state": state_words[point.state],
                "card": point.card,
                "url": url_of(point.number),
            },
        }
        for point in found
    ]
    total = len(found)
    if total == queries.MOST_POINTS:
        total = queries.count_points(actor=request.actor, filters=form.filters, box=box)
    response = JsonResponse({"type": "FeatureCollection", "features": features, "total": total})
    response["Cache-Control"] = "private, no-store"
    return response


def _tag(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    # No comma: it would part one tag into two.
    asked = f"{request.GET.get('lon', '')}_{request.GET.get('lat', '')}".replace(",", "")
    return f'"{index.current().version}-{asked}"'


@seeing
@require_GET
@condition(etag_func=_tag)
def shapes(request: DeskRequest) -> HttpResponse:
    """Return grids (all, or those around a point, with its buildings) as GeoJSON."""
    point = _floats(f"{request.GET.get('lon', '')},{request.GET.get('lat', '')}", 2)
    lon, lat = point or (None, None)
    response = JsonResponse(places.shapes_around(lon, lat))
    response["Cache-Control"] = "private, max-age=600"
    return response


@seeing
@require_GET
def place(request: DeskRequest) -> HttpResponse:
    """Say in words what is at a point: the building near it and whose grid it is."""
    point = _floats(f"{request.GET.get('lon', '')},{request.GET.get('lat', '')}", 2)
    if point is None:
        return HttpResponseBadRequest(_("要说明哪个点：lon 和 lat。"))
    spot = places.spot_at(*point)
    if spot.grid is None:
        return JsonResponse({"words": _("这里还没有画网格，请写清地址。"), "grid": None})
    name = showing.ground(str(spot.grid.parent or ""), str(spot.grid))
    if spot.outside_m:
        told = {"name": name, "metres": round(spot.outside_m, -1) or 10}
        return JsonResponse(
            {"words": _("这里在网格外，离%(name)s %(metres)d 米。") % told, "grid": spot.grid.pk}
        )
    said = "·".join(part for part in (name, spot.near) if part)
    return JsonResponse({"words": said, "grid": spot.grid.pk, "near": spot.near})

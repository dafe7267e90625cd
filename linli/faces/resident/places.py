"""What the place picker asks for: outlines to draw, and words for a point."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.places import queries as places
from linli.faces.parts.words import distance
from linli.faces.resident.placing import NEAR_ENOUGH_M

AN_HOUR = "public, max-age=3600"


def _point(request: HttpRequest) -> tuple[float, float] | None:
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


@require_safe
def shapes(request: HttpRequest) -> HttpResponseBase:
    """Give grids and buildings around a point as GeoJSON; all grids without a point."""
    point = _point(request) or (None, None)
    response = JsonResponse(places.shapes_around(*point), json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = AN_HOUR
    return response


@require_safe
def spot(request: HttpRequest) -> HttpResponseBase:
    """Say in words what is at a point."""
    point = _point(request)
    if point is None:
        return HttpResponseBadRequest()
    found = places.spot_at(*point)
    words = _("这里还没有画网格，街道会来看是哪里。")
    if found.grid is not None and not found.outside_m:
        above = found.grid.parent
        grid = f"{above} {found.grid}" if above else str(found.grid)
        words = _("%(near)s附近·%(grid)s") % {"near": found.near, "grid": grid} if found.near else grid
    elif found.grid is not None and found.outside_m <= NEAR_ENOUGH_M:
        words = _("在%(grid)s外面 %(far)s") % {"grid": found.grid, "far": distance(found.outside_m)}
    elif found.grid is not None:
        words = _("这里不在我们管的地方，离最近的网格 %(far)s。") % {"far": distance(found.outside_m)}
    return JsonResponse({"words": words}, json_dumps_params={"ensure_ascii": False})

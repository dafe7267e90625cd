"""Open data for everybody: what the office shows, each set with its dictionary, as a table and as files to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.parts import opendata as shapes
from linli.faces.parts.shapes import Area, Dot, Layer, Ring
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.insight import grounds
from linli.insight.opendata import queries
from linli.insight.opendata.queries import NoSuchSet, SetRow
from linli.kernel import clock


@require_safe
def sets(request: HttpRequest) -> HttpResponseBase:
    """List the sets that stand."""
    reader = reader_of(request, clock.now())
    office, choices = office_for(request, reader)
    context = {"rows": queries.open_sets(office) if office else (), "of_office": office, "offices": choices}
    return page(request, "opendata/list", reader, "around", context, office=office)


def _found(office: int, code: str) -> tuple[Unit, SetRow]:
    unit = orgs.offices().filter(pk=office).first()
    if unit is None:
        raise Http404
    try:
        return unit, queries.get_open(office=unit, code=code)
    except NoSuchSet:
        raise Http404 from None


@require_safe
def one(request: HttpRequest, office: int, code: str) -> HttpResponseBase:
    """Show a set: a map where it has one, the table, the dictionary, the files."""
    unit, found = _found(office, code)
    standing = found.standing
    assert standing is not None
    context: dict[str, Any] = {
        "of_office": unit,
        "of": found.of,
        "standing": standing,
        "layers": _layers(unit, standing.content["rows"]) if found.of.is_map else (),
        **shapes.table(found.of, standing.content),
    }
    return page(request, "opendata/set", reader_of(request, clock.now()), "around", context, office=unit)


def _layers(unit: Unit, rows: list[dict[str, Any]]) -> tuple[Layer, ...]:
    dots, areas = [], []
    for row in rows:
        shape = row["geometry"]
        if shape["type"] == "Point":
            lon, lat = shape["coordinates"][:2]
            dots.append(Dot(lon, lat, row["name"]))
        else:
            areas.append(Area(_rings(shape)))
    return (Layer("m1", areas=tuple(areas) or _ground(unit)), Layer("place", dots=tuple(dots)))


def _rings(shape: dict[str, Any]) -> tuple[Ring, ...]:
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return tuple(tuple((x, y) for x, y, *_z in part[0]) for part in parts)


def _ground(unit: Unit) -> tuple[Area, ...]:
    """Draw the communities under what are only dots, with their names: else nobody knows where a dot lies."""
    drawn = grounds.draw(unit, UnitKind.COMMUNITY).areas
    names = dict(Unit.objects.filter(pk__in=[one.unit_id for one in drawn]).values_list("pk", "name"))
    return tuple(Area(_rings(one.shape), name=names[one.unit_id].removesuffix("社区")) for one in drawn)


@require_safe
def csv(request: HttpRequest, office: int, code: str) -> HttpResponseBase:
    """Hand a set over as text with commas."""
    _unit, found = _found(office, code)
    assert found.standing is not None
    text = shapes.as_csv(found.of, found.standing.content)
    return _file(text, "text/csv; charset=utf-8", f"{code}.csv")


@require_safe
def geojson(request: HttpRequest, office: int, code: str) -> HttpResponseBase:
    """Hand a set over as GeoJSON; only what lies on a map has one."""
    _unit, found = _found(office, code)
    if found.standing is None or not found.of.is_map:
        raise Http404
    return _file(queries.geojson(found.of, found.standing), "application/geo+json", f"{code}.geojson")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer

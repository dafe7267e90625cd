"""Components of the city at the desk: the register, one of them, a whole survey taken in, those on the map."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.places import queries as places
from linli.base.places.models import Facility
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.formmoves import refused_at
from linli.faces.desk.guards import desk_for, said, seeing
from linli.faces.desk.map import box_of
from linli.faces.desk.patrolforms import ComponentForm, ComponentNarrowForm, ComponentSheetForm
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Area, Pages, Place
from linli.kernel.refusals import Refusal
from linli.kernel.standards.components import COMPONENTS
from linli.pillars.governance.inspections import queries as shops
from linli.pillars.governance.patrols import operations, policies, queries
from linli.pillars.governance.patrols.queries import ComponentRow, Narrowed
from linli.pillars.governance.patrols.rules import HEADS
from linli.pillars.governance.reports.texts import STATES

keeping = desk_for(policies.sees_some, gettext_lazy("部件归网格、社区、街道和管部件的部门看。"))


def kind_words(code: str) -> str:
    """Say what kind of component it is, in the reader's language."""
    kind = COMPONENTS.get(code)
    return "" if kind is None else kind.english if get_language() == "en" else kind.name


def _narrowed(request: DeskRequest) -> tuple[Narrowed, ComponentNarrowForm]:
    kinds = [(code, kind_words(code)) for code, _name in queries.kinds_there(actor=request.actor)]
    form = ComponentNarrowForm(request.GET, kinds=kinds, units=shops.grounds_of(actor=request.actor))
    held = form.cleaned_data if form.is_valid() else {}
    by = Narrowed(
        words=held.get("q", ""),
        code=held.get("code", ""),
        unit=int(held["unit"]) if held.get("unit") else None,
        is_ended=request.GET.get("view") == "ended",
    )
    return by, form


def _office(request: DeskRequest) -> Unit | None:
    ground = next(iter(policies.planning_grounds(request.actor)), None)
    office = orgs.office_of(orgs.line_of(ground)) if ground else None
    return office if office is not None and policies.keeps_components(request.actor, office) else None


@keeping
@require_GET
def components(request: DeskRequest) -> HttpResponseBase:
    """List the components one reads, narrowed by words, kind and ground."""
    by, form = _narrowed(request)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    rows, more = queries.components_of(actor=request.actor, by=by, after=after)
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    context = {
        "form": form,
        "rows": [(row, kind_words(row.code)) for row in rows],
        "is_narrowed": any(request.GET.get(name) for name in ("q", "code", "unit")),
        "is_ended": by.is_ended,
        "keeps": _office(request) is not None,
        "pages": Pages(
            after_url=f"{reverse('desk:components')}?{urlencode({**kept, 'after': more})}" if more else ""
        ),
        "sheet_query": urlencode(kept),
    }
    return furniture.page(request, "desk/components/list.html", context)


@keeping
@require_GET
def as_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand the list over with the headings that can be taken in again."""
    by, _form = _narrowed(request)
    rows = queries.every_component(actor=request.actor, by=by, most=MOST_ROWS)
    columns = [*((head, 16.0) for head in HEADS), (str(_("网格")), 16.0)]
    return sheet_response(_("部件"), columns, _cells(rows), request.at, frozen_columns=1)


def _cells(rows: Iterator[ComponentRow]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        kind = COMPONENTS[row.code].name if row.code in COMPONENTS else ""
        yield row.number, row.code, kind, row.name, row.lon, row.lat, row.owner, row.area


@keeping
@require_GET
def blank_sheet(request: DeskRequest) -> HttpResponseBase:
    """Give an empty sheet with the headings and a line that shows how they are filled."""
    shown = (
        "3701050100037",
        "01037",
        "路灯",
        "示例：学府路路灯 12（这一行删掉）",
        116.97,
        36.67,
        "路灯管理所",
    )
    return sheet_response(_("部件模板"), [(head, 18.0) for head in HEADS], [shown], request.at)


@keeping
@require_http_methods(["GET", "POST"])
def take_in(request: DeskRequest) -> HttpResponseBase:
    """Take a survey in and say row by row what became of it."""
    office = _office(request)
    if office is None:
        raise operations.NotYourComponents
    form = ComponentSheetForm(request.POST or None, request.FILES or None)
    taken: tuple[operations.Taken, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "sheet"
                    path.write_bytes(form.cleaned_data["file"].read())
                    rows = operations.rows_of_file(path)
                taken = operations.take_components(actor=request.actor, office=office, rows=rows)
                status = 200
            except Refusal as refusal:
                form.add_error("file", said(refusal, request.at))
                status = status_of(refusal)
    counts = {what: sum(t.what == what for t in taken) for what in ("new", "changed", "same", "refused")}
    refused = [(t, said(t.refusal, request.at)) for t in taken if t.refusal]
    context = {"form": form, "counts": counts if taken else None, "refused": refused[:200]}
    return furniture.page(request, "desk/components/import.html", context, status=status)


@keeping
@require_http_methods(["GET", "POST"])
def component(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a component: where it stands, whose it is, what was reported about it; put it right."""
    one = queries.get_component(actor=request.actor, pk=pk)
    office = orgs.office_of(orgs.line_up(one.area))
    keeps = office is not None and one.ended_on is None and policies.keeps_components(request.actor, office)
    initial = {"name": one.name, "number": one.number, "owner": one.owner_id}
    given = request.POST if request.method == "POST" else None
    owners = queries.owners_for(office=office) if keeps and office is not None else []
    form = ComponentForm(given, owners=owners, initial=initial)
    status = 200
    if given is not None:
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                operations.keep_component(
                    actor=request.actor,
                    component=one,
                    name=data["name"],
                    number=data["number"],
                    owner=form.answering,
                )
            except Refusal as refusal:
                status = refused_at(form, refusal, request.at)
            else:
                messages.success(request, _("记下了。"))
                return redirect("desk:component", pk=pk)
    about = queries.component_page(actor=request.actor, component=one)
    context = {
        "one": one,
        "kind": kind_words(one.component_code),
        "place": _place(one),
        "about": [(number, title, STATES[state].word, at) for number, title, state, at in about],
        "form": form if keeps else None,
        "is_open": status != 200,
    }
    return furniture.page(request, "desk/components/component.html", context, status=status)


def _place(one: Facility) -> Place:
    here, others = places.grid_among_others(one.area_id)
    areas = [*(Area(rings) for rings in others), *([Area(here, str(one.area), is_here=True)] if here else [])]
    url = f"{reverse('desk:map')}?at={one.lon:.6f},{one.lat:.6f}"
    return Place(one.lon, one.lat, str(one.area), tuple(areas), url=url)


@keeping
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Note that a component is gone."""
    one = queries.get_component(actor=request.actor, pk=pk)
    operations.end_component(actor=request.actor, at=request.at, component=one)
    messages.success(request, _("记下了，这件没有了；报过的事还在。"))
    return redirect("desk:components")


@seeing
@require_GET
def on_map(request: DeskRequest) -> HttpResponse:
    """Give the components of a view port as GeoJSON."""
    box = box_of(request)
    if box is None:
        return HttpResponseBadRequest(_("要说明看哪一片：bbox=西,南,东,北。"))
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "name": row.name,
                "words": "·".join(part for part in (kind_words(row.code), row.number, row.owner) if part),
                "url": reverse("desk:component", args=[row.id]),
                "report": f"{reverse('desk:new')}?component={row.id}",
            },
        }
        for row in queries.on_map(actor=request.actor, box=box)
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, max-age=60"
    return response

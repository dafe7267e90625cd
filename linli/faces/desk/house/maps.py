"""The grid map: drawn on the screen or brought as a file, checked, published; and every map there was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.places import mending
from linli.base.places import operations as places
from linli.base.places.models import SQUARE_METRES_A_HECTARE, Compound, Grid, MapVersion, Road
from linli.base.places.rules import MapProblem
from linli.base.places.texts import PROBLEMS
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, show
from linli.kernel import clock
from linli.pillars.governance.reports import jobs

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_PROBLEMS: Final = 30
GEOJSON: Final = "application/geo+json"


class NotReadable(Exception):
    """The words say what is wrong with what was given."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of a map as it is read: what, between whom, how large."""

    words: str
    kind: str
    geometry: Mapping[str, Any]


class MapForm(forms.Form):
    shapes = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("GeoJSON 文件"),
        required=False,
        help_text=gettext_lazy(
            "FeatureCollection，经纬度用 CGCS2000 或 WGS-84；每块地用网格编码 code 对上网格"
        ),
    )
    new = forms.ChoiceField(
        label=gettext_lazy("新画的那块是"),
        required=False,
        help_text=gettext_lazy("先在“加网格”里登记，才能画"),
    )
    cuts = forms.BooleanField(
        label=gettext_lazy("把新画的从原来的网格里划出来"), required=False, initial=True
    )
    widens = forms.BooleanField(
        label=gettext_lazy("街道的边界也变了"),
        required=False,
        help_text=gettext_lazy("不勾时，网格合起来要和现在占的地一样大"),
    )
    note = forms.CharField(
        label=gettext_lazy("为什么改"), max_length=200, required=False, help_text=gettext_lazy("发布时要写")
    )

    def __init__(self, *args: Any, office: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        undrawn = Grid.objects.filter(
            unit__path__startswith=office.path, unit__is_active=True, shapes__isnull=True
        )
        rows = [(str(g.pk), f"{g.unit.parent}·{g.unit}") for g in undrawn.select_related("unit__parent")]
        self.fields["new"].choices = [("", "—"), *rows]  # type: ignore[attr-defined]

    @property
    def has_undrawn(self) -> bool:
        return len(self.fields["new"].choices) > 1  # type: ignore[attr-defined]

    def changes(self) -> dict[int, Any]:
        """Read the changed shapes from the file, or else from what was drawn; then cut a new one out.

        Once a file was read its changes stand in the hidden field: whatever is refused, they are kept.
        """
        given = self.files.get("file")
        text = _text_of(given) if given else (self.data.get("shapes") or "")
        if not text:
            raise NotReadable(_("图和现在的一样，没有要改的。"))
        new = int(self.cleaned_data["new"]) if self.cleaned_data.get("new") else None
        found = changes_in(self.office, text, new)
        shapes = found.shapes
        drawn = mending.NEW if mending.NEW in shapes else new
        if drawn in shapes and self.cleaned_data.get("cuts"):
            shapes = mending.cut_out(office=self.office, shapes=shapes, new=drawn)
        self.keep(shapes)
        if found.unknown:
            names = "、".join(found.unknown[:8])
            raise NotReadable(_("这些地对不上本街道的网格编码，没有发布：%(names)s。") % {"names": names})
        if not shapes:
            raise NotReadable(_("图和现在的一样，没有要改的。"))
        if mending.NEW in shapes:
            raise NotReadable(_("新画的那块还没说是哪个网格。先登记网格，再在下面选它。"))
        return shapes

    def keep(self, shapes: Mapping[int, Any]) -> None:
        """Put the changes into the hidden field, so that the next page starts from them. One query, for the names."""
        names = dict(Unit.objects.filter(pk__in=shapes).values_list("pk", "name"))
        features = []
        for unit_id, geometry in shapes.items():
            own = "new" if unit_id == mending.NEW else str(unit_id)
            said = {"id": own} | ({"name": names[unit_id]} if unit_id in names else {})
            features.append({"type": "Feature", "id": own, "properties": said, "geometry": geometry})
        data = dict(self.data.items())
        data["shapes"] = json.dumps({"type": "FeatureCollection", "features": features}) if features else ""
        self.data = data


def _text_of(given: UploadedFile[Any]) -> str:
    if (given.size or 0) > MOST_BYTES:
        raise NotReadable(_("文件太大了，最多 5 MB。只导出网格这一层再试。"))
    raw: bytes = given.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable(_("这个文件读不出文字，请另存为 UTF-8 的 GeoJSON。"))


def changes_in(office: Unit, text: str, new: int | None = None) -> mending.Changes:
    """Read a feature collection.

    :raises NotReadable: with what is wrong.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise NotReadable(_("这不是 GeoJSON 文件。请导出 FeatureCollection 再传。")) from None
    try:
        return mending.changes_of(office, given, new=new)
    except places.MapHasProblems:
        raise NotReadable(_("文件里没有 FeatureCollection。请按网格导出面图层再传。")) from None


def troubles_of(found: Sequence[MapProblem]) -> list[Trouble]:
    """Say problems in words: what, which grids, how large. One query."""
    named = {unit_id for problem in found for unit_id in problem.units}
    names = dict(Unit.objects.filter(pk__in=named).values_list("pk", "name"))
    return [_trouble(problem, names) for problem in found[:MOST_PROBLEMS]]


def _trouble(problem: MapProblem, names: Mapping[int, str]) -> Trouble:
    who = "、".join(names.get(unit_id, _("新画的")) for unit_id in problem.units[:4])
    words = str(PROBLEMS[problem.kind])
    if who:
        words = _("%(what)s：%(who)s") % {"what": words, "who": who}
    if problem.area_m2:
        words += _("，约 %(size)s") % {"size": size_words(problem.area_m2)}
    return Trouble(words, problem.kind, problem.shape or {"type": "GeometryCollection", "geometries": []})


def size_words(area_m2: float) -> str:
    """Say an area in square metres, or in hectares when it is large."""
    if area_m2 >= SQUARE_METRES_A_HECTARE:
        return _("%(n)s 公顷") % {"n": f"{area_m2 / SQUARE_METRES_A_HECTARE:,.1f}"}
    return _("%(n)s 平方米") % {"n": f"{area_m2:,.0f}"}


@office_keeper
@require_http_methods(["GET", "POST"])
def grid_map(request: KeeperRequest) -> HttpResponse:
    """Show the editor, check what was drawn or brought, and publish it."""
    chosen = request.GET.get("grid", "")
    if request.method == "GET":
        initial = {"new": chosen if chosen.isdecimal() else "", "cuts": True}
        return map_page(request, MapForm(office=request.ground, initial=initial), chosen)
    form = MapForm(request.POST, request.FILES, office=request.ground)
    troubles: list[Trouble] = []
    ready = 0
    try:
        shapes = form.changes() if form.is_valid() else {}
        if form.is_valid():
            found = places.check_map(
                office=request.ground, shapes=shapes, keeps_outline=not form.cleaned_data["widens"]
            )
            troubles = troubles_of(found)
            ready = 0 if found else len(shapes)
            if request.POST.get("do") == "publish" and not found:
                if form.cleaned_data["note"]:
                    return _publish(request, form, shapes)
                form.add_error("note", forms.ValidationError(_("写一句为什么改，再发布。")))
    except NotReadable as error:
        form.add_error(None, str(error))
    status = 422 if form.errors or troubles else 200
    return map_page(request, form, chosen, troubles=troubles, ready=ready, status=status)


def _publish(request: KeeperRequest, form: MapForm, shapes: dict[int, Any]) -> HttpResponse:
    places.redraw_grids(
        office=request.ground,
        shapes=shapes,
        by=request.actor.account_id,
        at=request.at,
        note=form.cleaned_data["note"],
        keeps_outline=not form.cleaned_data["widens"],
    )
    jobs.follow_map.defer(office_id=request.ground.pk)
    told = {"n": len(shapes)}
    names = Unit.objects.filter(pk__in=shapes).order_by("code").values_list("name", flat=True)
    about = f"{form.cleaned_data['note']}；{'、'.join(names)}"
    words = _("新的网格图从今天起用，改了 %(n)s 个网格。还没人接的件会转给新的网格。") % told
    did(request, "map-publish", words, about)
    return redirect("desk:house-grids")


def map_page(
    request: KeeperRequest,
    form: MapForm,
    chosen: str,
    *,
    troubles: Sequence[Trouble] = (),
    ready: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Show the editor with what was drawn so far."""
    context = {
        "form": form,
        "chosen": chosen if chosen.isdecimal() else "",
        "troubles": troubles,
        "ready": ready,
        "today": clock.local(request.at).date(),
    }
    return show(request, "grid_map", context, status=status)


@office_keeper
@require_POST
def check(request: KeeperRequest) -> JsonResponse:
    """Answer the editor: where the drawn map overlaps or leaves a gap, and how large it is."""
    office = request.ground
    try:
        found = changes_in(office, request.body.decode("utf-8"))
    except (NotReadable, UnicodeDecodeError, RequestDataTooBig) as error:
        words = str(error) if isinstance(error, NotReadable) else _("这不是 GeoJSON 文件。")
        nowhere: dict[str, object] = {"type": "GeometryCollection", "geometries": []}
        problem = {"kind": "invalid", "geometry": nowhere, "words": words}
        return JsonResponse({"problems": [problem]}, status=422)
    shapes = found.shapes
    if mending.NEW in shapes:
        shapes = mending.cut_out(office=office, shapes=shapes, new=mending.NEW)
    troubles = troubles_of(places.check_map(office=office, shapes=shapes))
    rows = [{"kind": t.kind, "geometry": t.geometry, "words": t.words} for t in troubles]
    return JsonResponse({"problems": rows})


@office_keeper
@require_GET
def shapes(request: KeeperRequest) -> JsonResponse:
    """Return the grids to edit, and compounds and roads to lie below them. Three queries."""
    collection = places.geojson_of(request.ground)
    for feature in collection["features"]:
        feature["properties"] |= {"kind": "grid", "id": feature["id"]}
    compounds = Compound.objects.filter(
        community__path__startswith=request.ground.path, shape__isnull=False
    ).values_list("shape", "name")
    roads = Road.objects.filter(office=request.ground).values_list("line", "name")
    below = [("compound", *row) for row in compounds] + [("road", *row) for row in roads]
    collection["features"] = [
        {"type": "Feature", "geometry": shape, "properties": {"kind": kind, "name": name}}
        for kind, shape, name in below
    ] + collection["features"]
    response = JsonResponse(collection)
    response["Cache-Control"] = "private, no-store"
    return response


@office_keeper
@require_GET
def download(request: KeeperRequest) -> HttpResponse:
    """Give the map as a file: as it is, or as it was on a day."""
    day = _day(request.GET.get("on", ""))
    collection = places.geojson_of(request.ground, on=day)
    name = f"grids-{request.ground.code}-{day or clock.local(request.at).date()}.geojson"
    response = HttpResponse(json.dumps(collection, ensure_ascii=False), content_type=GEOJSON)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@office_keeper
@require_GET
def history(request: KeeperRequest) -> HttpResponse:
    """List every map that was published: when, by whom, why, how much."""
    versions = (
        MapVersion.objects.filter(office=request.ground)
        .select_related("published_by")
        .annotate(drawn=Count("shapes"))
        .order_by("-published_at", "-pk")
    )
    today = clock.local(request.at).date()
    return show(request, "grid_history", {"versions": list(versions[:200]), "today": today})

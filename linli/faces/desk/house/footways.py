"""What circles on foot are reckoned from: ways that people walk, how fast they do, how many of each age live where."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from linli.base.files.sheets import open_sheet
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places import footways
from linli.base.places import queries as places
from linli.base.places.models import FootNetwork
from linli.faces.desk.export import sheet_response
from linli.faces.desk.house.doors import KeeperRequest, did, office_keeper, refused_in, show
from linli.faces.parts.inputs import DayField
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards import walking

MOST_MB = 200
PACES = ("ordinary_m_s", "older_m_s", "stick_m_s", "crossing_s", "signals_s")


class WaysForm(forms.Form):
    """A map of the ways on foot."""

    file = forms.FileField(
        label=gettext_lazy("步行的路"),
        help_text=gettext_lazy("OpenStreetMap 的 .osm 文件，或者 GeoJSON 的线。原来的路会换成这一份"),
    )
    source = forms.CharField(
        label=gettext_lazy("从哪里来"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("会写在生活圈下面，比如“街道 2026 年实测”"),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than a district's extract."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("文件太大，先裁成一个街道的范围。"))
        return file


class PeopleForm(forms.Form):
    """A sheet of how many people of each age live in each grid."""

    file = forms.FileField(
        label=gettext_lazy("各年龄的人数"),
        help_text=gettext_lazy("每个网格一行，每个年龄段一列，照模板填。只要人数，不要姓名"),
    )
    source = forms.CharField(label=gettext_lazy("从哪里来"), max_length=60)
    counted_on = DayField(
        label=gettext_lazy("哪天的数"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PaceForm(forms.Form):
    """How fast people walk here, and how long they wait."""

    def __init__(self, data: Any = None, *, network: FootNetwork) -> None:
        super().__init__(data, initial={name: getattr(network, name) for name in PACES})
        for field in FootNetwork._meta.fields:
            if field.name in PACES:
                least, most = (0.2, 2.5) if field.name.endswith("m_s") else (0.0, 300.0)
                self.fields[field.name] = forms.FloatField(
                    label=field.verbose_name, min_value=least, max_value=most
                )


def _page(request: KeeperRequest, status: int = 200, **forms_: forms.BaseForm) -> HttpResponse:
    network = FootNetwork.objects.filter(office=request.ground).first()
    context: dict[str, Any] = {
        "network": network,
        "told": places.footways_told(request.ground),
        "ways": WaysForm(),
        "people": PeopleForm(initial={"counted_on": clock.local(request.at).date()}),
        "paces": PaceForm(network=network) if network else None,
        "speeds": walking.SPEED_SOURCE,
    }
    return show(request, "footways", {**context, **forms_}, status=status)


@office_keeper
@require_http_methods(["GET", "POST"])
def ways(request: KeeperRequest) -> HttpResponseBase:
    """Show what circles are reckoned from; take a map of ways in."""
    if request.method != "POST":
        return _page(request)
    form = WaysForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, 422, ways=form)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "map"
            with path.open("wb") as held:
                for chunk in form.cleaned_data["file"].chunks():
                    held.write(chunk)
            read = footways.read_map(path)
        said = " · ".join(each for each in (form.cleaned_data["source"], read.source) if each)
        count = footways.take_footways(
            office=request.ground,
            ways=read.ways,
            source=said or form.cleaned_data["file"].name,
            by=request.actor.account_id,
            at=request.at,
        )
    except Refusal as refusal:
        return _page(request, refused_in(form, refusal, request), ways=form)
    told = {"n": count, "out": read.left_out}
    did(request, "footways", _("收进 %(n)s 条路，%(out)s 条不能走人的没有收。") % told, request.ground)
    return redirect("desk:house-footways")


@office_keeper
@require_http_methods(["POST"])
def people(request: KeeperRequest) -> HttpResponseBase:
    """Take a sheet of people by age in."""
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, 422, people=form)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet"
            path.write_bytes(form.cleaned_data["file"].read())
            with open_sheet(path) as sheet:
                rows = footways.people_rows(cells for _number, cells in sheet.rows)
        grids, unknown = footways.take_people(
            office=request.ground,
            rows=rows,
            source=form.cleaned_data["source"],
            counted_on=form.cleaned_data["counted_on"],
        )
    except Refusal as refusal:
        return _page(request, refused_in(form, refusal, request), people=form)
    words = _("收进 %(n)s 个网格的人数。") % {"n": grids}
    if unknown:
        words += _("这几行认不出是哪个网格：%(names)s") % {"names": "、".join(unknown[:10])}
    did(request, "people-counts", words, request.ground)
    return redirect("desk:house-footways")


@office_keeper
@require_http_methods(["POST"])
def paces(request: KeeperRequest) -> HttpResponseBase:
    """Keep how fast people walk here."""
    network = FootNetwork.objects.filter(office=request.ground).first()
    if network is None:
        return _page(request, 422)
    form = PaceForm(request.POST, network=network)
    if not form.is_valid():
        return _page(request, 422, paces=form)
    footways.set_paces(network=network, paces=form.cleaned_data)
    did(request, "paces", _("快慢改好了，生活圈照新的算。"), request.ground, form=form)
    return redirect("desk:house-footways")


@office_keeper
@require_GET
def blank(request: KeeperRequest) -> HttpResponseBase:
    """Give a sheet with a row for every grid and a column for every band of age."""
    units = Unit.objects.filter(path__startswith=request.ground.path, kind=UnitKind.GRID, is_active=True)
    columns = [
        ("网格编码", 20.0),
        (_("名称"), 26.0),
        *((footways.band_words(band), 10.0) for band in walking.AGES),
    ]
    rows = ((unit.code, unit.name) for unit in units.order_by("code"))
    return sheet_response(_("各年龄的人数"), columns, rows, request.at, frozen_columns=2)

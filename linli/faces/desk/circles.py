"""Circles on foot: who reaches what, where the gaps are, where one more helps most; as a sheet too."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.orgs.models import Unit
from linli.base.people.policies import keeps_house
from linli.base.places import queries as places
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import seeing
from linli.faces.parts.export import sheet_response
from linli.faces.parts.shapes import Area, Dot, Layer
from linli.insight import queries as insight
from linli.insight.circles import queries
from linli.insight.circles.queries import AIMS, MOST_GAPS, Circle
from linli.insight.circles.texts import BANDS, KINDS, PACES, WHO
from linli.kernel.standards import walking

NEW = tuple(range(walking.MOST_NEW + 1))


class CircleForm(forms.Form):
    """Which kind, how many minutes, at whose pace, and how many more to find a place for."""

    kind = forms.ChoiceField(label=gettext_lazy("什么设施"), choices=list(KINDS.items()))
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("步行"),
        coerce=int,
        choices=[(5, gettext_lazy("5 分钟")), (10, gettext_lazy("10 分钟")), (15, gettext_lazy("15 分钟"))],
    )
    pace = forms.ChoiceField(label=gettext_lazy("谁在走"), choices=list(PACES.items()), required=False)
    new = forms.TypedChoiceField(
        label=gettext_lazy("再建几处"),
        coerce=int,
        choices=[(n, str(n)) for n in NEW],
        required=False,
        empty_value="0",
    )
    aim = forms.ChoiceField(
        label=gettext_lazy("为了"),
        choices=[("reach", gettext_lazy("走得到的人最多")), ("near", gettext_lazy("大家走的路最短"))],
        required=False,
    )

    def __init__(self, data: dict[str, str]) -> None:
        kind = data.get("kind", "canteen")
        need = walking.NEEDS.get(kind)
        usual = {"minutes": str(need.minutes if need else 15), "pace": "", "new": "0", "aim": AIMS[0]}
        super().__init__({**usual, **data, "kind": kind})


def _unit(request: DeskRequest) -> Unit:
    wanted = request.GET.get("unit", "")
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise Http404
    unit = insight.ground_for(request.actor.sight_ids, int(wanted) if wanted else None)
    if unit is None:
        raise Http404
    return unit


def _asked(request: DeskRequest, unit: Unit, office: Unit | None) -> tuple[CircleForm, Circle | None]:
    names = ("kind", "minutes", "pace", "new", "aim")
    form = CircleForm({name: request.GET[name] for name in names if name in request.GET})
    if office is None or not form.is_valid():
        return form, None
    given = form.cleaned_data
    found = queries.circle(
        unit=unit,
        office=office,
        kind=given["kind"],
        minutes=given["minutes"],
        pace=given["pace"],
        new=int(given["new"]),
        aim=given["aim"] or AIMS[0],
    )
    return form, found


@seeing
@require_GET
def circles(request: DeskRequest) -> HttpResponse:
    """Show a circle beside the standards: a map, who reaches one by age and community, the compounds that do not."""
    unit = _unit(request)
    office = queries.subdistrict_of(unit)
    form, found = _asked(request, unit, office)
    context: dict[str, Any] = {
        "unit": unit,
        "office": office,
        "form": form,
        "found": found,
        "keeps": office is not None and keeps_house(request.actor, office),
        "source": walking.SOURCE,
        "speeds": walking.SPEED_SOURCE,
    }
    if office is not None and found is not None:
        given = form.cleaned_data
        asked = {key: value for key, value in given.items() if value}
        here = {"unit": unit.pk}
        need = walking.NEEDS[given["kind"]]
        context |= {
            "kind": KINDS[given["kind"]],
            "who": WHO[need.ages] if found.are_people else _("住户"),
            "minutes": given["minutes"],
            "pace": PACES[given["pace"]],
            "ages": [(BANDS[each.key], each) for each in found.ages],
            "kinds": [
                (
                    KINDS[each.kind],
                    WHO[each.need.ages] if each.are_people else _("住户"),
                    each,
                    f"?{urlencode({**here, 'kind': each.kind})}",
                )
                for each in queries.kinds(unit=unit, office=office)
            ],
            "layers": _layers(unit, found),
            "gaps": found.gaps[:MOST_GAPS],
            "more": max(0, len(found.gaps) - MOST_GAPS),
            "export_url": f"{reverse('desk:circles-export')}?{urlencode({**here, **asked})}",
        }
    status = 422 if office and form.errors else 200
    return furniture.page(request, "desk/circles/circles.html", context, status=status)


def _layers(unit: Unit, found: Circle) -> tuple[Layer, ...]:
    ground = tuple(Area(rings) for rings in places.outlines_below(unit))
    missed = tuple(
        Dot(one.lon, one.lat, one.name)
        for one in found.gaps
        if one.lon and one.lat and one.within < one.without
    )
    layers = [
        Layer("m1", areas=ground),
        Layer("reach", _("走得到的路"), lines=found.lines),
        Layer("miss", _("还走不到的小区"), dots=missed),
        Layer("place", _("现有的"), dots=tuple(Dot(one.lon, one.lat, one.name) for one in found.facilities)),
    ]
    if found.new is not None:
        new = tuple(Dot(one.place.lon, one.place.lat, one.place.name) for one in found.new.places)
        layers.append(Layer("new", _("再建在这里"), dots=new))
    return tuple(layer for layer in layers if layer.areas or layer.lines or layer.dots)


@seeing
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the coverage as a sheet: ages, communities, then every compound that is not reached whole."""
    unit = _unit(request)
    form, found = _asked(request, unit, queries.subdistrict_of(unit))
    columns = [(_("哪里"), 26.0), (_("走得到"), 12.0), (_("全部"), 12.0), (_("还走不到"), 14.0)]
    rows: list[tuple[object, ...]] = []
    title = _("生活圈")
    if found is not None:
        told = {"minutes": form.cleaned_data["minutes"], "kind": KINDS[form.cleaned_data["kind"]]}
        title = _("%(minutes)s 分钟走到%(kind)s") % told
        ages = [(str(BANDS[one.key]), one.within, one.whole, one.without) for one in found.ages]
        rest = (found.whole, *found.communities, *found.gaps)
        rows = [*ages, *((one.name, one.within, one.whole, one.without) for one in rest)]
    return sheet_response(title, columns, rows, request.at)

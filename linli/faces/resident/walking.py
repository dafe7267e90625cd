"""What is within a walk of my place: chosen by words, on the map or by the phone, reckoned at once, kept nowhere.

The place is sent in the body of a form: it stands in no address, no log and no table.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.people.knocks import knock
from linli.base.places import queries as places
from linli.faces.parts.inputs import DegreesField
from linli.faces.parts.look import look_of
from linli.faces.resident import doors, placing
from linli.faces.resident.forms import MOST_PLACE_WORDS, WordsField
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.insight.circles import near
from linli.insight.circles.queries import subdistrict_of
from linli.insight.circles.texts import KINDS, PACES
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards import walking

ICONS = {
    "canteen": "soup",
    "day_care": "heart-handshake",
    "clinic": "stethoscope",
    "service_centre": "building-community",
    "kindergarten": "school",
    "school": "school",
    "market": "building-store",
    "park": "map-pin",
    "pharmacy": "medicine-syrup",
    "supermarket": "building-store",
}


class WalkForm(forms.Form):
    """From where, and at whose pace."""

    where = WordsField(
        most=MOST_PLACE_WORDS,
        required=False,
        label=gettext_lazy("从哪里走"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("小区和楼号，或者单位、学校的名字。"),
    )
    lon = DegreesField(180)
    lat = DegreesField(90)
    pace = forms.ChoiceField(label=gettext_lazy("谁在走"), choices=list(PACES.items()), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@kindly
def walk(request: HttpRequest, *, is_stale: bool) -> HttpResponse:
    """Ask for a place, and say what one can walk to from there. At most eighteen queries; none of them writes the place."""
    at = clock.now()
    reader = reader_of(request, at)
    usual = "older" if look_of(request).is_elder else ""
    context: dict[str, Any] = {
        "shapes_url": reverse("resident:shapes"),
        "source": walking.SOURCE,
        "speeds": walking.SPEED_SOURCE,
    }
    if request.method != "POST" or is_stale:
        return page(request, "walk", reader, "around", {**context, "form": WalkForm(initial={"pace": usual})})
    form, status = WalkForm(request.POST), 200
    context["form"] = form
    if not form.is_valid():
        return page(request, "walk", reader, "around", context, status=422)
    given = form.cleaned_data
    try:
        knock(doors.WALK, reader.address, at)
        placed = placing.place_of(
            lon=given["lon"], lat=given["lat"], where=given["where"], text="", home=None, at_home=False,
            is_settled=given["lon"] is not None,
        )  # fmt: skip
    except Refusal as refusal:
        context["note"] = words_of(refusal)
        return page(request, "walk", reader, "around", context, status=status_of(refusal))
    if placed.is_point and placed.lon is not None and placed.lat is not None:
        context |= _found(placed.lon, placed.lat, given["pace"])
        context["from"] = placed.words or _("图上点的地方")
    elif placed.choices:
        context["choices"] = placed.choices
    else:
        context["note"] = _("没有找到这个地方。换个叫法试试，或者在图上点一下。")
        status = 422
    return page(request, "walk", reader, "around", context, status=status)


def _found(lon: float, lat: float, pace: str) -> dict[str, Any]:
    grid = places.grid_at(lon, lat)
    office = subdistrict_of(grid) if grid is not None else None
    found = near.walk(office=office, lon=lon, lat=lat, pace=pace) if office is not None else None
    if found is None:
        return {"note": _("这里还没有画路，算不出来。"), "is_shut": True}
    circles = [
        (minutes, [(KINDS[one.kind], ICONS[one.kind], one) for one in found.near if one.circle == minutes])
        for minutes in walking.MINUTES
    ]
    return {
        "walk": found,
        "circles": circles,
        "missing": [KINDS[kind] for kind in found.missing],
        "pace": PACES[pace],
    }

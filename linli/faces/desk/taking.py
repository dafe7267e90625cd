"""The forms on which somebody's words are taken down."""

from __future__ import annotations

import math
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs.models import Unit
from linli.base.places import queries as places
from linli.base.places.models import Facility
from linli.faces.desk import moving, uploads
from linli.faces.parts.inputs import DegreesField, KeyField, PhoneField, WordsField
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.operations import MOST_WORDS

CHANNELS = (
    (Report.Channel.PHONE, gettext_lazy("来电"), "phone-incoming"),
    (Report.Channel.COUNTER, gettext_lazy("来访"), "door-enter"),
    (Report.Channel.CHAT, gettext_lazy("网格群"), "messages"),
)
MOST_PLACE = 200


class IntakeForm(forms.Form):
    """What every way of taking something down asks for."""

    text = WordsField(
        most=MOST_WORDS,
        label=gettext_lazy("说了什么"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("写一句：哪里、怎么了。")},
    )
    category = forms.CharField(label=gettext_lazy("哪一类"), required=False, max_length=40)
    place_words = WordsField(most=MOST_PLACE, label=gettext_lazy("在哪里"), required=False)
    spot = forms.CharField(required=False, max_length=80)
    lon = DegreesField(180)
    lat = DegreesField(90)
    area = forms.ChoiceField(label=gettext_lazy("归哪个网格"), required=False)
    is_urgent = forms.BooleanField(label=gettext_lazy("正有危险，要马上办"), required=False)
    idempotency_key = KeyField()

    def __init__(self, data: Any = None, files: Any = None, *, units: list[Unit], **kwargs: Any) -> None:
        initial = {"idempotency_key": uuid.uuid4(), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, files, initial=initial, **kwargs)
        self.units = {str(u.pk): u for u in units}
        field = self.fields["area"]
        empty = ("", _("看地点，或者请选"))
        field.choices = [empty, *(moving.by_community(units) or moving.grouped(units))]  # type: ignore[attr-defined]

    def clean_category(self) -> str:
        code = str(self.cleaned_data["category"])
        if code and not Category.objects.filter(pk=code, is_active=True).exists():
            raise forms.ValidationError(_("没有这个类别，请重新选。"))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        point = point_of(str(given.get("spot") or ""))
        if point:
            given["lon"], given["lat"] = point
            given["place_words"] = given.get("place_words") or str(given["spot"]).partition("|")[2]
        elif given.get("lon") is None and not given.get("area") and not given.get("component"):
            self._find(given)
        return given

    def _find(self, given: dict[str, Any]) -> None:
        """Take the place that the words name for certain: saving quickly must not send it to the wrong desk.

        What was told is asked only where no place was written down.
        """
        found = places.propose(given.get("place_words") or given.get("text") or "")
        if found.chosen is not None:
            given["lon"], given["lat"] = found.chosen.lon, found.chosen.lat
            given["place_words"] = given.get("place_words") or found.chosen.words
        elif found.unit_id is not None and str(found.unit_id) in self.units:
            given["area"] = str(found.unit_id)

    def filing(self) -> dict[str, Any]:
        """What `file_report` takes."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "category": given["category"],
            "place_words": given["place_words"],
            "lon": given.get("lon"),
            "lat": given.get("lat"),
            "area": self.units.get(given["area"]),
            "is_urgent": given["is_urgent"],
            "key": given["idempotency_key"],
        }


def point_of(spot: str) -> tuple[float, float] | None:
    """Read a place chosen from the list: “117.01,36.02|滨河家园 6 号楼”."""
    lon, _comma, lat = spot.partition("|")[0].partition(",")
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    is_place = all(math.isfinite(n) for n in point) and abs(point[0]) <= 180 and abs(point[1]) <= 90
    return point if is_place else None


class CallForm(IntakeForm):
    """A call, a visit or a message: somebody else speaks, and we write."""

    channel = forms.ChoiceField(choices=[(c.value, w) for c, w, _i in CHANNELS], widget=forms.HiddenInput)
    phone = PhoneField(label=gettext_lazy("电话"), required=False, max_length=30)
    name = WordsField(most=40, label=gettext_lazy("怎么称呼"), required=False)
    is_confidential = forms.BooleanField(label=gettext_lazy("不要让办的人知道他是谁"), required=False)
    nature = forms.ChoiceField(
        label=gettext_lazy("他要什么"),
        choices=Report.Nature.choices,
        initial="help",
        widget=forms.RadioSelect,
    )
    chat = WordsField(most=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8}))


class NewForm(IntakeForm):
    """What a grid worker notes down on the round; settled at once where it could be."""

    photos = uploads.PhotosField(label=gettext_lazy("照片"))
    is_done = forms.BooleanField(label=gettext_lazy("当场办好了"), required=False)
    answer = WordsField(
        most=MOST_WORDS,
        required=False,
        label=gettext_lazy("怎么办好的"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("居民会看到这段话。"),
    )
    component = forms.IntegerField(required=False, widget=forms.HiddenInput)
    phone = PhoneField(label=gettext_lazy("居民电话"), required=False, max_length=30)
    name = WordsField(most=40, label=gettext_lazy("怎么称呼居民"), required=False)

    def clean_component(self) -> Facility | None:
        """Give the component that is meant: it stands where it stands, whatever the words say."""
        pk = self.cleaned_data["component"]
        return (
            Facility.objects.filter(pk=pk, ended_on=None).exclude(component_code="").first() if pk else None
        )

    def filing(self) -> dict[str, Any]:
        """What `file_report` takes."""
        return {**super().filing(), "component": self.cleaned_data["component"]}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("is_done") and not given.get("answer"):
            self.add_error("answer", _("写一句是怎么办好的。"))
        if not any(given.get(name) for name in ("lon", "area", "place_words", "component")):
            self.add_error("place_words", _("点一下图，选网格，或者写清地址，有一样就行。"))
        return given

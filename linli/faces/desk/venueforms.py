"""What the desk asks about venues: a venue, a room, a booking, the keeper's no, a brand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, KeyField, PhoneField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.pillars.party.venues.models import Room, Venue
from linli.pillars.party.venues.operations import RoomGiven, VenueGiven
from linli.pillars.party.venues.rules import OpenTo, VenueKind
from linli.pillars.party.venues.texts import WEEK


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time", "step": 1800}, format="%H:%M")
    )


def _text(label: Any, most: int, rows: int = 2, **kwargs: Any) -> WordsField:
    return WordsField(label=label, most=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class VenueForm(forms.Form):
    """A venue: on which ground, what, how large, when open, whom to ring."""

    ground = forms.ChoiceField(label=_("在哪里"), widget=LongSelect)
    kind = forms.TypedChoiceField(label=_("哪一类"), choices=Venue.Kind.choices, coerce=VenueKind)
    name = WordsField(label=_("名称"), most=60)
    address = WordsField(label=_("地址"), most=80, required=False)
    area_m2 = forms.IntegerField(label=_("面积（平方米）"), min_value=1, max_value=200_000)
    days = forms.TypedMultipleChoiceField(
        label=_("周几开门"), choices=list(WEEK.items()), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = _time(_("几点开门"))
    closes = _time(_("几点关门"))
    does = _text(_("能做什么"), 200, required=False)
    equipment = _text(_("有什么设备"), 200, required=False)
    is_step_free = forms.BooleanField(label=_("轮椅进得去"), required=False)
    contact_role = WordsField(label=_("找谁（岗位）"), most=30, help_text=_("写岗位，不写姓名，如：值班台"))
    contact_phone = PhoneField(label=_("值班电话"), help_text=_("公开的电话，居民照着打"))

    def __init__(self, *args: Any, grounds: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds = {str(unit.pk): unit for unit in grounds}
        fields: Any = self.fields
        fields["ground"].choices = [(pk, str(unit)) for pk, unit in self.grounds.items()]
        if len(self.grounds) == 1:
            fields["ground"].initial = next(iter(self.grounds))
            fields["ground"].widget = forms.HiddenInput()

    @property
    def given(self) -> VenueGiven:
        """What was written down."""
        said = {name: v for name, v in self.cleaned_data.items() if name != "ground"}
        return VenueGiven(**{**said, "days": tuple(said["days"])})


def first_of(venue: Venue) -> dict[str, Any]:
    """Give what a venue's form begins with."""
    names = [name for name in VenueForm.base_fields if name != "ground"]
    return {**{name: getattr(venue, name) for name in names}, "ground": str(venue.ground_id)}


class RoomForm(forms.Form):
    """A room: how many it seats, who may book it, whether the keeper has a word."""

    name = WordsField(label=_("叫什么"), most=40)
    area_m2 = forms.IntegerField(label=_("面积（平方米）"), min_value=1, max_value=20_000)
    seats = forms.IntegerField(label=_("坐几个人"), min_value=1, max_value=2_000)
    equipment = WordsField(label=_("有什么设备"), most=120, required=False)
    open_to = forms.TypedChoiceField(label=_("谁能约"), choices=Room.OpenTo.choices, coerce=OpenTo)
    needs_word = forms.BooleanField(
        label=_("约了要等答复"), required=False, help_text=_("不勾就是先约先得，约上就算数")
    )

    @property
    def given(self) -> RoomGiven:
        """What was written down."""
        return RoomGiven(**self.cleaned_data)


ROOM_FIELDS = tuple(RoomForm.base_fields)


def _halves() -> list[tuple[str, str]]:
    return [(f"{n // 2:02d}:{n % 2 * 30:02d}",) * 2 for n in range(12, 48)]


class TimesForm(forms.Form):
    """Which day, from when until when, for what, how many."""

    key = KeyField()
    day = DayField(label=_("哪天"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.ChoiceField(label=_("从几点"), choices=_halves)
    ends = forms.ChoiceField(label=_("到几点"), choices=_halves)
    title = WordsField(label=_("做什么用"), most=60, help_text=_("一句话，如：合唱队排练"))
    count = forms.IntegerField(label=_("大约几个人"), min_value=1, max_value=2_000)

    def clean(self) -> dict[str, Any]:
        """Put day and time together."""
        data: dict[str, Any] = super().clean() or {}
        day = data.get("day")
        for name, to in (("starts", "starts_at"), ("ends", "ends_at")):
            if day is not None and data.get(name):
                data[to] = datetime.combine(day, time.fromisoformat(data[name]), SHANGHAI)
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("要晚于 %(from)s。") % {"from": data["starts"]})
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What the operation takes."""
        names = ("key", "title", "count", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}


class UnitTimesForm(TimesForm):
    """The same for one's own unit."""

    unit = forms.ChoiceField(label=_("哪个单位用"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        fields: Any = self.fields
        fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]
        self.order_fields(["unit"])


class CallerTimesForm(TimesForm):
    """The same for a resident who rings or comes."""

    name = WordsField(label=_("怎么称呼"), most=30, required=False)
    phone = PhoneField(
        label=_("联系电话"), required=False, help_text=_("有手机就发短信告诉结果；没有，把时间写给本人")
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = WordsField(label=_("为什么，写给约的人看"), most=200)


class BrandForm(forms.Form):
    """What a community is known for."""

    community = forms.ChoiceField(label=_("哪个社区"), widget=LongSelect)
    name = WordsField(label=_("品牌叫什么"), most=30)
    words = _text(_("是什么，谁在做"), 300, 3)
    since = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, communities: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(unit.pk): unit for unit in communities}
        fields: Any = self.fields
        fields["community"].choices = [(pk, str(unit)) for pk, unit in self.communities.items()]
        if len(self.communities) == 1:
            fields["community"].initial = next(iter(self.communities))
            fields["community"].widget = forms.HiddenInput()

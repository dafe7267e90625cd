"""Fields that forgive: odd values are mended or left aside, and what can't be mended is told with the way out."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.numbers import normalise_phone

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return words without control characters and tricks of direction."""
    return _CONTROLS.sub("", text)


class WordsField(forms.CharField):
    """Free text: control characters and tricks of direction go, the length is told instead of cut off."""

    too_long = _("写了 %(have)s 字，最多 %(most)s 字，请短一些。")

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> str:
        text = super().to_python(plain(value) if isinstance(value, str) else value)
        return text or ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(
                self.too_long,
                params={"have": len(value), "most": self.most},
            )


class PhoneField(forms.CharField):
    """A telephone as people write it; stored in one form."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    unusable = _("这个号码打不通。手机是 11 位，座机请加区号。")
    shortest = 0

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            phone = normalise_phone(text[:40])
        except ValueError:
            raise forms.ValidationError(self.unusable) from None
        if len(phone) < self.shortest:
            raise forms.ValidationError(self.unusable)
        return phone


class CallableField(PhoneField):
    """A telephone of somebody who is called or written to there: 110 can be dialled too, but nobody is called there."""

    shortest = 7


FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""No office works before or after; a slip of the finger (0206, 20266) is said instead of kept."""


class DayField(forms.DateField):
    """A day, chosen from a calendar. What it begins with is written as a calendar reads it, in whichever language."""

    out_of_reach = _("年份不对，请看看是哪一年。")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(self.out_of_reach)


MINUTE_SHAPE: Final = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a minute, as the machine's own picker gives them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE_SHAPE)
        )
        super().__init__(input_formats=[MINUTE_SHAPE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError:
            raise forms.ValidationError(DayField.out_of_reach) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, datetime) and not FIRST_DAY.year <= value.year <= LAST_DAY.year:
            raise forms.ValidationError(DayField.out_of_reach)


def month_said(text: str) -> date | None:
    """Give the first day of a month written as 2026-11; nothing where it is none, or one in which no office works."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if FIRST_DAY <= first <= LAST_DAY else None


class KeyField(forms.UUIDField):
    """The key under which a form is taken once. An odd one is left aside: the form is worth more."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> uuid.UUID | None:
        try:
            key: uuid.UUID | None = super().clean(value)
        except forms.ValidationError:
            return None
        return key


class DegreesField(forms.FloatField):
    """A coordinate set by the map. What is no number is no point."""

    def __init__(self, limit: float) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)
        self.limit = limit

    def clean(self, value: Any) -> float | None:
        try:
            degrees = super().clean(value)
        except forms.ValidationError:
            return None
        return degrees if degrees is not None and abs(degrees) <= self.limit else None

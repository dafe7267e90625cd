"""The forms of a cooperative: founding it, its representatives, what is put before them, their vote."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, PhoneField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.pillars.governance.cooperative import rules
from linli.pillars.governance.cooperative.models import Basis, Kind
from linli.pillars.governance.cooperative.rules import Counted, MemberKind, Ratio

KINDS: Final = {str(word): MemberKind(code) for code, word in Kind.choices}
LEAVING: Final = "退社"
LINES: Final = {"rows": 6, "spellcheck": "false"}


def kinds() -> dict[str, MemberKind]:
    """Give the kinds of members by their label, in the reader's language and in the office's."""
    return {**KINDS, **{str(Kind(kind.value).label): kind for kind in MemberKind}}


class FoundForm(forms.Form):
    """The cooperative of a community."""

    unit = forms.ChoiceField(label=_("哪个社区"))
    name = WordsField(label=_("合作社名称"), most=60)
    formed_on = DayField(label=_("成立日期"))

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]


class DelegateForm(forms.Form):
    """Who represents members."""

    name = WordsField(label=_("姓名"), most=40)
    phone = PhoneField(
        label=_("手机号"), required=False, help_text=_("写上才能在手机上表决；没有手机的当面举手或写票")
    )
    from_date = DayField(label=_("任期起"))
    until_date = DayField(label=_("任期止"))


class DraftForm(forms.Form):
    """What a resolution is about."""

    title = WordsField(label=_("议决什么"), most=60, help_text=_("大家都看得到，不写人名"))
    words = WordsField(label=_("说明"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class _Read(forms.Form):
    """A form with a list of lines; a line that is unclear is told as the error of the list."""

    def told(self, refusal: Refusal) -> forms.ValidationError:
        words = _("第 %(line)s 行看不懂，请照样例写。")
        return forms.ValidationError(words, params={"line": str(refusal.data.get("line", ""))})


class JoinsForm(_Read):
    """Who joins."""

    from_date = DayField(label=_("从哪天起"))
    people = WordsField(
        label=_("名单，一行一人"),
        most=100_000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("姓名、哪一类、年限、手机号（可不写），用逗号或空格隔开。如：孙一，退休老年人，30"),
    )

    def clean_people(self) -> list[tuple[str, MemberKind, int, str]]:
        """Read the lines."""
        try:
            return rules.read_joins(self.cleaned_data["people"], kinds())
        except rules.LineUnclear as refusal:
            raise self.told(refusal) from None


class TurnsForm(_Read):
    """What changes of members."""

    from_date = DayField(label=_("从哪天起"))
    turns = WordsField(
        label=_("变更，一行一人"),
        most=100_000,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("编号、哪一类、年限；退社的写“编号 退社”。如：12，退休老年人，31"),
    )

    def clean_turns(self) -> list[tuple[int, MemberKind | None, int]]:
        """Read the lines."""
        try:
            return rules.read_turns(self.cleaned_data["turns"], kinds(), LEAVING)
        except rules.LineUnclear as refusal:
            raise self.told(refusal) from None


class VersionForm(forms.Form):
    """A version of the rules: a ratio for each kind of members; a kind left empty gets no shares."""

    from_date = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, word in Kind.choices:
            self.fields[f"ratio_{code}"] = forms.CharField(
                label=word,
                max_length=12,
                required=False,
                help_text=_("左边计数、右边股数，如 1:8；不配的空着"),
            )
            self.fields[f"counted_{code}"] = forms.ChoiceField(
                label=_("按什么配"), choices=Basis.choices, initial=Counted.PERSON.value
            )

    def clean(self) -> dict[str, Any]:
        """Gather the ratios."""
        found = []
        for code, _word in Kind.choices:
            words = self.cleaned_data.pop(f"ratio_{code}", "").strip()
            counted = self.cleaned_data.pop(f"counted_{code}", Counted.PERSON.value)
            if not words:
                continue
            try:
                per, shares = rules.read_ratio(words)
            except rules.RatioUnclear:
                self.add_error(f"ratio_{code}", _("请写成 1:8 这样，左边是计数、右边是股数。"))
                continue
            found.append(Ratio(MemberKind(code), Counted(counted), per, shares))
        if not found and not self.errors:
            raise forms.ValidationError(_("至少写一类成员的比例。"))
        self.cleaned_data["ratios"] = found
        return self.cleaned_data


class DistributionForm(forms.Form):
    """A sum to be parted."""

    period = WordsField(label=_("哪一期"), most=20, help_text=_("如“2026 年上半年”"))
    as_of = DayField(label=_("按哪天的登记"))
    pool = forms.CharField(label=_("分多少钱（元）"), max_length=20, help_text=_("最多两位小数，到分"))
    words = WordsField(label=_("钱从哪里来、留了多少"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_pool(self) -> int:
        """Read yuan as fen, exactly."""
        words = self.cleaned_data["pool"].replace(",", "").replace("，", "").strip()
        if not re.fullmatch(r"[0-9]{1,11}(\.[0-9]{1,2})?", words):
            raise forms.ValidationError(_("请写数字，最多两位小数。"))
        whole, _dot, rest = words.partition(".")
        return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


class PutForm(forms.Form):
    """The meeting of representatives and until when they vote."""

    minutes = WordsField(
        label=_("股民代表大会的会议记录"),
        most=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("什么时候在哪里开的、到了几位、说了什么"),
    )
    until = DayField(label=_("表决到哪天（含当天）"))
    is_secret = forms.BooleanField(label=_("无记名"), required=False)

    def clean_until(self) -> datetime:
        """Give the end of that day."""
        day: date = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


class TakeOutForm(forms.Form):
    """Why somebody takes names and amounts out."""

    reason = WordsField(
        label=_("为什么要导出"), most=200, help_text=_("名单里每个人都能看到谁、什么时候、为什么导出了")
    )


class PhoneForm(forms.Form):
    """The number by which a member reads their own page."""

    phone = PhoneField(
        label=_("手机号"), required=False, help_text=_("本人用这个号登录看自己的股份；空着就不能在手机上看")
    )

"""The forms of enterprises, their visits and needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.faces.parts.inputs import DayField, DegreesField, KeyField, PhoneField, WordsField
from linli.faces.parts.words import in_language
from linli.kernel.refusals import Refusal
from linli.kernel.standards.trades import TRADES
from linli.pillars.service.enterprises import operations
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed, EnterpriseVisit
from linli.pillars.service.enterprises.rules import record
from linli.pillars.service.enterprises.rules.record import MOST_STAFF, Record

NOTHING = [("", "—")]


def trades() -> dict[str, str]:
    """Give the sections of the classification by letter, in the reader's language."""
    return {letter: f"{letter} {in_language(*names)}" for letter, names in TRADES.items()}


def _trade_choices() -> list[tuple[str, str]]:
    return [*NOTHING, *trades().items()]


class EnterpriseForm(forms.Form):
    """What is kept about an enterprise. Only the name and the code, or why there is none, are asked for."""

    name = WordsField(label=_("名称"), most=80, help_text=_("照营业执照写；没有执照的写招牌"))
    uscc = WordsField(
        label=_("统一社会信用代码"),
        most=40,
        required=False,
        help_text=_("18 位，在营业执照上；会核对最后一位"),
    )
    no_code = forms.ChoiceField(
        label=_("没有代码的原因"), choices=[*NOTHING, *Enterprise.NoCode.choices], required=False
    )
    form = forms.ChoiceField(label=_("类型"), choices=[*NOTHING, *Enterprise.Form.choices], required=False)
    trade = forms.ChoiceField(label=_("行业"), choices=_trade_choices, required=False)
    size = forms.ChoiceField(
        label=_("规模"),
        choices=[*NOTHING, *Enterprise.Size.choices],
        required=False,
        help_text=_("照企业自己的证明填"),
    )
    taxpayer = forms.ChoiceField(
        label=_("纳税人"), choices=[*NOTHING, *Enterprise.Taxpayer.choices], required=False
    )
    staff_count = forms.IntegerField(label=_("从业人数"), min_value=0, max_value=MOST_STAFF, required=False)
    founded_date = DayField(label=_("成立日期"), required=False)
    contact_name = WordsField(
        label=_("联系人"), most=20, required=False, help_text=_("空着就不变；加密存，平时打星号")
    )
    contact_phone = PhoneField(label=_("联系电话"), required=False, help_text=_("空着就不变"))
    address = WordsField(
        label=_("地址"), most=120, required=False, help_text=_("写清路名、小区、楼栋，会认出在哪个网格")
    )
    lon = DegreesField(180)
    lat = DegreesField(90)
    key = KeyField()

    @property
    def record(self) -> Record:
        """What was typed, as a value."""
        return Record(**{name: value for name, value in self.cleaned_data.items() if name != "key"})

    def refuse(self, refusal: Refusal, words: str) -> None:
        """Put what is refused beside the field it is about."""
        self.add_error(_FIELD_OF.get(type(refusal)), words)


_FIELD_OF: dict[type[Refusal], str] = {
    record.BadCode: "uscc",
    record.CodeOrReason: "uscc",
    operations.EnterpriseKnown: "uscc",
    record.PhoneUnusable: "contact_phone",
    operations.PlaceUnknown: "address",
    operations.NotYourEnterprises: "address",
}


class NarrowForm(forms.Form):
    """What a list is narrowed to."""

    q = WordsField(label=_("名称、代码或地址"), most=60, required=False)
    unit = forms.ChoiceField(label=_("社区或网格"), required=False)
    trade = forms.ChoiceField(label=_("行业"), choices=_trade_choices, required=False)
    size = forms.ChoiceField(label=_("规模"), choices=[*NOTHING, *Enterprise.Size.choices], required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*NOTHING, *((str(u.pk), str(u)) for u in units)]  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    """A visit, and a need heard on it."""

    on = DayField(label=_("哪天去的"))
    purposes = forms.MultipleChoiceField(
        label=_("为了什么"), choices=EnterpriseVisit.Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    said = WordsField(
        label=_("说了什么"), most=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    follows = WordsField(label=_("接下来做什么"), most=300, required=False)
    promised = DayField(label=_("答应哪天"), required=False, help_text=_("到时在“我答应的”里提醒您自己"))
    need = WordsField(
        label=_("有要办的诉求就写在这里"), most=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    what = forms.ChoiceField(
        label=_("诉求是哪一类"), choices=[*NOTHING, *EnterpriseNeed.Kind.choices], required=False
    )
    key = KeyField()

    def clean(self) -> dict[str, Any]:
        """Ask for the kind of a need that was written."""
        data = super().clean() or {}
        if data.get("need") and not data.get("what"):
            self.add_error("what", _("选一下诉求是哪一类。"))
        return data


class NeedForm(forms.Form):
    """A need."""

    what = forms.ChoiceField(label=_("哪一类"), choices=EnterpriseNeed.Kind.choices)
    text = WordsField(label=_("说清楚"), most=2000, widget=forms.Textarea(attrs={"rows": 4}))
    wanted = DayField(label=_("最晚哪天要办成"), required=False, help_text=_("七天内的走绿色通道"))
    key = KeyField()


class StewardForm(forms.Form):
    """Who looks after an enterprise."""

    steward = forms.ModelChoiceField(
        label=_("金管家"), queryset=Account.objects.none(), required=False, empty_label=_("没有")
    )

    def __init__(self, *args: Any, people: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["steward"]
        field.queryset = Account.objects.filter(pk__in=[p.pk for p in people]).order_by("name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda account: account.name  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why an enterprise is no longer here."""

    reason = forms.ChoiceField(label=_("为什么"), choices=Enterprise.End.choices)


class SheetForm(forms.Form):
    """A sheet of enterprises."""

    file = forms.FileField(
        label=_("企业表"), help_text=_("Excel、WPS 或 csv，照模板的列；代码一样的更新，别的新增")
    )

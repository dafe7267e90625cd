"""The forms of shops along the street."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, DegreesField, KeyField, PhoneField, WordsField
from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import LINES
from linli.pillars.governance.inspections import operations
from linli.pillars.governance.inspections.models import Honour, Shop
from linli.pillars.governance.inspections.rules.points import BASE
from linli.pillars.governance.inspections.rules.shops import MOST_FRONT_M, ShopRecord
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.rules import record as firm_rules

NOTHING = [("", "—")]


class ShopForm(forms.Form):
    """What is kept about a shop. Only the sign and the trade are asked for."""

    sign = WordsField(label=_("店招"), most=60, help_text=_("门头上怎么写就怎么写"))
    trade = forms.ChoiceField(label=_("经营种类"), choices=[*NOTHING, *Shop.Trade.choices])
    front_m = forms.IntegerField(
        label=_("门前长度"),
        min_value=1,
        max_value=MOST_FRONT_M,
        required=False,
        help_text=_("责任区有几米宽"),
    )
    address = WordsField(
        label=_("地址"), most=120, required=False, help_text=_("路名和门牌，会认出在哪个网格")
    )
    lon = DegreesField(180)
    lat = DegreesField(90)
    key = KeyField()

    @property
    def record(self) -> ShopRecord:
        """What was typed about the door, as a value."""
        data = self.cleaned_data
        return ShopRecord(
            data["sign"], data["trade"], data["address"], data["front_m"], data["lon"], data["lat"]
        )

    def refuse(self, refusal: Refusal, words: str) -> None:
        """Put what is refused beside the field it is about."""
        field = _FIELD_OF.get(type(refusal))
        self.add_error(field if field in self.fields else None, words)


class NewShopForm(ShopForm):
    """A shop that is written down with whoever runs it; an enterprise known by its code is taken as it is."""

    uscc = WordsField(
        label=_("统一社会信用代码"),
        most=40,
        required=False,
        help_text=_("在营业执照上，18 位。登记过的企业认得出来，不用再填别的"),
    )
    no_code = forms.ChoiceField(
        label=_("没有代码的原因"), choices=[*NOTHING, *Enterprise.NoCode.choices], required=False
    )
    name = WordsField(
        label=_("登记名称"), most=80, required=False, help_text=_("执照上的名字，和店招一样就空着")
    )
    contact_name = WordsField(
        label=_("联系人"), most=20, required=False, help_text=_("记在企业名下，加密存，平时打星号")
    )
    contact_phone = PhoneField(label=_("联系电话"), required=False)

    @property
    def firm(self) -> firm_rules.Record:
        """What was typed about whoever runs it, as a value."""
        data = self.cleaned_data
        return firm_rules.Record(
            name=data["name"] or data["sign"],
            uscc=data["uscc"],
            no_code=data["no_code"],
            contact_name=data["contact_name"],
            contact_phone=data["contact_phone"],
        )


_FIELD_OF: dict[type[Refusal], str] = {
    firm_rules.BadCode: "uscc",
    firm_rules.CodeOrReason: "uscc",
    firm_rules.PhoneUnusable: "contact_phone",
    operations.ShopKnown: "sign",
    operations.ShopElsewhere: "address",
    enterprises.PlaceUnknown: "address",
    enterprises.NotYourEnterprises: "address",
}


class ShopNarrowForm(forms.Form):
    """What a list is narrowed to."""

    q = WordsField(label=_("店招、地址或者店牌号"), most=60, required=False)
    unit = forms.ChoiceField(label=_("社区或网格"), required=False)
    trade = forms.ChoiceField(label=_("经营种类"), choices=[*NOTHING, *Shop.Trade.choices], required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*NOTHING, *((str(u.pk), str(u)) for u in units)]  # type: ignore[attr-defined]


class ShopEndForm(forms.Form):
    """Why a shop is no longer here."""

    reason = forms.ChoiceField(label=_("为什么"), choices=Shop.End.choices)


class HonourForm(forms.Form):
    """An honour, and why."""

    kind = forms.ChoiceField(label=_("荣誉"), choices=Honour.Kind.choices)
    ground = WordsField(label=_("为什么给"), most=200)
    is_agreed = forms.BooleanField(
        label=_("店家同意公开"),
        required=False,
        help_text=_("“共产党员示范店”说出了店里有人是党员，没有本人同意不公开"),
    )


class WithdrawForm(forms.Form):
    """Why an honour is withdrawn."""

    reason = WordsField(label=_("为什么撤"), most=200)


class RulesForm(forms.Form):
    """A version of the district's rules: whose they are, from when, and what each line costs."""

    basis = WordsField(label=_("依据"), most=200, help_text=_("哪一份文件定的，哪一级发的"))
    since = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    base = forms.IntegerField(label=_("基准分"), min_value=1, max_value=1000, initial=BASE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in LINES:
            label = line.english if get_language() == "en" else line.words
            self.fields[f"line-{line.code}"] = forms.IntegerField(
                label=label, min_value=0, max_value=1000, initial=line.points
            )

    @property
    def points(self) -> dict[str, int]:
        """What each line costs."""
        return {line.code: self.cleaned_data[f"line-{line.code}"] for line in LINES}


class ShopSheetForm(forms.Form):
    """A sheet of shops."""

    file = forms.FileField(
        label=_("门店表"), help_text=_("Excel、WPS 或 csv，照模板的列；同一家同一个店招的更新，别的新增")
    )

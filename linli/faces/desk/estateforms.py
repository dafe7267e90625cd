"""The forms of compounds: the register, a contract, a seat at the table of six, a meeting of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, WordsField
from linli.pillars.governance.estates.models import Estate, Seat, ServiceContract
from linli.pillars.governance.estates.rules import Hired, Managed, Side

DAY = {"type": "date"}


class EstateForm(forms.Form):
    """What the register says of a compound."""

    managed = forms.TypedChoiceField(label=_("谁来管"), choices=Estate.By.choices, coerce=Managed)
    owners_count = forms.IntegerField(label=_("业主数"), min_value=0, max_value=100_000)
    area_m2 = forms.IntegerField(label=_("专有部分面积（平方米）"), min_value=0, max_value=100_000_000)
    committee_seats = forms.IntegerField(
        label=_("业主委员会委员数"),
        min_value=0,
        max_value=15,
        required=False,
        help_text=_("没有业主委员会就空着"),
    )
    committee_from = DayField(label=_("本届从哪天起"), required=False, widget=forms.DateInput(attrs=DAY))
    committee_until = DayField(label=_("本届到哪天止"), required=False, widget=forms.DateInput(attrs=DAY))

    def clean_committee_seats(self) -> int:
        """Give none where nothing is written."""
        return self.cleaned_data["committee_seats"] or 0


class ContractForm(forms.Form):
    """Who serves it, how chosen, from when to when."""

    company = forms.ChoiceField(label=_("哪家物业公司"))
    how = forms.TypedChoiceField(label=_("怎么选的"), choices=ServiceContract.How.choices, coerce=Hired)
    from_date = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs=DAY))
    until_date = DayField(label=_("到哪天止"), widget=forms.DateInput(attrs=DAY))
    fee = WordsField(label=_("收费标准"), most=60, required=False, help_text=_("如“每月每平方米 1.2 元”"))

    def __init__(self, *args: Any, companies: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = [(str(u.pk), str(u)) for u in companies]  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """Who sits for one of the six sides."""

    side = forms.TypedChoiceField(label=_("哪一方"), choices=Seat.Of.choices, coerce=Side)
    name = WordsField(
        label=_("怎么称呼"), most=40, help_text=_("贴在小区门口的那种称呼，如“王经理”，不写电话")
    )
    task = WordsField(label=_("管什么"), most=80, required=False)
    from_date = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs=DAY))


class SittingForm(forms.Form):
    """A meeting of the six."""

    held_on = DayField(label=_("哪天开的"), widget=forms.DateInput(attrs=DAY))
    place = WordsField(label=_("在哪里"), most=60)
    sides = forms.TypedMultipleChoiceField(
        label=_("到会的"), choices=Seat.Of.choices, coerce=Side, widget=forms.CheckboxSelectMultiple
    )
    agenda = WordsField(label=_("议了什么"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))
    settled = WordsField(label=_("定了什么、谁来办"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))

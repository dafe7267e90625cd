"""What the desk asks about rating Party organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, WordsField
from linli.kernel.standards import party_tiers as law
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.tiers.rules import Grade, Tier
from linli.pillars.party.tiers.texts import CRITERIA

LINES: Final = {"rows": 3}


def _share(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100)


class RoundForm(forms.Form):
    """A round of a year, in shares of its own."""

    organisation = forms.ChoiceField(label=_("谁来评"), widget=LongSelect)
    year = forms.IntegerField(label=_("哪一年"), min_value=2015, max_value=2100)
    five = _share(_("五星最多百分之几"))
    four = _share(_("四星最多百分之几"))
    three = _share(_("三星最多百分之几"))

    def __init__(self, *args: Any, makers: Sequence[Organisation], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {"year": year, "five": law.FIVE, "four": law.FOUR, "three": law.THREE}
        for name, value in first.items():
            self.fields[name].initial = value
        fields: Any = self.fields
        fields["organisation"].choices = [(str(one.pk), str(one)) for one in makers]


class SelfForm(forms.Form):
    """What an organisation says of itself."""

    met = forms.MultipleChoiceField(
        label=_("自己看，做到了的"),
        choices=list(CRITERIA.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = WordsField(label=_("自己怎么说"), most=600, widget=forms.Textarea(attrs=LINES))


class JudgeForm(forms.Form):
    """What the superior judges, and why."""

    stars = forms.TypedChoiceField(
        label=_("几星"),
        choices=[(5, _("五星")), (4, _("四星")), (3, _("三星")), (0, _("不评星"))],
        coerce=int,
    )
    tier = forms.TypedChoiceField(label=_("哪一档"), choices=TierRating.In.choices, coerce=Tier)
    grade = forms.TypedChoiceField(
        label=_("达到哪一级"),
        choices=[("", _("还没达到合格")), *TierRating.At.choices],
        coerce=Grade,
        required=False,
        empty_value=Grade.NONE,
    )
    words = WordsField(label=_("为什么这样评"), most=600, widget=forms.Textarea(attrs=LINES))


class PlanForm(forms.Form):
    """How an organisation of the last tier does better, and by when."""

    plan = WordsField(label=_("怎么改"), most=1000, widget=forms.Textarea(attrs=LINES))
    until = DayField(label=_("到哪天改完"))

"""What the desk asks about trainings and honours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.people.models import Account
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, WordsField
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.team.models import Honoured


class TrainingAimForm(forms.Form):
    """What a year's trainings are to come to."""

    aim = WordsField(label=_("今年培训要达到什么"), most=200)


class TrainingPlanForm(TrainingAimForm):
    """A plan of a year."""

    organisation = forms.ChoiceField(label=_("谁来安排"), widget=LongSelect)
    year = forms.IntegerField(label=_("哪一年"), min_value=2015, max_value=2100)
    field_order = ("organisation", "year", "aim")

    def __init__(self, *args: Any, makers: Sequence[Organisation], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].choices = [(str(one.pk), str(one)) for one in makers]
        fields["year"].initial = year


class SessionForm(forms.Form):
    """A training of the plan."""

    day = DayField(label=_("哪天"))
    topic = WordsField(label=_("培训什么"), most=80)
    teacher = WordsField(label=_("哪个单位来讲"), most=60, required=False)
    place = WordsField(label=_("在哪里"), most=60)


class HeldForm(forms.Form):
    """Who was there, on one list, and what came of it."""

    came = forms.TypedMultipleChoiceField(
        label=_("谁参加了"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    outcome = WordsField(
        label=_("学了以后做了什么"), most=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["came"].choices = [(one.pk, one.name) for one in people]
        fields["came"].initial = [one.pk for one in people]


class HonourForm(forms.Form):
    """What somebody or an organisation was honoured with."""

    title = WordsField(
        label=_("荣誉"), most=60, help_text=_("如：先进基层党组织、优秀共产党员、光荣在党 50 年")
    )
    level = forms.ChoiceField(label=_("哪一级"), choices=Honoured.Level.choices, initial="district")
    issuer = WordsField(label=_("谁发的"), most=60)
    document = WordsField(label=_("文号"), most=60, required=False)
    year = forms.IntegerField(label=_("哪一年"), min_value=1949, max_value=2100)

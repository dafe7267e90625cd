"""The forms of supervision: raising a matter, every verb, a line of a responsibility list, a lead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.pillars.governance.supervision.models import Responsibility, Supervision


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()


class RaiseForm(PressForm):
    """Why, what is wanted, and, at once if one likes, who does it."""

    why = forms.ChoiceField(label=_("为什么督办"), choices=Supervision.Reason.choices)
    asked = WordsField(
        label=_("督办什么、办到什么程度"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("第一行当标题。写事，不写人名"),
    )
    to = forms.ChoiceField(label=_("交给谁办"), required=False, help_text=_("空着就先立项，以后再交办"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "—"), *((str(u.pk), str(u)) for u in units)]  # type: ignore[attr-defined]


class ToForm(PressForm):
    """Who does it."""

    to = forms.ChoiceField(label=_("交给谁办"))
    note = WordsField(label=_("交代几句"), most=500, required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]


class AnswerForm(PressForm):
    """What was done, or why it ends."""

    answer = WordsField(label=_("写清楚"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(PressForm):
    """What the others should know."""

    note = WordsField(label=_("写清楚"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class UntilForm(NoteForm):
    """Until when, and why."""

    until = DayField(label=_("延到哪天"))
    field_order = ("until", "note")

    def clean_until(self) -> datetime:
        """Give the end of the day."""
        return datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), SHANGHAI)


class DutyForm(forms.Form):
    """A line of a responsibility list."""

    unit = forms.ChoiceField(label=_("哪个单位"))
    of = forms.ChoiceField(label=_("谁的责任"), choices=Responsibility.Of.choices)
    what = WordsField(label=_("要做什么"), most=200, help_text=_("如“召开党建专题会”“带队查一次消防”"))
    basis = WordsField(label=_("依据"), most=200)
    proof = WordsField(
        label=_("做到了凭什么看"), most=120, required=False, help_text=_("如“会议记录”“整改前后的照片”")
    )
    every = forms.ChoiceField(label=_("多久一次"), choices=Responsibility.Often.choices)
    due = DayField(label=_("下一次哪天前"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """What was done."""

    words = WordsField(label=_("做了什么"), most=200)
    due = DayField(widget=forms.HiddenInput)


class LeadForm(PressForm):
    """A lead about discipline."""

    words = WordsField(
        label=_("线索"),
        most=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("时间、地点、什么事、怎么知道的。交出去以后，您这里再也看不到"),
    )

"""The form in which an enterprise says what it has or needs; at the desk and on its own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.pillars.service.exchange.models import ExchangePost
from linli.pillars.service.exchange.operations import Said


class ExchangeForm(forms.Form):
    """What is offered or needed."""

    side = forms.ChoiceField(label=_("有还是要"), choices=ExchangePost.Side.choices)
    what = forms.ChoiceField(label=_("哪一类"), choices=ExchangePost.What.choices)
    title = WordsField(label=_("一句话"), most=40, help_text=_("比如：空着半间库房，三十平"))
    words = WordsField(
        label=_("说清楚"),
        most=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("多少、什么时候、什么条件。电话别写在这里"),
    )
    until_date = DayField(
        label=_("登到哪天"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("最多 90 天，到时自己撤下"),
    )
    shows_contact = forms.BooleanField(
        label=_("同意登出联系人和电话，谁都看得到；随时可以不登"), required=False
    )
    key = KeyField()

    @property
    def said(self) -> Said:
        """What was typed, as a value."""
        return Said(**{name: value for name, value in self.cleaned_data.items() if name != "key"})

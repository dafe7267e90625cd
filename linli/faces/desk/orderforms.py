"""The forms of checks by list and of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.desk.uploads import PhotosField
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.kernel.standards.frontage import Line
from linli.pillars.governance.inspections.rules.rectify import MOST_DAYS, Mark

MARKS = ((Mark.OK.value, _("好")), (Mark.BAD.value, _("要改")), (Mark.NONE.value, _("没看")))


class CheckForm(forms.Form):
    """A look at a shop: a mark for each line, and what follows from it."""

    note = WordsField(
        label=_("备注"),
        most=500,
        required=False,
        help_text=_("店家看不到"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = PhotosField(label=_("照片"))
    days = forms.IntegerField(
        label=_("几个工作日内改好"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("空着就照清单，按最急的一项算"),
    )
    mended = WordsField(
        label=_("当场就改好了的，写怎么改的"), most=300, required=False, help_text=_("写了就直接办结")
    )
    key = KeyField()

    def __init__(self, *args: Any, lines: Iterable[Line], in_english: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line-{line.code}"] = forms.ChoiceField(
                choices=MARKS,
                required=False,
                widget=forms.RadioSelect,
                label=line.english if in_english else line.words,
                help_text=f"{line.basis.title}{line.basis.clause}" if not line.basis.is_local else "",
            )

    @property
    def rows(self) -> list[Any]:
        """The lines as bound fields."""
        return [self[f"line-{line.code}"] for line in self.lines]

    @property
    def marks(self) -> dict[str, str]:
        """What was marked."""
        return {
            line.code: value for line in self.lines if (value := self.cleaned_data.get(f"line-{line.code}"))
        }


class OrderForm(forms.Form):
    """A verb of an order that asks for nothing but its key."""

    key = KeyField()


class OrderAnswerForm(OrderForm):
    """What the merchant reads."""

    answer = WordsField(label=_("写给店家的话"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OrderPhotoForm(OrderAnswerForm):
    """What the merchant reads, with photos."""

    photos = PhotosField(label=_("照片"))


class OrderNoteForm(OrderForm):
    """What only those who are at it read."""

    note = WordsField(label=_("备注"), most=1000, widget=forms.Textarea(attrs={"rows": 2}))


class OrderToForm(OrderAnswerForm):
    """Who enforces it."""

    to = forms.ModelChoiceField(label=_("交给谁"), queryset=Unit.objects.none())


class OrderUntilForm(OrderAnswerForm):
    """Until when there is time; the end of a day."""

    until = DayField(label=_("给到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_until(self) -> datetime:
        """Give the end of the day."""
        return datetime.combine(self.cleaned_data["until"], time(18), SHANGHAI)

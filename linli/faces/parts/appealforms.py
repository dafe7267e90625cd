"""What is asked about a unit's appeal, on whichever page its result stands: why it is taken back, and the answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.inputs import WordsField


class WithdrawForm(forms.Form):
    """Why a unit takes its appeal back."""

    words = WordsField(label=_("为什么收回"), most=300, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    """Whether an appeal is right, and why. Each result says what an upheld appeal means for it."""

    asked: ClassVar = _("申诉成立吗")
    upheld: ClassVar = _("成立")
    dismissed: ClassVar = _("不成立")

    is_upheld = forms.TypedChoiceField(coerce=lambda said: said == "yes", widget=forms.RadioSelect)
    answer = WordsField(label=_("答复（会公开）"), most=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["is_upheld"]
        field.label = self.asked
        field.choices = [("yes", self.upheld), ("no", self.dismissed)]  # type: ignore[attr-defined]

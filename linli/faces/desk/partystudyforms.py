"""What the desk asks about study: a topic, a question, a sheet of them, a quiz."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.inputs import DayField, WordsField
from linli.pillars.party.study.models import Question
from linli.pillars.party.study.rules import LETTERS, MOST_QUESTIONS, TRUTH, Asked, QuestionKind

MONTHS: Final = [(n, _("%(n)s 月") % {"n": n}) for n in range(1, 13)]


class AimForm(forms.Form):
    """What a year's study is to come to."""

    aim = WordsField(label=_("今年学习的要求"), most=200, required=False)


class TopicForm(forms.Form):
    """A topic of a month."""

    month = forms.TypedChoiceField(label=_("几月"), coerce=int)
    title = WordsField(label=_("学什么"), most=80)
    material = WordsField(
        label=_("用什么材料"), most=300, required=False, help_text=_("书名、文件名，或者在哪里能看到")
    )

    def __init__(self, *args: Any, month: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        field.choices, field.initial = MONTHS, month


class QuestionForm(forms.Form):
    """A question as it goes into the bank."""

    kind = forms.TypedChoiceField(label=_("题型"), choices=Question.Kind.choices, coerce=QuestionKind)
    words = WordsField(label=_("题目"), most=300, widget=forms.Textarea(attrs={"rows": 2}))
    options = WordsField(
        label=_("选项"),
        most=900,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个。判断题不用填"),
    )
    right = WordsField(
        label=_("答案"), most=16, help_text=_("选择题写字母，多选写几个，如 AC；判断题写“对”或者“错”")
    )
    source = WordsField(label=_("出处"), most=120, help_text=_("哪份文件、哪本书、第几条。没有出处的题不收"))
    explanation = WordsField(
        label=_("解析"), most=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("答错了的人会看到"),
    )  # fmt: skip

    def asked(self) -> Asked:
        """Give the question; the bank says what is wrong with it."""
        data = self.cleaned_data
        options = tuple(line.strip() for line in data["options"].splitlines() if line.strip())
        answer = data["right"].strip().upper()
        if data["kind"] is QuestionKind.TRUTH:
            options = TRUTH
            right: tuple[int, ...] = tuple(n for n, word in enumerate(TRUTH) if answer == word)
        else:
            right = tuple(sorted({LETTERS.index(one) for one in answer if one in LETTERS}))
        return Asked(data["kind"], data["words"], options, right, data["source"], data["explanation"])


class SheetForm(forms.Form):
    """A sheet of questions."""

    file = forms.FileField(
        label=_("题库表格"), help_text=_("Excel 或者 CSV。列：题型、题目、A、B、C、D、答案、出处、解析")
    )


class QuizForm(forms.Form):
    """A quiz to be drawn."""

    title = WordsField(label=_("叫什么"), most=60)
    opens = DayField(label=_("哪天开始"))
    closes = DayField(label=_("哪天结束"), help_text=_("当天还能答"))
    count = forms.IntegerField(label=_("抽几道题"), min_value=1, max_value=MOST_QUESTIONS, initial=10)

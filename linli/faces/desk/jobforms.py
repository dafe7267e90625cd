"""The forms of postings, seekers and trainings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, KeyField, PhoneField, WordsField
from linli.pillars.service.jobs.models import JobPosting, SeekerVisit
from linli.pillars.service.jobs.operations import Met, Offer, Sought

MOST_WAGE = 1_000_000


def _skills(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=JobPosting.Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class PostingForm(forms.Form):
    """What a posting says."""

    title = WordsField(label=_("招什么人"), most=40)
    duties = WordsField(label=_("做什么"), most=400, widget=forms.Textarea(attrs={"rows": 3}))
    asks = WordsField(
        label=_("有什么要求"),
        most=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只写活儿本身的要求；性别、年龄、婚育、户籍、民族、残疾不能写"),
    )
    places = forms.IntegerField(label=_("招几个"), min_value=1, max_value=500)
    wage_from = forms.IntegerField(label=_("月薪从（元）"), min_value=1, max_value=MOST_WAGE)
    wage_to = forms.IntegerField(label=_("到（元）"), min_value=1, max_value=MOST_WAGE)
    hours = forms.ChoiceField(label=_("上班时间"), choices=JobPosting.Hours.choices)
    skills = _skills(_("要会什么"))
    until_date = DayField(label=_("招到哪天"), help_text=_("最多 90 天，到时自己撤下"))
    key = KeyField()

    @property
    def offer(self) -> Offer:
        """What was typed, as a value."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Offer(**{**data, "skills": tuple(data["skills"])})


class SeekerForm(forms.Form):
    """Somebody who came in person."""

    name = WordsField(label=_("称呼"), most=20)
    phone = PhoneField(label=_("电话"))
    skills = _skills(_("会做什么"))
    hours = forms.MultipleChoiceField(
        label=_("什么时间能上班"),
        choices=JobPosting.Hours.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wage_from = forms.IntegerField(
        label=_("月薪至少（元）"), min_value=0, max_value=MOST_WAGE, required=False
    )
    grid = forms.ChoiceField(label=_("住哪个网格"), required=False)
    has_signed = forms.BooleanField(
        label=_("本人签了字，同意登记，知道随时可以要求删掉"), help_text=_("只用来介绍工作，留 90 天")
    )

    def __init__(self, *args: Any, grids: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grid"].choices = [("", "—"), *((str(g.pk), str(g)) for g in grids)]  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        """What they look for."""
        data = self.cleaned_data
        return Sought(data["skills"], data["hours"], data["wage_from"])


class SeekerVisitForm(forms.Form):
    """How somebody who looks for work was met, and what was brought."""

    way = forms.ChoiceField(label=_("怎么见的"), choices=SeekerVisit.Way.choices, widget=forms.RadioSelect)
    on = DayField(label=_("哪天"))
    brought = forms.MultipleChoiceField(
        label=_("送去了什么"), choices=SeekerVisit.Brought.choices, widget=forms.CheckboxSelectMultiple
    )
    posting = forms.ChoiceField(label=_("哪个岗位"), required=False)
    training = forms.ChoiceField(label=_("哪个培训"), required=False)
    next_on = DayField(label=_("下次哪天问"), required=False, help_text=_("不填就是一个月后"))
    key = KeyField()

    def __init__(
        self,
        *args: Any,
        postings: Iterable[tuple[int, str]] = (),
        trainings: Iterable[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("posting", postings), ("training", trainings)):
            choices = [(str(pk), words) for pk, words in rows]
            self.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    @property
    def met(self) -> Met:
        """What was typed, as a value."""
        data = self.cleaned_data
        return Met(
            on=data["on"],
            way=data["way"],
            brought=data["brought"],
            posting_id=int(data.get("posting") or 0) or None,
            training_id=int(data.get("training") or 0) or None,
            next_on=data["next_on"],
        )


class TrainingForm(forms.Form):
    """A training."""

    title = WordsField(label=_("学什么"), most=40)
    summary = WordsField(label=_("一句话说清"), most=200, widget=forms.Textarea(attrs={"rows": 2}))
    place = WordsField(label=_("在哪里学"), most=80)
    contact = WordsField(label=_("怎么报名"), most=80, help_text=_("单位和公开的电话"))
    starts_date = DayField(label=_("哪天开始"))
    is_free = forms.BooleanField(label=_("不收钱"), required=False, initial=True)
    skills = _skills(_("学了会什么"))


class WhyForm(forms.Form):
    """Why a posting goes back, or may be shown all the same."""

    reason = WordsField(label=_("为什么"), most=200, required=False)

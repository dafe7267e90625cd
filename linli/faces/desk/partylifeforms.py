"""What the desk asks about the life of Party organisations: the own day, the month's plan, the minutes of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.inputs import DayField, WordsField
from linli.kernel.clock import SHANGHAI, local
from linli.pillars.party.life.models import Habit, LifeMeeting
from linli.pillars.party.life.operations import Planned
from linli.pillars.party.life.queries import OwedRow, Signing
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.study.models import StudyTopic

TIME: Final = {"type": "time"}


class HabitForm(forms.Form):
    """From when on a life is kept here, and the organisation's own day."""

    since = DayField(
        label=_("从哪天起记"),
        help_text=_("那天所在的月、季、年都算进来"),
    )
    day = forms.IntegerField(label=_("主题党日是每月几号"), min_value=1, max_value=28)
    at_time = forms.TimeField(label=_("几点"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    place = WordsField(label=_("在哪里"), most=60)
    below = forms.BooleanField(
        label=_("下面还没定的党组织也照这样"), required=False, help_text=_("定过的不动")
    )


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One meeting that may be planned: what is owed, and its fields."""

    owed: OwedRow
    pick: BoundField
    day: BoundField
    time: BoundField
    place: BoundField
    topic: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """The fields that may have something wrong with them."""
        return (self.day, self.time, self.place, self.topic)


STUDYING: Final = frozenset({LifeKind.DAY, LifeKind.LECTURE, LifeKind.STUDY})
"""Meetings at which the topics of the plan of study are proposed."""


class PlanForm(forms.Form):
    """A month's meetings on one page, filled in as proposed."""

    def __init__(
        self, *args: Any, owed: Sequence[OwedRow], habit: Habit, topic: str = "", **kwargs: Any
    ) -> None:
        """Make the form of what is owed; `topic` is what the plan of study has for these days."""
        super().__init__(*args, **kwargs)
        self.owed = {
            f"{one.kind.value}-{one.period.start:%Y%m%d}": one for one in owed if one.planned is None
        }
        for key, one in self.owed.items():
            made: dict[str, tuple[forms.Field, Any]] = {
                "pick": (forms.BooleanField(label=one.word), one.proposed_on is not None),
                "day": (
                    DayField(label=_("哪天")),
                    one.proposed_on,
                ),
                "time": (
                    forms.TimeField(label=_("几点"), widget=forms.TimeInput(attrs=TIME, format="%H:%M")),
                    habit.time,
                ),
                "place": (WordsField(label=_("在哪里"), most=60), habit.place),
                "topic": (
                    WordsField(label=_("议什么、学什么"), most=100),
                    topic if one.kind in STUDYING else "",
                ),
            }
            for name, (field, first) in made.items():
                field.required, field.initial = False, first
                if name != "pick":
                    field.widget.attrs |= {"class": "form-control", "aria-label": f"{one.word} {field.label}"}
                if name == "topic":
                    field.widget.attrs["placeholder"] = _("议什么、学什么")
                self.fields[f"{key}-{name}"] = field

    def lines(self) -> Iterator[PlanLine]:
        """Give each meeting with its fields."""
        for key, one in self.owed.items():
            yield PlanLine(
                one, *(self[f"{key}-{name}"] for name in ("pick", "day", "time", "place", "topic"))
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the day, the hour and the place of what was chosen."""
        data = super().clean() or self.cleaned_data
        for key in self.owed:
            if data.get(f"{key}-pick"):
                for name, words in (
                    ("day", _("哪天开？")),
                    ("time", _("几点开？")),
                    ("place", _("在哪里开？")),
                ):
                    if not data.get(f"{key}-{name}") and f"{key}-{name}" not in self.errors:
                        self.add_error(f"{key}-{name}", words)
        return data

    def planned(self) -> list[Planned]:
        """Give what was chosen."""
        data = self.cleaned_data
        return [
            Planned(
                kind=one.kind,
                period=one.period.start,
                starts_at=datetime.combine(data[f"{key}-day"], data[f"{key}-time"], SHANGHAI),
                place=data[f"{key}-place"],
                topic=data[f"{key}-topic"],
            )
            for key, one in self.owed.items()
            if data[f"{key}-pick"]
        ]


class ChangeForm(forms.Form):
    """When, where and about what a meeting is."""

    day = DayField(label=_("哪天"))
    time = forms.TimeField(label=_("几点"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    place = WordsField(label=_("在哪里"), most=60)
    topic = WordsField(label=_("议什么、学什么"), most=200, required=False)
    is_election = forms.BooleanField(
        label=_("这次换届选举"), required=False, help_text=_("到会的要有应到的五分之四")
    )

    @classmethod
    def of(cls, meeting: LifeMeeting) -> ChangeForm:
        """Give the form of a meeting as it stands."""
        at = local(meeting.starts_at)
        first: dict[str, date | time | str | bool] = {
            "day": at.date(), "time": at.time(), "place": meeting.place, "topic": meeting.topic,
            "is_election": meeting.is_election,
        }  # fmt: skip
        form = cls(prefix="change", initial=first)
        return form.fitting(meeting)

    def fitting(self, meeting: LifeMeeting) -> ChangeForm:
        """Leave the question of an election to a meeting of all."""
        if all(part.kind != LifeKind.GENERAL.value for part in meeting.parts.all()):
            del self.fields["is_election"]
        return self

    def given(self) -> dict[str, Any]:
        """Give what the operation takes."""
        data = dict(self.cleaned_data)
        return {"starts_at": datetime.combine(data.pop("day"), data.pop("time"), SHANGHAI), **data}


class HoldForm(forms.Form):
    """Who came and the minutes: everybody is ticked, whoever is missing is unticked."""

    came = forms.TypedMultipleChoiceField(label=_("谁到了"), coerce=int, required=False)
    came_count = forms.IntegerField(label=_("到了几位"), min_value=1, max_value=10_000)
    studied = forms.TypedMultipleChoiceField(
        label=_("学了计划里的哪几项"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    agenda = WordsField(label=_("议了什么、学了什么"), most=2000, widget=forms.Textarea(attrs={"rows": 3}))
    settled = WordsField(
        label=_("定了什么、谁来办"), most=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        expected: Sequence[Signing],
        topics: Sequence[StudyTopic] = (),
        about: str = "",
        **kwargs: Any,
    ) -> None:
        """Make the form of a meeting; topics of the plan that it is `about` are ticked."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if topics:
            fields["studied"].choices = [(one.pk, one.title) for one in topics]
            fields["studied"].initial = [one.pk for one in topics if one.title in about]
        else:
            del fields["studied"]
        if expected:
            del fields["came_count"]
            fields["came"].choices = [(one.id, one.name) for one in expected]
            fields["came"].initial = [one.id for one in expected]
        else:
            del fields["came"]

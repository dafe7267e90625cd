"""What the desk asks about joint meetings: when, where and about what; what was said and agreed; what came of a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.desk.partnerforms import PressForm
from linli.faces.parts.inputs import DayField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.pillars.party.partners.models import JointItem, JointSeat, Project, Resource
from linli.pillars.party.partners.operations import Agreed
from linli.pillars.party.partners.rules import What

TIME: Final = {"type": "time"}
FREE: Final = 4
"""Lines beside those of the agenda."""


def _long(label: Any, rows: int = 4, **kwargs: Any) -> WordsField:
    return WordsField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class WhenForm(PressForm):
    """When and where."""

    day = DayField(label=_("哪天"))
    time = forms.TimeField(label=_("几点"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    place = WordsField(label=_("在哪里"), most=60)

    def starts_at(self) -> datetime:
        """Give the moment it begins."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], SHANGHAI)


class CallForm(WhenForm):
    """When, where, and the agenda: open needs of the ground, and free points."""

    needs = forms.MultipleChoiceField(
        label=_("从需求和项目里选"), required=False, widget=forms.CheckboxSelectMultiple
    )
    items = _long(_("另外要议的"), most=1000, required=False, help_text=_("一行一件"))

    def __init__(self, *args: Any, needs: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["needs"].choices = [
            (str(one.pk), f"{one.case.title}（{one.community}{'，' + str(one.unit) if one.unit else ''}）")
            for one in needs
        ]
        if not needs:
            del self.fields["needs"]

    def clean(self) -> dict[str, Any]:
        """Ask for something to talk about."""
        data = super().clean() or self.cleaned_data
        if not data.get("needs") and not (data.get("items") or "").strip() and "items" not in self.errors:
            self.add_error("items", _("议什么？选一项需求，或者写一行。"))
        return data


class AnswerForm(PressForm):
    """Whether a unit comes."""

    unit = forms.ChoiceField(label=_("哪个单位"))
    coming = forms.ChoiceField(
        label=_("来不来"), choices=[("yes", _("来")), ("no", _("来不了"))], widget=forms.RadioSelect
    )
    note = WordsField(
        label=_("单位的话"),
        most=120,
        required=False,
        help_text=_("想提什么、能带什么，或者为什么来不了。不用写谁来。"),
    )

    def __init__(self, *args: Any, seats: Sequence[JointSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].choices = [(str(one.unit_id), str(one.unit)) for one in seats]
        if len(seats) == 1:
            fields["unit"].initial = str(seats[0].unit_id)
            fields["unit"].widget = forms.HiddenInput()
            if seats[0].is_coming is not None:
                fields["coming"].initial, fields["note"].initial = (
                    "yes" if seats[0].is_coming else "no",
                    seats[0].note,
                )


class OffForm(PressForm):
    """Why a meeting is not held."""

    why = WordsField(label=_("为什么不开了"), most=200, help_text=_("写给请了的单位看"))


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """A line of what was agreed, with the point of the agenda it is about, if any."""

    about: str
    unit: BoundField
    what: BoundField
    due: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """The fields that may have something wrong with them."""
        return (self.unit, self.what, self.due)


class HoldForm(forms.Form):
    """Which units came, what was said, and what was agreed line by line: a line of each point, and some free ones."""

    came = forms.MultipleChoiceField(
        label=_("来了哪些单位"), widget=forms.CheckboxSelectMultiple, required=False
    )
    minutes = _long(_("说了什么"), 6, most=4000, help_text=_("写单位说的话，不写个人。"))

    def __init__(
        self,
        *args: Any,
        seats: Sequence[JointSeat],
        items: Sequence[JointItem],
        units: Sequence[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["came"].choices = [(str(one.unit_id), str(one.unit)) for one in seats]
        fields["came"].initial = [str(one.unit_id) for one in seats if one.is_coming]
        self.rows: list[JointItem | None] = [*items, *[None] * FREE]
        choices = [("", _("没有议定")), *((str(unit.pk), str(unit)) for unit in units)]
        for n, item in enumerate(self.rows):
            made: dict[str, tuple[forms.Field, Any]] = {
                "unit": (forms.ChoiceField(label=_("哪个单位"), choices=choices), ""),
                "what": (WordsField(label=_("做什么"), most=120), item.words if item else ""),
                "due": (DayField(label=_("到哪天")), None),
            }
            for name, (field, first) in made.items():
                field.required, field.initial = False, first
                self.fields[f"{n}-{name}"] = field

    def lines(self) -> Iterator[AgreedLine]:
        """Give each line with its fields."""
        for n, item in enumerate(self.rows):
            yield AgreedLine(
                item.words if item else "", *(self[f"{n}-{name}"] for name in ("unit", "what", "due"))
            )

    def clean(self) -> dict[str, Any]:
        """Ask for what and by when where a unit was chosen."""
        data = super().clean() or self.cleaned_data
        for n, item in enumerate(self.rows):
            asks = {"what": _("做什么？"), "due": _("到哪天？")}
            if not data.get(f"{n}-unit"):
                if item is None and data.get(f"{n}-what") and f"{n}-unit" not in self.errors:
                    self.add_error(f"{n}-unit", _("哪个单位做？"))
                continue
            for name, words in asks.items():
                if not data.get(f"{n}-{name}") and f"{n}-{name}" not in self.errors:
                    self.add_error(f"{n}-{name}", words)
        return data

    def agreed(self) -> list[Agreed]:
        """Give what was agreed."""
        data = self.cleaned_data
        return [
            Agreed(int(unit), data[f"{n}-what"], data[f"{n}-due"], item.project_id if item else None)
            for n, item in enumerate(self.rows)
            if (unit := data.get(f"{n}-unit"))
        ]


class SaidForm(PressForm):
    """Whether it is done, and a word about it."""

    done = forms.ChoiceField(
        label=_("办到了没有"), choices=[("yes", _("办到了")), ("no", _("没办到"))], widget=forms.RadioSelect
    )
    said = WordsField(label=_("怎么办的，或者为什么没办到"), most=200)


class ListForm(PressForm):
    """For which community, of which kind, for whom."""

    community = forms.ChoiceField(label=_("哪个社区"))
    what = forms.TypedChoiceField(label=_("要哪一类"), choices=Resource.What.choices, coerce=What)
    served = WordsField(label=_("为谁做"), most=60, help_text=_("写一类人，不写姓名，如：三号楼的独居老人"))

    def __init__(self, *args: Any, communities: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(unit.pk): unit for unit in communities}
        fields: Any = self.fields
        fields["community"].choices = [(pk, str(unit)) for pk, unit in self.communities.items()]
        if len(communities) == 1:
            fields["community"].initial = str(communities[0].pk)
            fields["community"].widget = forms.HiddenInput()


class StepsForm(PressForm):
    """In which steps a unit does it."""

    steps = _long(_("打算分几步"), 3, most=400, required=False, help_text=_("一行一步，可以不写"))

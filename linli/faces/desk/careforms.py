"""What the desk asks about people who are looked after."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, KeyField, PhoneField, WordsField
from linli.kernel.standards.care_groups import CARE_GROUPS, CareGroup
from linli.pillars.service.care.models import CarePerson, Membership, Visit
from linli.pillars.service.volunteers.models import Volunteer

MOST_MB = 5


def group_name(group: CareGroup) -> str:
    """Return a group's name in the reader's language."""
    return group.name if (get_language() or "zh").startswith("zh") else group.name_en


def group_choices() -> list[tuple[str, str]]:
    """List the groups with their names in the reader's language."""
    return [(group.code, group_name(group)) for group in CARE_GROUPS]


class GroundForm(forms.Form):
    """A group, and on what ground somebody belongs to it."""

    group = forms.ChoiceField(label=_("类别"), choices=group_choices)
    basis = forms.ChoiceField(
        label=_("依据"), choices=Membership.Basis.choices, widget=forms.RadioSelect, initial="consent"
    )
    ground = WordsField(
        label=_("哪份文件，或者怎么同意的"),
        most=120,
        required=False,
        help_text=_("比如：本人当面答应；低保批复的文号。"),
    )


class PersonForm(GroundForm):
    """Somebody to look after."""

    name = WordsField(label=_("姓名"), most=20)
    phone = PhoneField(label=_("联系电话"), required=False)
    grid = forms.ChoiceField(label=_("网格"), widget=LongSelect)
    door = WordsField(label=_("住址"), most=80, required=False, help_text=_("楼号、单元、门牌。加密保存。"))
    field_order = ("name", "phone", "grid", "door", "group", "basis", "ground")

    def __init__(self, *args: Any, grids: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grids = {str(grid.pk): grid for grid in grids}
        found: Any = self.fields["grid"]
        found.choices = [(pk, f"{grid.parent or ''} {grid}") for pk, grid in self.grids.items()]


class MoveForm(forms.Form):
    """Where somebody lives now."""

    grid = forms.ChoiceField(label=_("网格"), widget=LongSelect)
    door = WordsField(label=_("住址"), most=80, required=False)

    def __init__(self, *args: Any, grids: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grids = {str(grid.pk): grid for grid in grids}
        found: Any = self.fields["grid"]
        found.choices = [(pk, f"{grid.parent or ''} {grid}") for pk, grid in self.grids.items()]


class PairVisitForm(forms.Form):
    """How the household one is paired with was. No place, no photo."""

    way = forms.ChoiceField(label=_("怎么看的"), choices=Visit.Way.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("怎么样"), choices=Visit.Outcome.choices, widget=forms.RadioSelect)
    found = WordsField(
        label=_("看到什么"), most=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    matter = WordsField(
        label=_("要立一件办的事"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写了就立一件，按平常的流程派出去办。不写姓名和电话，办的人来问您。"),
    )
    idempotency_key = KeyField()

    @property
    def key(self) -> uuid.UUID:
        """The key under which the visit is written down once."""
        found: uuid.UUID | None = self.cleaned_data["idempotency_key"]
        return found or uuid.uuid4()


class VisitForm(PairVisitForm):
    """The same by who visits by their post; it may count for a pair as well."""

    pair = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ChangeForm(forms.Form):
    """What changed in somebody's life."""

    words = WordsField(
        label=_("出了什么变化"),
        most=200,
        help_text=_("比如：出院、摔伤、家里有人去世、断了收入。记下后，一天之内要去看一次。"),
    )


class LevelForm(forms.Form):
    """How often somebody is visited, as a person judges it."""

    level = forms.ChoiceField(label=_("探访等级"), choices=CarePerson.Level.choices, widget=forms.RadioSelect)
    reason = WordsField(label=_("理由"), most=200, help_text=_("由人来定、由人来负责，不打分。"))
    review_on = DayField(
        label=_("哪天复核"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("最晚半年；不填就是半年。"),
    )


class EndForm(forms.Form):
    """Why somebody belongs to a group no more."""

    reason = WordsField(label=_("为什么不再是"), most=120)


class PairForm(forms.Form):
    """Who is paired with a household."""

    unit = forms.ChoiceField(
        label=_("谁来结对"),
        widget=LongSelect,
        help_text=_("选单位，单位里谁去都行；选到人，就由这个人每月去。"),
    )

    def __init__(self, *args: Any, helpers: list[tuple[Unit, list[Account]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helpers: dict[str, tuple[Unit, Account | None]] = {}
        choices = []
        for unit, people in helpers:
            for one in (None, *people):
                code = f"{unit.pk}:{one.pk}" if one else str(unit.pk)
                self.helpers[code] = (unit, one)
                choices.append((code, f"{unit} {one.name}" if one else str(unit)))
        found: Any = self.fields["unit"]
        found.choices = choices

    @property
    def helper(self) -> tuple[Unit, Account | None]:
        """The unit, and who of it, if somebody was named."""
        return self.helpers[self.cleaned_data["unit"]]


class WishForm(forms.Form):
    """A wish, in words that do not say whose it is."""

    words = WordsField(label=_("心愿"), most=80, help_text=_("公开给大家认领。不写姓名、电话、住址。"))
    skill = forms.ChoiceField(
        label=_("要会什么"),
        choices=[("", _("谁都行")), *Volunteer.Skill.choices],
        required=False,
        help_text=_("会这个的志愿者先看到。"),
    )
    key = KeyField()


class FileForm(forms.Form):
    """A sheet of people."""

    file = forms.FileField(
        label=_("名册（Excel）"),
        help_text=_("要有“姓名”“网格”“类别”三列；还认“联系电话”“住址”“依据”“探访等级”“等级理由”。"),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a community's list."""
        found = self.cleaned_data["file"]
        if found.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 5 MB，请分几次。"))
        return found


class IntervalForm(forms.Form):
    """An office's own interval for a level."""

    level = forms.ChoiceField(label=_("探访等级"), choices=CarePerson.Level.choices)
    days = forms.IntegerField(
        label=_("最多隔几天"), min_value=0, max_value=92, help_text=_("只能比规定更勤；填 0 就按规定。")
    )
    basis = WordsField(label=_("依据"), most=120, help_text=_("哪份通知"))

"""What the desk asks about Party organisations and whom they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.controls import LongSelect
from linli.faces.parts.inputs import DayField, PhoneField, WordsField
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import FLOATING, Door, Left, OrgKind, Position, Relation, Standing
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.rules import Way, Why


class FoundForm(forms.Form):
    """A new organisation: what kind, under whom, on which ground."""

    kind = forms.TypedChoiceField(label=_("哪一类"), choices=Organisation.Kind.choices, coerce=OrgKind)
    name = WordsField(label=_("名称"), most=40)
    superior = forms.ChoiceField(label=_("上级党组织"), widget=LongSelect)
    ground = forms.ChoiceField(label=_("在哪里"), widget=LongSelect)
    founded_on = DayField(label=_("哪天成立"))
    purpose = WordsField(
        label=_("为什么事成立"),
        most=120,
        required=False,
        help_text=_("攻坚党小组、项目支部写任务；趣缘、业缘支部写靠什么联系起来"),
    )
    ends_on = DayField(label=_("到哪天为止"), required=False, help_text=_("只有随任务成立的才填"))
    units_count = forms.IntegerField(
        label=_("覆盖几家单位"), min_value=0, max_value=99, required=False, help_text=_("联合党支部填")
    )

    def __init__(
        self, *args: Any, superiors: Sequence[Organisation], grounds: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.superiors = {str(one.pk): one for one in superiors}
        self.grounds = {str(one.pk): one for one in grounds}
        fields: Any = self.fields
        fields["superior"].choices = [(pk, str(one)) for pk, one in self.superiors.items()]
        fields["ground"].choices = [(pk, one.name) for pk, one in self.grounds.items()]
        # The first of an office is founded by who keeps the house, with its units.
        fields["kind"].choices = [c for c in Organisation.Kind.choices if c[0] != OrgKind.WORKING_COMMITTEE]


class OrganisationForm(forms.Form):
    """What an organisation is called, what for and until when."""

    name = WordsField(label=_("名称"), most=40)
    purpose = WordsField(label=_("为什么事成立"), most=120, required=False)
    ends_on = DayField(label=_("到哪天为止"), required=False)
    units_count = forms.IntegerField(label=_("覆盖几家单位"), min_value=0, max_value=99, required=False)


class ElectionForm(forms.Form):
    """That it was elected."""

    elected_on = DayField(label=_("哪天选的"))
    committee_size = forms.IntegerField(
        label=_("委员几人"), min_value=0, max_value=99, required=False, help_text=_("不设委员会的填 0")
    )
    until = DayField(label=_("任期到哪天"), required=False, help_text=_("不填就按规定：社区五年，其他三年"))


class SeatUnitForm(forms.Form):
    """A unit that sits in a committee, and who for it."""

    unit = forms.ChoiceField(label=_("哪个单位"), widget=LongSelect)
    name = WordsField(label=_("姓名"), most=20, help_text=_("加密保存，要看得写理由"))
    duty = WordsField(label=_("在单位的职务"), most=40, required=False)
    since = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        fields: Any = self.fields
        fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]


class _WithGrid(forms.Form):
    """Something with a grid somebody lives in."""

    def __init__(self, *args: Any, grids: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grids = {str(grid.pk): grid for grid in grids}
        fields: Any = self.fields
        named = [(pk, f"{grid.parent or ''} {grid}") for pk, grid in self.grids.items()]
        fields["grid"].choices = [("", _("不在本街道住")), *named]

    @property
    def chosen_grid(self) -> Unit | None:
        """The grid that was chosen."""
        return self.grids.get(self.cleaned_data["grid"])


class EnrolForm(_WithGrid):
    """Somebody in an organisation."""

    name = WordsField(label=_("姓名"), most=20)
    phone = PhoneField(label=_("联系电话"), required=False)
    standing = forms.TypedChoiceField(
        label=_("人员类别"),
        choices=PartyMember.Standing.choices,
        coerce=Standing,
        initial=Standing.FULL.value,
    )
    grid = forms.ChoiceField(label=_("住在哪个网格"), widget=LongSelect, required=False)
    door = WordsField(label=_("住址"), most=80, required=False, help_text=_("楼号、单元、门牌。加密保存。"))
    role_of_door = forms.TypedChoiceField(
        label=_("户类型"),
        choices=[("", _("无")), *PartyMember.Door.choices],
        coerce=Door,
        required=False,
        empty_value=Door.NONE,
    )
    position = forms.TypedChoiceField(
        label=_("党内职务"),
        choices=[("", _("无")), *PartyMember.Position.choices],
        coerce=Position,
        required=False,
        empty_value=Position.NONE,
    )
    since = DayField(label=_("从哪天起"), required=False, help_text=_("成为这一类的那一天"))
    is_in_service = forms.BooleanField(label=_("在职"), required=False)


class MemberForm(_WithGrid):
    """What changed about somebody."""

    standing = forms.TypedChoiceField(
        label=_("人员类别"), choices=PartyMember.Standing.choices, coerce=Standing
    )
    relation = forms.TypedChoiceField(
        label=_("组织关系"), choices=PartyMember.Relation.choices, coerce=Relation
    )
    position = forms.TypedChoiceField(
        label=_("党内职务"),
        choices=[("", _("无")), *PartyMember.Position.choices],
        coerce=Position,
        required=False,
        empty_value=Position.NONE,
    )
    door_role = forms.TypedChoiceField(
        label=_("户类型"),
        choices=[("", _("无")), *PartyMember.Door.choices],
        coerce=Door,
        required=False,
        empty_value=Door.NONE,
    )
    grid = forms.ChoiceField(label=_("住在哪个网格"), widget=LongSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Floating begins and ends by an entry of its own: whoever floats stays so here, nobody else starts here.
        held, fields = self.initial.get("relation"), cast("Any", self.fields)
        fields["relation"].choices = [
            row
            for row in PartyMember.Relation.choices
            if (row[0] == held if held in FLOATING else row[0] not in FLOATING)
        ]


class HomeForm(forms.Form):
    """To which organisation somebody moves, or in which they take part."""

    to = forms.ChoiceField(label=_("哪个党组织"), widget=LongSelect)

    def __init__(self, *args: Any, homes: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["to"].choices = [(str(one.pk), str(one)) for one in homes]


class FloatForm(forms.Form):
    """Which way, why, since when, where."""

    way = forms.TypedChoiceField(label=_("流出还是流入"), choices=FloatingMember.Way.choices, coerce=Way)
    why = forms.TypedChoiceField(label=_("为什么"), choices=FloatingMember.Why.choices, coerce=Why)
    since = DayField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}))
    place = WordsField(
        label=_("在哪里"),
        most=80,
        required=False,
        help_text=_("流出写去了哪里；流入写从哪里来、关系在哪个支部。加密保存，结束时抹去。"),
    )


class LeaveForm(forms.Form):
    """Why somebody is in an organisation no more."""

    why = forms.TypedChoiceField(
        label=_("为什么"), choices=PartyMember.Left.choices, coerce=Left, widget=forms.RadioSelect
    )


class FileForm(forms.Form):
    """A sheet of members."""

    file = forms.FileField(
        label=_("名册"), help_text=_("xlsx、xls、ods 或 csv。要有“姓名”“所在党组织”两列，别的列有就收。")
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any list of an office."""
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("文件不能超过 5 MB。"))
        return file

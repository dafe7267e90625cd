"""The forms of an election: what is written while it is prepared, and every verb."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.ballots import BallotForm
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.kernel.clock import SHANGHAI
from linli.kernel.standards import estates as law
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates.models import Candidate, Election
from linli.pillars.governance.estates.operations import Door, Named, Standing
from linli.pillars.governance.estates.rules import GroupSide, Meeting, hundredths

SIDES = {
    "街道": GroupSide.STREET,
    "社区": GroupSide.COMMUNITY,
    "业主": GroupSide.OWNER,
    "建设": GroupSide.BUILDER,
}
"""How a line of the group begins: the office's own words, as they stand on its paper."""


class PressForm(forms.Form):
    """A verb that asks for nothing."""

    key = KeyField()


class ProposeForm(PressForm):
    """Why the owners want to elect."""

    words = WordsField(
        label=_("谁提出来的、有多少业主"),
        most=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写事，不写业主的姓名电话"),
    )


class AnswerForm(PressForm):
    """What everybody reads."""

    answer = WordsField(label=_("写清楚（会公开）"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(PressForm):
    """What those at work read."""

    note = WordsField(label=_("写清楚"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class UntilForm(PressForm):
    """Until the end of which day."""

    until = DayField(label=_("到哪天止"))

    def clean_until(self) -> datetime:
        """Give the end of the day."""
        return datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), SHANGHAI)


class ShelveForm(UntilForm):
    """Until when, and why."""

    note = WordsField(label=_("为什么"), most=500, widget=forms.Textarea(attrs={"rows": 2}))


class SeatForm(AnswerForm):
    """Who chairs, and what the first sitting settled."""

    chair = forms.ChoiceField(label=_("主任"))
    deputy = forms.ChoiceField(label=_("副主任"), required=False)
    field_order = ("chair", "deputy", "answer")

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(c.pk), c.name) for c in candidates if c.is_elected is not False]
        self.fields["chair"].choices = rows  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", "—"), *rows]  # type: ignore[attr-defined]

    def clean_chair(self) -> int:
        """Give whose row it is."""
        return int(self.cleaned_data["chair"])

    def clean_deputy(self) -> int | None:
        """Give whose row it is, if there is one."""
        return int(self.cleaned_data["deputy"]) if self.cleaned_data["deputy"] else None


# --- what is written while it is prepared -------------------------------------------------------------------


class GroupForm(forms.Form):
    """The whole group, a line each."""

    members = WordsField(
        label=_("筹备组名单"),
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个：街道、社区、业主或建设，空格，姓名。第一行是组长，由街道的代表担任"),
    )

    def clean_members(self) -> list[Named]:
        """Read the lines; the first is the chair."""
        found = []
        for n, row in enumerate(filter(None, map(str.strip, self.cleaned_data["members"].splitlines()))):
            side, _sep, name = row.partition(" ")
            if side[:2] not in SIDES or not name.strip():
                raise forms.ValidationError(_("这一行不对：%(line)s"), params={"line": row[:40]})
            found.append(Named(SIDES[side[:2]], name.strip(), is_chair=n == 0))
        return found


class RollForm(forms.Form):
    """The roll, a door a line."""

    doors = WordsField(
        label=_("业主名册"),
        most=400_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一户：门牌，空格，专有部分面积（平方米）。不写姓名"),
    )

    def clean_doors(self) -> list[Door]:
        """Read the lines."""
        found = []
        for row in filter(None, map(str.strip, self.cleaned_data["doors"].splitlines())):
            label, _sep, said = row.rpartition(" ")
            area = hundredths(said)
            if not label.strip() or area is None:
                raise forms.ValidationError(_("这一行不对：%(line)s"), params={"line": row[:40]})
            found.append(Door(label.strip(), area))
        return found


class RollSheetForm(forms.Form):
    """The roll as a sheet."""

    file = forms.FileField(
        label=_("业主名册的表格"),
        help_text=_("Excel、WPS 或 CSV，要有“门牌”“面积”两列；姓名、电话那些列不读也不留"),
    )


class DoorForm(forms.Form):
    """Which door of the roll."""

    door = WordsField(label=_("哪一户"), most=80, help_text=_("和名册上写的一样"))


class OwnerForm(DoorForm):
    """Whose telephone votes for a door, and what was looked at."""

    phone = WordsField(label=_("登录的手机号"), most=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    how = WordsField(label=_("看了什么证件"), most=60, help_text=_("比如“不动产权证”"))


class DoorBallotForm(BallotForm):
    """The whole ballot of a door, and how it came."""

    def __init__(self, *args: Any, with_way: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, is_paper=True, **kwargs)
        self.fields = {**DoorForm().fields, **self.fields}
        if with_way:
            self.fields["via"] = forms.TypedChoiceField(
                label=_("怎么投的"),
                choices=[(Via.SPOT.value, _("现场")), (Via.PAPER.value, _("纸票，要另一个人再核对一遍"))],
                coerce=Via,
                widget=forms.RadioSelect,
                initial=Via.SPOT.value,
            )

    def clean(self) -> dict[str, Any]:
        """Gather the answers under one name."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            rest = {name: said for name, said in given.items() if name in ("door", "via")}
            return {**rest, "choices": self.choices()}
        return given


class ListForm(forms.Form):
    """How many are elected, and who stands, a line each."""

    seats = forms.IntegerField(
        label=_("选几名"),
        min_value=law.LEAST_SEATS,
        max_value=law.MOST_SEATS,
        help_text=_("5 到 11，单数；候选人可以比要选的多，按同意的户数排"),
    )

    candidates = WordsField(
        label=_("候选人名单"),
        most=6_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("一行一个：姓名，空格，哪一栋，空格，自己说的一句话。要本人同意才写"),
    )

    def clean_candidates(self) -> list[Standing]:
        """Read the lines."""
        rows = filter(None, map(str.strip, self.cleaned_data["candidates"].splitlines()))
        return [Standing(*row.split(" ", 2)) for row in rows]


class DraftsForm(forms.Form):
    """The drafts, how owners meet, for how many years."""

    meeting = forms.TypedChoiceField(
        label=_("首次业主大会怎么开"), choices=Election.Form.choices, coerce=Meeting
    )
    term_years = forms.IntegerField(label=_("任期几年"), min_value=1, max_value=5, initial=5)
    covenant = WordsField(label=_("管理规约草案"), most=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    procedure = WordsField(
        label=_("业主大会议事规则草案"), most=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class ObjectForm(forms.Form):
    """An objection somebody brought on paper."""

    name = WordsField(label=_("谁提的"), most=40, required=False)
    words = WordsField(label=_("异议"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))

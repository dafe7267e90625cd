"""Forms of indicators and key projects."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.faces.parts.inputs import DayField, WordsField, month_said
from linli.pillars.governance.economy.models import EconomicTarget, Milestone
from linli.pillars.governance.economy.rules import What

DAY: Final = {"type": "date"}
MOST_WAN: Final = 100_000_000


class _OfOffice(forms.Form):
    """What names the office it is about; whoever keeps one only is not asked."""

    office = forms.ChoiceField(label=_("哪个街道"))

    def __init__(self, *args: Any, offices: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(unit.pk): unit for unit in offices}
        field = self.fields["office"]
        field.choices = [(pk, str(unit)) for pk, unit in self.offices.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(self.offices), None)
        if len(offices) == 1:
            field.widget = forms.HiddenInput()

    def clean_office(self) -> Unit:
        """Give the office itself."""
        return self.offices[self.cleaned_data["office"]]


class TargetForm(_OfOffice):
    """What is to be reached in a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    what = forms.TypedChoiceField(label=_("指标"), choices=EconomicTarget.Of.choices, coerce=What)
    amount_wan = forms.IntegerField(label=_("目标（万元）"), min_value=1, max_value=MOST_WAN)
    basis = WordsField(label=_("哪里定的"), most=120, help_text=_("如“区下达的年度任务”"))


class ValueForm(_OfOffice):
    """What was reached up to a month."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    what = forms.TypedChoiceField(label=_("指标"), choices=EconomicTarget.Of.choices, coerce=What)
    until_month = forms.IntegerField(label=_("1 月到几月"), min_value=1, max_value=12)
    amount_wan = forms.IntegerField(label=_("累计完成（万元）"), min_value=0, max_value=MOST_WAN)
    source = WordsField(label=_("谁报的数"), most=120, help_text=_("如“区统计局月报”"))


class EconomyFileForm(_OfOffice):
    """A sheet of indicators."""

    file = forms.FileField(
        label=_("表格"), help_text=_("xlsx、xls、ods 或 csv，列同导出的表。认不出来的一行都不收，改好再来。")
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any list of an office."""
        file = self.cleaned_data["file"]
        if file.size > 1024 * 1024:
            raise forms.ValidationError(_("文件不能超过 1 MB。"))
        return file


def _units(field: forms.Field, units: list[Unit]) -> None:
    field.choices = [(unit.pk, str(unit)) for unit in units]  # type: ignore[attr-defined]


class ProjectForm(_OfOffice):
    """A project that is put on the list."""

    name = WordsField(label=_("项目名称"), most=60)
    words = WordsField(label=_("做什么"), most=300, widget=forms.Textarea(attrs={"rows": 2}))
    area = forms.TypedChoiceField(label=_("在哪里"), coerce=int)
    lead = forms.TypedChoiceField(label=_("谁牵头"), coerce=int)
    starts_on = DayField(label=_("计划开工"), widget=forms.DateInput(attrs=DAY))
    ends_on = DayField(label=_("计划完成"), widget=forms.DateInput(attrs=DAY))
    total_wan = forms.IntegerField(label=_("总投资（万元）"), min_value=1, max_value=MOST_WAN)
    is_contest = forms.BooleanField(label=_("参加全区擂台赛"), required=False)

    def __init__(self, *args: Any, areas: list[Unit], leads: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self.fields["area"], areas)
        _units(self.fields["lead"], leads)


class TeamForm(forms.Form):
    """A unit of the team."""

    unit = forms.TypedChoiceField(label=_("哪个单位"), coerce=int)
    task = WordsField(label=_("在专班里做什么"), most=60)

    def __init__(self, *args: Any, leads: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self.fields["unit"], leads)


class MilestoneForm(forms.Form):
    """A step of the plan."""

    name = WordsField(label=_("节点"), most=60, help_text=_("同名的、还没到的节点，是改它的日子"))
    due_on = DayField(label=_("计划哪天"), widget=forms.DateInput(attrs=DAY))


class ReachForm(forms.Form):
    """A step that was reached."""

    milestone = forms.TypedChoiceField(label=_("哪个节点"), coerce=int)
    done_on = DayField(label=_("哪天到的"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, steps: list[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].choices = [(one.pk, one.name) for one in steps]  # type: ignore[attr-defined]


class SpendingForm(forms.Form):
    """What was invested in a month."""

    month = forms.CharField(label=_("哪个月"), widget=forms.TextInput(attrs={"type": "month"}), max_length=7)
    amount_wan = forms.IntegerField(label=_("当月完成投资（万元）"), min_value=0, max_value=MOST_WAN)

    def clean_month(self) -> date:
        """Give the first day of the month."""
        if (first := month_said(self.cleaned_data["month"])) is None:
            raise forms.ValidationError(_("请写成 2026-11 这样。"))
        return first


class ProblemForm(forms.Form):
    """What stands in the way: it becomes a supervised matter."""

    asked = WordsField(label=_("卡在哪里、要谁做什么"), most=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(forms.Form):
    """How a project ended."""

    words = WordsField(label=_("怎么结束的"), most=200)

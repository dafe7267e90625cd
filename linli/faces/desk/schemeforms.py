"""The forms of schemes: what one says, its conditions row by row, and how enterprises were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from linli.faces.desk.enterpriseforms import NOTHING
from linli.faces.parts.inputs import DayField, KeyField, WordsField
from linli.pillars.service.schemes import rules
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from linli.pillars.service.schemes.operations import About
from linli.pillars.service.schemes.rules import MOST_CONDITIONS, MOST_WORDS, Condition, Subject
from linli.pillars.service.schemes.texts import SUBJECTS, value_words

BLANK_ROWS = 2
WRITTEN_IN = "zh-hans"
"""Conditions are typed in the words of the document, whatever language the page is in."""
_ABOUT = ("key", "papers")


class SchemeForm(forms.Form):
    """What a scheme says."""

    kind = forms.ChoiceField(label=_("种类"), choices=Scheme.Kind.choices)
    title = WordsField(label=_("名称"), most=80)
    issuer = WordsField(label=_("谁发的"), most=60)
    document = WordsField(label=_("文号"), most=40, required=False)
    document_date = DayField(label=_("发文日期"), required=False)
    summary = WordsField(label=_("一句话说清"), most=80, help_text=_("写给店主看，不写套话"))
    gives = WordsField(label=_("给什么"), most=300, widget=forms.Textarea(attrs={"rows": 2}))
    how = WordsField(label=_("怎么申请"), most=400, widget=forms.Textarea(attrs={"rows": 3}))
    papers = WordsField(
        label=_("带什么材料"),
        most=1600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一样"),
    )
    contact = WordsField(label=_("问谁"), most=80)
    source_url = forms.URLField(label=_("原文链接"), max_length=300, required=False, assume_scheme="https")
    opens_date = DayField(label=_("从哪天起"), required=False)
    closes_date = DayField(
        label=_("到哪天止"), required=False, help_text=_("过了这天自己撤下；长期有效就空着")
    )
    key = KeyField()

    def clean_papers(self) -> str:
        """Refuse a paper whose name is a whole paragraph."""
        said: str = self.cleaned_data["papers"]
        if any(len(line.strip()) > 80 for line in said.splitlines()) or len(said.splitlines()) > 30:
            raise forms.ValidationError(_("一行一样材料，每样最多 80 字，最多 30 样。"))
        return said

    @property
    def about(self) -> About:
        """What was typed, as a value."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in _ABOUT}
        return About(papers=tuple(self.cleaned_data["papers"].splitlines()), **data)


class ConditionForm(forms.Form):
    """One condition: what it asks about, the value, the words of the document, and whether it is an alternative."""

    subject = forms.ChoiceField(label=_("条件"), choices=[*NOTHING, *SUBJECTS.items()], required=False)
    value = WordsField(label=_("是什么"), most=200, required=False)
    words = WordsField(label=_("文件里怎么说"), most=MOST_WORDS, required=False)
    is_or = forms.BooleanField(label=_("和上一条满足一条就行"), required=False)


ConditionRows = forms.formset_factory(
    ConditionForm,
    extra=BLANK_ROWS,
    max_num=MOST_CONDITIONS,
    absolute_max=MOST_CONDITIONS,
    validate_max=True,
)


def conditions_of(rows: Iterable[forms.Form], places: Mapping[str, int]) -> tuple[Condition, ...]:
    """Read the rows that were filled.

    :raises BadCondition: names the row.
    """
    traits = trait_codes()
    filled = [data for form in rows if (data := form.cleaned_data).get("subject")]
    return tuple(
        rules.written(
            row,
            data["subject"],
            data["value"],
            data["words"],
            is_or=data["is_or"] and row > 1,
            places=places,
            traits=traits,
        )
        for row, data in enumerate(filled, 1)
    )


def trait_codes() -> dict[str, str]:
    """Give the codes of what an enterprise may say of itself, by the words people write."""
    found = {str(label): code for code, label in EnterpriseTrait.Code.choices}
    with override(WRITTEN_IN):
        return found | {str(label): code for code, label in EnterpriseTrait.Code.choices}


def rows_of(scheme: Scheme, places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the conditions of a scheme as they are typed."""
    with override(WRITTEN_IN):
        return [
            {
                "subject": one.subject.value,
                "value": "、".join(value_words(one.subject, value, places) for value in one.values),
                "words": one.words,
                "is_or": one.is_or,
            }
            for one in scheme.asks
        ]


class TellForm(forms.Form):
    """How enterprises were told."""

    how = forms.ChoiceField(label=_("怎么说的"), choices=SchemeTold.How.choices)


class EndSchemeForm(forms.Form):
    """Why a scheme ends before its day."""

    reason = forms.ChoiceField(
        label=_("为什么"), choices=[one for one in Scheme.End.choices if one[0] != Scheme.End.OVER]
    )


class TraitForm(forms.Form):
    """What an enterprise said about itself."""

    holds = forms.ChoiceField(choices=[("yes", _("是")), ("no", _("不是")), ("unknown", _("不知道"))])

    @property
    def answer(self) -> bool | None:
        """Yes, no, or not known."""
        return {"yes": True, "no": False}.get(self.cleaned_data["holds"])


HINTS = {
    Subject.TRADE: _("行业写字母或名称，几个用顿号隔开：H、批发和零售业"),
    Subject.FORM: _("类型写：公司、个体工商户、分支机构、社会组织"),
    Subject.SIZE: _("规模写：微型、小型、中型、大型"),
    Subject.TAXPAYER: _("纳税人写：一般纳税人、小规模纳税人"),
    Subject.STAFF_MOST: _("人数、月数写数字：20、36"),
    Subject.SINCE: _("日期写：2026-01-01"),
    Subject.AREA: _("范围写社区或网格的名称，几个用顿号隔开"),
    Subject.TRAIT: _("“是这样的”“不是这样的”写下面其中一句，一字不差"),
}

"""Forms of the assessment of units: a scheme, days, something about a unit, an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs.models import Unit
from linli.faces.parts import appealforms
from linli.faces.parts.inputs import DayField, WordsField
from linli.insight.appraisals import queries, rules
from linli.insight.appraisals.models import AppraisalRound, AppraisalScheme
from linli.insight.appraisals.rules import Line, Whom
from linli.insight.spans import COUNTINGS

DAY = {"type": "date"}
LONG = {"rows": 3}


class SchemeForm(forms.Form):
    """A scheme: whom, on what ground, and of each share its weight and what gives nothing and all."""

    name = forms.CharField(label=gettext_lazy("办法叫什么"), max_length=60)
    whom = forms.TypedChoiceField(
        label=gettext_lazy("考核谁"), choices=AppraisalScheme.Of.choices, coerce=Whom
    )
    basis = forms.CharField(label=gettext_lazy("依据、怎么定的"), max_length=200)
    least = forms.IntegerField(
        label=gettext_lazy("不到几件不算"), min_value=1, max_value=1000, initial=rules.LEAST
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for whom, codes in queries.CODES.items():
            for code in codes:
                label = f"{AppraisalScheme.Of(whom).label} · {COUNTINGS[code].label}"
                for part, title, most in (
                    ("weight", _("权重，不用就空着"), 100),
                    ("base", _("百分之几得零分"), 100),
                    ("target", _("百分之几得满分"), 100),
                ):
                    self.fields[f"{part}_{code}"] = forms.IntegerField(
                        label=f"{label}：{title}", min_value=0, max_value=most, required=False
                    )

    def lines(self) -> list[Line]:
        """Give the lines that have a weight."""
        found = []
        for code in queries.CODES[self.cleaned_data["whom"]]:
            weight, base, target = (
                self.cleaned_data[f"{part}_{code}"] for part in ("weight", "base", "target")
            )
            if weight:
                found.append(Line(code, weight, base or 0, 100 if target is None else target))
        return found


class RoundForm(forms.Form):
    """The days of an assessment."""

    start = DayField(label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs=DAY))
    last = DayField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs=DAY))

    def clean(self) -> dict[str, Any]:
        """Hold that the days are in order."""
        told = super().clean() or {}
        if told.get("start") and told.get("last") and told["last"] < told["start"]:
            self.add_error("last", _("到哪天要在从哪天之后。"))
        return told


def _which(row: AppraisalRound) -> list[tuple[str, str]]:
    return [
        ("", _("整个单位")),
        *((one.code, str(COUNTINGS[one.code].label)) for one in row.scheme.lines.all()),
    ]


class UnitForm(forms.Form):
    """A unit, one of its shares or all, and words about it."""

    unit = forms.TypedChoiceField(label=gettext_lazy("哪个单位"), coerce=int)
    code = forms.ChoiceField(label=gettext_lazy("哪一项"), required=False)

    def __init__(self, row: AppraisalRound, units: list[Unit], words: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.units = {one.pk: one for one in units}
        self.fields["unit"].choices = [(one.pk, one.name) for one in units]  # type: ignore[attr-defined]
        self.fields["code"].choices = _which(row)  # type: ignore[attr-defined]
        self.fields["words"] = WordsField(label=words, most=300, widget=forms.Textarea(attrs=LONG))

    def about(self) -> dict[str, Any]:
        """Give the unit and what of it."""
        return {"unit": self.units[self.cleaned_data["unit"]], "code": self.cleaned_data["code"]}


class AnswerForm(appealforms.AnswerForm):
    """The answer to an appeal: upheld, what it is about leaves the round."""

    upheld = gettext_lazy("成立，这一项不算")

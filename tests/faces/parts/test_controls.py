"""The controls that are drawn without templates say what Django's templates say, hostile labels included."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from linli.faces.parts.controls import Renderer

CHOICES = [
    ("", gettext_lazy("请选")),
    ("河滨 & 官园", [("1", '第"1"网格'), ("2", "<script>alert(1)</script>")]),
    ('"><b>', [(3, "三")]),
]


class Everything(forms.Form):
    """Every control that comes in hundreds."""

    one = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    ticks = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    picks = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False)


def drawn(renderer: DjangoTemplates, data: dict[str, object] | None) -> list[str]:
    form = Everything(data, renderer=renderer)
    attrs = {"class": 'a"b', "aria-label": "<社区>", "required": True, "hidden": False}
    pieces = [form[name].as_widget(attrs=attrs) for name in ("one", "several", "sure")]
    pieces += [one.tag(wrap_label=False) for name in ("ticks", "picks") for one in form[name]]
    pieces.append(form["ticks"].as_widget())
    return [re.sub(r">\s+", ">", re.sub(r"\s+<", "<", piece)).strip() for piece in pieces]


@pytest.mark.parametrize(
    "data",
    [None, {"one": "2", "several": ["1", "3"], "ticks": ["2"], "picks": "3", "sure": "on"}, {"one": '"'}],
)
def test_says_what_the_templates_say(data: dict[str, object] | None) -> None:
    ours = drawn(Renderer(), data)
    assert ours == drawn(DjangoTemplates(), data)
    assert "<script>" not in "".join(ours)

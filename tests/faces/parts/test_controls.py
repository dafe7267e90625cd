"""The controls that are drawn without templates say what Django's templates say, hostile labels included."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from linli.faces.parts.controls import LongSelect, Renderer

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


@pytest.mark.parametrize("chosen", ["", "2", "3", "nothing we offer"])
def test_a_long_select_says_what_a_select_says(chosen: str) -> None:
    class Both(forms.Form):
        short = forms.ChoiceField(choices=CHOICES)
        long = forms.ChoiceField(choices=CHOICES, widget=LongSelect)

    form = Both({"short": chosen, "long": chosen}, renderer=Renderer())
    attrs = {"class": 'a"b', "aria-label": "<社区>", "id": "same", "required": True, "hidden": False}
    short, long = (form[name].as_widget(attrs=attrs) for name in ("short", "long"))
    assert str(short) == str(long).replace('name="long"', 'name="short"').replace("id_long", "id_short")
    assert ("selected" in long) == (chosen in ("", "2", "3"))

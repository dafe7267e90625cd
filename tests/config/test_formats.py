"""A date that a form begins with is shown by browsers: they read ISO alone in a field of type `date`."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation


class _Form(forms.Form):
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_date_stands_in_its_field_as_browsers_read_it(language: str) -> None:
    with translation.override(language):
        assert 'value="2026-11-02"' in str(_Form(initial={"day": date(2026, 11, 2)})["day"])
        assert _Form({"day": "2026/11/02"}).is_valid() == (language == "zh-hans")

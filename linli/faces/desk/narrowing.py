"""The fields above a list, by which it is narrowed: a dozen controls that seldom change."""

from __future__ import annotations

from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.faces.desk.filters import FilterForm

MOST_KEPT: Final = 64
"""Drawn forms, some twenty kilobytes each: an office needs a few, one a view and a language."""

_kept: dict[tuple[Any, ...], SafeString] = {}


def filters_of(form: FilterForm, base_url: str) -> SafeString:
    """Draw the fields, or give what was drawn of the same address and the same choices. What was searched is not kept."""
    if form.data.get("q"):
        return _draw(form, base_url)
    key = (get_language(), base_url, form.query, *form.offered)
    if (found := _kept.get(key)) is None:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        found = _kept[key] = _draw(form, base_url)
    return found


def _draw(form: FilterForm, base_url: str) -> SafeString:
    context = {
        "form": form,
        "base_url": base_url,
        "in_sight": [form[name] for name in ("unit", "category")],
        "folded": [form[name] for name in form.fields if name not in ("q", "unit", "category")],
    }
    return render_to_string("desk/_parts/list_filters.html", context)

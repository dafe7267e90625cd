"""By what a form is known again: its headings, whatever the month, the order of its columns and how many rows it has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from typing import Final

from linli.insight.forms.rules import period
from linli.insight.forms.rules.plain import bare

ALIKE: Final = 0.75
"""Of all headings of two forms, so many are shared when one is an altered edition of the other (LOCAL)."""


def headings_of(title: str, heads: Iterable[str], places: Collection[str]) -> tuple[str, ...]:
    """Give the headings that make a form's shape, sorted: no places, no dates, no numbers."""
    known = {bare(name) for name in places}
    found = {_timeless(bare(head), known) for head in heads}
    found.add("#" + _timeless(bare(period.without(title)), known))
    return tuple(sorted(found - {""}))


def _timeless(text: str, places: Collection[str]) -> str:
    if text in places:
        return ""
    for name in sorted(places, key=len, reverse=True):
        if len(name) > 2:
            text = text.replace(name, "")
    return re.sub(r"\d+(?=年|月|日|季度)|20\d\d", "", text)


def print_of(headings: Iterable[str]) -> str:
    """Return the fingerprint of a shape."""
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Say how much of two forms is shared, between 0 and 1."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a | b else 0.0

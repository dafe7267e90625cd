"""Forms of the shapes that departments send: what can be filled is filled rightly, nothing is filled wrongly in silence."""

from __future__ import annotations

import pytest

from tests.insight.forms.doing import Done, fill
from tests.insight.forms.ground import Place
from tests.insight.forms.templates import TEMPLATES, Template

LEAST = 0.95
"""Of all that can be filled, so much is filled rightly."""


def _judged(done: Done, one: Template) -> tuple[int, list[str], list[str]]:
    """Give how many places are right, what is missing or wrong, and what is wrong without a warning."""
    right, missed, silent = 0, [], []
    for ref, value in one.right.items():
        wanted = value if isinstance(value, list) else [value]
        puts = sorted(done.at(ref), key=lambda p: p.nth or 0)
        for n, expected in enumerate(wanted):
            put = puts[n] if n < len(puts) else None
            if put is not None and put.value == expected:
                right += 1
                continue
            missed.append(f"{ref}: {expected!r}, not {put.value if put else None!r}")
            if put is not None and not put.is_doubtful:
                silent.append(f"{ref}: {put.value!r}, not {expected!r}")
    for ref in (*one.empty, *one.near):
        for put in done.at(ref):
            if ref in one.empty and put.is_doubtful and one.name.startswith("消防"):
                continue
            if ref in one.empty:
                missed.append(f"{ref}: should be empty, not {put.value!r}")
            if not put.is_doubtful:
                silent.append(f"{ref}: {put.value!r} where nothing is known")
    return right, missed, silent


@pytest.mark.django_db
def test_what_can_be_filled_is_filled_rightly_and_nothing_wrongly_in_silence(place: Place) -> None:
    """One hamlet for all of them: each template reads alone."""
    assert len(TEMPLATES) >= 24
    right, wanted, told = 0, 0, []
    for one in TEMPLATES:
        good, missed, silent = _judged(fill(place, one.data, one.who), one)
        right += good
        wanted += good + len(missed)
        told += [f"{one.name} {line}" for line in missed]
        assert not silent, one.name
    print(f"{len(TEMPLATES)} forms, {right} of {wanted} places right")
    assert right >= LEAST * wanted, told
    assert not told

"""Which categories a text may be about: what was learned, else what the catalogue says. A person always decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from linli.base.orgs import queries as orgs
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.queries._learned import read_category

LEAST = 0.08
"""Below this a proposal beside the first one only makes the page longer. Ours to choose."""


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """A category that words may be about, how probable, and which of the words speak for it."""

    category: Category
    confidence: float
    words: tuple[str, ...]
    is_sure: bool


def guess_categories(
    text: str, *, office_id: int | None = None, actor: Actor | None = None, most: int = 3
) -> list[CategoryGuess]:
    """List the categories a text may be about, the likeliest first. Two queries, now and then four.

    `is_sure` marks the one that may be proposed; without it a person is asked, and the list only helps to look. Without
    an office it is the actor's, or the only one.
    """
    office_id = office_id or office_of(actor)
    reading = read_category(text, office_id=office_id)
    likely = [one for n, one in enumerate(reading.guesses[:most]) if one.confidence >= LEAST or not n]
    found = {one.pk: one for one in _active(codes=[one.label for one in likely])}
    return [
        CategoryGuess(found[one.label], one.confidence, one.words, reading.is_sure and one is reading.first)
        for one in likely
        if one.label in found
    ]


@written
def _active(*, codes: Sequence[str]) -> QuerySet[Category]:
    return Category.objects.filter(is_active=True, pk__in=codes)


def office_of(actor: Actor | None) -> int:
    """Find the office an actor works for; 0 where there are several: the words of the catalogue answer for all."""
    offices = [office.pk for office in orgs.offices()]
    mine = {pk for post in actor.posts for pk in post.line if pk in offices} if actor else set()
    found = mine or set(offices)
    return found.pop() if len(found) == 1 else 0

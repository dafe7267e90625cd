"""The parts of a review as a page shows them: what was looked at, both numbers, what it weighs and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from linli.pillars.governance.estates.queries import ReviewPage
from linli.pillars.governance.estates.rules import ReviewPart
from linli.pillars.governance.estates.texts import COUNTED, CRITERIA


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion in words."""

    word: str | Promise
    formula: str | Promise
    part: ReviewPart

    @property
    def points(self) -> Decimal | None:
        """What it gives, or nothing where it does not count."""
        return self.part.points


def lines_of(page: ReviewPage) -> list[Line]:
    """Give the criteria of a review in words, in their order."""
    return [Line(CRITERIA[part.code], COUNTED[part.code], part) for part in page.parts]


def weight_of(page: ReviewPage) -> int:
    """Give how much of a hundred the criteria that count weigh together."""
    return sum(part.weight for part in page.parts if part.counts)

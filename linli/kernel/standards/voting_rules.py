"""How many must take part in a vote and how many must agree, by the kind of matter. Fractions are exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "中华人民共和国民法典",
    "第二百七十八条；“以上”包括本数，“过半数”不包括（第一千二百五十九条）",
    "http://www.zombie-flick.com/xyzs/527.html",
    date(2026, 11, 22),
    "Read in a commentary that quotes the article whole, not in the official text.",
)
RESIDENTS_SOURCE: Final = Source(
    "中华人民共和国城市居民委员会组织法",
    "2018 修正文本第九条",
    "https://www.bobandlogan.com/zcgh/12622049.htm",
    date(2026, 11, 22),
    "The article before the revision in force since 2026-01-01; the figures of chapter 4 of the revision were not read. "
    "An office checks them before its first meeting of residents.",
)
OURS: Final = local_choice(
    "No law names a majority for a committee that advises or for those concerned; an office changes these."
)
MEMBERS_SOURCE: Final = local_choice(
    "Seed 004 says that representatives of the members meet every half year and names no majority. Two thirds of all "
    "of them is the careful reading; the law on collective economic organisations (2025) was not read to the "
    "clause. An office checks the articles of its cooperative."
)


class Unit(StrEnum):
    """What has one vote."""

    HOUSEHOLD = "household"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Bar:
    """A share to be reached: exactly it is enough (`is_at_least`), or more than it is needed."""

    share: Fraction
    is_at_least: bool

    def is_passed(self, part: int | Fraction, whole: int | Fraction) -> bool:
        """Say whether a part of a whole is enough. Nothing of nothing never is."""
        if not whole:
            return False
        return part >= self.share * whole if self.is_at_least else part > self.share * whole


TWO_THIRDS: Final = Bar(Fraction(2, 3), True)
THREE_QUARTERS: Final = Bar(Fraction(3, 4), True)
OVER_HALF: Final = Bar(Fraction(1, 2), False)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """One kind of matter: who has a vote, by heads alone or by area too, which bars, whether it must be secret.

    `proxies` is how many others one person may vote for; 0 means that nobody may.
    """

    code: str
    unit: Unit
    counts_area: bool
    quorum: Bar
    majority: Bar
    is_secret: bool
    proxies: int
    source: Source
    of_all: bool = False
    """Whether the majority is of everybody on the roll, and not of those who took part."""


RULES: Final[Mapping[str, VotingRule]] = {
    rule.code: rule
    for rule in (
        VotingRule(
            "owners_ordinary",
            Unit.HOUSEHOLD,
            True,
            TWO_THIRDS,
            OVER_HALF,
            is_secret=False,
            proxies=3,
            source=SOURCE,
        ),
        VotingRule(
            "owners_special",
            Unit.HOUSEHOLD,
            True,
            TWO_THIRDS,
            THREE_QUARTERS,
            is_secret=False,
            proxies=3,
            source=SOURCE,
        ),
        VotingRule(
            "residents",
            Unit.HOUSEHOLD,
            False,
            OVER_HALF,
            OVER_HALF,
            is_secret=False,
            proxies=1,
            source=RESIDENTS_SOURCE,
        ),
        VotingRule(
            "persons",
            Unit.HOUSEHOLD,
            False,
            OVER_HALF,
            OVER_HALF,
            is_secret=True,
            proxies=1,
            source=RESIDENTS_SOURCE,
        ),
        VotingRule(
            "committee", Unit.PERSON, False, TWO_THIRDS, OVER_HALF, is_secret=False, proxies=0, source=OURS
        ),
        VotingRule(
            "parties", Unit.PERSON, False, OVER_HALF, TWO_THIRDS, is_secret=False, proxies=1, source=OURS
        ),
        VotingRule(
            "representatives",
            Unit.PERSON,
            False,
            TWO_THIRDS,
            TWO_THIRDS,
            is_secret=False,
            proxies=0,
            source=MEMBERS_SOURCE,
            of_all=True,
        ),
    )
}

"""How often a Party organisation meets, and how many must be there (三会一课、主题党日、组织生活会、民主评议).

Each number stands with where it was read; what only one handbook says, or nobody, is LOCAL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from linli.kernel.periods import Each
from linli.kernel.sources import Source, local_choice

HANDBOOK: Final = Source(
    "党支部组织生活制度（三会一课、组织生活）",
    "三会一课 1–4；组织生活 2–4",
    "http://jsjx.cxxy.seu.edu.cn/2021/0529/c371a48041/page.htm",
    date(2026, 11, 23),
    "A branch's handbook after 中国共产党支部工作条例（试行）; the numbers of its articles were not checked.",
)
QUORUMS: Final = Source(
    "党支部“三会一课”制度",
    "第 1、2 条",
    "http://jtcl88.com/html/show-19.html",
    date(2026, 11, 23),
    "A branch's rules: a meeting of all is held when more than half of those with a vote came, a committee's with half.",
)
LIFE_MEETING: Final = Source(
    "中国共产党支部工作条例（试行）",
    "第十七条",
    "https://miniwenda.com/life/245598.html",
    date(2026, 11, 23),
    "Read in a quotation: once a year at least, as a rule in the fourth quarter, in the form of one of the three meetings.",
)
ELECTION: Final = Source(
    "党员大会多久开一次怎么开（问答）",
    "换届选举",
    "https://88.wendadaohang.com/zd/VgBcKgVt111tSc1BgV.html",
    date(2026, 11, 23),
    "Read in an answer to a question: four fifths of those due come to an election.",
)
LECTURES: Final = local_choice(
    "Two lectures a year are what one branch's rules say; regulations say “regularly”."
)
STUDY: Final = local_choice("Seed 004: the working committee's study group meets every week (周周学).")
KEEPING: Final = local_choice(
    "Who came is needed until the year's ledger is closed and looked at above; afterwards its numbers stay alone."
)
SOURCE: Final = HANDBOOK


@dataclass(frozen=True, slots=True)
class Due:
    """How often a meeting is due, and which part of those with a vote must come; `more` says more than that part."""

    each: Each
    source: Source
    quorum: Fraction | None = None
    more: bool = False
    quorum_source: Source | None = None


DUE: Final[dict[str, Due]] = {
    "general": Due(Each.QUARTER, HANDBOOK, Fraction(1, 2), more=True, quorum_source=QUORUMS),
    "committee": Due(Each.MONTH, HANDBOOK, Fraction(1, 2), quorum_source=QUORUMS),
    "group": Due(Each.MONTH, HANDBOOK),
    "lecture": Due(Each.HALF, LECTURES),
    "day": Due(Each.MONTH, HANDBOOK),
    "life": Due(Each.YEAR, LIFE_MEETING),
    "review": Due(Each.YEAR, HANDBOOK),
    "study": Due(Each.WEEK, STUDY),
}
ELECTION_QUORUM: Final = Fraction(4, 5)
LAST_QUARTER_FROM: Final = 10
"""The yearly meetings are proposed from this month on: as a rule in the fourth quarter."""
KEPT_DAYS: Final = 730  # LOCAL: see KEEPING

"""How Party organisations are set up: from how many members what is founded, how large, for how long.

Each number stands with its clause. Where only a reprint was read, the source says so; what no text fixes is LOCAL.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.sources import Source, local_choice

SETTING_UP: Final = Source(
    "中国共产党支部工作条例（试行）",
    "第四条、第五条",
    "http://m.sp522.com/detail/19979",
    date(2026, 11, 23),
    "Read in a reprint that names the chapter: three full members found a branch, fewer a joint one over at most five "
    "units; a branch has at most fifty members as a rule; work of more than six months founds one.",
)
COMMITTEES: Final = Source(
    "中国共产党支部工作条例（试行）",
    "第六章",
    "http://m.sp522.com/detail/19979",
    date(2026, 11, 23),
    "Read in a reprint: from seven full members a committee of three to five, seven at most; five years in villages and "
    "communities, three elsewhere.",
)
GENERAL: Final = Source(
    "党支部、党的总支部的设置（释义）",
    "《中国共产党支部工作条例（试行）》第四条",
    "http://uianet.net/dictionary/b1164406.html",
    date(2026, 11, 23),
    "Read in a digest: more than fifty and fewer than a hundred members may found a general branch.",
)
TERMS: Final = Source(
    "党的基层组织任期（释义）",
    "《中国共产党章程》第三十一条",
    "http://uianet.net/dictionary/b6419777.html",
    date(2026, 11, 23),
    "Read in a digest: a committee from a hundred members, for five years; general branches and branches three, those of "
    "communities five.",
)
SOURCE: Final = SETTING_UP
KEEPING: Final = local_choice(
    "The national system is the roll of record: what is kept here of somebody who left only explains last year's ledgers."
)

FULL_MEMBERS_FOR_BRANCH: Final = 3
FULL_MEMBERS_FOR_COMMITTEE: Final = 7
MEMBERS_OF_BRANCH: Final = 50
MEMBERS_OF_GENERAL: Final = 100
UNITS_OF_JOINT: Final = 5
COMMITTEE_LEAST: Final = 3
COMMITTEE_MOST: Final = 7
PROJECT_MONTHS: Final = 6
TERM_YEARS_COMMUNITY: Final = 5
TERM_YEARS_ELSEWHERE: Final = 3
ELECTION_AHEAD_DAYS: Final = 180  # LOCAL: so long before a term ends the election is due to be prepared
KEPT_DAYS: Final = 365  # LOCAL: see KEEPING

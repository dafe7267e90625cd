"""Members away from their branch: when they count as floating, how often they are asked after, how long a relation waits."""

from __future__ import annotations

from datetime import date
from typing import Final

from linli.kernel.sources import Source, local_choice

AWAY: Final = Source(
    "流动党员管理问答",
    "什么是流动党员",
    "http://www.ym2347.com/cases/detail_7442.html",
    date(2026, 11, 21),
    "Read in a reprint of the organisation department's questions and answers: whose unit or home changed, whose formal "
    "relation was not transferred, and who cannot take part in their branch's life for six months in a row; registered "
    "where they leave and where they come to, and taking part there.",
)
ABROAD: Final = Source(
    "流动党员管理问答",
    "出国（境）学习研究的党员",
    "http://jjkfq.dezhoudaily.com/dwgk/p/1467300.html",
    date(2026, 11, 21),
    "Read in a reprint: contact at least every half year with members who study abroad; the relation of a graduate without "
    "work is kept for two years at most.",
)
SOURCE: Final = AWAY
ASKED_AFTER: Final = local_choice(
    "The half year between contacts is written for members abroad; here it holds for all who are away."
)

AWAY_MONTHS: Final = 6
CONTACT_MONTHS: Final = 6
GRADUATE_MONTHS: Final = 24
AHEAD_DAYS: Final = 30  # LOCAL: so long before six months are full the branch is told

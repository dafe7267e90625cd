"""How often a door is visited when nothing is wrong (走访): by how a home is lived in. Who is at risk is visited by care.

An office may visit more often, never less; the day's number of doors keeps a plan from being a quota.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = Source(
    "网格员入户走访制度（地方网格化管理经验材料）",
    "普通户每年不少于两次，流动人口等每月一次",
    "http://www.tmdps.cn/a13/2019051512/b57be9d93ce3a6f5.html",
    date(2026, 11, 21),
    "A collection of local practice, not a rule of the State. Hardship, empty nests and persons in correction are "
    "visited by the list of care, by risk, and are not kinds of homes here.",
)
DAY_SOURCE: Final = local_choice(
    "How many doors one day's way holds: about two hours at ten minutes a door. What does not fit is owed tomorrow."
)
RETENTION_SOURCE: Final = local_choice(
    "Two years let the next worker know what was said; a change's former value is needed while somebody may object to it."
)


class Use(StrEnum):
    """How a home is lived in, as the door shows it; nothing about who is poor, ill or watched."""

    OWN = "own"
    RENTED = "rented"
    SHARED = "shared"
    VACANT = "vacant"


INTERVAL_DAYS: Final[Mapping[Use, int]] = MappingProxyType(
    {
        Use.OWN: 182,
        Use.RENTED: 30,
        Use.SHARED: 30,  # LOCAL: as rented
        Use.VACANT: 182,  # LOCAL: as lived in, so that somebody notices who moved in
    }
)
DAY_DOORS: Final = 12
MOST_DAY_DOORS: Final = 30
KEPT_DAYS: Final = 730
CHANGES_KEPT_DAYS: Final = 365
DIARY_KEPT_DAYS: Final = 1095

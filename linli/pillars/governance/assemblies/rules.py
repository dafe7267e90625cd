"""The bodies whose meetings have rules; their periods are those of the calendar. Pure: no Django."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 004: the two committees meet every week, representatives of a cooperative every half year; other bodies as the "
    "rules of procedure of each community say."
)


class Body(StrEnum):
    """The bodies whose meetings have rules."""

    PARTY_COMMITTEE = "party"
    TWO_COMMITTEES = "two"
    RESIDENTS = "residents"
    MEMBERS = "members"
    DELEGATES = "delegates"
    OTHER = "other"

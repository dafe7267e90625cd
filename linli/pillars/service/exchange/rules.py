"""What may become of something an enterprise offers or needs. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.masking import Kind, to_hide
from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "What enterprises tell each other is read within a working day and stands three months at most; no text says how long."
)
READ_WITHIN: Final = Limit(1, LimitUnit.WORK_DAY, SOURCE)
LONGEST: Final = timedelta(days=90)


class State(StrEnum):
    """Where something stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    SENT_BACK = "sent_back"
    ENDED = "ended"


class End(StrEnum):
    """How it ended. `met` is the outcome that it was for."""

    MET = "met"
    ELSEWHERE = "elsewhere"
    DROPPED = "dropped"
    OVER = "over"
    TAKEN = "taken"


OWN_ENDS: Final = frozenset({End.MET, End.ELSEWHERE, End.DROPPED})
"""What the enterprise itself may say; the office takes down, the clock lets it go."""


NUMBERS: Final = frozenset({Kind.PHONE, Kind.ID_CARD, Kind.BANK_CARD, Kind.EMAIL, Kind.PLATE, Kind.ACCOUNT})
"""What reaches or names a person. Names alone are not looked for: half of the shops are called after somebody."""


def says_who(*texts: str) -> str:
    """Give what in some words names or reaches a person, or nothing: a contact is shown by consent, never in the words."""
    for text in texts:
        for hit in to_hide(text):
            if hit.kind in NUMBERS:
                return text[hit.start : hit.end]
    return ""


def is_in_time(until: date, today: date) -> bool:
    """Say whether a last day may be chosen."""
    return today <= until <= today + LONGEST

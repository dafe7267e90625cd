"""Where in a free text somebody can be recognised: numbers, names, rooms. Only where; `kernel.masking` hides them.

Each finder takes a text with half-width characters and yields stretches, the most certain kinds first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"  # WeChat, QQ
    NAME = "name"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch `[start, end)` of a text that identifies a person."""

    kind: Kind
    start: int
    end: int

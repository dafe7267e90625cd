"""What becomes of an introduction: a light record with one way forward. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """How far somebody and a posting have come."""

    ASKED = "asked"
    INTRODUCED = "introduced"
    INTERVIEWED = "interviewed"
    HIRED = "hired"
    STAYED = "stayed"
    NOT_HIRED = "not_hired"
    DECLINED = "declined"
    LEFT = "left"


NEXT: Final[dict[State, tuple[State, ...]]] = {
    State.ASKED: (State.INTRODUCED, State.DECLINED),
    State.INTRODUCED: (State.INTERVIEWED, State.HIRED, State.NOT_HIRED, State.DECLINED),
    State.INTERVIEWED: (State.HIRED, State.NOT_HIRED, State.DECLINED),
    State.HIRED: (State.STAYED, State.LEFT),
}
"""After one month somebody is asked whether they stayed."""
OPEN: Final = frozenset(NEXT)


def may_follow(before: str, after: str) -> bool:
    """Say whether one record may follow another."""
    return State(after) in NEXT.get(State(before), ())

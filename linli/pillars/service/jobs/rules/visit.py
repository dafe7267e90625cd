"""What is brought to somebody who looks for work (一走五访), and when they are due to be asked again. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.sources import local_choice


class Brought(StrEnum):
    """The five things that are brought to a door, as seed 002 lists them."""

    POLICY = "policy"
    JOB = "job"
    STARTUP = "startup"
    TRAINING = "training"
    SUBSIDY = "subsidy"


class Way(StrEnum):
    """How somebody was met."""

    DOOR = "door"
    PHONE = "phone"
    HALL = "hall"


SOURCE: Final = local_choice(
    "Seed 002 names what is brought and gives no rhythm; two weeks and a month are ours."
)
FIRST_WITHIN: Final = timedelta(days=14)
AGAIN_WITHIN: Final = timedelta(days=30)
WRITTEN_WITHIN: Final = timedelta(days=31)
LATEST_NEXT: Final = timedelta(days=90)


def due_on(since: date, last: date | None, said: date | None) -> date:
    """Return by which day somebody is asked: the day that was agreed, else so long after they came or were last met."""
    if said is not None:
        return said
    return last + AGAIN_WITHIN if last is not None else since + FIRST_WITHIN

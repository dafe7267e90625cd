"""Counting by hand: every row, whether something has been by a moment, a part of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from linli.pillars.governance.deliberation.models import Topic

Numbers = int | tuple[int, int]
Brute = Callable[[datetime], Numbers]
HOUR = timedelta(hours=1)


def every(model: Any, *with_: str) -> list[Any]:
    return list(model._default_manager.select_related(*with_))


def been(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def share(rows: Iterable[Any], hit: Callable[[Any], bool]) -> tuple[int, int]:
    found = list(rows)
    return sum(1 for row in found if hit(row)), len(found)


def topics() -> list[Any]:
    """Give every topic but for the questions of owners' elections."""
    return [one for one in every(Topic, "election_vote") if not hasattr(one, "election_vote")]

"""Doors that are open to anybody, and how often one may knock: filing, looking up, asking for a code.

Counted in the database, so that any number of web processes count together. An address is never kept: only a keyed
digest of it, for a day at most. Many people share one address (a mobile network, an office), so limits are wide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from linli.base.people.models import Knock
from linli.base.people.vault import fingerprint
from linli.base.written import cursor_of
from linli.kernel.refusals import Refusal

KEPT_FOR: Final = timedelta(days=1)


class TooOften(Refusal):
    """Too many from one place in a short time: `minutes` to wait."""


@dataclass(frozen=True, slots=True)
class Door:
    """A door, and how often one place may knock within a span. All LOCAL."""

    name: str
    most: int
    within: timedelta


def knock(door: Door, who: str, at: datetime) -> int:
    """Count one knock of `who` (an address, a number) and return how many there were within the span. One statement.

    :raises TooOften: more than the door allows within its span.
    """
    table = Knock._meta.db_table
    with cursor_of(connection) as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS k (print, since, count) VALUES (%(print)s, %(at)s, 1) "
            "ON CONFLICT (print) DO UPDATE SET "
            "count = CASE WHEN k.since <= %(from)s OR k.since > %(at)s THEN 1 ELSE k.count + 1 END, "
            "since = CASE WHEN k.since <= %(from)s OR k.since > %(at)s THEN %(at)s ELSE k.since END "
            "RETURNING count, since",
            {"print": fingerprint(who, f"knock/{door.name}"), "at": at, "from": at - door.within},
        )
        count, since = cursor.fetchone()
    if count > door.most:
        left = since + door.within - at
        raise TooOften(minutes=max(1, -int(-left.total_seconds() // 60)))
    return int(count)


def forget_knocks(*, at: datetime) -> int:
    """Delete counts older than a day and return how many. One statement."""
    return Knock.objects.filter(since__lt=at - KEPT_FOR).delete()[0]


def minutes_left(door: Door, who: str, at: datetime) -> int:
    """Return how many minutes a door stays shut for somebody who has knocked as often as it allows; 0 when open."""
    found = Knock.objects.filter(
        print=fingerprint(who, f"knock/{door.name}"), since__gt=at - door.within
    ).first()
    if found is None or found.count < door.most or found.since > at:
        return 0
    left = found.since + door.within - at
    return max(1, -int(-left.total_seconds() // 60))


def shut_for(doors: Mapping[Door, Collection[str]], at: datetime) -> dict[tuple[Door, str], int]:
    """Return the minutes left of every door that stays shut for one of these people. One query."""
    asked = {
        fingerprint(who, f"knock/{door.name}"): (door, who) for door, all in doors.items() for who in all
    }
    found = {}
    for row in Knock.objects.filter(print__in=list(asked)):
        door, who = asked[bytes(row.print)]
        if row.count >= door.most and at - door.within < row.since <= at:
            left = row.since + door.within - at
            found[door, who] = max(1, -int(-left.total_seconds() // 60))
    return found


def open_again(door: Door, who: str) -> None:
    """Forget how often somebody knocked. One statement."""
    Knock.objects.filter(print=fingerprint(who, f"knock/{door.name}")).delete()

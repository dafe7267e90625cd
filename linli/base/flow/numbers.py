"""Numbers of cases: the local day and a short running number, without a lock that filings queue for."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from linli.kernel import clock

_bases: dict[date, int] = {}


def next_number(at: datetime) -> str:
    """Give the next number: “20261118-0042”. One query; two more for the first filing of a day in this process.

    The sequence of the database never hands out the same value twice; a day's base only makes the number short.
    Numbers may have gaps and give no secret away: following a case needs its token.
    """
    day = clock.local(at).date()
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval('flow_case_number')")
            value = int(cursor.fetchone()[0])
            base = _bases.get(day)
            if base is None:
                cursor.execute(
                    "INSERT INTO flow_daybase (day, base) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING",
                    [day, value],
                )
                cursor.execute("SELECT base FROM flow_daybase WHERE day = %s", [day])
                base = int(cursor.fetchone()[0])
                # Only once it is committed may another filing rely on it.
                transaction.on_commit(partial(_bases.setdefault, day, base))
            if value >= base:
                return f"{day:%Y%m%d}-{value - base + 1:04d}"

"""Numbers of cases: the local day and a short running number, without a lock that filings queue for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from linli.base.written import cursor_of
from linli.kernel import clock

_bases: dict[date, int] = {}


def next_numbers(moments: Sequence[datetime]) -> list[str]:
    """Give a number to each of many moments at once, in their order. At most four queries.

    Days and values are handed out in order, so that an import's numbers of one day stay close together.
    """
    days = [clock.local(at).date() for at in moments]
    found: dict[int, str] = {}
    left = sorted(range(len(days)), key=lambda i: (days[i], moments[i]))
    with connection.cursor() as cursor:
        while left:
            cursor.execute("SELECT nextval('flow_case_number') FROM generate_series(1, %s)", [len(left)])
            values = sorted(int(row[0]) for row in cursor.fetchall())
            first: dict[date, int] = {}
            for i, value in zip(left, values, strict=True):
                first.setdefault(days[i], value)
            cursor.execute(
                "INSERT INTO flow_daybase (day, base) SELECT * FROM unnest(%s::date[], %s::bigint[]) "
                "ON CONFLICT (day) DO NOTHING",
                [list(first), list(first.values())],
            )
            cursor.execute("SELECT day, base FROM flow_daybase WHERE day = ANY(%s)", [list(first)])
            bases: dict[date, int] = dict(cursor.fetchall())
            over = []
            for i, value in zip(left, values, strict=True):
                if value >= bases[days[i]]:
                    found[i] = f"{days[i]:%Y%m%d}-{value - bases[days[i]] + 1:04d}"
                else:
                    over.append(i)
            left = over
    return [found[i] for i in range(len(days))]


def next_number(at: datetime) -> str:
    """Give the next number: “20261118-0042”. One query; two more for the first filing of a day in this process.

    The sequence of the database never hands out the same value twice; a day's base only makes the number short.
    Numbers may have gaps and give no secret away: following a case needs its token.
    """
    day = clock.local(at).date()
    with cursor_of(connection) as cursor:
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

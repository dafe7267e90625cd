"""What the story must know to go on after any day as if it had not stopped: what comes next, and how each report stands.

Kept with the telling in the transaction of the day, so that a kill at any moment loses that day and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from linli.base.flow.models import Case
from linli.demo.company import Thread
from linli.demo.filings import Filing
from linli.kernel import clock

# When, in which order among equals, what, of which report, and at which of its steps it was planned.
Event = tuple[datetime, int, str, str, int]


def keep(queue: Iterable[Event], threads: Mapping[str, Thread]) -> dict[str, Any]:
    """Return what is known, as it can be stored."""
    return {
        "queue": [[at.isoformat(), order, what, name, seq] for at, order, what, name, seq in sorted(queue)],
        "threads": {
            name: {
                "key": str(thread.filing.key),
                "day": thread.told_on.isoformat(),
                "of": thread.part_of,
                "verbs": thread.verbs,
                "refused": sorted(thread.refused),
                "happy": thread.happy,
            }
            for name, thread in threads.items()
        },
    }


def recall(
    kept: Mapping[str, Any],
    filings_of: Callable[[date], Sequence[Filing]],
    part_of: Callable[[Filing, str], Filing],
) -> tuple[list[Event], dict[str, Thread]]:
    """Return what was known. Reads the cases in one query; filings are drawn again for the days they are of."""
    rows: Mapping[str, Mapping[str, Any]] = kept["threads"]
    cases = Case.objects.select_related("holder", "area", "office").filter(number__in=list(rows))
    known = {case.number: case for case in cases}
    drawn: dict[str, dict[str, Filing]] = {}
    for day in {row["day"] for row in rows.values()}:
        drawn[day] = {str(filing.key): filing for filing in filings_of(date.fromisoformat(day))}
    threads: dict[str, Thread] = {}
    # A part is drawn from the filing it was taken out of, which stands before it.
    for name, row in sorted(rows.items(), key=lambda each: (bool(each[1]["of"]), each[0])):
        day = drawn[row["day"]]
        filing = part_of(day[row["of"]], name) if row["of"] else day[row["key"]]
        threads[name] = Thread(
            filing=filing,
            case=known[name],
            told_on=date.fromisoformat(row["day"]),
            part_of=row["of"],
            verbs=list(row["verbs"]),
            refused=set(row["refused"]),
            happy=row["happy"],
        )
    queue = [
        (datetime.fromisoformat(at).astimezone(clock.SHANGHAI), order, what, name, seq)
        for at, order, what, name, seq in kept["queue"]
    ]
    return queue, threads

"""Verbs and reads in one process, without a server: what the code and the database cost. Nothing is kept."""

import json
import time
from collections.abc import Callable
from typing import Any

from benchmarks.timing import Timed, timed

TIMES = 60


def measure() -> list[Timed]:
    """Return the times of the verbs and reads that everything else is made of."""
    from linli.base.flow.models import Case
    from linli.base.people import queries as people
    from linli.base.people.actors import ANYONE
    from linli.base.people.models import Account
    from linli.kernel import clock
    from linli.pillars.governance.reports import operations, queries

    at = clock.now()
    centre = people.actor_for(Account.objects.get(username="liumin"), at)
    sample = Case.objects.filter(is_open=True, lon__isnull=False).order_by("-id").first()
    if sample is None:
        raise SystemExit("the demo has no open case with a point")

    def file() -> None:
        operations.file_report(
            actor=ANYONE, at=clock.now(), text="楼下的井盖松了，车一过就响", lon=sample.lon, lat=sample.lat
        )

    return [
        _time("file a report (rolled back)", file),
        _time("inbox of 50", lambda: queries.inbox(actor=centre, filters=queries.Filters())),
        _time("counts of the views", lambda: queries.view_counts(actor=centre)),
        _time("one case by its number", lambda: queries.get_report(actor=centre, number=sample.number)),
    ]


def _time(name: str, act: Callable[[], Any]) -> Timed:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    times = []
    for number in range(TIMES + 5):
        with transaction.atomic():
            began = time.perf_counter()
            act()
            # What a commit would check is part of the price.
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            took = time.perf_counter() - began
            transaction.set_rollback(True)
        if number >= 5:
            times.append(took)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        act()
        transaction.set_rollback(True)
    return timed(name, times, queries=len(captured))


if __name__ == "__main__":
    from linli.cli._world import hush, world

    with world(quiet=True):
        hush()
        print(json.dumps([row.__dict__ for row in measure()]))

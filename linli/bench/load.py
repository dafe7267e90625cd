"""`linli bench load`: years of a city's cases into an empty database, chunk by chunk, a process a core."""

from __future__ import annotations

from concurrent.futures import as_completed
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection, transaction

from linli.base.flow.models import Assignment, Case, DayBase, Step
from linli.base.orgs.models import Unit
from linli.base.places.models import MapVersion
from linli.bench.cases import Writer
from linli.bench.city import lay_out
from linli.bench.founding import found_city
from linli.bench.plan import CHUNK, SPAN, Calendar, Plan
from linli.bench.rows import set_sequences
from linli.config import processes
from linli.kernel import clock
from linli.pillars.governance.reports.models import Callback, Reporter
from linli.pillars.governance.reports.operations import install_catalogue

DAYS_SETTLED = 3
"""Of how many last days numbers go on where the load stopped."""


class Progress(Protocol):
    def __call__(self, done: int, total: int | None = None, words: str = "") -> None: ...


class NotEmptyError(Exception):
    """The database holds something else, or a load of another size."""


def plan_for(cases: int, subdistricts: int, now: datetime) -> Plan:
    """Plan a load, or take up the one that was begun here. Two queries.

    :raises NotEmptyError: there is something else in the database.
    """
    plan = Plan(cases, now, subdistricts)
    begun = MapVersion.objects.order_by("pk").first()
    if begun is None and not Unit.objects.exists():
        return plan
    if begun is None or begun.note != plan.signature:
        raise NotEmptyError
    return Plan(cases, begun.published_at + SPAN, subdistricts)


def load(plan: Plan, *, workers: int, progress: Progress) -> int:
    """Load a plan; chunks that are there already are left alone. Returns the number of cases written."""
    with transaction.atomic():
        install_catalogue()
        if not Unit.objects.exists():
            found_city(lay_out(plan.subdistricts, plan.seed), plan)
    done = _done(plan)
    left = [chunk for chunk in range(plan.chunks) if chunk not in done]
    before, written = len(done) * CHUNK, 0
    for made in _written(plan, left, workers):
        written += made
        progress(min(before + written, plan.cases), plan.cases)
    _settle(plan)
    return written


def _written(plan: Plan, chunks: list[int], workers: int) -> Any:
    if workers == 1:
        yield from (write_chunk(plan, chunk) for chunk in chunks)
        return
    connection.close()
    with processes.pool(workers) as pool:
        for made in as_completed([pool.submit(write_chunk, plan, chunk) for chunk in chunks]):
            yield made.result()


def _done(plan: Plan) -> set[int]:
    """Find the chunks that are there: each is one transaction, so its first case stands for all. One query."""
    firsts = [chunk * CHUNK + 1 for chunk in range(plan.chunks)]
    return {pk // CHUNK for pk in Case.objects.filter(pk__in=firsts).values_list("pk", flat=True)}


@lru_cache(maxsize=1)
def _writer(plan: Plan) -> Writer:
    return Writer(plan)


def write_chunk(plan: Plan, chunk: int, *, trusting: bool = True) -> int:
    """Write one chunk of cases in one transaction; the number written.

    `trusting` leaves the triggers asleep where the database lets us: `verify-log` proves the rows afterwards, and
    the triggers would read each of them twice.
    """
    writer = _writer(plan)
    numbers = range(chunk * CHUNK, min((chunk + 1) * CHUNK, plan.cases))
    for n in numbers:
        writer.draw(n)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('is_superuser') = 'on'")
            if trusting and cursor.fetchone()[0]:
                cursor.execute("SET LOCAL session_replication_role = replica")
        writer.flush()
    return len(numbers)


def _settle(plan: Plan) -> None:
    """Let life go on where the loading stopped: ids, numbers of the last days, statistics."""
    set_sequences((Case, Step, Assignment, Callback, Reporter))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('flow_case_number', GREATEST(nextval('flow_case_number'), %s))", [plan.cases]
        )
    calendar, last = Calendar(plan), clock.local(plan.until).date()
    counted = plan.cases
    for day in (last - timedelta(days=back) for back in range(DAYS_SETTLED)):
        first = calendar.first_of(day)
        DayBase.objects.update_or_create(day=day, defaults={"base": plan.cases + 1 - (counted - first)})
        counted = first
    with connection.cursor() as cursor:
        # As PostgreSQL would by itself in time: what is pending for an index over words goes into it.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def summary() -> dict[str, dict[str, int]]:
    """Say what the database holds: rows and bytes of its largest tables. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_live_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables "
            "WHERE n_live_tup > 0 ORDER BY 3 DESC LIMIT 12"
        )
        return {name: {"rows": rows, "bytes": size} for name, rows, size in cursor.fetchall()}

"""What must hold after every fault, asked of the database and of the gateway."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from django.db import DatabaseError, connections
from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from linli.base.flow.models import Bookmark, Case, Step
from linli.base.flow.verify import verify_log
from linli.base.notices import operations as notices
from linli.base.notices import rules
from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM
from linli.bench.gateway import Gateway
from linli.insight import filler
from linli.insight.indicators import INDICATORS
from linli.insight.models import Fact
from linli.kernel import clock

NOTICES = "notices"


def is_read(seconds: float, tend: Callable[[], object]) -> bool:
    """Wait until the log has been read to its end by who tells people; `tend` keeps the installation running."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        tend()
        try:
            newest = Step.objects.aggregate(n=Max("id"))["n"] or 0
            mark = Bookmark.objects.filter(reader=NOTICES).first()
        except (
            DatabaseError
        ):  # the last to leave a killed run stops the database, and the next start begins it again
            connections.close_all()
            mark = None
        if mark and mark.seen_id >= newest:
            return True
        time.sleep(0.2)
    return False


def filings(acknowledged: Mapping[str, str], tried: int, before: int) -> Iterator[str]:
    """Find filings that were acknowledged and are not there, not there once, or not what was said.

    `tried`: how many keys were ever sent; `before`: how many cases there were before the first.
    """
    held = dict(
        Case.objects.filter(idempotency_key__in=list(acknowledged)).values_list("idempotency_key", "number")
    )
    by_key = {str(key): number for key, number in held.items()}
    for key, number in acknowledged.items():
        if key not in by_key:
            yield f"filing {number} was acknowledged and is not there"
        elif by_key[key] != number:
            yield f"filing {number} was acknowledged as another: {by_key[key]}"
    made = Case.objects.count() - before
    if made > tried:
        yield f"{made} cases of {tried} filings"


def log(moved_since: int | None) -> Iterator[str]:
    """Find steps that were changed, removed or slipped in."""
    for flaw in verify_log(moved_since=moved_since):
        yield f"{flaw.number} step {flaw.seq}: {flaw.what}"


def told(gateway: Gateway, since: int) -> Iterator[str]:
    """Find messages that left twice under two ids, were never asked for, or are said to have left and did not."""
    new = Notice.objects.filter(pk__gt=since)
    doubled = (
        new.filter(step__isnull=False)
        .values("step", "channel", "template", "account", "hook", "key")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
    )
    for row in doubled:
        yield f"notice {row['key']} was made {row['n']} times"
    arrived = gateway.arrived()
    texts = new.filter(channel=Notice.Channel.SMS)
    known = dict(texts.values_list("pk", "state"))
    for pk in arrived.keys() - known.keys():
        if pk > since:
            yield f"message {pk} left without a notice"
    for pk, state in known.items():
        if state == Notice.State.SENT and not arrived[pk]:
            yield f"message {pk} is said to have left and did not"
    receipts = Counter(texts.filter(step__verb="file").values_list("step_id", flat=True))
    filed = Step.objects.filter(
        verb="file", case__idempotency_key__isnull=False, pk__in=receipts.keys()
    ).values_list("pk", flat=True)
    for step in filed:
        if receipts[step] != 1:
            yield f"step {step} has {receipts[step]} receipts"


def send_leased() -> None:
    """Send what a killed sender had leased, as the worker does when the lease has run out."""
    later = clock.now() + rules.LEASE + timedelta(seconds=1)
    for _ in range(200):
        if not Notice.objects.filter(is_urgent=True, next_try_at__lte=later).exists():
            return
        notices.send_due(actor=SYSTEM, at=later)


def unsent() -> Iterator[str]:
    """Find messages that should have left by now and did not."""
    waiting = Notice.objects.filter(is_urgent=True, channel=Notice.Channel.SMS).exclude(
        state=Notice.State.SENT
    )
    for pk, state in waiting.values_list("pk", "state"):
        yield f"message {pk} is {state}"


def facts(seconds: float = 20) -> Iterator[str]:
    """Find facts that are not what counting every row gives, on the ground of the city and of each subdistrict."""
    until = time.monotonic() + seconds
    wrong: list[str] = []
    while True:
        filler.fill_all(clock.now())
        wrong = [
            f"facts of unit {unit.pk} differ from counting: {_difference(unit)}"
            for unit in Unit.objects.filter(kind__in=[UnitKind.CITY, UnitKind.SUBDISTRICT])
            if _kept(unit.pk) != _counted(unit.path)
        ]
        # The worker may be filling right now; what it holds back is there a moment later.
        if not wrong or time.monotonic() > until:
            break
        time.sleep(0.5)
    yield from wrong


def _difference(unit: Unit) -> str:
    kept, counted = _kept(unit.pk), _counted(unit.path)
    return str(sorted(set(kept.items()) ^ set(counted.items()))[:4])


def _kept(unit_id: int) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (f.indicator, f.day.isoformat()): (f.above, f.below, f.left_out)
        for f in Fact.objects.filter(unit_id=unit_id)
        if f.above or f.below or f.left_out
    }


def _counted(ground: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for code, indicator in INDICATORS.items():
        rows = indicator.population().filter(**{f"{indicator.case}area__path__startswith": ground})
        parts = ((indicator.valid & indicator.hit, 0), (indicator.valid, 1), (~indicator.valid, 2))
        for part, place in parts:
            days = rows.filter(part).annotate(fact_day=TruncDate(indicator.when, tzinfo=clock.SHANGHAI))
            for day in days.values_list("fact_day", flat=True):
                found.setdefault((code, day.isoformat()), [0, 0, 0])[place] += 1
    return {key: (counts[0], counts[1], counts[2]) for key, counts in found.items()}

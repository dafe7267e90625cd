"""What runs on its own: who left long ago is forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.canteens import operations


@app.periodic(cron="27 3 * * *")
@app.task(name="canteens.forget_old", queueing_lock="canteens.forget_old")
def forget_old(timestamp: int) -> int:
    """Erase who left long ago, and the days of the attendance book older than a year; the book of meals keeps its sums."""
    at = clock.now()
    return operations.forget_old(actor=SYSTEM, at=at) + operations.forget_stays(actor=SYSTEM, at=at)

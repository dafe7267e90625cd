"""What runs on its own: who left long ago is forgotten; a community hears in the morning whom it should ask after."""

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


@app.periodic(cron="43 * * * *")
@app.task(name="canteens.alert_missed", queueing_lock="canteens.alert_missed")
def alert_missed(timestamp: int) -> int:
    """Tell communities that elders who always come did not; once a day, by day."""
    return operations.alert_missed(actor=SYSTEM, at=clock.now())

"""What runs on its own: who left long ago is forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.canteens import operations


@app.periodic(cron="27 3 * * *")
@app.task(name="canteens.forget_old", queueing_lock="canteens.forget_old")
def forget_old(timestamp: int) -> int:
    """Erase who left long ago; the book keeps its sums."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

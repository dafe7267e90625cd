"""What runs on its own: schemes end when the last day to hand in is over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.schemes import operations


@app.periodic(cron="27 3 * * *")
@app.task(name="schemes.end_old", queueing_lock="schemes.end_old")
def end_old(timestamp: int) -> int:
    """End what is over."""
    return operations.end_old(actor=SYSTEM, at=clock.now())

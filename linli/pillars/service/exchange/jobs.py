"""What runs on its own: what enterprises told each other ends on its last day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.exchange import operations


@app.periodic(cron="37 3 * * *")
@app.task(name="exchange.end_old", queueing_lock="exchange.end_old")
def end_old(timestamp: int) -> int:
    """End what is over."""
    return operations.end_old(actor=SYSTEM, at=clock.now())

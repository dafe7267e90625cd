"""What the clock does in a hall: after closing, what is still open ends with its reason."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.counters import operations


@app.periodic(cron="*/10 * * * *")
@app.task(name="counters.close_days", queueing_lock="counters.close_days")
def close_days(timestamp: int) -> int:
    """End what is open after a hall has closed. A job reads the time of day, as a face does."""
    return operations.close_days(actor=SYSTEM, at=clock.now())

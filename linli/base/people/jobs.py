"""What runs on its own: at night, what has reached its end is erased."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people import operations
from linli.base.people.actors import SYSTEM
from linli.kernel import clock


@app.periodic(cron="23 2 * * *")
@app.task(name="people.forget_old", queueing_lock="people.forget_old")
def forget_old(timestamp: int) -> dict[str, int]:
    """Erase codes, counts, sessions, unused resident accounts and the log of long ago."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

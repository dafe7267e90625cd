"""What runs on its own: who left a year ago is erased."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.branches import operations


@app.periodic(cron="41 3 * * *")
@app.task(name="branches.forget_old", queueing_lock="branches.forget_old")
def forget_old(timestamp: int) -> int:
    """Erase what has reached its end."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

"""What runs on its own: forgetting volunteers whose accounts ended."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.volunteers import operations


@app.periodic(cron="49 3 * * *")
@app.task(name="volunteers.forget_old", queueing_lock="volunteers.forget_old")
def forget_old(timestamp: int) -> int:
    """Delete volunteers whose accounts ended."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

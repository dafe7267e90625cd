"""What runs on its own: telling subscribers, forgetting what accounts that ended had chosen."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.bulletins import operations


@app.periodic(cron="* * * * *")
@app.task(name="bulletins.push", queueing_lock="bulletins.push")
def push(timestamp: int) -> int:
    """Tell subscribers what is newly shown. A job reads the time of day, as a face does."""
    return operations.push_bulletins(actor=SYSTEM, at=clock.now())


@app.periodic(cron="47 3 * * *")
@app.task(name="bulletins.forget_old", queueing_lock="bulletins.forget_old")
def forget_old(timestamp: int) -> int:
    """Delete subscriptions of accounts that ended."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

"""What runs on its own: memberships whose time is over are erased, wishes that were taken too long are open again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.care import operations


@app.periodic(cron="17 3 * * *")
@app.task(name="care.forget_old", queueing_lock="care.forget_old")
def forget_old(timestamp: int) -> dict[str, int]:
    """Erase what has reached its end; open wishes again."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

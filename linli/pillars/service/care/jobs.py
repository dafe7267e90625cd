"""What runs on its own: what has reached its end is erased, wishes are open again, helpers hear that the month ends."""

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


@app.periodic(cron="38 * * * *")
@app.task(name="care.remind_pairs", queueing_lock="care.remind_pairs")
def remind_pairs(timestamp: int) -> int:
    """Tell helpers who have not been yet that the month ends: by day, once a month each."""
    return operations.remind_pairs(actor=SYSTEM, at=clock.now())

"""What the clock does beyond the flow: numbers to call back are forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.ratings import operations


@app.periodic(cron="40 3 * * *")
@app.task(name="ratings.forget_phones", queueing_lock="ratings.forget_phones")
def forget_phones(timestamp: int) -> int:
    """Forget the numbers of raters whose case ended a month ago."""
    return operations.forget_phones(actor=SYSTEM, at=clock.now())

"""What the clock does with bookings of rooms."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.venues import operations


@app.periodic(cron="*/15 * * * *")
@app.task(name="venues.lapse_asks", queueing_lock="venues.lapse_asks")
def lapse_asks(timestamp: int) -> int:
    """Tell no to asks that nobody answered in time."""
    return operations.lapse_asks(actor=SYSTEM, at=clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="venues.forget_old", queueing_lock="venues.forget_old")
def forget_old(timestamp: int) -> int:
    """Forget who had a room, a month after."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

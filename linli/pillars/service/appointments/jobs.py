"""What the clock does with appointments: reminds, ends the day, tells when a hall is shut, forgets."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.appointments import operations


@app.periodic(cron="*/15 * * * *")
@app.task(name="appointments.tend", queueing_lock="appointments.tend")
def tend(timestamp: int) -> int:
    """Remind of tomorrow, end what nobody came to, call off what falls on a day the hall is shut."""
    at = clock.now()
    return (
        operations.call_off_shut_days(actor=SYSTEM, at=at)
        + operations.remind(actor=SYSTEM, at=at)
        + operations.end_days(actor=SYSTEM, at=at)
    )


@app.periodic(cron="33 3 * * *")
@app.task(name="appointments.forget", queueing_lock="appointments.forget")
def forget(timestamp: int) -> int:
    """Forget who had booked, a month after the day."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

"""What runs on its own: who came to what is erased two years on."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.life import operations


@app.periodic(cron="47 3 * * *")
@app.task(name="life.forget_attendances", queueing_lock="life.forget_attendances")
def forget_attendances(timestamp: int) -> int:
    """Erase what has reached its end."""
    return operations.forget_attendances(actor=SYSTEM, at=clock.now())

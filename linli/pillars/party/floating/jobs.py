"""What runs on its own: branches are told on Mondays that something is due for who is away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.floating import operations


@app.periodic(cron="20 1 * * 1")
@app.task(name="floating.remind", queueing_lock="floating.remind")
def remind(timestamp: int) -> int:
    """Tell who keeps an organisation that something is due there."""
    return operations.remind_of_floating(actor=SYSTEM, at=clock.now())

"""What runs on its own: who was at which training is erased two years on."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.team import operations


@app.periodic(cron="56 3 * * *")
@app.task(name="team.forget_trained", queueing_lock="team.forget_trained")
def forget_trained(timestamp: int) -> int:
    """Erase what has reached its end."""
    return operations.forget_trained(actor=SYSTEM, at=clock.now())

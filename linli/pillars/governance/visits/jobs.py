"""What the night does: lists new doors, forgets what has reached its end."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.governance.visits import operations


@app.periodic(cron="41 3 * * *")
@app.task(name="visits.tend", queueing_lock="visits.tend")
def tend(timestamp: int) -> int:
    """List new doors; forget old words, former values and pages."""
    at = clock.now()
    return operations.enrol_all(at=at) + sum(operations.forget_old(actor=SYSTEM, at=at).values())

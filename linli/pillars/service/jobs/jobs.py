"""What runs on its own: postings end on their last day, and seekers whose time is up are forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.jobs import operations


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.end_old", queueing_lock="jobs.end_old")
def end_old(timestamp: int) -> int:
    """End what is over."""
    return operations.end_old(actor=SYSTEM, at=clock.now())

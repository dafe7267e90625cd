"""What runs on its own: publicity that is over, files put away, applicants forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.applications import operations


@app.periodic(cron="*/10 * * * *")
@app.task(name="applications.end_publicities", queueing_lock="applications.end_publicities")
def end_publicities(timestamp: int) -> int:
    """End what was public long enough. A job reads the time of day, as a face does."""
    return operations.end_publicities(at=clock.now())


@app.periodic(cron="17 3 * * *")
@app.task(name="applications.archive_old", queueing_lock="applications.archive_old")
def archive_old(timestamp: int) -> int:
    """Put away what ended long enough ago."""
    return operations.archive_old(at=clock.now())


@app.periodic(cron="27 3 * * *")
@app.task(name="applications.forget_old", queueing_lock="applications.forget_old")
def forget_old(timestamp: int) -> int:
    """Erase applicants whose time is over."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

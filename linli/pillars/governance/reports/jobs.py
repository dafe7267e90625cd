"""What runs after a page has answered."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.governance.reports import operations


@app.periodic(cron="53 2 * * *")
@app.task(name="reports.forget_old", queueing_lock="reports.forget_old")
def forget_old(timestamp: int) -> int:
    """Erase who reported, three years after the end."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())


@app.task(name="reports.follow_map")
def follow_map(office_id: int) -> int:
    """Give waiting reports of an office to the grids of its new map. A job reads the time of day, as a face does."""
    return operations.follow_map(office=Unit.objects.get(pk=office_id), at=clock.now())

"""Every quarter of an hour in the morning: briefs that are planned and not there are written."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.insight.briefs import operations
from linli.kernel import clock


@app.periodic(cron="*/15 * * * *")
@app.task(name="briefs.write", queueing_lock="briefs.write", lock="briefs.write")
def write_briefs(timestamp: int) -> int:
    """Write the briefs that are due, and count them."""
    at = clock.now()
    return operations.write_due(at=at) if 5 <= clock.local(at).hour < 12 else 0

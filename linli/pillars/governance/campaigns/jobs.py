"""What runs on its own: the lists of campaigns long closed keep their numbers and nothing of people."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.kernel import clock
from linli.pillars.governance.campaigns import operations


@app.periodic(cron="43 3 * * *")
@app.task(name="campaigns.forget_campaigns", queueing_lock="campaigns.forget_campaigns")
def forget_campaigns(timestamp: int) -> int:
    """Erase what was closed long enough ago. A job reads the time of day, as a face does."""
    return operations.forget_campaigns(at=clock.now())

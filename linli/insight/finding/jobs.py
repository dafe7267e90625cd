"""Every minute: what was named anew is made ready to be found. A search does the same for what is due when it asks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.insight.finding import absorbing


@app.periodic(cron="* * * * *")
@app.task(name="finding.absorb_names", queueing_lock="finding.absorb_names", lock="finding.absorb_names")
def absorb_names(timestamp: int) -> int:
    """Write the names of all that is due, and count them."""
    return absorbing.absorb_all()

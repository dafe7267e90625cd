"""What runs on its own: leads that the discipline body has long received leave nothing here."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.kernel import clock
from linli.pillars.governance.supervision import operations


@app.periodic(cron="37 3 * * *")
@app.task(name="supervision.forget_leads", queueing_lock="supervision.forget_leads")
def forget_leads(timestamp: int) -> int:
    """Erase the words of what was received long enough ago. A job reads the time of day, as a face does."""
    return operations.forget_leads(at=clock.now())

"""What runs on its own: owners who have not voted are reminded before the close."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.kernel import clock
from linli.pillars.governance.estates import operations


@app.periodic(cron="*/10 * * * *")
@app.task(name="estates.remind_owners", queueing_lock="estates.remind_owners")
def remind_owners(timestamp: int) -> int:
    """Remind of every election whose vote closes soon. A job reads the time of day, as a face does."""
    return operations.remind_owners(at=clock.now())

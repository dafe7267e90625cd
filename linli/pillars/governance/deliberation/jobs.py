"""What runs on its own: whoever has not voted is reminded before the close."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.kernel import clock
from linli.pillars.governance.deliberation import operations


@app.periodic(cron="*/10 * * * *")
@app.task(name="deliberation.remind_voters", queueing_lock="deliberation.remind_voters")
def remind_voters(timestamp: int) -> int:
    """Remind of every vote that closes soon. A job reads the time of day, as a face does."""
    return operations.remind_voters(at=clock.now())

"""What runs on its own: files that were sent and never used are removed at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.files import operations
from linli.base.people.actors import SYSTEM
from linli.kernel import clock


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_unattached", queueing_lock="files.sweep_unattached")
def sweep_unattached(timestamp: int) -> int:
    """Remove files that nothing refers to."""
    return operations.sweep_unattached(actor=SYSTEM, at=clock.now())

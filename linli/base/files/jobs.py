"""What runs on its own: files that nobody used are removed at night, and bytes of erased ones until they are gone."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.files import operations
from linli.base.people.actors import SYSTEM
from linli.kernel import clock


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_unattached", queueing_lock="files.sweep_unattached")
def sweep_unattached(timestamp: int) -> int:
    """Remove files that nothing refers to."""
    return operations.sweep_unattached(actor=SYSTEM, at=clock.now())


# Waits twice as long each time: a second at first, nine hours at the end, eighteen hours altogether.
@app.task(name=operations.DROPPING, retry=RetryStrategy(max_attempts=16, exponential_wait=2))
def drop_bytes(sha256: str, is_photo: bool) -> None:
    """Delete the bytes of an erased file from the storage."""
    operations.drop_bytes(actor=SYSTEM, sha256=sha256, is_photo=is_photo, at=clock.now())

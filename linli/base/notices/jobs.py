"""What runs on its own: reading the log and sending what waits.

`turn(at)` is one round; the worker calls it about once a second, so that a grid leader hears within a second. The
periodic task does the same once a minute, for a worker that runs nothing else.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import Error, close_old_connections
from procrastinate.contrib.django import app

from linli.base.notices import operations
from linli.base.notices.operations import Sent
from linli.base.people.actors import SYSTEM
from linli.kernel import clock

SECONDS_BETWEEN = 0.7
log = logging.getLogger("linli.notices")


def turn(at: datetime) -> tuple[int, Sent]:
    """Read the log and send what is due, once; return how many notices were made and what became of those sent."""
    made = operations.read_steps(actor=SYSTEM, at=at)
    return made, operations.send_due(actor=SYSTEM, at=at)


def listen(
    stop: threading.Event, *, between: float = SECONDS_BETWEEN, now: Callable[[], datetime] = clock.now
) -> None:
    """Take turns until told to stop; a database that is away is waited for."""
    while not stop.is_set():
        try:
            _, sent = turn(now())
            busy = sent.sent > 0
        except Error:
            log.exception("the database did not answer; trying again")
            busy = False
        finally:
            close_old_connections()
        stop.wait(0 if busy else between)


@app.periodic(cron="* * * * *")
@app.task(name="notices.turn", queueing_lock="notices.turn")
def take_turn(timestamp: int) -> int:
    """Read the log and send what is due."""
    return turn(clock.now())[0]


@app.periodic(cron="41 3 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> int:
    """Delete messages that need not be kept any longer."""
    return operations.forget_old(actor=SYSTEM, at=clock.now())

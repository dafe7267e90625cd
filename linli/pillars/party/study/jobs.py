"""What runs on its own: what members answered is erased half a year after a quiz closed; the totals stay."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.party.study import operations


@app.periodic(cron="53 3 * * *")
@app.task(name="study.forget_answers", queueing_lock="study.forget_answers")
def forget_answers(timestamp: int) -> int:
    """Erase what has reached its end."""
    return operations.forget_answers(actor=SYSTEM, at=clock.now())

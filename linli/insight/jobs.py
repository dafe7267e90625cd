"""Once a minute: facts follow what happened, and the boards of wide grounds are told."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.orgs.models import Unit
from linli.insight import boards, filler
from linli.insight.cited import keeping
from linli.kernel import clock

TURNS = 50
"""Batches a minute's job takes; an installation that just began to count goes on in the next minute."""


@app.periodic(cron="* * * * *")
@app.task(name="insight.fill", queueing_lock="insight.fill", lock="insight.fill")
def fill_facts(timestamp: int) -> int:
    """Fill facts with what happened since the last time."""
    at, counted = clock.now(), 0
    for _ in range(TURNS):
        touched = filler.fill(at)
        counted += touched
        if not touched:
            break
    return counted


@app.periodic(cron="* * * * *")
@app.task(name="insight.keep_boards", queueing_lock="insight.keep_boards", lock="insight.keep_boards")
def keep_boards(timestamp: int) -> int:
    """Tell the boards of districts and cities anew, so that opening one counts nothing."""
    return boards.keep_boards(clock.now())


@app.task(name="insight.count_figures", lock="insight.count_figures")
def count_figures(unit_id: int) -> int:
    """Count the cited figures of a ground that somebody opened."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return keeping.count(unit=unit, at=clock.now()) if unit is not None else 0

"""What runs on its own: every night each office learns from its own closed cases."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from linli.base.language import learnable, operations
from linli.base.orgs import queries as orgs
from linli.base.people.actors import SYSTEM
from linli.kernel import clock

log = logging.getLogger(__name__)


@app.periodic(cron="37 1 * * *")
@app.task(name="language.learn", queueing_lock="language.learn")
def learn(timestamp: int) -> int:
    """Learn every subject of every office; count the versions that were better and are now in use."""
    kept = 0
    for office in orgs.offices():
        for subject in learnable.subjects():
            made = operations.learn_subject(actor=SYSTEM, at=clock.now(), subject=subject, office=office)
            kept += bool(made and made.is_current)
            if made:
                log.info("%s of %s: version %s, %s", subject.name, office.code, made.version, made.outcome)
    return kept

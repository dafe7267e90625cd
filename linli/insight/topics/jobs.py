"""Every half hour: offices with news have their topics gathered anew, one after another."""

from __future__ import annotations

from procrastinate.contrib.django import app

from linli.base.orgs import queries as orgs
from linli.insight.topics import gathering
from linli.kernel import clock


@app.periodic(cron="7,37 * * * *")
@app.task(name="topics.gather", queueing_lock="topics.gather", lock="topics.gather")
def gather_topics(timestamp: int) -> int:
    """Gather the topics of every office that has new reports, and count those offices."""
    at, gathered = clock.now(), 0
    for office in orgs.offices():
        if gathering.is_stale(office):
            gathering.gather(office=office, at=at)
            gathered += 1
    return gathered

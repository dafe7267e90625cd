"""What the street shows everybody in the demo town: its director publishes all sets of open data but one."""

from __future__ import annotations

from datetime import datetime

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.insight.opendata import operations as op

PUBLISHER = "fangzhuren"
SHOWN = ("reports", "circles", "facilities")


def _publish(company: Company, at: datetime) -> None:
    for code in SHOWN:
        op.publish_set(actor=company.actor(PUBLISHER), office=company.unit("street"), code=code, at=at)


ACTS = (Act(20, _publish),)

"""Briefs of the demo's street: which are written by themselves, one edited and sent, others waiting to be read through."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.insight.briefs import operations as op
from linli.insight.briefs.models import Brief
from linli.insight.briefs.rules import BriefKind
from linli.kernel import clock

LEADER: Final = "luoshuji"
PLANNED: Final = (BriefKind.DAILY, BriefKind.WEEKLY, BriefKind.HOT, BriefKind.MONTHLY, BriefKind.THEME)
ADDED: Final = "\n## 请各社区留意\n天冷了，独居老人家的暖气、水管这周都问一遍；问到的事照常登记，不另报表。"


def _plan(company: Company, at: datetime) -> None:
    op.plan_briefs(actor=company.actor(LEADER), office=company.unit("street"), kinds=PLANNED, hour=7)


def _write(company: Company, at: datetime, kind: BriefKind) -> Brief:
    day = clock.local(at).date()
    return op.write_brief(
        actor=company.actor(LEADER), at=at, office=company.unit("street"), kind=kind, day=day
    )


def _send(company: Company, at: datetime) -> None:
    """Write the week's brief, add what somebody has to say to it, and send it; the month's goes out as it is."""
    leader = company.actor(LEADER)
    week = _write(company, at, BriefKind.WEEKLY)
    op.edit_brief(actor=leader, at=at, brief=week.pk, words=f"{week.words}{ADDED}")
    for brief in (week, _write(company, at, BriefKind.MONTHLY)):
        op.send_brief(actor=leader, at=at, brief=brief.pk)


def _draft(company: Company, at: datetime) -> None:
    for kind in (BriefKind.DAILY, BriefKind.HOT, BriefKind.THEME, BriefKind.ANNUAL):
        _write(company, at, kind)


ACTS: Final = (Act(52, _plan), Act(26, _send), Act(1.2, _draft))
"""Hours before the story ends."""

"""Who must approve, and what the engine asks about a bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.base.flow.models import Assignment, Case
from linli.base.orgs.models import Unit
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.bulletins import rules
from linli.pillars.service.bulletins.models import (
    ApprovalRule,
    Bulletin,
)
from linli.pillars.service.bulletins.rules import Approval, Approver, BulletinKind, ReachLevel


def approval_of(bulletin: Bulletin) -> Approval:
    """Say who must approve a bulletin: the office's own rule, else what we propose. One query."""
    return approvals(bulletin.case.office)[BulletinKind(bulletin.kind), ReachLevel(bulletin.level)]


def approvals(office: Unit) -> dict[tuple[BulletinKind, ReachLevel], Approval]:
    """Give an office's whole table. One query."""
    own = {
        (BulletinKind(r.kind), ReachLevel(r.level)): Approval(Approver(r.by), r.at_once)
        for r in ApprovalRule.objects.filter(office=office)
    }
    return {**rules.APPROVALS, **own}


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards of the table what they ask beyond the case. Two queries."""
    bulletin = Bulletin.objects.get(case=case)
    bulletin.case = case
    approval = approval_of(bulletin)
    is_free = approval.by is Approver.NOBODY
    flags = {
        "free": is_free,
        "at_once": approval.at_once and not is_free,
        "over": bulletin.valid_until <= at,
    }
    return {"pending": frozenset(name for name, holds in flags.items() if holds)}

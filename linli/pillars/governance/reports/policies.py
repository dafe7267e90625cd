"""Who may see which reports, always as a pair: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.roles import CENTRE, COMMUNITY, INTAKE, LEADING
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.models import Report


def reaches(actor: Actor, report: Report) -> bool:
    """Say whether an actor may see a report. No query when the case is loaded."""
    return flow.reaches(actor, report.case)


def reachable(actor: Actor) -> Q:
    """Match the reports an actor may see."""
    return flow.reachable(actor, prefix="case__")


def sees_reporter(actor: Actor, report: Report, is_confidential: bool) -> bool:
    """Say whether an actor may see (masked) who raised a report.

    A confidential reporter is hidden from everyone who handles; the office's own desk, which must call back, sees a mask.
    """
    if is_confidential or report.case.is_confidential:
        return any(p.unit_id == report.case.office_id and p.role in INTAKE for p in actor.posts)
    return reaches(actor, report)


def may_reveal(actor: Actor, report: Report, is_confidential: bool) -> bool:
    """Say whether an actor may ask for the full phone number, with a reason that the person can read."""
    if not sees_reporter(actor, report, is_confidential):
        return False
    if is_confidential:
        return any(p.unit_id == report.case.office_id and p.role in CENTRE for p in actor.posts)
    return (
        actor.has(INTAKE | COMMUNITY | LEADING)
        or report.case.holder_id in actor.sight_ids
        or bool({p.unit_id for p in actor.posts} & set(report.case.holder.line))
    )

"""What `people.operations.reveal` may open about who reported."""

from __future__ import annotations

from linli.base.people.actors import Actor
from linli.base.people.revealing import Found
from linli.pillars.governance.reports import policies
from linli.pillars.governance.reports.models import Reporter


def find_reporter(actor: Actor, id: int, field: str) -> Found | None:
    """Give a reporter's name or number to those who may ask for it; None when absent or forbidden. One query."""
    row = Reporter.objects.select_related("report__case__holder").filter(pk=id).first()
    if row is None or not policies.reaches(actor, row.report):
        return None
    if not policies.may_reveal(actor, row.report, row.is_confidential) or not getattr(row, field):
        return None
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(getattr(row, field), person_id=row.account_id, person_print=print_)

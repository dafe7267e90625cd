"""Looking that leaves a trace: a list taken out of the house, a caller's earlier reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.vault import fingerprint
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.queries import Filters, ReportRow


def export_reports(*, actor: Actor, filters: Filters, at: datetime) -> Iterator[ReportRow]:
    """Hand out the rows of a list, and put on record who took how many out of what."""
    count = queries.selection(actor, filters).order_by().count()
    record(What.EXPORTED, at=at, actor=actor, subject="reports.Report", reason=f"{filters.view} {count}")
    return queries.export_rows(actor=actor, filters=filters)


def look_up_caller(*, actor: Actor, phone: str, at: datetime, most: int = 5) -> list[ReportRow]:
    """List what a phone raised before, out of what the actor may see; the person can read that it was looked up."""
    with transaction.atomic():
        rows: list[ReportRow] = queries.earlier_of_phone(actor=actor, phone=phone, most=most)
        record(
            What.LOOKED_UP,
            at=at,
            actor=actor,
            is_success=bool(rows),
            subject="reports.Reporter",
            field="phone",
            person_print=fingerprint(phone, "phone"),
        )
    return rows

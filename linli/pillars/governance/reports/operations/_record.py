"""Noting down what was seen and, often, settled on the spot: one submission of a phone on the doorstep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.operations._file import Filed, file_report
from linli.pillars.governance.reports.operations._take import settle_report


def record_report(
    *, actor: Actor, at: datetime, answer: str = "", files: Sequence[StoredFile] = (), **filing: Any
) -> Filed:
    """File a report and, where `answer` says how it was solved, settle it at once. Both, or nothing.

    Takes what `file_report` takes. The same key again gives the report that is there, settled once.

    :raises NotYourMove: the place is not the actor's ground, so that another must settle it.
    """
    with transaction.atomic():
        filed = file_report(actor=actor, at=at, files=files, **filing)
        if answer.strip() and filed.is_new:
            settle_report(actor=actor, number=filed.report.case.number, at=at, answer=answer.strip())
            filed.report.case.refresh_from_db()
    return filed

"""What is kept about one person in reports, for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from linli.base.people.models import Account
from linli.pillars.governance.reports.models import Reporter


def reporters_of_account(account: Account) -> QuerySet[Reporter]:
    """Match the rows of somebody who reported with this account, or with its telephone number."""
    mine = Q(account=account)
    if account.phone_print:
        mine |= Q(phone_print=bytes(account.phone_print))
    return Reporter.objects.filter(mine, erased_at__isnull=True, came_from=None)


def collect_reports(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give what somebody reported and what came of it. One query."""
    rows = reporters_of_account(account).select_related("report__case").order_by("joined_at")
    return {
        "reports": [
            {
                "number": r.report.case.number,
                "at": r.joined_at,
                # Who joined did not write these words.
                "text": r.report.text if r.is_first else "",
                "place": r.report.case.place_words if r.is_first else "",
                "state": r.report.case.state,
                "closed_at": r.report.case.closed_at,
                "name": r.name,
                "phone": r.phone,
                "confidential": r.is_confidential,
            }
            for r in rows
        ]
    }

"""One report, for those who may see it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from linli.base.flow.models import Watch
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.base.people.vault import check_token
from linli.pillars.governance.reports import policies
from linli.pillars.governance.reports.models import Report, Reporter


def get_report(*, actor: Actor, number: str) -> Report:
    """Give a report the actor may see, with its case, its units and whether the actor follows it. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Report.objects.select_related(
        "case__holder",
        "case__area__parent",
        "case__office",
        "case__parent",
        "case__merged_into",
        "case__holder_account",
        "category",
    )
    watched = Watch.objects.filter(case=OuterRef("pk"), account_id=actor.account_id or 0)
    found = rows.filter(policies.reachable(actor), case__number=number)
    report = found.annotate(is_watched=Exists(watched)).first()
    if report is None:
        raise NoSuchCase(number=number)
    return report


def report_by_link(*, number: str, token: str) -> tuple[Report, Reporter]:
    """Give the report that a reporter's secret link opens, and the reporter. Two queries.

    :raises NoSuchCase: no such number, or a wrong or withdrawn secret.
    """
    report = (
        Report.objects.select_related(
            "case__area", "case__office", "case__holder", "case__merged_into", "category"
        )
        .filter(case__number=number)
        .first()
    )
    if report is None:
        raise NoSuchCase(number=number)
    for reporter in report.reporters.filter(came_from=None).order_by("pk"):
        if check_token(token, "reporter", reporter.pk, reporter.link_version):
            return report, reporter
    raise NoSuchCase(number=number)

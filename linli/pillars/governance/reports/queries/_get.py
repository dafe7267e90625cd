"""One report, for those who may see it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from linli.base.flow.models import Case, Watch
from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.base.people.vault import check_token, fingerprint
from linli.base.written import written
from linli.kernel.numbers import normalise_phone
from linli.pillars.governance.reports import policies
from linli.pillars.governance.reports.models import Report, Reporter


def get_report(*, actor: Actor, number: str) -> Report:
    """Give a report the actor may see, with its case, its units and whether the actor follows it. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    found = _reports(actor=actor, number=number)
    if not found:
        raise NoSuchCase(number=number)
    return found[0]


@written
def _reports(*, actor: Actor, number: str) -> QuerySet[Report]:
    rows = Report.objects.select_related(
        "case__holder",
        "case__area__parent",
        "case__office",
        "case__parent",
        "case__merged_into",
        "case__holder_account",
        "category",
        "named_component__component__owner",
    )
    watched = Watch.objects.filter(case=OuterRef("pk"), account_id=actor.account_id or 0)
    found = rows.filter(policies.reachable(actor), case__number=number)
    return found.annotate(is_watched=Exists(watched))


def cases_named(*, actor: Actor, numbers: Sequence[str]) -> list[Case]:
    """Give the cases of reports an actor may see, in the order in which they were named. One query.

    :raises NoSuchCase: one of them is absent or out of reach.
    """
    rows = Report.objects.filter(policies.reachable(actor), case__number__in=numbers)
    known = {r.case.number: r.case for r in rows.select_related("case__area__parent", "case__office")}
    for number in numbers:
        if number not in known:
            raise NoSuchCase(number=number)
    return [known[number] for number in numbers]


def report_by_link(*, number: str, token: str) -> tuple[Report, Reporter]:
    """Give the report that a reporter's secret link opens, and the reporter. Two queries.

    :raises NoSuchCase: no such number, or a wrong or withdrawn secret.
    """
    for report in _followed(number=number):
        for reporter in _own_reporters(report=report.pk):
            if check_token(token, "reporter", reporter.pk, reporter.link_version):
                return report, reporter
    raise NoSuchCase(number=number)


@written
def _followed(*, number: str) -> QuerySet[Report]:
    units = ("case__area", "case__office", "case__holder")
    return Report.objects.select_related(*units, "case__merged_into", "category").filter(case__number=number)


@written
def _own_reporters(*, report: int) -> QuerySet[Reporter]:
    return Reporter.objects.filter(report=report, came_from=None).order_by("pk")


def reporter_by_proof(*, number: str, proof: str) -> Reporter | None:
    """Give the reporter of a report who left this phone, or who holds the code of this link. At most three queries.

    A phone proves nothing where secrecy was asked for: whoever handles the report knows its number, and could try out whose
    phone it is. There only the code opens.
    """
    try:
        return report_by_link(number=number, token="".join(proof.split()))[1]
    except NoSuchCase:
        pass
    try:
        phone = normalise_phone(proof)
    except ValueError:
        return None
    return (
        Reporter.objects.select_related("report__case")
        .filter(report__case__number=number, phone_print=fingerprint(phone, "phone"))
        .filter(is_confidential=False, report__case__is_confidential=False, came_from=None, erased_at=None)
        .first()
    )

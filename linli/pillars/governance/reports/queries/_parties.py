"""Who is told about a report, besides those who work on it."""

from __future__ import annotations

from collections.abc import Iterable

from linli.base.notices.parties import Party
from linli.base.notices.shown import FOLLOW
from linli.base.people.vault import secret_token
from linli.pillars.governance.reports.models import Reporter


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Party]]:
    """Give whoever raised or joined these reports and follows them, in the order they came. Two queries.

    Somebody whose own report was merged into one of these follows it under the link they have: their own.
    """
    rows = Reporter.objects.filter(report__in=list(case_ids), follows=True, erased_at__isnull=True)
    reporters = [
        r for r in rows.select_related("report__case").order_by("joined_at", "pk") if r.phone or r.account_id
    ]
    origins = {r.came_from_id for r in reporters} - {None}
    own = {_same(r): r for r in Reporter.objects.filter(report__in=origins).select_related("report__case")}
    found: dict[int, list[Party]] = {}
    for r in reporters:
        followed = own.get(_same(r), r)
        token = secret_token("reporter", followed.pk, followed.link_version)
        party = Party(
            account_id=r.account_id,
            phone=r.phone,
            language=r.language,
            link=FOLLOW.format(number=followed.report.case.number, token=token),
            since=r.joined_at,
        )
        found.setdefault(r.report_id, []).append(party)
    return found


def _same(r: Reporter) -> tuple[object, ...]:
    """Tell one person of one report: the copy that a merge makes has all of this from the original."""
    return (r.came_from_id or r.report_id, r.joined_at, bytes(r.phone_print or b""), r.account_id)

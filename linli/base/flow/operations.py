"""Changes around the cases that no flow makes: closing a unit, following a moved unit."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from linli.base.flow.models import Assignment, CalendarDay, Case
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import UnitInUse


def close_unit(*, unit: Unit) -> Unit:
    """Take a unit out of use. Four queries.

    :raises UnitInUse: it holds open cases or shares, has live posts, or units below it are in use. Nothing that
        anyone raised is ever left without a holder.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        counts = {
            "cases": Case.objects.filter(holder=unit, is_open=True).count(),
            "shares": Assignment.objects.filter(unit=unit, state__in=Assignment.LIVE).count(),
            "posts": unit.posts.filter(held_until__isnull=True).count(),
            "units": Unit.objects.filter(parent=unit, is_active=True).count(),
        }
        for what, count in counts.items():
            if count:
                raise UnitInUse(unit=str(unit), what=what, count=count)
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
    unit.is_active = False
    return unit


def refresh_reach(*, unit: Unit) -> int:
    """Bring the scope of cases up to date after a unit moved in the tree, and count them. One query a thousand cases."""
    changed = 0
    cases = (
        Case.objects.filter(reach__contains=[unit.pk])
        .select_related("holder", "area")
        .iterator(chunk_size=1000)
    )
    for case in cases:
        lines = {*case.area.line, *case.holder.line}
        for share in case.assignments.select_related("unit"):
            lines.update(share.unit.line)
        reach = sorted(lines)
        if reach != case.reach:
            Case.objects.filter(pk=case.pk).update(reach=reach)
            changed += 1
    return changed


def set_calendar_day(*, office: Unit, day: date, kind: str, basis: str) -> CalendarDay:
    """Let an office work a day otherwise than the national table says, on a stated basis. Two queries.

    Deadlines that run already keep the day they were given.
    """
    kept, _ = CalendarDay.objects.update_or_create(
        office=office, day=day, defaults={"kind": CalendarDay.Kind(kind), "basis": basis}
    )
    return kept


def clear_calendar_day(*, office: Unit, day: date) -> None:
    """Take a local day back: the national table holds again. One query."""
    CalendarDay.objects.filter(office=office, day=day).delete()

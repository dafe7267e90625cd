"""Changes around the cases that no flow makes: closing a unit, following a moved unit."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

from django.db import transaction

from linli.base.flow.models import Assignment, CalendarDay, Case, OfficeHours
from linli.base.flow.refusals import HoursOutOfOrder
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


def set_office_hours(
    *, office: Unit, from_date: date, morning: tuple[time, time], afternoon: tuple[time, time], basis: str
) -> OfficeHours:
    """Let an office keep other hours from a day on, until the next such day, on a stated basis. Two queries.

    Deadlines that run already keep the moment they were given.

    :raises HoursOutOfOrder: the morning must end before the afternoon begins, and both after they began.
    """
    moments = [*morning, *afternoon]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise HoursOutOfOrder
    kept, _ = OfficeHours.objects.update_or_create(
        office=office,
        from_date=from_date,
        defaults={
            "morning_opens": morning[0],
            "morning_closes": morning[1],
            "afternoon_opens": afternoon[0],
            "afternoon_closes": afternoon[1],
            "basis": basis,
        },
    )
    return kept


def clear_office_hours(*, office: Unit, from_date: date) -> None:
    """Take hours back: those before them hold on. One query."""
    OfficeHours.objects.filter(office=office, from_date=from_date).delete()


def clear_calendar_day(*, office: Unit, day: date) -> None:
    """Take a local day back: the national table holds again. One query."""
    CalendarDay.objects.filter(office=office, day=day).delete()

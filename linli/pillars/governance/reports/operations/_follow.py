"""What is waiting follows the grid map when it is redrawn."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from linli.base.flow.models import Case
from linli.base.flow.refusals import NotFromHere, Overtaken
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.places import index
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.operations._push import OutsideOffice, relocate_report


def follow_map(*, office: Unit, at: datetime) -> int:
    """Give reports that nobody has taken up to the grid that holds their place now, and count them.

    Only those with a point that still lie with the grid they were filed in; whatever somebody works on stays where it
    is, and so does a point that lies in no grid. One query and a move for each report that changes hands.
    """
    known = index.current()
    waiting = Case.objects.filter(
        kind=KIND,
        office=office,
        is_open=True,
        state__in=("received", "checking"),
        holder_id=F("area_id"),
        area__kind=UnitKind.GRID,
        lon__isnull=False,
        lat__isnull=False,
    )
    moved = 0
    rows = waiting.order_by("pk").values_list("number", "area_id", "lon", "lat", "step_seq")
    for number, area_id, lon, lat, seen in list(rows):
        now = known.grid_at(lon, lat) if lon is not None and lat is not None else None
        if now is None or now == area_id:
            continue
        try:
            relocate_report(
                actor=SYSTEM, number=number, at=at, lon=lon, lat=lat, note="网格重新划分", seen=seen
            )
        except (Overtaken, NotFromHere, OutsideOffice):
            continue  # somebody took it up meanwhile: it is theirs
        moved += 1
    return moved

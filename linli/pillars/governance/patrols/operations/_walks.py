"""A walk told by what was found, or by nothing found; and a report that names a component."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from linli.base.files.models import StoredFile
from linli.base.people.actors import Actor
from linli.base.places.models import Facility
from linli.base.writing import insert
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols import policies
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.patrols.operations._beats import BeatEnded
from linli.pillars.governance.patrols.policies import NoSuchBeat, NoSuchComponent
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.operations import Filed

LATEST: Final = timedelta(days=7)
"""LOCAL: a walk is written down within a week; what was found later is an ordinary report."""


class WalkTooEarly(Refusal):
    """It lies ahead, or before the beat began."""


class WalkTooLong(Refusal):
    """It was longer ago than is written down: `days`."""


def record_patrol(
    *,
    actor: Actor,
    at: datetime,
    beat: Beat,
    on: date | None = None,
    found: str = "",
    answer: str = "",
    component: Facility | None = None,
    category: str = "",
    lon: float | None = None,
    lat: float | None = None,
    place_words: str = "",
    files: Sequence[StoredFile] = (),
    key: uuid.UUID | None = None,
) -> tuple[Patrol, Filed | None]:
    """Write down that a beat was walked: nothing found, or what was, which is an ordinary report from then on.

    A day has one patrol; what is found later on it is told to the same one. `answer` says how it was settled on the spot.

    :raises NoSuchBeat: out of reach. :raises BeatEnded: :raises WalkTooEarly: :raises WalkTooLong:
    :raises Refusal: what filing a report says.
    """
    today = clock.local(at).date()
    day = on or today
    with transaction.atomic():
        row = (
            Beat.objects.select_for_update(of=("self",))
            .select_related("area", "office", "road")
            .filter(pk=beat.pk)
            .first()
        )
        if row is None or not policies.reaches(actor, row):
            raise NoSuchBeat
        if row.ended_on is not None:
            raise BeatEnded
        if day > today or day < row.from_date:
            raise WalkTooEarly
        if today - day > LATEST:
            raise WalkTooLong(days=LATEST.days)
        unit_id = actor.posts[0].unit_id if actor.posts else row.unit_id
        patrol, _new = Patrol.objects.get_or_create(
            beat=row, on=day, defaults={"unit_id": unit_id, "written_at": at}
        )
        if not found.strip():
            return patrol, None
        if row.kind == Beat.Kind.SPOT and lon is None and component is None:
            lon, lat = row.lon, row.lat
        filed = reports.record_report(
            actor=actor,
            at=at,
            text=found,
            answer=answer,
            files=files,
            channel="grid",
            nature="help",
            category=category,
            component=component,
            lon=lon,
            lat=lat,
            place_words=place_words or (component.name if component else row.name),
            area=row.area,
            key=key,
        )
        if filed.is_new:
            insert(Finding(case_id=filed.report.case_id, patrol=patrol))
    return patrol, filed


def report_component(*, actor: Actor, at: datetime, component: Facility, **said: Any) -> Filed:
    """File an ordinary report about a component: at its place, in its grid, bound to it. `said` as for `record_report`.

    :raises NoSuchComponent: it is gone. :raises Refusal: what filing a report says.
    """
    if component.ended_on is not None or not component.component_code:
        raise NoSuchComponent
    said["area"] = said.get("area") or component.area
    return reports.record_report(actor=actor, at=at, component=component, **said)

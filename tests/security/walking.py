"""A road walked by plan and a component that stands on it, in each place of the twin."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.base.places.models import Facility
from linli.base.places.queries import centre_of
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols.rules import BeatKind, BeatRecord
from tests.town import MONDAY


def walked(things: Iterable[SimpleNamespace], areas: Iterable[Unit]) -> None:
    """Plan a spot in the middle of each grid and stand a lamp on it."""
    for each, area in zip(things, areas, strict=True):
        lon, lat = centre_of(area.pk) or (0.0, 0.0)
        record = BeatRecord(BeatKind.SPOT, f"{area} 路口", (0, 2, 4), ("井盖", "占道"), None, lon, lat)
        each.beat = op.keep_beat(actor=SYSTEM, at=MONDAY, area=area, record=record).pk
        each.component = Facility.objects.create(
            area=area, kind="component", component_code="01037", name=f"路灯 {area}", lon=lon, lat=lat
        ).pk

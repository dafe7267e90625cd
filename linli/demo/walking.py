"""Roads of the demo town that are walked by plan, what was found on them, and where nothing was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.people.models import Post
from linli.base.places import index
from linli.base.places.models import Facility, Road
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols.models import Beat
from linli.pillars.governance.patrols.rules import BeatKind, BeatRecord

ROADS: Final = 10
BEGAN: Final = 500.0
LOOKS: Final = ("占道经营、店外堆放", "井盖、雨水箅子", "路灯、护栏", "垃圾桶满没满", "非机动车乱停")
PLANS: Final = ((0, 1, 2, 3, 4), (0, 2, 4), (1, 4), (0, 3))
# Hours before the end, which road, what was seen, its component's code if one is named, how it was settled on the spot.
FOUND: Final = (
    (452.0, 0, "便道上堆了三辆报废的电动车", "", "联系车主，当天拉走了"),
    (380.0, 2, "路灯杆的检修门开着", "01037", "用扎带先封上，所里来人锁好了"),
    (309.0, 4, "垃圾箱满了，周围有落地垃圾", "03005", "环卫所的车二十分钟后清走"),
    (214.0, 1, "早点摊摆到盲道上", "", "劝回店里，盲道让出来了"),
    (141.0, 6, "行道树断枝挂在半空", "04002", "园林所当天锯下来运走"),
    (46.0, 3, "污水井盖松动，车过有响声", "01002", ""),
    (27.0, 5, "路灯白天亮着，夜里不亮", "01037", ""),
)
DAYS: Final = 20
KEPT: Final = 0.9
"""Of the planned days so many are walked; what comes up on the others stays without a word."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Something done about a road, so many hours before the story ends."""

    hours: float
    road: int = -1
    words: str = ""
    code: str = ""
    answer: str = ""

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Plan the roads, or walk one."""
        if self.road < 0:
            _plan(company, at)
            return ()
        beat = Beat.objects.select_related("area", "office", "road").order_by("pk")[self.road]
        if not self.words and clock.local(at).weekday() not in beat.weekdays:
            return ()
        who = company.of(beat.area, Random(f"walk:{beat.pk}"))
        named = None
        if self.code:
            rows = Facility.objects.filter(area__path__startswith=beat.area.path, component_code=self.code)
            named = rows.order_by("pk").first()
        spot = _spot(beat.road) if named is None and self.words else (None, None)
        op.record_patrol(
            actor=who,
            at=at,
            beat=beat,
            on=clock.local(at).date(),
            found=self.words,
            answer=self.answer,
            component=named,
            lon=spot[0],
            lat=spot[1],
            place_words="" if named else f"{beat.road.name if beat.road else beat.name}中段",
        )
        return ()


def _spot(road: Road | None) -> tuple[float | None, float | None]:
    line = road.line["coordinates"] if road is not None else []
    return (line[len(line) // 2][0], line[len(line) // 2][1]) if line else (None, None)


def _plan(company: Company, at: datetime) -> None:
    """Plan a road in each of some communities; its secretary answers for it, a leader for the first."""
    for number, (road, area) in enumerate(_roads(company)):
        who = company.of(area, Random(f"plan:{road.pk}"), "community_secretary")
        role = (
            {"role": "leader", "unit": company.unit("street")}
            if number == 0
            else {
                "role": "community_secretary",
                "unit": area,
            }
        )
        steward = Post.objects.select_related("unit").filter(**role, held_until=None).order_by("pk").first()
        record = BeatRecord(BeatKind.ROAD, road.name, PLANS[number % len(PLANS)], LOOKS, road.pk)
        op.keep_beat(actor=who, at=at, area=area, record=record, steward=steward)


def _roads(company: Company) -> Iterator[tuple[Road, Unit]]:
    known, seen = index.current(), set[int]()
    for road in Road.objects.filter(office=company.unit("street")).order_by("-width_m", "pk"):
        lon, lat = _spot(road)
        grid = Unit.objects.select_related("parent").filter(pk=known.grid_at(lon or 0, lat or 0) or 0).first()
        area = grid.parent if grid is not None else None
        if area is not None and area.pk not in seen and len(seen) < ROADS:
            seen.add(area.pk)
            yield road, area


def walks() -> Iterator[Walk]:
    """Give what is done about roads: the plan, the walks of its days but for some, and what was found."""
    yield Walk(BEGAN)
    rng = Random("walks")
    for day in range(DAYS):
        for road in range(ROADS):
            if rng.random() < KEPT:
                yield Walk(24.0 * day + 2 + road / 5, road)
    for hours, road, words, code, answer in FOUND:
        yield Walk(hours, road, words, code, answer)


ACTS: Final = tuple(walks())

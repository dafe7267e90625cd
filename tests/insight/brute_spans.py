"""Every figure of some days once more, row by row in plain Python: ground, days and parts, without a database's help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.insight.spans import Span
from linli.kernel import clock
from linli.pillars.governance.economy.models import Spending
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.visits.models import Visit
from linli.pillars.governance.whistles.models import Assessment, Call
from linli.pillars.service.applications.models import Application
from linli.pillars.service.canteens.models import Meal
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.volunteers.models import Activity
from tests.insight.counting import HOUR, every, topics

Row = Any
Yes: Callable[[Row], bool] = lambda _row: True  # noqa: E731
GIVEN_UP = ("withdrawn", "merged")


@dataclass(frozen=True)
class Told:
    """How a figure is told: its rows, when each is, on whose ground, which are meant, which count, and how much each is."""

    rows: Callable[[], list[Row]]
    when: Callable[[Row], datetime | date | None]
    ground: Callable[[Row], Unit | None]
    valid: Callable[[Row], bool] = Yes
    hit: Callable[[Row], bool] = Yes
    amount: Callable[[Row], int] = field(default=lambda _row: 1)

    @cached_property
    def all(self) -> list[Row]:
        return self.rows()

    def count(self, span: Span, at: datetime) -> dict[int, tuple[int, int]]:
        """Give what is above the line and what is below it, of every unit on whose ground a row lies."""
        found: dict[int, tuple[int, int]] = {}
        for row in self.all:
            ground = self.ground(row)
            if ground is None or not _is_in(self.when(row), span, at) or not self.valid(row):
                continue
            for pk in ground.line:
                above, below = found.get(pk, (0, 0))
                found[pk] = (above + (self.amount(row) if self.hit(row) else 0), below + 1)
        return found


def _is_in(when: datetime | date | None, span: Span, at: datetime) -> bool:
    if when is None:
        return False
    if isinstance(when, datetime):
        return when < at and span.start <= clock.local(when).date() < span.until
    return span.start <= when < span.until


def _cases(kind: str) -> list[Row]:
    return [case for case in every(Case, "area") if case.kind == kind]


def _calls() -> list[Row]:
    return every(Call, "whistle__case__area")


def _callbacks() -> list[Row]:
    return every(Callback, "report__case__area")


def _is_heard(one: Row) -> bool:
    return not one.report.case.is_excluded and not (
        one.appeal == "overturned" and one.attributed_to_id is None
    )


def _is_meant(call: Row) -> bool:
    return call.state != "declined" and call.whistle.case.state != "called_off"


def _before(moment: datetime | None, limit: datetime | None) -> bool:
    return moment is not None and limit is not None and moment <= limit


def _meals() -> list[Row]:
    meals = every(Meal, "canteen__community")
    corrected = {one.corrects_id for one in meals if one.corrects_id}
    return [one for one in meals if one.corrects_id is None and one.pk not in corrected]


def _of_case(row: Row) -> Unit | None:
    area: Unit | None = row.case.area
    return area


def tables() -> dict[str, Told]:
    """Give a brute force for every figure of some days; rows are read once."""
    reports, calls, heard, tickets = (
        _cases("governance.report"),
        _calls(),
        _callbacks(),
        every(Ticket, "hall__unit"),
    )

    def of(rows: Iterable[Row]) -> Callable[[], list[Row]]:
        return lambda: list(rows)

    def report(when: str, valid: Callable[[Row], bool] = Yes, hit: Callable[[Row], bool] = Yes) -> Told:
        return Told(of(reports), lambda r: getattr(r, when), lambda r: r.area, valid, hit)

    def call(when: str, done: str) -> Told:
        return Told(
            of(calls), lambda c: getattr(c, when), lambda c: c.whistle.case.area, _is_meant,
            lambda c: _before(getattr(c, done), getattr(c, when)),
        )  # fmt: skip

    def callback(valid: Callable[[Row], bool], hit: Callable[[Row], bool]) -> Told:
        return Told(
            of(heard), lambda c: c.at, lambda c: c.report.case.area, lambda c: _is_heard(c) and valid(c), hit
        )

    return {
        "filed": report("filed_at"),
        "closed": report("closed_at"),
        "open": report("filed_at", lambda r: r.is_open),
        "late": report("resolve_by", lambda r: r.is_open and r.card == "red"),
        "answered": report(
            "respond_by", lambda r: r.state not in GIVEN_UP and not r.is_excluded,
            lambda r: _before(r.responded_at, r.respond_by),
        ),
        "solved": callback(Yes, lambda c: c.solved is True),
        "satisfied": callback(lambda c: c.level is not None, lambda c: c.level >= 3),
        "in_time": report(
            "resolve_by", lambda r: r.state not in (*GIVEN_UP, "refused") and not r.is_excluded,
            lambda r: _before(r.settled_at, r.resolve_by),
        ),
        "whistles": Told(of(_cases("governance.whistle")), lambda c: c.filed_at, lambda c: c.area),
        "whistles_came": call("report_by", "reported_at"),
        "whistles_handled": call("close_by", "answered_at"),
        "whistles_assessed": Told(
            of(every(Assessment, "call__whistle__case__area")), lambda a: a.at,
            lambda a: a.call.whistle.case.area, hit=lambda a: not a.is_low,
        ),
        "hall": Told(of(tickets), lambda t: t.taken_at, lambda t: t.hall.unit),
        "hall_hour": Told(
            of(tickets), lambda t: t.taken_at, lambda t: t.hall.unit,
            lambda t: t.state in ("finished", "left") and t.outcome != "accepted",
            lambda t: t.state == "finished" and t.outcome != "told" and t.ended_at <= t.taken_at + HOUR,
        ),
        "applications": Told(of(every(Application, "case__area")), lambda a: a.case.filed_at, _of_case),
        "decided": Told(of(every(Application, "case__area")), lambda a: a.decided_at, _of_case),
        "visits": Told(of(every(Visit, "area")), lambda v: v.at, lambda v: v.area, lambda v: v.outcome != "away"),
        "care": Told(of(every(CareVisit, "person__grid")), lambda v: v.at, lambda v: v.person.grid),
        "meals": Told(of(_meals()), lambda m: m.at, lambda m: m.canteen.community),
        "topics": Told(of(topics()), lambda t: t.accepted_at, _of_case),
        "activities": Told(
            of(every(Activity, "office")), lambda a: a.ends_at, lambda a: a.office, lambda a: a.cancelled_at is None
        ),
        "spent": Told(
            of(s for s in every(Spending, "project__area") if s.replaced_at is None), lambda s: s.month,
            lambda s: s.project.area, amount=lambda s: int(s.amount_wan),
        ),
    }  # fmt: skip

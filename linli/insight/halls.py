"""Figures of a hall: declared like those of cases, counted from tickets and their steps, each open to its visits.

Never by clerk: a figure is of a hall, a kind of matters, a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.insight.indicators import part_of, percent
from linli.kernel import clock
from linli.kernel.sources import Source, local_choice
from linli.pillars.service.counters.models import Hall, Ticket
from linli.pillars.service.counters.rules import LAST, State

ARTICLE = local_choice(
    "A newspaper says of a subdistrict's hall: more than seven in ten residents finish within an hour, without a formula."
)
SAME_DAY = local_choice(
    "A subdistrict's rule that nothing lies over night and everybody hears back the same day; the formula is ours."
)
WINDOW_DAYS = 30
AIM = 70
"""What the article reports, in percent: shown beside the figure, never as a quota."""


@dataclass(frozen=True, slots=True)
class HallIndicator:
    """A rate of visits: which of them are valid, which of the valid ones count above the line."""

    code: str
    name: str | Promise
    above: str | Promise
    below: str | Promise
    left_out: str | Promise
    source: Source
    valid: Q
    hit: Q

    def rows(self, halls: Sequence[Hall], first: date, last: date) -> QuerySet[Ticket]:
        """Give the visits of some days, both included."""
        return self.of(Ticket.objects.filter(hall__in=halls, day__gte=first, day__lte=last))

    def of(self, rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """Lay beside visits what the formula asks: the one place where it is read, for pages, sheets and `linli figures`."""
        if self.code.startswith("decided"):
            # Only where it was taken in: a later visit brings a paper or fetches the result.
            here = Q(visits__application__case__filed_at__gte=F("taken_at"))
            rows = rows.annotate(
                application_count=Count("visits", filter=here),
                last_decided=Max("visits__application__decided_at", filter=here),
                undecided_count=Count("visits", filter=here & Q(visits__application__decided_at=None)),
            ).annotate(decided_day=TruncDate("last_decided", tzinfo=clock.SHANGHAI))
        return rows.annotate(ended_day=TruncDate("ended_at", tzinfo=clock.SHANGHAI))

    def part(self, which: str, halls: Sequence[Hall], first: date, last: date) -> QuerySet[Ticket]:
        """Give the visits above the line, below it, missed (below but not above) or left out."""
        return part_of(self.rows(halls, first, last), which, self.valid, self.hit)


_OVER = Q(state__in=sorted(state.value for state in LAST))
_FINISHED = Q(state=State.FINISHED.value)

WITHIN_AN_HOUR = HallIndicator(
    code="within_an_hour",
    name=_("一小时办结率"),
    above=_("取号到办好不超过 60 分钟"),
    below=_("来了要当场办的"),
    left_out=_("收下转去办的、还没办完的"),
    source=ARTICLE,
    valid=_OVER & ~Q(outcome="accepted"),
    hit=_FINISHED & ~Q(outcome="told") & Q(ended_at__lte=F("taken_at") + timedelta(hours=1)),
)
ANSWERED_SAME_DAY = HallIndicator(
    code="answered_same_day",
    name=_("当天有回音率"),
    above=_("当天办好、收下、说清或答复"),
    below=_("取了号的"),
    left_out=_("自己不办了、还没办完的"),
    source=SAME_DAY,
    valid=_OVER & ~Q(why_left="own"),
    hit=_FINISHED & Q(ended_day=F("day")),
)
# What was taken in at the window stands beside its visit: from the number drawn to the decision, by records of both.
_LINKED = Q(application_count__gt=0)
DECIDED_WITHIN_AN_HOUR = HallIndicator(
    code="decided_within_an_hour",
    name=_("收件后一小时内决定"),
    above=_("取号到作出决定不超过 60 分钟"),
    below=_("在窗口收了件的"),
    left_out=_("没有收件的（问事、还没办完、自己不办了）"),
    source=ARTICLE,
    valid=_OVER & _LINKED,
    hit=Q(last_decided__lte=F("taken_at") + timedelta(hours=1), undecided_count=0),
)
DECIDED_SAME_DAY = HallIndicator(
    code="decided_same_day",
    name=_("收件当天决定"),
    above=_("当天作出决定"),
    below=_("在窗口收了件的"),
    left_out=_("没有收件的（问事、还没办完、自己不办了）"),
    source=SAME_DAY,
    valid=_OVER & _LINKED,
    hit=Q(decided_day=F("day"), undecided_count=0),
)
HALL_INDICATORS: dict[str, HallIndicator] = {
    one.code: one for one in (WITHIN_AN_HOUR, ANSWERED_SAME_DAY, DECIDED_WITHIN_AN_HOUR, DECIDED_SAME_DAY)
}


@dataclass(frozen=True, slots=True)
class HallFigure:
    """A rate of the last thirty days with its numbers, and of the thirty before."""

    indicator: HallIndicator
    above: int
    below: int
    left_out: int
    before: float | None

    @property
    def percent(self) -> float | None:
        """Give the rate in percent, to one place; None when there is nothing to divide by."""
        return percent(self.above, self.below)


def window_of(at: datetime, back: int = 0) -> tuple[date, date]:
    """Give the first and the last day of the window that ends today, or of one before it."""
    last = clock.local(at).date() - timedelta(days=WINDOW_DAYS * back)
    return last - timedelta(days=WINDOW_DAYS - 1), last


def hall_figures(
    *, halls: Sequence[Hall], at: datetime, indicators: Iterable[HallIndicator] = ()
) -> list[HallFigure]:
    """Count indicators of a hall, or of several together. Two queries each."""
    found = []
    for one in indicators or HALL_INDICATORS.values():
        now, before = (_count(one, halls, *window_of(at, back)) for back in (0, 1))
        found.append(HallFigure(one, *now, percent(*before[:2])))
    return found


def _count(one: HallIndicator, halls: Sequence[Hall], first: date, last: date) -> tuple[int, int, int]:
    counts = one.rows(halls, first, last).aggregate(
        above=Count("pk", filter=one.valid & one.hit),
        below=Count("pk", filter=one.valid),
        rest=Count("pk", filter=~one.valid),
    )
    return counts["above"], counts["below"], counts["rest"]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit behind a figure: number, day and times; nobody's name, for there is none."""

    code: str
    day: date
    kind: str
    kind_en: str
    taken_at: datetime
    first_called_at: datetime | None
    ended_at: datetime | None
    state: str
    outcome: str
    why_left: str
    hall: str


def behind(
    *, indicator: HallIndicator, part: str, halls: Sequence[Hall], at: datetime, most: int = 500
) -> tuple[list[VisitRow], int]:
    """List the visits behind a part of a figure, newest first, and count them. Two queries."""
    rows = indicator.part(part, halls, *window_of(at))
    listed = (
        rows.annotate(first_called=Min("moves__at", filter=Q(moves__verb="call_next")))
        .select_related("kind", "hall")
        .order_by("-taken_at", "-pk")[:most]
    )
    found = [
        VisitRow(
            one.code,
            one.day,
            one.kind.name,
            one.kind.name_en,
            one.taken_at,
            one.first_called,
            one.ended_at,
            one.state,
            one.outcome,
            one.why_left,
            one.hall.name,
        )
        for one in listed
    ]
    return found, rows.count()


@dataclass(frozen=True, slots=True)
class KindLoad:
    """A kind of matters over the window: how many came, how long half of them waited and were served at most."""

    name: str
    name_en: str
    count: int
    waited: timedelta | None
    served: timedelta | None


def loads(*, hall: Hall, at: datetime) -> list[KindLoad]:
    """Give each kind's visits of the window, with medians. One query."""
    first, last = window_of(at)
    rows = (
        Ticket.objects.filter(hall=hall, day__gte=first, day__lte=last)
        .annotate(first_called=Min("moves__at", filter=Q(moves__verb="call_next")))
        .order_by("kind__order", "kind")
        .values_list(
            "kind__name", "kind__name_en", "taken_at", "first_called", "started_at", "ended_at", "state"
        )
    )
    grouped: dict[
        tuple[str, str], list[tuple[datetime, datetime | None, datetime | None, datetime | None, str]]
    ] = {}
    for name, english, *times in rows:
        grouped.setdefault((name, english), []).append((times[0], times[1], times[2], times[3], times[4]))
    return [
        KindLoad(
            name,
            english,
            len(visits),
            _median(called - taken for taken, called, *_ in visits if called),
            _median(
                ended - began
                for _, _, began, ended, state in visits
                if began and ended and state == State.FINISHED
            ),
        )
        for (name, english), visits in grouped.items()
    ]


def _median(spans: Iterable[timedelta]) -> timedelta | None:
    found = [span.total_seconds() for span in spans]
    return timedelta(seconds=median(found)) if found else None

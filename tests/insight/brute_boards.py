"""What boards tell beside cited figures, once more row by row: the first board, departments, deliberation, halls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.insight import boards, deliberation, grounds, hallboard, halls, queries, ratings, whistles
from linli.insight.indicators import INDICATORS, Scope
from linli.insight.spans import Span
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Supporter
from linli.pillars.governance.whistles.models import Assessment, Call
from linli.pillars.service.applications.models import WindowVisit
from linli.pillars.service.counters.models import Hall, Ticket, Window
from linli.pillars.service.ratings.models import Rating
from tests.insight.brute_spans import tables
from tests.insight.counting import HOUR, every, topics

MONTH = timedelta(days=30)
SAME = {
    "response_rate": "answered",
    "resolution_rate": "solved",
    "satisfaction_rate": "satisfied",
    "on_time_rate": "in_time",
}
CALLED = ("whistle_signed", "whistle_reported", "whistle_handled", "whistle_assessed")
COUNTED_CALLS = ("called", "declined", "claimed")
IN_HALLS = ("within_an_hour", "answered_same_day", "decided_within_an_hour", "decided_same_day")
SAID = ("good_rate", "bad_answered_rate", "bad_in_time_rate", "bad_solved_rate")
"""What `departments` (both of the calls), `visits` and `said_of` count, in their order."""


def first_board(office: Unit, at: datetime) -> int:
    """Hold rates, map, ladder and states of a street and its communities against the cases; give how many are open."""
    brute, today = tables(), clock.local(at).date()
    tomorrow = today + timedelta(days=1)
    midnight = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = {code: brute[same].count(Span(tomorrow - MONTH, tomorrow), at) for code, same in SAME.items()}
    reports, standing = brute["filed"].all, 0
    for unit in Unit.objects.filter(path__startswith=office.path, kind__in=("subdistrict", "community")):
        scope, drawing = Scope(SYSTEM, unit.path), grounds.draw(unit)
        for figure in queries.figures(list(INDICATORS.values()), scope, at):
            by_hand = counted[figure.indicator.code].get(unit.pk, (0, 0))
            assert (figure.above, figure.below) == by_hand, (figure.indicator.code, unit)
        told = boards.tell(scope, drawing, at)
        mine = [one for one in reports if one.area.path.startswith(unit.path)]
        assert told.filed_today == sum(one.filed_at >= midnight for one in mine)
        assert told.closed_today == sum(
            one.closed_at is not None and midnight <= one.closed_at <= at for one in mine
        )
        open_ = [one for one in mine if one.is_open]
        red = [min(max(one.climb, 1), 3) for one in open_ if one.card == "red"]
        yellow = sum(one.card == "yellow" for one in open_)
        assert told.ladder == (yellow, red.count(1), red.count(2), red.count(3))
        assert dict(told.open_by_state) == _tally(one.state for one in open_)
        for area, (cases, some, many) in told.loads.items():
            here = [one for one in mine if drawing.area_of.get(one.area_id) == area]
            assert cases == sum(one.filed_at >= at - MONTH for one in here)
            assert (some, many) == tuple(
                sum(one.is_open and one.card == card for one in here) for card in ("yellow", "red")
            )
        standing += len(open_)
    return standing


def _tally(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def departments(at: datetime) -> int:
    """Hold what departments answered in thirty days against their calls; give how many were called."""
    calls, since = every(Call, "whistle__case"), at - MONTH
    assessed = every(Assessment)

    def share(name: str, done: str, unit: int) -> tuple[int, int]:
        due = [
            c
            for c in calls
            if c.unit_id == unit and (by := getattr(c, name)) is not None and since <= by < at
            and c.state != "declined" and c.whistle.case.state != "called_off"
        ]  # fmt: skip
        return sum((when := getattr(c, done)) is not None and when <= getattr(c, name) for c in due), len(due)

    rows = whistles.departments(actor=SYSTEM, at=at)
    for row in rows:
        called = [c for c in calls if c.unit_id == row.id and since <= c.called_at < at]
        assert row.called == len(called)
        assert row.declined == sum(c.declined_at is not None and not c.is_claimed for c in called)
        assert row.claimed == sum(c.is_claimed for c in called)
        said = [a for a in assessed if a.of_id == row.id and since <= a.at < at]
        by_hand = {
            "whistle_signed": share("sign_by", "signed_at", row.id),
            "whistle_reported": share("report_by", "reported_at", row.id),
            "whistle_handled": share("close_by", "answered_at", row.id),
            "whistle_assessed": (sum(not a.is_low for a in said), len(said)),
        }
        told = {
            code: (one.above, one.below) for code, one in zip(whistles.INDICATORS, row.figures, strict=True)
        }
        assert told == by_hand, row.name
    return sum(row.called for row in rows)


def talks(at: datetime) -> int:
    """Hold the topics of thirty days, by community, against themselves; give how many."""
    since = at - MONTH
    asked = every(Supporter, "topic__case")
    rows = deliberation.by_unit(actor=SYSTEM, since=since, until=at)
    for row in rows:
        mine = [t for t in topics() if t.case.area_id == row.id and since <= t.case.filed_at < at]
        due = [
            t
            for t in mine
            if t.outcome in ("agreed", "passed") and t.publicity_until is not None and t.publicity_until < at
        ]
        said = [s for s in asked if s.topic in mine and s.level is not None]
        assert (row.proposed, row.accepted) == (len(mine), sum(t.accepted_at is not None for t in mine))
        assert (row.due, row.carried) == (len(due), sum(t.carried_at is not None for t in due))
        assert (row.asked, row.content) == (len(said), sum(s.level >= 3 for s in said))
    whole = {one.code: (one.above, one.below) for one in deliberation.totals(rows)}
    assert whole == {
        "accepted": (sum(row.accepted for row in rows), sum(row.proposed for row in rows)),
        "carried": (sum(row.carried for row in rows), sum(row.due for row in rows)),
        "content": (sum(row.content for row in rows), sum(row.asked for row in rows)),
    }
    return sum(row.proposed for row in rows)


def visits(at: datetime) -> int:
    """Hold the halls' rates of thirty days, and what people said of them, against visits and ratings; give how many."""
    first, last = halls.window_of(at)
    tickets = [one for one in every(Ticket) if first <= one.day <= last]
    over = [one for one in tickets if one.state in ("finished", "left")]
    spot = [one for one in over if one.outcome != "accepted"]
    quick = [
        one for one in spot
        if one.state == "finished" and one.outcome != "told" and one.ended_at <= one.taken_at + HOUR
    ]  # fmt: skip
    stayed = [one for one in over if one.why_left != "own"]
    heard = [one for one in stayed if one.state == "finished" and clock.local(one.ended_at).date() == one.day]
    brought: dict[int, list[Any]] = {}
    for one in every(WindowVisit, "ticket", "application__case"):
        if one.ticket is not None and one.application.case.filed_at >= one.ticket.taken_at:
            brought.setdefault(one.ticket_id, []).append(one.application.decided_at)
    linked = [one for one in over if brought.get(one.pk)]
    ended = [(one, max(brought[one.pk])) for one in linked if None not in brought[one.pk]]
    hour, same_day, decided, decided_day = halls.hall_figures(halls=list(Hall.objects.all()), at=at)
    assert (decided.above, decided.below) == (
        sum(by <= one.taken_at + HOUR for one, by in ended),
        len(linked),
    )
    assert (decided_day.above, decided_day.below) == (
        sum(clock.local(by).date() == one.day for one, by in ended),
        len(linked),
    )
    assert (hour.above, hour.below, hour.left_out) == (len(quick), len(spot), len(tickets) - len(spot))
    assert (same_day.above, same_day.below) == (len(heard), len(stayed))
    _now(at, tickets, {"hour": (quick, spot), "same_day": (heard, stayed)})
    said_of(at)
    return len(tickets)


def _now(at: datetime, tickets: list[Any], rates: dict[str, tuple[list[Any], list[Any]]]) -> None:
    """Hold each hall as it is against its visits of today and its windows."""
    for row in hallboard.halls_now(halls=list(Hall.objects.all()), at=at):
        mine = [one for one in tickets if one.hall_id == row.hall.pk]
        today = [one for one in mine if one.day == clock.local(at).date()]
        waits = [one for one in today if one.state == "waiting"]
        assert (row.came, row.waiting) == (len(today), len(waits))
        assert row.ended == sum(one.state in ("finished", "left") for one in today)
        assert row.longest == max((at - one.taken_at for one in waits), default=timedelta())
        windows = [one for one in every(Window) if one.hall_id == row.hall.pk and one.is_active]
        assert (row.windows, row.staffed) == (len(windows), sum(one.clerk_id is not None for one in windows))
        for name, parts in rates.items():
            assert getattr(row, name) == tuple(
                sum(one.hall_id == row.hall.pk for one in part) for part in parts
            ), name


def said_of(at: datetime) -> None:
    """Hold the four rates of what people said in ninety days against the ratings."""
    since = at - timedelta(days=ratings.WINDOW_DAYS)
    counted = [one for one in every(Rating, "case") if since < one.rated_at <= at and one.is_counted]
    bad = [one for one in counted if one.level <= 2]
    due = [one for one in bad if one.case is not None and (one.case.settled_at or one.case.card == "red")]
    said = [one for one in bad if one.solved is not None]
    by_hand = {
        "good_rate": (sum(one.level >= 3 for one in counted), len(counted)),
        "bad_answered_rate": (sum(one.outcome != "" for one in bad), len(bad)),
        "bad_in_time_rate": (
            sum(
                one.case.settled_at is not None and one.case.settled_at <= one.case.resolve_by for one in due
            ),
            len(due),
        ),
        "bad_solved_rate": (sum(one.solved for one in said), len(said)),
    }
    for figure in ratings.rating_figures(rows=Rating.objects.all(), at=at):
        assert (figure.above, figure.below) == by_hand[figure.indicator.code], figure.indicator.code
    levels = ratings.by_level(rows=Rating.objects.all(), at=at)
    assert levels == {level: sum(one.level == level for one in counted) for level in (5, 4, 3, 2, 1)}

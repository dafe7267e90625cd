"""What is told of care, canteens, doors and lives of branches, once more row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM, Actor
from linli.insight import caring, meals
from linli.insight.caring import CareScope
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.pillars.governance.visits import queries as doors
from linli.pillars.governance.visits.models import Change, Home
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.life import queries as life
from linli.pillars.party.life.models import Habit, LifeMeeting, LifePart
from linli.pillars.party.life.rules import kinds_of
from linli.pillars.party.tiers import queries as tiers
from linli.pillars.party.tiers.models import TierRating, TierRound
from linli.pillars.service.canteens.models import Canteen, Meal, Order
from linli.pillars.service.care.models import CareNote, CarePerson, Pair, Visit, Wish
from tests.insight.counting import every

DAY = timedelta(days=1)
Line = tuple[int, str, bool, bool]
"""The community of the person, a level, whether it is meant, and whether it counts."""
Count = Callable[[datetime, "Cared"], Iterable[Line]]


# --- care ------------------------------------------------------------------------------------------------------


class Cared:
    """Everybody of a street who is looked after, with all that was done; read once."""

    def __init__(self, office: Unit) -> None:
        self.people = [one for one in every(CarePerson, "grid") if one.grid.path.startswith(office.path)]
        self.met = _of_each(one for one in every(Visit) if one.outcome != "away")
        self.notes, self.pairs, self.wishes = (_of_each(every(model)) for model in (CareNote, Pair, Wish))


def _of_each(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.pk):
        found[row.person_id].append(row)
    return found


def _owed(at: datetime, all_: Cared) -> Iterable[Line]:
    """Walk over days that fell due: the last visit that paid one off, or the one that stands unpaid."""
    start = at - 30 * DAY
    for person in all_.people:
        paid = {one.owed_at: one for one in all_.met[person.pk] if one.owed_at is not None}
        notes = sorted((n for n in all_.notes[person.pk] if n.what == "level"), key=lambda n: (n.at, n.pk))
        for owed_at, one in paid.items():
            if start < owed_at <= at and owed_at != person.due_at:
                then = [n.level for n in notes if n.at <= one.at]
                yield person.grid.parent_id, then[-1] if then else "", True, one.at <= owed_at
        if person.due_at is not None and start < person.due_at <= at:
            yield person.grid.parent_id, person.level, True, False


def _changes(at: datetime, all_: Cared) -> Iterable[Line]:
    for person in all_.people:
        for note in all_.notes[person.pk]:
            if note.what == "change" and at - 30 * DAY < note.at <= at:
                quick = any(note.at < one.at <= note.at + DAY for one in all_.met[person.pk])
                yield person.grid.parent_id, "", quick or note.at + DAY <= at, quick


def _paired(at: datetime, all_: Cared) -> Iterable[Line]:
    after = clock.local(at).date().replace(day=1)
    first = (after - DAY).replace(day=1)
    for person in all_.people:
        days = [(one.pair_id, clock.local(one.at).date()) for one in all_.met[person.pk]]
        for pair in all_.pairs[person.pk]:
            if pair.since < after and (pair.until is None or pair.until >= first):
                went = any(pk == pair.pk and first <= day < after for pk, day in days)
                yield person.grid.parent_id, "", went or pair.until is None or pair.until >= after, went


def _wishes(*states: str) -> Count:
    def lines(at: datetime, all_: Cared) -> Iterable[Line]:
        for person in all_.people:
            for one in all_.wishes[person.pk]:
                if at - 90 * DAY < one.published_at <= at:
                    yield person.grid.parent_id, "", one.state != "withdrawn", one.state in states

    return lines


CARE: dict[str, Count] = {
    "visits_high": _owed,
    "visits_key": _owed,
    "visits_general": _owed,
    "changes_within_a_day": _changes,
    "pairs_monthly": _paired,
    "wishes_taken": _wishes("taken", "fulfilled", "confirmed"),
    "wishes_fulfilled": _wishes("confirmed"),
}


def care(office: Unit, at: datetime) -> int:
    """Hold every figure of care, and each community's part of it, against the people; give how many rows are meant."""
    cared = Cared(office)
    board = caring.board(scope=CareScope((office.pk,), knows=True), at=at)
    meant = 0
    for nth, figure in enumerate(board.figures):
        level = figure.indicator.level
        lines = [one for one in CARE[figure.indicator.code](at, cared) if not level or one[1] == level]
        above, below = sum(one[2] and one[3] for one in lines), sum(one[2] for one in lines)
        assert (figure.above, figure.below, figure.left_out) == (above, below, len(lines) - below), (
            figure.indicator.code
        )
        for unit in board.lines:
            mine = [one for one in lines if one[0] == unit.id]
            part = unit.parts[nth]
            assert (part.above, part.below) == (sum(o[2] and o[3] for o in mine), sum(o[2] for o in mine))
        meant += below
    return meant


# --- canteens --------------------------------------------------------------------------------------------------


def eaten(actor: Actor, office: Unit, at: datetime) -> int:
    """Hold this month and the one before of an office's canteens against the book; give how many meals."""
    today = clock.local(at).date()
    this = today.replace(day=1)
    whole = 0
    for month in (this, (this - DAY).replace(day=1)):
        told = meals.month(actor=actor, month=month, today=today)
        if told is None:
            return 0
        book = [one for one in every(Meal) if one.month == month]
        undone = {one.corrects_id for one in book if one.corrects_id}
        live = [one for one in book if one.corrects_id is None and one.pk not in undone]
        seen: set[int] = set()
        for line in told.lines:
            mine = [one for one in book if one.canteen_id == line.id]
            stand = [one for one in live if one.canteen_id == line.id]
            assert line.meals == len(stand), "what was taken back counts no more"
            assert (line.price, line.subsidy, line.own) == tuple(
                sum(getattr(one, name) for one in mine) for name in ("price_fen", "subsidy_fen", "own_fen")
            )
            assert (line.price, line.own) == (sum(o.price_fen for o in stand), sum(o.own_fen for o in stand))
            assert line.elders == len({one.eater_id for one in stand if one.eater_id})
            assert (line.kept, line.ordered) == _kept(line.id, month, today)
            seen |= {one.eater_id for one in stand if one.eater_id}
            whole += line.meals
        assert told.elders == len(seen)
        mine = {one.pk for one in every(Canteen, "community") if one.community.path.startswith(office.path)}
        assert {one.id for one in told.lines} <= mine
    return whole


def _kept(canteen: int, month: date, today: date) -> tuple[int, int]:
    undone = {one.corrects_id for one in every(Meal) if one.corrects_id}
    ate = {
        (one.canteen_id, one.eater_id, one.day, one.meal)
        for one in every(Meal)
        if one.corrects_id is None and one.pk not in undone
    }
    orders = [
        one
        for one in every(Order, "menu")
        if one.menu.canteen_id == canteen and one.cancelled_at is None and one.menu.day < today
        and (one.menu.day.year, one.menu.day.month) == (month.year, month.month)
    ]  # fmt: skip
    return sum((canteen, o.eater_id, o.menu.day, o.menu.meal) in ate for o in orders), len(orders)


# --- doors -----------------------------------------------------------------------------------------------------


def covered(actor: Actor, office: Unit, at: datetime) -> int:
    """Hold how many doors of each community were seen against the doors; give how many doors."""
    today, since = clock.local(at).date(), at - 182 * DAY
    homes = [
        one
        for one in every(Home, "household__building__grid__parent")
        if one.household.building.grid.path.startswith(office.path)
    ]
    names = Counter(str(one.household.building.grid.parent) for one in homes)
    rows = doors.by_community(doors.coverage(actor=actor, at=at))
    assert {row.community: row.doors for row in rows} == dict(names)
    right = [one for one in every(Change, "visit__area__parent") if one.visit.at > since]
    for row in rows:
        mine = [one for one in homes if str(one.household.building.grid.parent) == row.community]
        assert row.seen == sum(one.seen_on is not None and one.seen_on > today - 182 * DAY for one in mine)
        assert row.late == sum(one.due_on is not None and one.due_on < today for one in mine)
        assert row.changed == sum(str(one.visit.area.parent) == row.community for one in right)
    return len(homes)


# --- branches --------------------------------------------------------------------------------------------------

MONTHS = {"general": 3, "committee": 1, "group": 1, "lecture": 6, "day": 1, "life": 12, "review": 12}
"""How many months a period of a meeting has; study meets by the week."""


def _periods(kind: str, since: date, until: date) -> Iterable[tuple[date, date]]:
    """Give every period of a kind that holds a day from `since` on and is over by `until`, counted off day by day."""
    day, found = since, set()
    while day < until:
        if kind == "study":
            start = day - day.weekday() * DAY
            end = start + 7 * DAY
        else:
            long = MONTHS[kind]
            start = date(day.year, (day.month - 1) // long * long + 1, 1)
            end = start
            for _month in range(long):
                end = (end.replace(day=28) + 4 * DAY).replace(day=1)
        if end <= until:
            found.add((start, end))
        day += DAY
    return sorted(found)


def lives(at: datetime) -> int:
    """Hold which meetings of each organisation were in time, of those that were due, against its meetings; give how many."""
    today = clock.local(at).date()
    begun = date(today.year - 1, 10, 1) if today.month == 1 else date(today.year, 1, 1)
    habits = {one.organisation_id: one.since for one in every(Habit)}
    held: dict[tuple[int, str, date], date] = {}
    for part in every(LifePart, "meeting"):
        if part.is_valid:
            key = (part.meeting.organisation_id, part.kind, part.period_from)
            day = clock.local(part.meeting.starts_at).date()
            held[key] = min(day, held.get(key, day))
    terms: dict[int, Any] = {}
    for one in Organisation.objects.prefetch_related("terms"):
        rows = sorted(one.terms.all(), key=lambda t: t.elected_on)
        terms[one.pk] = rows[-1].committee_size if rows else 0
    kinds = {one.pk: one.kind for one in every(Organisation)}
    whole = 0
    for row in life.life_of(actor=SYSTEM, at=at):
        over = good = 0
        for kind in kinds_of(OrgKind(kinds[row.id]), terms[row.id]) if row.id in habits else ():
            # The period in which the book was opened counts whole, also what lies in it before that day.
            for start, end in _periods(kind.value, max(habits[row.id], begun), today):
                met = held.get((row.id, kind.value, start))
                over, good = over + 1, good + (met is not None and met < end)
        assert (row.in_time, row.over) == (good, over), row.name
        whole += over
    return whole


def stars(at: datetime) -> int:
    """Hold the counts of every round against its ratings, and the evidence of a year against the meetings; give how many."""
    ratings = every(TierRating)
    for row in tiers.rounds_of(actor=SYSTEM):
        mine = [one for one in ratings if one.round_id == row.round.pk]
        assert (row.count, row.said, row.judged, row.behind) == (
            len(mine),
            sum(one.self_at is not None for one in mine),
            sum(one.judged_at is not None for one in mine),
            sum(one.tier == "behind" for one in mine),
        )
        page = tiers.round_page(actor=SYSTEM, pk=row.round.pk, at=at)
        assert sum(page.tiers.values()) == sum(one.tier != "" for one in mine)
    for one in every(TierRound):
        rated = [each.organisation for each in every(TierRating, "organisation") if each.round_id == one.pk]
        said = tiers.evidence_of(rated, at, one.year)
        for branch in rated:
            sat = [
                m
                for m in every(LifeMeeting)
                if m.organisation_id == branch.pk
                and m.held_at is not None
                and m.starts_at.astimezone(SHANGHAI).year == one.year
            ]
            assert said[branch.pk]["minutes"] == [sum(m.settled != "" for m in sat), len(sat)]
    return len(ratings)

"""Money in whole fen, weeks and limits, who is missed: laws that hold for whatever is put in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.pillars.service.canteens import rules
from linli.pillars.service.canteens.rules import Entry, Rule

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
FEN = st.integers(0, 10_000)
DAY = timedelta(days=1)


@given(
    FEN,
    FEN,
    st.integers(0, 30),
    st.integers(0, 10),
    st.integers(50, 95),
    DAYS,
    st.dates(date(1925, 1, 1), date(1970, 1, 1)),
)
def test_the_parts_make_the_price_and_no_limit_is_passed(
    price: int, fen: int, taken: int, per_week: int, age: int, day: date, born: date
) -> None:
    rule = Rule("B", age, fen, per_week, "区财政", date(2022, 1, 1), date(2030, 1, 1))
    share = rules.share_of(price, rule, born=born, day=day, taken=taken)
    assert share.subsidy + share.own == price
    assert 0 <= share.subsidy <= min(price, fen)
    if share.subsidy:
        assert taken < per_week
        assert rules.age_on(born, day) >= age
        assert rule.valid_from <= day < date(2030, 1, 1)
        assert (share.code, share.payer) == ("B", "区财政")


@given(DAYS)
def test_a_week_is_seven_days_from_monday(day: date) -> None:
    monday, after = rules.week_of(day)
    assert monday.weekday() == 0
    assert after - monday == 7 * DAY
    assert monday <= day < after


@given(DAYS, st.sets(st.integers(0, 5)))
def test_a_late_meal_is_booked_in_the_first_open_month(day: date, closed: set[int]) -> None:
    months = [rules.month_of(day)]
    for _n in range(5):
        months.append(rules.month_of(months[-1] + 32 * DAY))
    shut = {months[n] for n in closed}
    booked = rules.books_in(day, shut)
    assert booked not in shut
    assert all(month in shut for month in months if month < booked)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["区", "市"]), FEN, FEN), max_size=40))
def test_sums_are_the_entries_and_a_counter_entry_takes_its_own_off(
    rows: list[tuple[str, str, int, int]],
) -> None:
    entries = [Entry(c, p, s + o, s, o, False) for c, p, s, o in rows]
    found = rules.sums(entries)
    assert sum(line.price for line in found) == sum(s + o for _c, _p, s, o in rows)
    assert all(line.price == line.subsidy + line.own for line in found)
    assert sum(line.meals for line in found) == len(rows)
    back = [Entry(e.code, e.payer, -e.price, -e.subsidy, -e.own, True) for e in entries]
    assert all((n.meals, n.price, n.subsidy) == (0, 0, 0) for n in rules.sums([*entries, *back]))
    assert rules.sums(list(reversed(entries))) == found


def test_age_is_whole_years() -> None:
    assert rules.age_on(date(1966, 11, 17), date(2026, 11, 16)) == 59
    assert rules.age_on(date(1966, 11, 17), date(2026, 11, 17)) == 60
    assert rules.age_on(date(1964, 2, 29), date(2026, 2, 28)) == 61


@pytest.mark.parametrize(
    ("came", "excused", "is_missed"),
    [
        (range(3, 11), (), True),
        (range(3, 9), (), True),
        (range(3, 8), (), False),
        (range(2, 11), (), False),
        (range(3, 11), (1,), False),
        (range(3, 11), (2,), False),
    ],
)
def test_who_always_came_and_missed_two_running(
    came: range, excused: tuple[int, ...], is_missed: bool
) -> None:
    first = date(2026, 11, 16)
    days = [first - n * DAY for n in range(1, 11)]
    found = rules.is_missed(days, {first - n * DAY for n in came}, {first - n * DAY for n in excused})
    assert found is is_missed


def test_nobody_is_missed_before_there_were_enough_days() -> None:
    days = [date(2026, 11, n) for n in range(9, 0, -1)]
    assert not rules.is_missed(days, set(days[2:]), set())


@given(st.integers(-(10**9), 10**9))
def test_fen_are_written_exactly(fen: int) -> None:
    assert round(float(rules.yuan(fen)) * 100) == fen

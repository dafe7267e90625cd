"""When a rule calls, and when it keeps silent."""

from __future__ import annotations

from datetime import date, timedelta

from linli.insight.topics import rules
from linli.insight.topics.rules import Rule, Seen
from linli.kernel.standards import seasons
from tests.town import MONDAY

DAY = timedelta(days=1)


def seen(
    number: int, *, area: int = 1, category: str = "lift", ago: float = 1, person: str = "", again: int = 0
) -> Seen:
    return Seen(number, area, category, MONDAY - ago * DAY, person, again)


class TestRepeated:
    def test_three_of_a_kind_at_one_place_in_thirty_days(self) -> None:
        (call,) = rules.repeated([seen(i, ago=i) for i in (1, 2, 29)], MONDAY)
        assert (call.rule, call.area_id, call.category, call.cases) == (Rule.REPEATED, 1, "lift", (1, 2, 29))

    def test_not_two_not_another_place_not_another_kind_not_longer_ago(self) -> None:
        rows = [
            seen(1),
            seen(2),
            seen(3, area=2),
            seen(4, category="water"),
            seen(5, ago=30),
            seen(6, category=""),
        ]
        assert rules.repeated(rows, MONDAY) == []


class TestReturning:
    def test_who_says_it_three_times_and_what_is_done_again_counts(self) -> None:
        (call,) = rules.returning([seen(1, person="a", again=1), seen(2, person="a", ago=80)], MONDAY)
        assert (call.count, call.cases) == (3, (1, 2))

    def test_strangers_and_other_matters_are_not_added_up(self) -> None:
        rows = [seen(1, person="a"), seen(2, person="a", category="water"), seen(3), seen(4), seen(5)]
        assert rules.returning(rows, MONDAY) == []


class TestUnusual:
    def test_above_the_mean_of_months_by_two_deviations(self) -> None:
        (call,) = rules.unusual({"lift": [20, 4, 6, 5]}, {})
        assert (call.count, call.mean, call.basis) == (20, 5.0, "months")

    def test_the_same_season_of_earlier_years_comes_before_the_months_before(self) -> None:
        assert rules.unusual({"heat": [20, 1, 1, 1]}, {"heat": [18, 22]}) == []
        (call,) = rules.unusual({"heat": [60, 1, 1, 1]}, {"heat": [18, 22]})
        assert call.basis == "years"

    def test_keeps_silent_where_little_is_known_or_little_happened(self) -> None:
        assert rules.unusual({"lift": [20, 4, 4]}, {}) == []
        assert rules.unusual({"lift": [4, 0, 0, 0]}, {}) == []

    def test_few_cases_scatter_by_themselves(self) -> None:
        assert rules.unusual({"lift": [12, 9, 9, 9]}, {}) == []


def test_windows_are_whole_and_begin_now() -> None:
    times = [("lift", MONDAY - n * DAY) for n in (0, 29, 31, 95)]
    assert rules.windows(times, MONDAY, MONDAY - 100 * DAY) == {"lift": [2, 1, 0]}
    years = [("lift", MONDAY - n * DAY) for n in (370, 400, 740)]
    assert rules.same_season(years, MONDAY, MONDAY - 800 * DAY) == {"lift": [1, 1]}
    assert rules.same_season(years, MONDAY, MONDAY - 500 * DAY) == {"lift": [1]}


class TestSeasons:
    def test_a_season_over_new_year_runs_on_both_sides_of_it(self) -> None:
        heating = next(s for s in seasons.SEASONS if s.code == "heating")
        assert heating.next_after(date(2026, 11, 16)) == (date(2026, 10, 15), date(2027, 3, 15))
        assert heating.next_after(date(2027, 2, 1)) == (date(2026, 10, 15), date(2027, 3, 15))
        assert heating.next_after(date(2027, 3, 16)) == (date(2027, 10, 15), date(2028, 3, 15))

    def test_what_comes_stands_before_what_runs(self) -> None:
        found = seasons.near(date(2026, 11, 16))
        assert [s.code for s, _first, _last in found] == ["frost", "heating"]

    def test_every_category_of_a_season_is_in_the_catalogue(self) -> None:
        from linli.kernel.standards.resident_categories import CATEGORIES

        assert {code for s in seasons.SEASONS for code in s.categories} <= set(CATEGORIES)

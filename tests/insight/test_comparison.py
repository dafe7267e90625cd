"""Figures over time: which days are compared, both numbers of each, months that add up, and the pages that show them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.insight import comparison
from linli.insight.cited.figure import Measure, read_one
from linli.insight.comparison import Choice
from linli.insight.spans import COUNTINGS, Span, figure_of
from linli.kernel import clock
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

NEXT = MONDAY + timedelta(days=7)
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


class TestDays:
    @given(st.sampled_from(list(Choice)), DAYS)
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def test_what_is_compared_is_as_long_and_lies_apart(self, choice: Choice, today: date) -> None:
        spans = comparison.spans_of(choice, today)
        now, before, year_ago = spans.now, spans.before, spans.year_ago
        assert now.start < now.until <= today + timedelta(days=1)
        assert before.start < before.until <= now.start
        if choice is Choice.WEEK:
            assert now.until - now.start == before.until - before.start == timedelta(days=7)
            assert year_ago is not None
            assert year_ago.start.weekday() == now.start.weekday() == 0
        elif year_ago is not None:
            assert year_ago.start == now.start.replace(year=now.start.year - 1)
            assert abs((year_ago.until - year_ago.start) - (now.until - now.start)) <= timedelta(days=1)
        if choice is Choice.MONTH:
            assert before.until - before.start <= now.until - now.start

    def test_the_29th_of_february_has_a_year_before(self) -> None:
        spans = comparison.spans_of(Choice.MONTH, date(2028, 2, 28))
        assert spans.year_ago == Span(date(2027, 2, 1), date(2027, 3, 1))
        spans = comparison.spans_of(Choice.MONTH, date(2028, 2, 29))
        assert spans.year_ago == Span(date(2027, 2, 1), date(2027, 3, 1))
        spans = comparison.spans_of(Choice.LAST_MONTH, date(2029, 3, 5))
        assert spans.year_ago == Span(date(2028, 2, 1), date(2028, 3, 1)), "a longer February is whole"


def told(town: Town) -> None:
    for days in (0, 1, -6, -7):
        file(town, MONDAY + timedelta(days=days), phone=f"138000000{days + 10:02}", text=f"{days}路灯不亮。")


class TestNumbers:
    def test_each_number_is_the_figure_of_its_days_and_months_add_up(self, town: Town) -> None:
        told(town)
        spans = comparison.spans_of(Choice.WEEK, clock.local(NEXT).date())
        for unit in (town.office, town.communities[0]):
            for code in comparison.codes_for(unit):
                one = comparison.compare(code=code, unit=unit, spans=spans, at=NEXT)
                assert one is not None
                assert spans.year_ago is not None
                for number, span in (
                    (one.now, spans.now),
                    (one.before, spans.before),
                    (one.year_ago, spans.year_ago),
                ):
                    figure = figure_of(code, span)
                    assert figure is not None
                    read = read_one(figure, NEXT, unit)
                    assert number is not None
                    if figure.measure is not Measure.SUM:
                        assert (number.value, number.above) == (read.value, read.above), code
            found = comparison.compare(code="filed", unit=unit, spans=spans, at=NEXT)
            assert found is not None
            assert (found.now.value, found.before.value, found.change(found.before)) == (2, 2, 0)
            months = comparison.by_month(code="filed", unit=unit, at=NEXT)
            assert len(months) == comparison.MONTHS
            assert [one.number.value for one in months[-2:]] == [0, 4]

    def test_a_community_is_not_shown_what_only_a_street_counts(self, town: Town) -> None:
        street = {code for code, one in COUNTINGS.items() if one.finest == "subdistrict"}
        assert street
        assert not street & set(comparison.codes_for(town.communities[0]))


def test_pages_open_with_links_to_rows_and_refuse_what_is_not_there(town: Town) -> None:
    told(town)
    with clock.frozen(NEXT):
        leader, worker = town.client("leader"), town.client("worker")
        page = leader.get("/b/compare/", {"days": "week"}).content.decode()
        assert "/b/spans/filed/?" in page
        assert "去年同期" in page
        rows = {"unit": town.office.pk, "from": "2026-11-16", "until": "2026-11-23"}
        assert leader.get("/b/spans/filed/", rows).content.decode().count("路灯不亮") == 2
        assert leader.get("/b/spans/filed/").status_code == 200
        assert leader.get("/b/spans/filed/export.xlsx", rows).status_code == 200
        month = leader.get("/b/compare/filed/").content.decode()
        assert "2026-11" in month
        assert '<path class="c-line"' in month
        assert leader.get("/b/compare/export.xlsx", {"days": "year"}).status_code == 200
        for wrong in (
            {"from": "2026-11-16"},
            {"from": "x", "until": "y"},
            {"from": "2026-11-02", "until": "2026-11-01"},
            {"from": "0001-01-01", "until": "9999-12-31"},
        ):
            assert leader.get("/b/spans/filed/", wrong).status_code == 404
        assert leader.get("/b/compare/", {"days": "decade"}).status_code == 404
        assert leader.get("/b/compare/nothing/").status_code == 404
        own = worker.get("/b/compare/", {"days": "month"}).content.decode()
        assert town.communities[0].name in own, (
            "who works in a grid sees the community: a grid is one person's work"
        )

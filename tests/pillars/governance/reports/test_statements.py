"""How many statements the common moves take, counted one by one, so that none creeps in unseen."""

from __future__ import annotations

import uuid

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from linli.base.flow import deadlines
from linli.base.flow.models import CalendarDay, LimitOverride
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports.flow import REPORT
from tests.pillars.governance.reports.doing import CALLS, bring, file
from tests.town import Town

BOTH_ENDS = 2  # BEGIN and COMMIT; inside a test, a savepoint and its release


@pytest.fixture
def warm(town: Town) -> Town:
    """A town in a process that has filed before: the map, the office's settings and the base of the day are known."""
    file(town)
    return town


@pytest.mark.django_db(transaction=True)
class TestFiling:
    def test_takes_seven(self, warm: Town, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        # The category, the map's version, the line of units, a number; all rows at once.
        with django_assert_num_queries(5 + BOTH_ENDS):
            filed = file(warm, key=uuid.uuid4())
        assert filed.report.case.holder == warm.grids[0]


class TestMoves:
    @pytest.mark.parametrize(
        ("verb", "name", "state", "most"),
        [
            # Lock, shares, units, all that is written; and what each asks besides.
            ("accept", "worker", "received", 4),
            ("dispatch", "dispatcher", "accepted", 4),
            ("take", "sweeper", "dispatched", 4),
            ("answer_share", "stoker", "dispatched", 4),
            ("settle", "worker", "accepted", 4 + 1),  # what is pending
            ("pass_check", "worker", "answered", 4 + 2),  # the lead's answer, what is pending
            ("rate", "", "callback", 4 + 1),  # who is rated
            ("ask_pause", "worker", "accepted", 4 + 1),  # what is pending
        ],
    )
    def test_take_few(
        self,
        town: Town,
        django_assert_num_queries: DjangoAssertNumQueries,
        verb: str,
        name: str,
        state: str,
        most: int,
    ) -> None:
        number, at = bring(town, state)
        actor = town.actor(name, at) if name else ANYONE
        with django_assert_num_queries(most + BOTH_ENDS):
            CALLS[verb](town, actor, number, at)


class TestSettings:
    def test_cost_nothing_until_they_change(
        self, town: Town, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        deadlines.calendar_of(town.office)
        with django_assert_num_queries(0):
            deadlines.calendar_of(town.office)
            deadlines.limits_for(REPORT, town.office, "R01", {})

    def test_of_an_office_hold_from_the_statement_that_changed_them(self, town: Town) -> None:
        before = file(town).report.case
        LimitOverride.objects.create(
            office=town.office, kind="governance.report", slot="accept", limit="1 work_hour", basis="会议"
        )
        CalendarDay.objects.create(office=town.office, day="2026-11-17", kind="off", basis="停电")
        after = file(town, phone="13800007777").report.case
        assert before.limits["accept"] != after.limits["accept"] == "1 work_hour"
        assert after.resolve_by is not None
        assert before.resolve_by is not None
        assert after.resolve_by > before.resolve_by  # a day later: nobody works on the 17th
        CalendarDay.objects.all().delete()
        LimitOverride.objects.all().delete()
        again = file(town, phone="13800008888").report.case
        assert (again.limits, again.resolve_by) == (before.limits, before.resolve_by)

    def test_of_the_category_win_over_the_offices_for_all_and_lose_to_its_own_for_it(
        self, town: Town
    ) -> None:
        for topic, limit in (("", "3 work_hour"), ("R01", "4 work_hour")):
            LimitOverride.objects.create(
                office=town.office,
                kind="governance.report",
                topic=topic,
                slot="settle",
                limit=limit,
                basis="街道办法",
            )
        assert file(town).report.case.limits["settle"] == "4 work_hour"
        assert file(town, category="R02").report.case.limits["settle"] == "3 work_hour"

    def test_are_not_brought_back_by_whoever_saves_an_office_read_before(self, town: Town) -> None:
        town.office.refresh_from_db()
        CalendarDay.objects.create(office=town.office, day="2026-11-17", kind="off", basis="停电")
        known = type(town.office).objects.get(pk=town.office.pk).settings_version
        town.office.save()  # read before the change: it still holds the old number
        assert type(town.office).objects.get(pk=town.office.pk).settings_version == known > 0

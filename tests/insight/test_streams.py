"""The week's cases shared three ways: every case once, and behind every part as many as it says."""

from datetime import timedelta

import pytest

from linli.base.flow.models import Assignment, Case
from linli.insight import streams
from linli.insight.indicators import Scope
from linli.insight.streams import HANDLERS, STANDINGS
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.texts import STATES
from tests.insight.test_figures import month, scope  # noqa: F401
from tests.pillars.governance.reports.doing import bring, file
from tests.town import MONDAY, Town

SOON = MONDAY + timedelta(days=3)


@pytest.fixture
def week(month: Town) -> Town:  # noqa: F811
    for i, state in enumerate(("dispatched", "refused", "paused", "ledgered", "callback")):
        bring(month, state, phone=f"1370000000{i}")
    return month


def test_every_case_of_the_week_is_in_one_stream(week: Town) -> None:
    found = streams.streams(scope(week), SOON)
    assert sum(one.count for one in found) == Case.objects.filter(filed_at__lte=SOON).count()
    assert len({(one.channel, one.handler, one.standing) for one in found}) == len(found)
    assert {"closed", "doing", "stopped", "ended", "asking"} <= {one.standing for one in found}


def test_behind_every_stream_are_its_cases(week: Town) -> None:
    for one in streams.streams(scope(week), SOON):
        part = {"channel": one.channel, "handler": one.handler, "standing": one.standing}
        rows, count = streams.behind_stream(scope(week), SOON, part)
        assert len(rows) == count == one.count
        states = STANDINGS[one.standing][1]
        assert all(row.state in states if states else row.state in STATES for row in rows)


def test_whoever_leads_handles_and_a_lead_that_was_returned_does_not(week: Town) -> None:
    number, at = bring(week, "dispatched", phone="13600000001")
    lead = Case.objects.get(number=number).assignments.get(part=Assignment.Part.LEAD)
    handler = next(code for code, (_words, kinds) in HANDLERS.items() if lead.unit.kind in kinds)

    def numbers() -> set[str]:
        return {row.number for row in streams.behind_stream(scope(week), SOON, {"handler": handler})[0]}

    assert number in numbers()
    operations.send_report_back(actor=week.actor("sweeper"), number=number, at=at, note="不归我们")
    assert number not in numbers()


def test_only_the_last_seven_days_and_only_ones_own_ground(week: Town) -> None:
    assert streams.streams(scope(week), MONDAY + timedelta(days=30)) == []
    second = Scope(week.actor("leader"), week.communities[1].path)
    assert sum(one.count for one in streams.streams(second, SOON)) < sum(
        one.count for one in streams.streams(scope(week), SOON)
    )


def test_is_one_query(week: Town, django_assert_num_queries: object) -> None:
    here = scope(week)
    with django_assert_num_queries(1):  # type: ignore[operator]
        streams.streams(here, SOON)


def test_no_state_stands_in_two_standings() -> None:
    listed = [state for _words, states in STANDINGS.values() for state in states]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(STATES)


def test_an_empty_week_draws_nothing(db: None) -> None:
    from tests.town import build_town

    assert streams.streams(scope(build_town()), SOON) == []


def test_a_case_filed_after_now_is_not_yet_there(week: Town) -> None:
    before = sum(one.count for one in streams.streams(scope(week), SOON))
    file(week, SOON + timedelta(hours=1), phone="13500000000")
    assert sum(one.count for one in streams.streams(scope(week), SOON)) == before

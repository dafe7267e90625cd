"""Both clocks: they start together, stop and go on together, and nobody is forgotten for longer than five days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.kernel import limits
from linli.kernel.limits import LimitUnit
from linli.kernel.workdays import CHINA
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.flow import ExtendedAlready, NotOverYet, PapersPromised
from linli.pillars.service.applications.models import Application, Publicity
from linli.pillars.service.applications.rules import GivenPaper, Outcome, Told
from tests.pillars.service.applications.doing import CALLS, SHOWN, bring, item, offer, submit
from tests.town import MONDAY, Town

DAY = timedelta(days=1)
moments = st.integers(0, 60 * 24 * 200).map(lambda m: MONDAY + timedelta(minutes=m))
days = st.integers(1, 60)
fast = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def by(town: Town, who: str, number: str, at: datetime) -> dict[str, object]:
    return {"actor": town.actor(who, at), "number": number, "at": at}


def row(number: str) -> tuple[Case, Application]:
    application = Application.objects.select_related("case").get(case__number=number)
    return application.case, application


class TestRules:
    @fast
    @given(at=moments, n=days, extra=st.integers(1, 10))
    def test_an_extension_is_that_many_working_days_longer(self, at: datetime, n: int, extra: int) -> None:
        due = CHINA.due(at, limits.work_days(n))
        assert rules.extended(due, extra, CHINA) == CHINA.due(at, limits.work_days(n + extra))

    @fast
    @given(
        n=days, examine=st.integers(1, 10), unit=st.sampled_from([LimitUnit.WORK_DAY, LimitUnit.CALENDAR_DAY])
    )
    def test_what_is_not_accepted_yet_has_time_to_be_examined_first(
        self, n: int, examine: int, unit: LimitUnit
    ) -> None:
        before = rules.before_acceptance(limits.Limit(n, unit), limits.work_days(examine))
        assert CHINA.due(MONDAY, before) >= CHINA.due(MONDAY, limits.work_days(examine))
        assert before.amount > n

    @given(told=st.sets(st.sampled_from("abcd")), now=st.sets(st.sampled_from("abcd")))
    def test_a_second_notice_asks_for_nothing_new(self, told: set[str], now: set[str]) -> None:
        assert rules.nothing_new(now, told) is (not told or now <= told)


def test_both_clocks_start_on_acceptance_and_are_the_items(town: Town) -> None:
    number, _at = bring(town, "accepted")
    case, application = row(number)
    assert application.accepted_at is not None
    assert case.due_at == application.promised_by == CHINA.due(application.accepted_at, limits.work_days(10))
    assert case.resolve_by == CHINA.due(application.accepted_at, limits.work_days(20))


def test_five_days_without_a_word_count_as_accepted_as_of_receipt(town: Town) -> None:
    number = submit(town, papers={}).number
    sweep(CHINA.due(MONDAY, limits.work_days(5)) - timedelta(seconds=1))
    assert row(number)[0].state == "received"
    sweep(CHINA.due(MONDAY, limits.work_days(5)))
    case, application = row(number)
    assert case.state == "accepted"
    assert application.is_deemed
    assert application.accepted_at == MONDAY
    assert case.resolve_by == CHINA.due(MONDAY, limits.work_days(20))
    assert application.documents.filter(kind="acceptance").exists()


def test_a_notice_in_time_stops_the_clock_and_its_answer_starts_five_days_anew(town: Town) -> None:
    number, at = bring(town, "correcting")
    sweep(at + 10 * DAY)
    assert row(number)[0].state == "correcting"
    back = at + 10 * DAY
    CALLS["supply"](town, town.actor("receptionist", back), number, back)
    case, _application = row(number)
    assert case.state == "supplemented"
    assert case.due_at == CHINA.due(back, limits.work_days(5))
    with pytest.raises(op.ToldBefore):
        op.tell_applicant(told=[Told("id")], answer="还要身份证", **by(town, "receptionist", number, back))
    op.tell_applicant(told=[Told("plan")], answer="图还是看不清", **by(town, "receptionist", number, back))


def test_nobody_answers_a_notice_and_the_papers_go_back(town: Town) -> None:
    number, at = bring(town, "correcting")
    sweep(CHINA.due(at, limits.work_days(16)))
    case, _application = row(number)
    assert case.state == "returned"
    assert case.end_reason == "lapse"


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.integers(0, 90), waits=st.integers(1, 24 * 12))
def test_a_special_procedure_stops_both_clocks_for_as_long_as_it_lasts(
    town: Town, first: int, waits: int
) -> None:
    number, at = bring(town, "accepted")
    at += timedelta(hours=first)
    before, _application = row(number)
    left = (before.due_at, before.resolve_by)
    begun = at
    CALLS["begin_special"](town, town.actor("receptionist", at), number, at)
    stated = CHINA.due(begun, limits.work_days(5))
    assert row(number)[0].stopped_until == stated
    at += timedelta(hours=waits)
    if at < stated:
        CALLS["end_special"](town, town.actor("receptionist", at), number, at)
        ended = at
    else:
        sweep(at)
        ended = at
    case, application = row(number)
    assert case.state == "accepted"
    due, resolve = left
    assert due is not None
    assert resolve is not None
    assert case.due_at == CHINA.resume(due, begun, ended, LimitUnit.WORK_DAY) == application.promised_by
    assert case.resolve_by == CHINA.resume(resolve, begun, ended, LimitUnit.WORK_DAY)


def test_an_extension_moves_both_clocks_once_and_tells_why(town: Town) -> None:
    number, at = bring(town, "accepted")
    before, _application = row(number)
    due, resolve = before.due_at, before.resolve_by
    assert due is not None
    assert resolve is not None
    with pytest.raises(op.TooManyDays):
        op.ask_for_extension(days=11, note="多要几天", **by(town, "receptionist", number, at))
    CALLS["ask_extension"](town, town.actor("receptionist", at), number, at)
    CALLS["grant_extension"](town, town.actor("leader", at), number, at)
    case, application = row(number)
    assert case.due_at == application.promised_by == rules.extended(due, 5, CHINA)
    assert case.resolve_by == rules.extended(resolve, 5, CHINA)
    assert "延长5个工作日" in "".join(_said(application.documents.get(kind="extension")))
    with pytest.raises(ExtendedAlready):
        CALLS["ask_extension"](town, town.actor("receptionist", at), number, at)


def _said(document: object) -> tuple[str, ...]:
    from linli.pillars.service.applications.rules import documents

    return documents.sheet_of(document.kind, document.number, document.content).paragraphs  # type: ignore[attr-defined]


def test_a_promised_paper_comes_by_the_promised_time_or_the_application_goes_back(town: Town) -> None:
    short = {"id": GivenPaper(), "plan": GivenPaper()}
    number = submit(town, papers=short).number
    most = CHINA.due(MONDAY, limits.work_days(10))
    with pytest.raises(op.PromisedTooLate):
        op.accept_application_short(
            until={"photo": most + timedelta(seconds=1)}, **by(town, "receptionist", number, MONDAY)
        )
    op.accept_application_short(until={"photo": most}, **by(town, "receptionist", number, MONDAY))
    with pytest.raises(PapersPromised):
        op.review_application(
            proposal=Outcome.APPROVED, note="行", **by(town, "receptionist", number, MONDAY)
        )
    with pytest.raises(NotOverYet):
        op.give_application_back(answer="没有补来", **by(town, "receptionist", number, most))
    op.give_application_back(answer="没有补来", **by(town, "receptionist", number, most + DAY))
    assert row(number)[0].state == "returned"


def test_publicity_ends_by_itself_and_takes_the_name_away(town: Town) -> None:
    number, _at = bring(town, "publicised", offered=offer(town, item("T03", **SHOWN)))
    live = Publicity.objects.get()
    assert live.name == "李秀英"
    op.end_publicities(at=live.until - timedelta(seconds=1))
    assert row(number)[0].state == "publicised"
    op.end_publicities(at=live.until)
    case, _application = row(number)
    assert case.state == "reviewed"
    live.refresh_from_db()
    assert (live.name, live.is_clean) == ("", True)
    op.approve_application(answer="准予", **by(town, "leader", number, live.until + DAY))


def test_an_objection_holds_the_decision_until_it_is_looked_into(town: Town) -> None:
    number, at = bring(town, "publicised", offered=offer(town, item("T03", **SHOWN)))
    CALLS["object"](town, town.actor("receptionist", at), number, at)
    live = Publicity.objects.get()
    op.end_publicities(at=live.until + DAY)
    assert row(number)[0].state == "publicised"
    op.reexamine_application(note="入户再查", **by(town, "receptionist", number, live.until + DAY))
    op.end_publicities(at=live.until + DAY)
    live.refresh_from_db()
    assert live.name == ""
    assert row(number)[0].state == "accepted"


def test_who_reviewed_does_not_decide(town: Town) -> None:
    from linli.base.orgs.roles import Role

    town.hire("receptionist", Role.LEADER, town.office)
    number, at = bring(town, "reviewed")
    with pytest.raises(op.ReviewedItYourself):
        op.approve_application(answer="准予", **by(town, "receptionist", number, at))
    op.approve_application(answer="准予", **by(town, "leader", number, at))

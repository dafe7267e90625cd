"""A need is listed, claimed by one unit, done and confirmed by those it was for; offers are used as often as they say."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.flow.models import Case, Step
from linli.base.flow.refusals import NoSuchCase, NotYourMove
from linli.base.people.actors import SYSTEM
from linli.kernel.refusals import Refusal
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import policies, queries, rules
from linli.pillars.party.partners.models import Project, ReportIn, Resource
from linli.pillars.party.partners.rules import Offered, What
from linli.pillars.party.partners.texts import STATES, VERBS
from tests.kinds import Machines
from tests.pillars.party.branches.doing import line_of
from tests.pillars.party.partners.doing import PATHS, PROJECTS, listed, offered, report_in
from tests.town import MONDAY, Town, build_town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 16)


class TestKind(Machines):
    kind = PROJECTS
    verbs = VERBS
    states = STATES
    paths = PATHS


class TestFromNeedToConfirmation:
    def test_a_unit_claims_sets_itself_steps_does_them_and_those_served_confirm(self, town: Town) -> None:
        number = listed(town).case.number
        sweeper = town.actor("sweeper")
        case = op.claim_project(
            actor=sweeper, number=number, at=MONDAY + HOUR, unit=town.sanitation, steps=["看八户", "", "擦"]
        )
        assert (case.state, case.holder) == ("claimed", town.sanitation)
        page = queries.project_page(actor=sweeper, number=number, at=MONDAY + HOUR)
        assert [one.what for one in page.milestones] == ["看八户", "擦"]
        given = {"actor": sweeper, "number": number}
        op.advance_project(**given, at=MONDAY + DAY, note="看了", milestone=page.milestones[0].pk)
        with pytest.raises(op.NoSuchMilestone):
            op.advance_project(**given, at=MONDAY + DAY, note="看了", milestone=page.milestones[0].pk)
        case = op.finish_project(**given, at=MONDAY + 2 * DAY, answer="擦完八户")
        assert case.holder == town.communities[0]
        asked = {"actor": town.actor("clerk"), "number": number, "at": MONDAY + 3 * DAY}
        with pytest.raises(op.NoneServed):
            op.confirm_project(**asked, answer="老人说亮堂", served_count=0)
        case = op.confirm_project(**asked, answer="老人说亮堂", served_count=8)
        assert (case.is_open, case.is_answered) == (False, True)
        year = queries.year_of(actor=sweeper, unit_id=town.sanitation.pk, year=2026)
        assert [row[:3] for row in year.rows] == [("冬天帮老人擦窗", "东里社区", "三号楼的独居老人")]
        assert (year.claimed, year.in_hand, year.served) == (1, 0, 8)

    def test_who_gives_back_once_leaves_the_second_time_to_a_leader(self, town: Town) -> None:
        number, sweeper = listed(town).case.number, town.actor("sweeper")
        given = {"actor": sweeper, "number": number}
        op.claim_project(**given, at=MONDAY, unit=town.sanitation)
        op.give_project_back(**given, at=MONDAY + HOUR, note="人手不够")
        assert Project.objects.get().unit is None
        op.claim_project(**given, at=MONDAY + 2 * HOUR, unit=town.sanitation)
        with pytest.raises(rules.GivenBackAlready):
            op.give_project_back(**given, at=MONDAY + 3 * HOUR, note="还是不够")
        case = op.rule_project(
            actor=town.actor("leader"), number=number, at=MONDAY + 4 * HOUR, to=town.heating
        )
        assert case.holder == town.heating

    def test_what_is_not_done_goes_back_to_its_unit(self, town: Town) -> None:
        number = listed(town).case.number
        op.claim_project(actor=town.actor("sweeper"), number=number, at=MONDAY, unit=town.sanitation)
        op.finish_project(actor=town.actor("sweeper"), number=number, at=MONDAY + HOUR, answer="都擦了")
        case = op.redo_project(
            actor=town.actor("clerk"), number=number, at=MONDAY + 2 * HOUR, answer="漏了一户"
        )
        assert (case.state, case.holder) == ("claimed", town.sanitation)

    def test_a_day_it_is_wanted_by_is_its_clock(self, town: Town) -> None:
        project = listed(town, wanted=TODAY + timedelta(days=10))
        assert project.case.due_at is not None
        assert (project.case.due_at.date() - TODAY).days <= 6
        with pytest.raises(op.WantedTooSoon):
            listed(town, wanted=TODAY - timedelta(days=1))


class TestWhoTakesPart:
    def test_a_unit_that_did_not_report_in_sees_no_need_and_claims_none(self, town: Town) -> None:
        number = listed(town).case.number
        ReportIn.objects.filter(unit=town.heating).delete()
        Case.objects.filter(number=number).update(
            reach=[pk for pk in Case.objects.get().reach if pk != town.heating.pk]
        )
        stoker = town.actor("stoker")
        assert queries.projects_of(actor=stoker) == ([], None)
        with pytest.raises(Refusal):
            op.claim_project(actor=stoker, number=number, at=MONDAY, unit=town.heating)
        # Reporting in opens what is on the list now.
        op.report_unit_in(actor=stoker, at=MONDAY, unit=town.heating, community=town.communities[0])
        assert [row.number for row in queries.projects_of(actor=stoker)[0]] == [number]
        with pytest.raises(op.ReportedInAlready):
            op.report_unit_in(actor=stoker, at=MONDAY, unit=town.heating, community=town.communities[0])

    def test_who_works_for_the_party_there_reads_the_lists_and_moves_nothing(self, town: Town) -> None:
        line_of(town)
        project = listed(town)
        for who, sees in (("party_clerk", True), ("dispatcher", True), ("secretary2", False)):
            actor = town.actor(who)
            assert policies.reaches_project(actor, project) is sees, who
            assert Project.objects.filter(policies.reachable_projects(actor)).exists() is sees, who
        with pytest.raises((NoSuchCase, NotYourMove, op.NotYourUnit)):
            op.claim_project(
                actor=town.actor("party_clerk"),
                number=project.case.number,
                at=MONDAY,
                unit=town.sanitation,
                steps=[],
            )

    def test_nobody_claims_for_another_unit_or_lists_for_another_community(self, town: Town) -> None:
        number = listed(town).case.number
        with pytest.raises(op.NotYourUnit):
            op.claim_project(actor=town.actor("stoker"), number=number, at=MONDAY, unit=town.sanitation)
        with pytest.raises(op.NeedOfAnotherCommunity):
            listed(town, by="secretary2")
        with pytest.raises(op.NotYourUnit):
            op.report_unit_in(
                actor=town.actor("sweeper"), at=MONDAY, unit=town.heating, community=town.communities[1]
            )

    def test_lists_agree_with_rows(self, town: Town) -> None:
        report_in(town)
        listed(town)
        offered(town)
        for name in town.people:
            actor = town.actor(name)
            rows = ReportIn.objects.select_related("community", "unit")
            assert {r.pk for r in rows if policies.reaches(actor, r)} == set(
                rows.filter(policies.reachable(actor)).values_list("pk", flat=True)
            )
            offers = Resource.objects.all()
            assert {r.pk for r in offers if policies.reaches_resource(actor, r)} == set(
                offers.filter(policies.reachable_resources(actor)).values_list("pk", flat=True)
            )

    def test_a_contact_is_masked_shown_to_the_community_and_erased_in_the_end(self, town: Town) -> None:
        report_in(town)
        row = ReportIn.objects.get(unit=town.sanitation)
        (shown, _other) = queries.partners_of(actor=town.actor("secretary"))
        assert "联络" not in shown.contact_name
        assert queries.find_contact(town.actor("secretary"), row.pk, "name").value == "卜联络"  # type: ignore[union-attr]
        assert queries.find_contact(town.actor("leader"), row.pk, "name") is None
        op.end_report_in(actor=town.actor("secretary"), on=TODAY, pk=row.pk)
        row.refresh_from_db()
        assert (row.contact_name, row.contact_phone) == ("", "")

    @pytest.mark.parametrize("count", [2, 30])
    def test_a_list_costs_one_query(
        self, town: Town, count: int, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        for n in range(count):
            listed(town, title=f"擦第{n}户的窗")
        unit, community = town.actor("sweeper"), town.actor("secretary")
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(queries.projects_of(actor=unit)[0]) == count
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert len(queries.partners_of(actor=community)) == 2


class TestOffers:
    def test_an_offer_is_called_on_as_often_as_it_says(self, town: Town) -> None:
        report_in(town)
        offer = offered(town, times=1)
        numbers = [listed(town, title=title).case.number for title in ("擦窗", "扫雪")]
        who = {"actor": town.actor("secretary"), "at": MONDAY, "resource": offer.pk}
        page = queries.project_page(actor=town.actor("secretary"), number=numbers[0], at=MONDAY)
        assert [one.resource.pk for one in page.proposals] == [offer.pk]
        case = op.call_on_resource(number=numbers[0], **who)
        assert case.holder == town.sanitation
        with pytest.raises(op.ResourceUsedUp):
            op.call_on_resource(number=numbers[1], **who)
        op.give_project_back(actor=town.actor("sweeper"), number=numbers[0], at=MONDAY + HOUR, note="不行")
        assert op.call_on_resource(number=numbers[1], **who).holder == town.sanitation

    def test_residents_read_what_the_office_showed_and_no_number(self, town: Town) -> None:
        report_in(town)
        with pytest.raises(op.NumberInOffer):
            offered(town, words="打 13800001111", is_for_all=True)
        offer = offered(town, title="周六免费量血压", is_for_all=True)
        assert queries.spoken(today=TODAY) == []
        with pytest.raises(op.NotYourUnit):
            op.show_resource(actor=town.actor("secretary"), at=MONDAY, pk=offer.pk)
        op.show_resource(actor=town.actor("leader"), at=MONDAY, pk=offer.pk)
        (said,) = queries.spoken(today=TODAY)
        assert (said.unit, said.offers[0][1]) == ("环卫所", "周六免费量血压")
        op.end_resource(actor=town.actor("sweeper"), at=MONDAY, pk=offer.pk)
        assert queries.spoken(today=TODAY) == []

    @given(
        offers=st.lists(
            st.builds(
                Offered,
                id=st.integers(1, 10**6),
                what=st.sampled_from(list(What)),
                unit=st.integers(1, 9),
                communities=st.frozensets(st.integers(1, 4), max_size=3),
                left=st.integers(0, 3),
                until=st.dates(date(2026, 10, 1), date(2027, 6, 1)),
                load=st.integers(0, 5),
            ),
            max_size=30,
            unique_by=lambda one: one.id,
        ),
        what=st.sampled_from(list(What)),
        wanted=st.none() | st.dates(date(2026, 11, 1), date(2027, 2, 1)),
    )
    def test_a_proposal_always_fits_and_who_has_least_in_hand_comes_first(
        self, offers: list[Offered], what: What, wanted: date | None
    ) -> None:
        by_id = {one.id: one for one in offers}
        found = [by_id[m.offer] for m in rules.matches(what, 2, wanted, TODAY, offers)]
        assert all(one.what is what and 2 in one.communities and one.left for one in found)
        assert all(one.until >= TODAY and (wanted is None or one.until >= wanted) for one in found)
        assert [one.load for one in found] == sorted(one.load for one in found)
        left_out = [one for one in offers if one not in found and one.what is what and 2 in one.communities]
        assert all(not one.left or one.until < max(wanted or TODAY, TODAY) for one in left_out)


@pytest.mark.django_db(transaction=True)
def test_units_that_claim_at_the_same_moment_are_one_that_has_it_and_others_who_are_told() -> None:
    """However many claim and call on at once, in whatever order: one claim, one step, nothing taken twice of an offer."""
    town = build_town()
    report_in(town)
    offer = offered(town, times=3)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(who=st.lists(st.sampled_from(["sweeper", "stoker", "secretary"]), min_size=2, max_size=4))
    def at_once(who: list[str]) -> None:
        number = listed(town).case.number
        told: list[str] = []
        gate = threading.Barrier(len(who))

        def claim(name: str) -> None:
            try:
                gate.wait()
                by = {"actor": town.actor(name), "number": number, "at": MONDAY + HOUR}
                if name == "secretary":
                    op.call_on_resource(**by, resource=offer.pk)
                else:
                    op.claim_project(**by, unit=town.sanitation if name == "sweeper" else town.heating)
                told.append("has it")
            except Refusal as refusal:
                told.append(type(refusal).__name__)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=claim, args=(name,)) for name in who]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        offer.refresh_from_db()
        if offer.taken < offer.times or "secretary" not in who or set(who) != {"secretary"}:
            assert told.count("has it") <= 1
        assert len(told) == len(who)
        claims = Step.objects.filter(case__number=number, verb__in=["claim", "call_on"]).count()
        assert claims == told.count("has it")
        assert offer.taken == Project.objects.filter(resource=offer).count() <= offer.times
        if {"sweeper", "stoker"} & set(who):
            assert claims == 1

    at_once()


def test_the_system_takes_nothing_down_that_is_no_community(town: Town) -> None:
    with pytest.raises(op.NotToReportIn):
        op.report_unit_in(actor=SYSTEM, at=MONDAY, unit=town.sanitation, community=town.grids[0])

"""What is due by rule, planned and held; whether enough came; the year's ledger; who is told, in which words."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.base.flow.refusals import DayElsewhen
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog
from linli.kernel.periods import Standing, period_of
from linli.kernel.standards import party_life as law
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import OrgKind, Relation
from linli.pillars.party.branches.rules import Standing as Member
from linli.pillars.party.floating import operations as floating
from linli.pillars.party.floating.rules import Way, Why
from linli.pillars.party.life import operations as op
from linli.pillars.party.life import queries, rules
from linli.pillars.party.life.models import Attendance, Habit, LifeMeeting
from linli.pillars.party.life.policies import NoSuchLifeMeeting
from linli.pillars.party.life.rules import LifeKind
from tests.pillars.party.branches.doing import DAY
from tests.pillars.party.life.doing import PLACE, TODAY, everybody, lively, on, planned
from tests.town import MONDAY, Town

L = LifeKind


class TestRules:
    @given(st.sampled_from(list(L)), st.integers(1, 200), st.booleans())
    @settings(max_examples=60)
    def test_the_least_is_the_first_number_that_makes_a_meeting(
        self, kind: L, due: int, election: bool
    ) -> None:
        n = rules.least(kind, due, is_election=election)
        assert rules.is_valid(kind, due, n, is_election=election)
        assert not rules.is_valid(kind, due, n - 1, is_election=election)

    @pytest.mark.parametrize(
        ("kind", "due", "election", "least"),
        [
            (L.GENERAL, 10, False, 6),  # more than half
            (L.GENERAL, 9, False, 5),
            (L.COMMITTEE, 4, False, 2),  # half at least
            (L.COMMITTEE, 3, False, 2),
            (L.GENERAL, 10, True, 8),  # four fifths
            (L.GENERAL, 11, True, 9),
            (L.DAY, 40, False, 1),  # no rule says how many
        ],
    )
    def test_quorums(self, kind: L, due: int, election: bool, least: int) -> None:
        assert rules.least(kind, due, is_election=election) == least

    def test_every_kind_has_its_rule_and_every_quorum_its_source(self) -> None:
        assert set(law.DUE) == {kind.value for kind in L}
        assert all(rule.quorum is None or rule.quorum_source for rule in law.DUE.values())
        assert Fraction(1, 2) < law.ELECTION_QUORUM

    @given(st.sampled_from(list(L)), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 31))
    @settings(max_examples=80)
    def test_a_day_proposed_is_never_past_and_lies_in_its_period_unless_that_is_over(
        self, kind: L, today: date, day: int
    ) -> None:
        for period in rules.course_of(kind, date(2026, 1, 1), None, today, ()):
            proposed = rules.proposed_on(kind, period, day, today)
            if proposed is not None:
                assert proposed >= today
                assert period.start <= proposed < period.until or period.until <= today

    def test_the_yearly_ones_wait_for_the_last_quarter(self) -> None:
        (year,) = rules.course_of(L.LIFE, date(2026, 1, 1), None, date(2026, 9, 30), ())
        assert rules.proposed_on(L.LIFE, year, 20, date(2026, 9, 30)) is None
        assert rules.proposed_on(L.LIFE, year, 20, date(2026, 10, 1)) == date(2026, 10, 20)

    def test_who_leads_and_who_does_not(self) -> None:
        assert L.COMMITTEE not in rules.kinds_of(OrgKind.GRID_BRANCH, 0)
        assert L.COMMITTEE in rules.kinds_of(OrgKind.GRID_BRANCH, 3)
        assert rules.kinds_of(OrgKind.INTEREST_BRANCH, 3) == ()
        assert rules.kinds_of(OrgKind.GROUP, 0) == (L.GROUP,)
        assert not rules.may_vote(Member.PROBATIONARY, Relation.HERE)
        assert not rules.may_vote(Member.FULL, Relation.FLOWN_OUT)


@pytest.mark.django_db
class TestPlanning:
    def test_a_month_is_proposed_planned_held_and_in_the_ledger(self, town: Town) -> None:
        branch = lively(town)
        secretary = town.actor("party_secretary")
        page = queries.life_page(actor=secretary, pk=branch.pk, at=MONDAY)
        proposed = {one.kind: one.proposed_on for one in page.owed}
        own = date(2026, 11, 20)
        assert proposed == {
            L.COMMITTEE: own, L.DAY: own, L.LIFE: own, L.REVIEW: own,
            L.GENERAL: None, L.LECTURE: None,  # December is time enough
        }  # fmt: skip
        one = planned(town, branch, L.DAY, L.LECTURE, L.GENERAL, at=on(20))
        assert sorted(part.kind for part in one.parts.all()) == ["day", "general", "lecture"]
        owed = {o.kind: o for o in queries.life_page(actor=secretary, pk=branch.pk, at=MONDAY).owed}
        assert owed[L.DAY].planned == one
        with pytest.raises(op.LifeMeetingThere):
            planned(town, branch, L.DAY, at=on(21))
        with pytest.raises(op.LifeMeetingNotYet):
            op.hold_meeting(
                actor=secretary, at=MONDAY, meeting=one.pk, came=everybody(branch), agenda="学条例"
            )
        after = on(20, 21)
        held = op.hold_meeting(
            actor=secretary, at=after, meeting=one.pk, came=everybody(branch)[:6], agenda="学条例 13800138000",
            settled="下周入户",
        )  # fmt: skip
        assert (held.due_count, held.came_count, held.voting_due, held.voting_came) == (9, 6, 8, 6)
        assert all(part.is_valid for part in held.parts.all())
        assert "13800138000" not in held.agenda
        assert {o.kind for o in queries.life_page(actor=secretary, pk=branch.pk, at=after).owed} == {
            L.COMMITTEE, L.LIFE, L.REVIEW,
        }  # fmt: skip
        ledger = queries.ledger_of(actor=secretary, pk=branch.pk, at=on(1, month=12), year=2026)
        lines = {line.kind: (line.in_time, line.over) for line in ledger.lines}
        assert (lines[L.DAY], lines[L.COMMITTEE], lines[L.GENERAL]) == ((1, 1), (0, 1), (0, 0))
        closed = queries.ledger_of(
            actor=secretary, pk=branch.pk, at=on(1, month=12) + timedelta(days=40), year=2026
        )
        lines = {line.kind: (line.in_time, line.over) for line in closed.lines}
        assert (lines[L.GENERAL], lines[L.LECTURE], lines[L.LIFE], lines[L.DAY]) == (
            (1, 1),
            (1, 1),
            (0, 1),
            (1, 2),
        )

    def test_without_its_quorum_a_meeting_is_on_record_and_still_due(self, town: Town) -> None:
        branch = lively(town)
        secretary = town.actor("party_secretary")
        one = planned(town, branch, L.GENERAL, L.DAY, at=on(16, 8))
        held = op.hold_meeting(
            actor=secretary, at=MONDAY, meeting=one.pk, came=everybody(branch)[:4], agenda="换届准备"
        )
        assert {part.kind: part.is_valid for part in held.parts.all()} == {"general": False, "day": True}
        page = queries.life_page(actor=secretary, pk=branch.pk, at=MONDAY)
        assert L.GENERAL in {o.kind for o in page.owed}
        assert L.DAY not in {o.kind for o in page.owed}
        again = planned(town, branch, L.GENERAL, at=on(17, 8))
        assert again.pk != one.pk

    def test_who_is_away_for_long_or_not_of_it_is_not_on_the_list(self, town: Town) -> None:
        branch = lively(town)
        away, stranger = everybody(branch)[4], 0
        floating.note_floating(
            actor=SYSTEM, at=MONDAY, member_ids=[away], way=Way.OUT, why=Why.WORK, since=MONDAY.date()
        )
        one = planned(town, branch, L.DAY, at=on(16, 8))
        page = queries.meeting_page(actor=town.actor("party_secretary"), pk=one.pk)
        assert away not in {p.id for p in page.expected}
        assert page.voting == 7
        for pk in (away, stranger):
            with pytest.raises(op.NotExpected):
                op.hold_meeting(
                    actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk, came=[pk], agenda="学"
                )
        with pytest.raises(op.NobodyCame):
            op.hold_meeting(actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk, agenda="学")

    def test_a_committee_meets_by_itself(self, town: Town) -> None:
        branch = lively(town)
        made = op.plan_month(
            actor=town.actor("party_secretary"),
            organisation=branch.pk,
            meetings=[op.Planned(kind, TODAY, on(20), PLACE) for kind in (L.COMMITTEE, L.DAY)],
        )
        assert [one.audience for one in made] == ["committee", "members"]
        page = queries.meeting_page(actor=town.actor("party_secretary"), pk=made[0].pk)
        assert (len(page.expected), page.parts[0][1]) == (3, 2)

    def test_called_off_is_due_again_and_over_is_over(self, town: Town) -> None:
        branch = lively(town)
        secretary = town.actor("party_secretary")
        one = planned(town, branch, L.DAY, at=on(20))
        op.call_off_meeting(actor=secretary, at=MONDAY, meeting=one.pk)
        with pytest.raises(op.LifeMeetingOver):
            op.change_meeting(actor=secretary, meeting=one.pk, starts_at=on(21), place=PLACE)
        owed = {o.kind: o for o in queries.life_page(actor=secretary, pk=branch.pk, at=MONDAY).owed}
        assert owed[L.DAY].planned is None
        mistyped = op.Planned(L.DAY, MONDAY.date(), on(20).replace(year=2099), PLACE)
        with pytest.raises(DayElsewhen):
            op.plan_month(actor=secretary, organisation=branch.pk, meetings=[mistyped])
        ahead = planned(town, branch, L.DAY, at=on(20))
        with pytest.raises(DayElsewhen):
            op.change_meeting(
                actor=secretary, meeting=ahead.pk, starts_at=on(20).replace(year=2099), place=PLACE
            )
        moved = op.change_meeting(
            actor=secretary,
            meeting=ahead.pk,
            starts_at=on(22),
            place="院里",
        )
        assert (moved.starts_at, moved.place) == (on(22), "院里")

    def test_only_its_own_kinds_and_only_its_own_posts(self, town: Town) -> None:
        branch = lively(town)
        with pytest.raises(op.NotItsLife):
            planned(town, branch, L.STUDY, at=on(20))
        with pytest.raises(op.NothingPlanned):
            op.plan_month(actor=town.actor("party_secretary"), organisation=branch.pk, meetings=[])
        one = planned(town, branch, L.DAY, at=on(16, 8))
        for who in ("leader", "secretary", "dispatcher", "sysadmin"):
            with pytest.raises(NoSuchOrganisation):
                queries.life_page(actor=town.actor(who), pk=branch.pk, at=MONDAY)
            with pytest.raises(NoSuchLifeMeeting):
                queries.meeting_page(actor=town.actor(who), pk=one.pk)
            with pytest.raises(NoSuchLifeMeeting):
                op.open_names(actor=town.actor(who), at=MONDAY, meeting=one.pk)
            assert queries.life_of(actor=town.actor(who), at=MONDAY) == []
        # A branch's secretary sees no other branch; who leads it sees both.
        other = Organisation.objects.get(unit__name="机关党支部")
        with pytest.raises(NoSuchOrganisation):
            queries.life_page(actor=town.actor("party_secretary"), pk=other.pk, at=MONDAY)
        assert {r.id for r in queries.life_of(actor=town.actor("party_clerk"), at=MONDAY)} >= {
            branch.pk,
            other.pk,
        }

    def test_who_leads_many_begins_with_one_form(self, town: Town) -> None:
        branch = lively(town)
        top = Organisation.objects.get(superior=None)
        done = op.set_habit(
            actor=town.actor("party_clerk"), organisation=top.pk, since=date(2026, 1, 1), day=31, at_time=time(9),
            place="党校", below=True,
        )  # fmt: skip
        assert done == 2  # itself and the other branch; the one that had its own day keeps it
        assert Habit.objects.get(organisation=branch).day == 20
        assert Habit.objects.get(organisation=top).day == 28

    def test_lists_ask_a_fixed_number_of_questions(self, town: Town) -> None:
        branch = lively(town)
        clerk = town.actor("party_clerk")

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                queries.life_of(actor=clerk, at=MONDAY)
            return len(found)

        before = asked()
        for n in range(5):
            made = branches.found_organisation(
                actor=SYSTEM, kind=OrgKind.BRANCH, name=f"新{n}支部", superior=branch.superior, founded_on=DAY,
                ground=town.communities[0],
            )  # fmt: skip
            op.set_habit(
                actor=SYSTEM,
                organisation=made.pk,
                since=date(2026, 1, 1),
                day=5,
                at_time=time(9),
                place=PLACE,
            )
        assert asked() == before <= 5


@pytest.mark.django_db
class TestCompartment:
    def test_a_message_says_nothing_that_tells_who_is_a_member(self, town: Town) -> None:
        branch = lively(town)
        one = planned(town, branch, L.DAY, L.LECTURE, at=on(20))
        assert op.tell_members(actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk) == 9
        with pytest.raises(op.LifeMeetingTold):
            op.tell_members(actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk)
        rows = list(Notice.objects.all())
        assert len(rows) == 9
        for row in rows:
            assert (row.account_id, row.case_id, row.office) == (None, None, town.office)
            told = f"{row.template} {row.data} {row.key} {row.secrets}"
            assert not any(word in told for word in ("党", "支部", "party", "life", branch.unit.name))
        assert {row.template for row in rows} == {"volunteer_asked"}

    def test_names_are_opened_on_record_and_each_can_read_it(self, town: Town) -> None:
        branch = lively(town)
        one = planned(town, branch, L.COMMITTEE, at=on(20))
        names = op.open_names(actor=town.actor("party_secretary"), at=MONDAY, meeting=one.pk)
        assert sorted(names.values()) == ["甲一", "甲三", "甲二"]
        logged = AccessLog.objects.filter(what=AccessLog.What.REVEALED)
        assert logged.count() == 3
        assert all(row.person_id is None and row.person_print for row in logged)

    def test_who_came_is_forgotten_after_two_years_and_the_numbers_stay(self, town: Town) -> None:
        branch = lively(town)
        one = planned(town, branch, L.DAY, at=on(16, 8))
        op.hold_meeting(
            actor=town.actor("party_secretary"),
            at=MONDAY,
            meeting=one.pk,
            came=everybody(branch),
            agenda="学",
        )
        late = MONDAY + timedelta(days=law.KEPT_DAYS)
        assert op.forget_attendances(actor=SYSTEM, at=late) == 0
        assert op.forget_attendances(actor=SYSTEM, at=late + timedelta(days=1)) == 9
        assert not Attendance.objects.exists()
        assert LifeMeeting.objects.get().came_count == 9

    def test_a_group_lists_who_takes_part_in_it(self, town: Town) -> None:
        branch = lively(town)
        group = branches.found_organisation(
            actor=SYSTEM,
            kind=OrgKind.GROUP,
            name="第一党小组",
            superior=branch,
            ground=town.grids[0],
            founded_on=DAY,
        )
        branches.join_organisation(actor=SYSTEM, at=MONDAY, pk=group.pk, member_ids=everybody(branch)[:4])
        op.set_habit(actor=SYSTEM, organisation=group.pk, since=TODAY, day=3, at_time=time(19), place=PLACE)
        one = planned(town, group, L.GROUP, at=on(16, 8))
        assert len(queries.meeting_page(actor=town.actor("party_secretary"), pk=one.pk).expected) == 4
        # A working committee's study has no list: the host counts.
        top = Organisation.objects.get(superior=None)
        op.set_habit(actor=SYSTEM, organisation=top.pk, since=TODAY, day=3, at_time=time(9), place=PLACE)
        study = planned(town, top, L.STUDY, at=on(16, 8), who="party_clerk")
        held = op.hold_meeting(
            actor=town.actor("party_clerk"), at=MONDAY, meeting=study.pk, came_count=11, agenda="学"
        )
        assert (held.came_count, held.due_count) == (11, 0)
        (row,) = [r for r in queries.life_of(actor=town.actor("party_clerk"), at=MONDAY) if r.id == top.pk]
        assert not row.owed or all(o.period.standing is not Standing.OVERDUE for o in row.owed)
        assert period_of(TODAY, law.DUE["study"].each)[0] == date(2026, 11, 16)

"""A greater committee meets with its units: called, answered, held once; what was agreed is done, or becomes a project."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.refusals import DayElsewhen
from linli.base.notices.models import Notice
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches.models import PartTimeMember
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import queries, rules
from linli.pillars.party.partners.models import JointMeeting, JointSeat
from linli.pillars.party.partners.policies import NoSuchJointMeeting
from linli.pillars.party.partners.rules import LineStanding, What
from tests.pillars.party.partners.doing import listed, report_in
from tests.pillars.party.partners.meeting import HOUR, NIGHT, called, committee_of, held
from tests.town import MONDAY, Town

LATER = MONDAY + NIGHT + 2 * HOUR


class TestCalled:
    def test_the_units_that_sit_there_are_asked_and_their_posts_told(self, town: Town) -> None:
        need = listed(town)
        row = called(town, organisation=committee_of(town).pk, needs=[need.pk], items=["停车", " "])
        assert {one.unit for one in row.seats.all()} == {town.sanitation, town.heating}
        assert [one.words for one in row.items.all()] == ["冬天帮老人擦窗", "停车"]
        told = set(Notice.objects.filter(template="joint_called").values_list("account__username", flat=True))
        assert told == {"sweeper", "stoker"}

    def test_the_same_form_sent_twice_is_one_meeting(self, town: Town) -> None:
        key = "6f6f1a4e-6c1e-4b8c-8f35-f1a7f6d4a001"
        assert called(town, key=key).pk == called(town, key=key).pk
        assert Notice.objects.filter(template="joint_called").count() == 2

    def test_who_does_not_keep_the_committee_calls_nothing(self, town: Town) -> None:
        pk = committee_of(town).pk
        for who in ("leader", "secretary", "sweeper", "dispatcher", "sysadmin"):
            with pytest.raises(Refusal):
                op.call_joint_meeting(
                    actor=town.actor(who), at=MONDAY, organisation=pk, starts_at=MONDAY + NIGHT, place="x", items=["y"]
                )  # fmt: skip
        assert not JointMeeting.objects.exists()

    def test_what_cannot_be_called_is_refused_by_name(self, town: Town) -> None:
        with pytest.raises(op.JointMeetingPast):
            called(town, starts_at=MONDAY - HOUR)
        with pytest.raises(DayElsewhen):
            called(town, starts_at=MONDAY + 24 * 400 * HOUR)
        with pytest.raises(op.NotInMeeting):
            called(town, needs=[listed(town, community=town.communities[1], by="secretary2").pk])
        PartTimeMember.objects.update(until=date(2026, 1, 1))
        with pytest.raises(op.NoUnitsSeated):
            called(town)

    def test_moved_it_is_told_again_and_every_unit_is_asked_again(self, town: Town) -> None:
        row = called(town)
        op.answer_invitation(
            actor=town.actor("sweeper"), at=MONDAY, meeting=row.pk, unit=town.sanitation.pk, is_coming=True
        )
        clerk = town.actor("party_clerk")
        op.change_joint_meeting(
            actor=clerk, at=MONDAY, meeting=row.pk, starts_at=MONDAY + 2 * NIGHT, place="二楼"
        )
        assert not row.seats.exclude(is_coming=None).exists()
        assert Notice.objects.filter(template="joint_moved").count() == 2
        op.call_off_joint_meeting(actor=clerk, at=MONDAY, meeting=row.pk, why="大雪")
        assert Notice.objects.filter(template="joint_called_off").count() == 2
        with pytest.raises(op.JointMeetingOver):
            op.call_off_joint_meeting(actor=clerk, at=MONDAY, meeting=row.pk, why="大雪")


class TestAnswered:
    def test_a_unit_speaks_for_itself_alone(self, town: Town) -> None:
        row = called(town)
        by = {"at": MONDAY, "meeting": row.pk, "is_coming": False}
        seat = op.answer_invitation(
            actor=town.actor("sweeper"), unit=town.sanitation.pk, note="出车，打 13800001111", **by
        )
        assert (seat.is_coming, "13800001111" in seat.note) == (False, False)
        with pytest.raises(op.NotYourUnit):
            op.answer_invitation(actor=town.actor("sweeper"), unit=town.heating.pk, **by)
        with pytest.raises(op.NotYourUnit):
            op.answer_invitation(actor=town.actor("party_clerk"), unit=town.heating.pk, **by)
        JointSeat.objects.filter(unit=town.heating).delete()
        with pytest.raises(NoSuchJointMeeting):
            op.answer_invitation(actor=town.actor("stoker"), unit=town.heating.pk, **by)


class TestHeld:
    def test_minutes_are_written_once_when_it_has_begun_and_somebody_came(self, town: Town) -> None:
        row = called(town)
        clerk = town.actor("party_clerk")
        given = {"actor": clerk, "meeting": row.pk, "minutes": "说了"}
        with pytest.raises(op.JointMeetingNotYet):
            op.hold_joint_meeting(at=MONDAY, came=[town.sanitation.pk], **given)
        with pytest.raises(op.NoUnitCame):
            op.hold_joint_meeting(at=LATER, came=[], **given)
        with pytest.raises(op.NotInMeeting):
            op.hold_joint_meeting(at=LATER, came=[town.office.pk], **given)
        stranger = op.Agreed(town.office.pk, "别人做", LATER.date())
        with pytest.raises(op.NotInMeeting):
            op.hold_joint_meeting(at=LATER, came=[town.sanitation.pk], lines=[stranger], **given)
        op.hold_joint_meeting(at=LATER, came=[town.sanitation.pk], **given)
        with pytest.raises(op.JointMeetingOver):
            op.hold_joint_meeting(at=LATER, came=[town.sanitation.pk], **given)
        assert [one.came for one in row.seats.order_by("-came")] == [True, False]

    def test_an_assignment_is_done_or_not_and_the_next_meeting_sees_it(self, town: Town) -> None:
        first = held(town)
        assert "13800001111" not in first.minutes
        line = first.lines.get()
        sweeper = town.actor("sweeper", LATER)
        with pytest.raises(op.NotYourUnit):
            op.answer_line(
                actor=town.actor("stoker", LATER), at=LATER, line=line.pk, is_done=True, said="扫了"
            )
        op.answer_line(actor=sweeper, at=LATER, line=line.pk, is_done=False, said="车坏了")
        after = called(town, LATER)
        seen = queries.joint_meeting_page(actor=sweeper, pk=after.pk, at=LATER).before
        assert [(one.what, one.standing, one.said) for one in seen] == [
            ("扫三条路的雪", LineStanding.UNDONE, "车坏了")
        ]
        op.answer_line(actor=sweeper, at=LATER, line=line.pk, is_done=True, said="补扫了")
        with pytest.raises(op.LineDone):
            op.answer_line(actor=sweeper, at=LATER, line=line.pk, is_done=False, said="没有")
        ledger = queries.joint_ledger_of(
            actor=town.actor("leader", LATER), pk=committee_of(town).pk, at=LATER, year=2026
        )
        assert (len(ledger.meetings), ledger.agreed, ledger.done) == (1, 1, 1)

    def test_what_was_agreed_about_a_need_is_claimed_by_its_unit(self, town: Town) -> None:
        need = listed(town)
        line = held(town, needs=[need.pk], project=need.pk).lines.get()
        with pytest.raises(op.LineIsProject):
            op.answer_line(actor=town.actor("sweeper"), at=LATER, line=line.pk, is_done=True, said="好了")
        with pytest.raises(op.NotYourUnit):
            op.claim_line(actor=town.actor("stoker"), at=LATER, line=line.pk)
        case = op.claim_line(actor=town.actor("sweeper"), at=LATER, line=line.pk, steps=["扫"])
        assert (case.state, case.holder) == ("claimed", town.sanitation)
        page = queries.line_page(actor=town.actor("sweeper"), pk=line.pk, at=LATER)
        assert (page.row.standing, page.row.number) == (LineStanding.DOING, case.number)

    def test_a_community_makes_a_need_of_an_assignment(self, town: Town) -> None:
        report_in(town)
        line = held(town).lines.get()
        with pytest.raises(op.LineNoProject):
            op.claim_line(actor=town.actor("sweeper"), at=LATER, line=line.pk)
        given = {"at": LATER, "line": line.pk, "what": What.HANDS, "served": "过路的人"}
        with pytest.raises(Refusal):
            op.list_line(actor=town.actor("sweeper"), community=town.communities[0], **given)
        with pytest.raises(NoSuchJointMeeting):
            op.list_line(actor=town.actor("secretary2"), community=town.communities[1], **given)
        op.list_line(actor=town.actor("secretary"), community=town.communities[0], **given)
        assert op.claim_line(actor=town.actor("sweeper"), at=LATER, line=line.pk).state == "claimed"


class TestSeen:
    def test_it_is_seen_by_who_sees_the_committee_and_the_units_asked(self, town: Town) -> None:
        row = held(town)
        seen = {
            who
            for who in ("sweeper", "stoker", "secretary", "secretary2", "leader", "party_clerk")
            if any(one.id == row.pk for one in queries.joint_meetings_of(actor=town.actor(who), ahead=False))
        }
        assert seen == {"sweeper", "stoker", "secretary", "leader", "party_clerk"}

    def test_pages_take_as_many_queries_for_many_lines_as_for_one(
        self, town: Town, django_assert_max_num_queries: object
    ) -> None:
        row = held(town)
        actor = town.actor("sweeper", LATER)
        line = row.lines.get()
        for n in range(2, 12):
            line.pk, line.seq = None, n
            line.save(force_insert=True)
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert len(queries.joint_meeting_page(actor=actor, pk=row.pk, at=LATER).lines) == 11
        with django_assert_max_num_queries(1):  # type: ignore[operator]
            queries.joint_meetings_of(actor=actor, ahead=False)

    def test_nobody_in_the_committee_is_named(self, town: Town) -> None:
        row = held(town)
        page = queries.joint_meeting_page(actor=town.actor("party_clerk"), pk=row.pk, at=LATER)
        assert "庄严肃" not in repr(page)


@given(
    is_done=st.sampled_from([None, True, False]),
    late=st.integers(-9, 9),
    project=st.sampled_from(["", "listed", "claimed", "done", "closed", "ended"]),
)
def test_a_line_is_late_only_while_nothing_came_of_it(is_done: bool | None, late: int, project: str) -> None:
    today = date(2026, 11, 16)
    said = None if project else is_done
    found = rules.line_standing(is_done=said, due=today - timedelta(days=late), today=today, project=project)
    settled = said is not None or project in ("closed", "ended")
    assert (found is LineStanding.LATE) == (late > 0 and not settled)

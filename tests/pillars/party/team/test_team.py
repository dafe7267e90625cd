"""Trainings with one list and what came of them; honours of organisations for all, of members for who may know them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.people.actors import SYSTEM
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.operations import NotYourOrganisation
from linli.pillars.party.branches.policies import NoSuchMember
from linli.pillars.party.team import operations as op
from linli.pillars.party.team import policies, queries
from linli.pillars.party.team.models import MemberHonour, OrganisationHonour, Trained, TrainingPlan
from tests.pillars.party.life.doing import lively
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
HONOUR: dict[str, Any] = {"title": "优秀共产党员", "level": "street", "issuer": "街道党工委", "year": 2026}


def laid(town: Town) -> TrainingPlan:
    committee = lively(town).superior_id or 0
    return op.lay_training_plan(
        actor=town.actor("party_clerk"), organisation=committee, year=2026, aim="会调解"
    )


class TestTraining:
    def test_is_held_once_with_those_who_work_there(self, town: Town) -> None:
        plan, clerk = laid(town), town.actor("party_clerk")
        given = {"actor": clerk, "plan": plan.pk, "topic": "调解", "place": "会议室"}
        one = op.plan_session(**given, day=TODAY)
        ahead = op.plan_session(**given, day=TODAY + timedelta(days=1))
        with pytest.raises(op.SessionThere):
            op.plan_session(**given, day=TODAY)
        for odd in (TODAY.replace(year=1), TODAY.replace(year=2099)):
            with pytest.raises(op.SessionElsewhen):
                op.plan_session(**given, day=odd)
        staff = {town.people["secretary"].pk, town.people["clerk"].pk}
        assert staff <= {person.pk for person in queries.plan_page(actor=clerk, pk=plan.pk).trainees}
        hold = {"actor": clerk, "at": MONDAY, "outcome": "回去用了 13800138000"}
        for session, came, refused in (
            (ahead, staff, op.SessionNotYet),
            (one, set(), op.NobodyTrained),
            (one, {town.people["leader"].pk}, op.NotStaffThere),
        ):
            with pytest.raises(refused):
                op.hold_session(**hold, session=session.pk, came=came)
        held = op.hold_session(**hold, session=one.pk, came=staff)
        assert (held.came_count, "13800138000" in held.outcome) == (2, False)
        with pytest.raises(op.SessionOver):
            op.drop_session(actor=clerk, session=one.pk)
        op.drop_session(actor=clerk, session=ahead.pk)
        # Others who see the organisation read the plan, not who was there.
        others = queries.plan_page(actor=town.actor("leader"), pk=plan.pk)
        assert (others.held, others.trainees, dict(others.came)) == (1, (), {})
        assert len(queries.collect(town.people["clerk"])["team"]) == 1
        assert op.forget_trained(actor=SYSTEM, at=MONDAY + timedelta(days=731)) == 2
        assert not Trained.objects.exists()

    def test_a_branch_trains_nobody_and_nobody_else_plans(self, town: Town) -> None:
        branch = lively(town)
        for who, refused in (("party_secretary", op.NotToTrain), ("leader", NotYourOrganisation)):
            with pytest.raises(refused):
                op.lay_training_plan(actor=town.actor(who), organisation=branch.pk, year=2026, aim="a")


class TestHonours:
    def test_stand_once_and_are_struck_by_who_keeps_the_organisation(self, town: Town) -> None:
        branch = lively(town)
        secretary, member = town.actor("party_secretary"), PartyMember.objects.order_by("pk")[0]
        by = {"actor": secretary, "at": MONDAY, **HONOUR}
        mine = op.record_honour(**by, member=member.pk)
        ours = op.record_honour(**by, organisation=branch.pk)
        for to in ({"member": member.pk}, {"organisation": branch.pk}):
            with pytest.raises(op.HonourThere):
                op.record_honour(**by, **to)
        with pytest.raises(op.HonourAhead):
            op.record_honour(**{**by, "year": 2027}, organisation=branch.pk)
        with pytest.raises(NoSuchMember):
            op.record_honour(**{**by, "actor": town.actor("leader")}, member=member.pk)
        assert queries.honours_of(actor=town.actor("leader")) == [ours]
        with pytest.raises(policies.NoSuchPartyHonour):
            op.strike_honour(actor=town.actor("leader"), member=member.pk, pk=mine.pk)
        op.strike_honour(actor=secretary, member=member.pk, pk=mine.pk)
        op.strike_honour(actor=secretary, organisation=branch.pk, pk=ours.pk)
        assert not MemberHonour.objects.exists()
        assert not OrganisationHonour.objects.exists()

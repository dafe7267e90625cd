"""Volunteers: places never given twice, hours told and confirmed, nobody compared, everything deleted on leaving."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

import linli.pillars.service.volunteers as package
from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import queries as people
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing, collected, erased
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers import policies, queries, rules
from linli.pillars.service.volunteers.models import Activity, Certificate, SignUp, Volunteer
from linli.pillars.service.volunteers.policies import NoSuchActivity
from linli.pillars.service.volunteers.rules import Candidate, Need
from tests.pillars.service.bulletins.doing import acting, resident
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SATURDAY = MONDAY + 5 * DAY
AFTER = SATURDAY + 3 * HOUR
PLAN = op.Plan("陪老人说话", "去看看独居老人", "社区门口", SATURDAY, SATURDAY + 2 * HOUR, 1)


@pytest.fixture
def team(town: Town) -> Unit:
    made = add_unit(kind=UnitKind.VOLUNTEER, name="东里志愿队", parent=town.communities[0])
    town.hire("captain", Role.HANDLER, made)
    return made


def planned(town: Town, team: Unit, **fields: Any) -> Activity:
    return op.plan_activity(actor=town.actor("captain"), at=MONDAY, team=team, plan=replace(PLAN, **fields))


def helper(n: int, **fields: Any) -> Account:
    account = resident(f"1380000{n:04d}")
    Account.objects.filter(pk=account.pk).update(name=f"王小{n}")
    account.refresh_from_db()
    op.enrol(actor=acting(account), at=MONDAY, **fields)
    return account


def state(account: Account, activity: Activity) -> str:
    return SignUp.objects.get(volunteer__account=account, activity=activity).state


def go(account: Account, activity: Activity, at: datetime = MONDAY) -> SignUp:
    return op.sign_up(actor=acting(account), at=at, activity=activity)


class TestPlaces:
    def test_are_given_once_and_the_first_who_waits_moves_up(self, town: Town, team: Unit) -> None:
        one, first, second, third = planned(town, team), helper(1), helper(2), helper(3)
        for n, account in enumerate((first, second, third)):
            go(account, one, MONDAY + n * HOUR)
        assert [state(a, one) for a in (first, second, third)] == ["going", "waiting", "waiting"]
        op.cancel_sign_up(actor=acting(first), at=MONDAY + 4 * HOUR, activity=one)
        assert [state(a, one) for a in (first, second, third)] == ["cancelled", "going", "waiting"]
        assert Notice.objects.get(account=second).template == "volunteer_moved_up"
        assert Activity.objects.get().going == 1

    def test_pressed_twice_is_one_and_come_back_waits_behind(self, town: Town, team: Unit) -> None:
        one, first, second = planned(town, team), helper(1), helper(2)
        assert go(first, one) == go(first, one)
        go(second, one)
        op.cancel_sign_up(actor=acting(first), at=MONDAY, activity=one)
        assert go(first, one, MONDAY + HOUR).state == "waiting"

    def test_the_database_keeps_the_capacity(self, town: Town, team: Unit) -> None:
        one = planned(town, team)
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=one.pk).update(going=2)

    def test_nobody_comes_late_or_uninvited_by_age(self, town: Town, team: Unit) -> None:
        one = planned(town, team)
        with pytest.raises(op.NotAVolunteer):
            go(resident("13800009999"), one)
        minor = helper(
            1, is_minor=True, guardian_name="王父", guardian_phone="13900000000", guardian_agrees=True
        )
        with pytest.raises(op.AdultsOnly):
            go(minor, one)
        with pytest.raises(op.TooLateNow):
            go(helper(2), one, SATURDAY)
        op.cancel_activity(actor=town.actor("secretary"), at=MONDAY, activity=one, reason="下雨")
        with pytest.raises(op.TooLateNow):
            go(helper(3), one)

    def test_staff_come_along_too(self, town: Town, team: Unit) -> None:
        one = planned(town, team)
        op.enrol(actor=town.actor("clerk"), at=MONDAY)
        assert op.sign_up(actor=town.actor("clerk"), at=MONDAY, activity=one).state == "going"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_get_more_places_than_there_are() -> None:
    town = build_town()
    team = add_unit(kind=UnitKind.VOLUNTEER, name="志愿队", parent=town.communities[0])
    town.hire("captain", Role.HANDLER, team)
    one = planned(town, team, capacity=3)
    actors = [acting(helper(n)) for n in range(8)]
    gate = threading.Barrier(len(actors))

    def press(actor: Actor) -> None:
        try:
            gate.wait(timeout=60)
            op.sign_up(actor=actor, at=MONDAY, activity=one)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(SignUp.objects.values_list("state", flat=True))
    assert states == ["going"] * 3 + ["waiting"] * 5
    assert Activity.objects.get().going == 3


class TestOrganising:
    @pytest.mark.parametrize("who", ["worker", "secretary2", "sweeper", "sysadmin", "receptionist"])
    def test_is_for_the_team_and_those_above(self, town: Town, team: Unit, who: str) -> None:
        with pytest.raises(op.NotYourTeam):
            op.plan_activity(actor=town.actor(who), at=MONDAY, team=team, plan=PLAN)
        one = planned(town, team)
        with pytest.raises(NoSuchActivity):
            queries.activity_page(actor=town.actor(who), pk=one.pk, at=MONDAY)
        with pytest.raises(NoSuchActivity):
            op.cancel_activity(actor=town.actor(who), at=MONDAY, activity=one, reason="x")

    def test_one_row_and_many_rows_agree(self, town: Town, team: Unit) -> None:
        planned(town, team)
        every = list(Activity.objects.select_related("team"))
        for who in town.people:
            actor = town.actor(who)
            seen = set(Activity.objects.filter(policies.reachable(actor)))
            assert seen == {a for a in every if policies.reaches(actor, a)}, who

    def test_a_plan_makes_sense_and_is_made_once(self, town: Town, team: Unit) -> None:
        for wrong in ({"ends_at": SATURDAY}, {"starts_at": MONDAY - HOUR}):
            with pytest.raises(op.TimesBackward):
                planned(town, team, **wrong)
        given = {
            "actor": town.actor("captain"),
            "at": MONDAY,
            "team": team,
            "plan": PLAN,
            "key": uuid.uuid4(),
        }
        assert op.plan_activity(**given) == op.plan_activity(**given)

    def test_calling_off_tells_those_who_meant_to_come(self, town: Town, team: Unit) -> None:
        one, first, second = planned(town, team), helper(1), helper(2)
        go(first, one)
        go(second, one)
        op.cancel_activity(actor=town.actor("captain"), at=MONDAY + HOUR, activity=one, reason="下雨")
        told = Notice.objects.filter(template="volunteer_called_off").values_list("account", flat=True)
        assert set(told) == {first.pk, second.pk}


class TestHours:
    def test_are_told_by_oneself_and_confirmed_by_another(self, town: Town, team: Unit) -> None:
        one, me = planned(town, team), helper(1)
        mine = go(me, one)
        for wrong, at in ((90, SATURDAY), (45, AFTER), (600, AFTER), (0, AFTER), (90, AFTER + 40 * DAY)):
            with pytest.raises(op.HoursDoNotFit):
                op.claim_hours(actor=acting(me), at=at, activity=one, minutes=wrong)
        op.claim_hours(actor=acting(me), at=AFTER, activity=one, minutes=90)
        with pytest.raises(NoSuchActivity):
            op.confirm_hours(actor=acting(me), at=AFTER, sign_up_id=mine.pk, minutes=90)
        op.confirm_hours(actor=town.actor("captain"), at=AFTER, sign_up_id=mine.pk, minutes=60)
        assert queries.mine(Volunteer.objects.get(account=me)).minutes == 60

    def test_nobody_confirms_their_own(self, town: Town, team: Unit) -> None:
        one = planned(town, team)
        op.enrol(actor=town.actor("captain"), at=MONDAY)
        mine = op.sign_up(actor=town.actor("captain"), at=MONDAY, activity=one)
        with pytest.raises(op.OwnHours):
            op.confirm_hours(actor=town.actor("captain"), at=AFTER, sign_up_id=mine.pk, minutes=60)
        op.confirm_hours(actor=town.actor("secretary"), at=AFTER, sign_up_id=mine.pk, minutes=60)

    def test_nobody_is_measured_placed_or_compared(self) -> None:
        banned = ("lon", "lat", "point", "score", "rank", "star", "track", "checked_in", "checkin", "credit")
        for model in (Volunteer, Activity, SignUp, Certificate):
            names = [f.name for f in model._meta.get_fields()]
            assert not [n for n in names if any(n == b or n.startswith(f"{b}_") for b in banned)], model
        for path in Path(next(iter(package.__path__))).rglob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if "order_by" in line:
                    assert "minutes" not in line, (path, line)


class TestCertificate:
    @pytest.fixture
    def me(self, town: Town, team: Unit) -> Account:
        one, me = planned(town, team), helper(1)
        mine = go(me, one)
        with pytest.raises(op.NothingToCertify):
            op.certify(actor=acting(me), at=AFTER)
        op.confirm_hours(actor=town.actor("captain"), at=AFTER, sign_up_id=mine.pk, minutes=90)
        return me

    def test_is_checked_by_its_code_and_shows_little(self, me: Account) -> None:
        made = op.certify(actor=acting(me), at=AFTER)
        assert op.certify(actor=acting(me), at=AFTER + DAY) == made
        found = queries.check_certificate(code=f" {made.code[:4].lower()}-{made.code[4:]} ")
        assert found is not None
        assert (found.name, found.minutes) == ("王*", 90)
        assert queries.check_certificate(code="ABCDEFGH2345") is None

    def test_leaving_deletes_it_with_everything(self, town: Town, me: Account, team: Unit) -> None:
        code = op.certify(actor=acting(me), at=AFTER).code
        later = planned(town, team, starts_at=SATURDAY + 7 * DAY, ends_at=SATURDAY + 7 * DAY + HOUR)
        go(me, later, AFTER)
        waiting = helper(2)
        go(waiting, later, AFTER)
        assert collected(me)["volunteering"]
        erased(me, Erasing(SYSTEM, "asked", AFTER))
        assert queries.check_certificate(code=code) is None
        assert not Volunteer.objects.filter(account=me).exists()
        assert state(waiting, later) == "going"


class TestMinors:
    def test_join_with_a_guardians_consent_only(self, town: Town) -> None:
        account = resident("13800000001")
        for missing in (
            {"guardian_agrees": True},
            {"guardian_name": "王父", "guardian_phone": "13900000000"},
        ):
            with pytest.raises(op.GuardianNeeded):
                op.enrol(actor=acting(account), at=MONDAY, is_minor=True, **missing)
        with pytest.raises(IntegrityError), transaction.atomic():
            Volunteer.objects.create(account=account, is_minor=True, consent_at=MONDAY)

    def test_come_of_age_the_guardian_is_forgotten(self, town: Town) -> None:
        me = helper(
            1, is_minor=True, guardian_name="王父", guardian_phone="13900000000", guardian_agrees=True
        )
        op.enrol(actor=acting(me), at=MONDAY + DAY)
        row = Volunteer.objects.get(account=me)
        assert (row.guardian_name, row.guardian_phone, row.guardian_consent_at) == ("", "", None)


class TestMatching:
    NEED = Need("a", frozenset({"repair", "care"}), "weekend", (1, 2, 5))

    def test_proposes_with_reasons_and_nobody_without_one(self) -> None:
        found = rules.match(
            self.NEED,
            [
                Candidate(1, frozenset({"art"}), frozenset({"weekend"})),
                Candidate(2, frozenset({"repair"}), frozenset({"weekend"}), (1, 2, 9)),
                Candidate(3, frozenset({"repair", "care"}), frozenset()),
                Candidate(4, frozenset(), frozenset({"weekend"})),
            ],
        )
        assert [p.id for p in found] == [2, 3]
        assert (found[0].skills, found[0].is_free, found[0].is_near) == (("repair",), True, True)
        assert not found[1].is_near

    def test_nobody_is_always_first(self) -> None:
        alike = [Candidate(n, frozenset({"care"}), frozenset()) for n in range(12)]
        firsts = {rules.match(replace(self.NEED, key=str(k)), alike)[0].id for k in range(30)}
        assert len(firsts) > 4

    def test_who_is_asked_decides(self, town: Town, team: Unit) -> None:
        one = planned(town, team, skills=("care",))
        me = helper(1, skills=["care"], times=["weekend"], grid=town.grids[0])
        page = queries.activity_page(actor=town.actor("captain"), pk=one.pk, at=MONDAY)
        suggested = page.suggested[0]
        assert (suggested.name, suggested.proposal.is_near) == ("王*", True)
        op.invite(actor=town.actor("captain"), at=MONDAY, activity=one, volunteer_id=suggested.proposal.id)
        assert state(me, one) == "invited"
        assert Activity.objects.get().going == 0
        assert Notice.objects.get(account=me).template == "volunteer_asked"
        assert go(me, one).state == "going"
        assert people.actor_for(me, MONDAY).account_id == me.pk

    def test_only_those_who_may_be_proposed_may_be_asked(self, town: Town, team: Unit) -> None:
        one = planned(town, team)
        elsewhere = helper(2)  # said no grid of this office
        young = helper(
            3,
            grid=town.grids[0],
            is_minor=True,
            guardian_name="王父",
            guardian_phone="13900000000",
            guardian_agrees=True,
        )
        for account in (elsewhere, young):
            with pytest.raises(NoSuchActivity):
                op.invite(
                    actor=town.actor("captain"),
                    at=MONDAY,
                    activity=one,
                    volunteer_id=Volunteer.objects.get(account=account).pk,
                )


class TestChange:
    def test_new_places_go_to_who_waits_and_a_new_time_is_told_to_the_others(
        self, town: Town, team: Unit
    ) -> None:
        one, first, second = planned(town, team), helper(1), helper(2)
        go(first, one)
        go(second, one, MONDAY + HOUR)
        later = replace(PLAN, capacity=2, starts_at=SATURDAY + HOUR, ends_at=SATURDAY + 3 * HOUR)
        op.change_activity(actor=town.actor("captain"), at=MONDAY + DAY, activity=one, plan=later)
        assert [state(a, one) for a in (first, second)] == ["going", "going"]
        assert Activity.objects.get().going == 2
        assert Notice.objects.get(account=first).template == "volunteer_changed"
        assert Notice.objects.get(account=second).template == "volunteer_moved_up"

    def test_nobody_loses_a_place_and_what_began_stays(self, town: Town, team: Unit) -> None:
        one = planned(town, team, capacity=3)
        for n in (1, 2):
            go(helper(n), one)
        captain = town.actor("captain")
        with pytest.raises(op.TooManyComing):
            op.change_activity(actor=captain, at=MONDAY, activity=one, plan=PLAN)
        with pytest.raises(op.TimesBackward):
            op.change_activity(
                actor=captain, at=MONDAY, activity=one, plan=replace(PLAN, ends_at=SATURDAY - HOUR)
            )
        with pytest.raises(NoSuchActivity):
            op.change_activity(actor=town.actor("secretary2"), at=MONDAY, activity=one, plan=PLAN)
        with pytest.raises(op.TooLateNow):
            op.change_activity(
                actor=captain,
                at=SATURDAY + HOUR,
                activity=one,
                plan=replace(PLAN, starts_at=AFTER, ends_at=AFTER + HOUR),
            )
        assert not Notice.objects.exists()

"""Posts of an emergency: open from now, left by who must go, released with a word; nobody is sent, tracked or missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.refusals import WordsMissing
from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers import policies, queries, rules
from linli.pillars.service.volunteers.models import Activity, Emergency, SignUp
from linli.pillars.service.volunteers.policies import NoSuchActivity, NoSuchEmergency
from linli.pillars.service.volunteers.rules import What
from tests.pillars.governance.deliberation.doing import resident as resident_of
from tests.pillars.service.bulletins.doing import acting
from tests.pillars.service.volunteers.test_volunteers import HOUR, go, helper, state, team
from tests.town import MONDAY, Town

__all__ = ["team"]  # a fixture
pytestmark = pytest.mark.django_db
PLAN = op.Plan("路口指路", "带反光背心", "河滨路口", MONDAY, MONDAY + 6 * HOUR, 1)


def opened(town: Town, who: str = "leader", area: Unit | None = None) -> Emergency:
    return op.open_emergency(
        actor=town.actor(who),
        at=MONDAY,
        area=area or town.office,
        what=What.POWER,
        title="停电",
        basis="供电通报",
    )


def post(town: Town, team: Unit, event: Emergency, who: str = "captain", **fields: Any) -> Activity:
    return op.open_post(
        actor=town.actor(who), at=MONDAY, emergency=event, team=team, plan=replace(PLAN, **fields)
    )


def leave(account: Account, one: Activity, at: datetime) -> None:
    op.cancel_sign_up(actor=acting(account), at=at, activity=one)


class TestEmergency:
    def test_is_opened_on_ones_own_ground_on_an_order(self, town: Town, team: Unit) -> None:
        opened(town)
        opened(town, "secretary", town.communities[0])
        for who, area in (("secretary", town.office), ("worker", town.communities[0]), ("captain", town.communities[0]),
                          ("secretary2", town.communities[0]), ("sysadmin", town.office)):  # fmt: skip
            with pytest.raises(op.NotYourEmergency):
                opened(town, who, area)
        with pytest.raises(WordsMissing):
            op.open_emergency(
                actor=town.actor("leader"),
                at=MONDAY,
                area=town.office,
                what=What.FLOOD,
                title="水",
                basis=" ",
            )

    def test_tells_grown_up_volunteers_of_the_ground_once_for_all_posts(self, town: Town, team: Unit) -> None:
        here = helper(1, grid=town.grids[0])
        helper(2, grid=town.grids[2])
        helper(3, grid=town.grids[0], is_minor=True, guardian_name="王父", guardian_phone="13900000000",
               guardian_agrees=True)  # fmt: skip
        event = opened(town, area=town.communities[0])
        post(town, team, event)
        post(town, team, event, title="看门")
        told = Notice.objects.filter(template="posts_opened").values_list("account", flat=True)
        assert list(told) == [here.pk]

    def test_over_releases_every_post_and_opens_no_more(self, town: Town, team: Unit) -> None:
        event = opened(town)
        now, later = post(town, team, event), post(town, team, event, starts_at=MONDAY + 3 * HOUR)
        one, two = helper(1), helper(2)
        go(one, now)
        go(two, later)
        by: dict[str, Any] = {"at": MONDAY + HOUR, "emergency": event, "words": "来电了"}
        with pytest.raises(op.NotYourEmergency):
            op.end_emergency(actor=town.actor("captain"), **by)
        op.end_emergency(actor=town.actor("leader"), **by)
        op.end_emergency(actor=town.actor("leader"), **{**by, "words": "再说一遍"})
        now.refresh_from_db()
        later.refresh_from_db()
        event.refresh_from_db()
        assert (event.ended_at, event.end_words) == (MONDAY + HOUR, "来电了")
        assert (now.ends_at, now.cancelled_at) == (MONDAY + HOUR, None)
        assert (later.cancelled_at, later.cancel_reason) == (MONDAY + HOUR, "来电了")
        told = Notice.objects.filter(template="post_released").values_list("account", flat=True)
        assert sorted(told) == sorted([one.pk, two.pk])
        with pytest.raises(op.EmergencyOver):
            post(town, team, event)
        assert queries.open_posts(at=MONDAY + HOUR) == []


class TestPost:
    def test_takes_people_until_it_is_released_and_gives_a_left_place_to_who_waits(
        self, town: Town, team: Unit
    ) -> None:
        one, first, second, third = post(town, team, opened(town)), helper(1), helper(2), helper(3)
        go(first, one, MONDAY + HOUR)
        go(second, one, MONDAY + HOUR)
        leave(first, one, MONDAY + 2 * HOUR)
        assert [state(a, one) for a in (first, second)] == ["left", "going"]
        op.release_post(actor=town.actor("captain"), at=MONDAY + 3 * HOUR, activity=one)
        one.refresh_from_db()
        assert (one.going, one.ends_at) == (1, MONDAY + 3 * HOUR)
        for late in (
            lambda: go(third, one, MONDAY + 3 * HOUR),
            lambda: leave(second, one, MONDAY + 3 * HOUR),
        ):
            with pytest.raises(op.TooLateNow):
                late()
        # Who left early was there all the same; hours are told and confirmed as of any activity.
        for account in (first, second):
            op.claim_hours(actor=acting(account), at=MONDAY + 4 * HOUR, activity=one, minutes=60)
        for row in SignUp.objects.filter(activity=one):
            op.confirm_hours(actor=town.actor("captain"), at=MONDAY + 4 * HOUR, sign_up_id=row.pk, minutes=60)
        assert set(SignUp.objects.values_list("confirmed_minutes", flat=True)) == {60}

    def test_who_says_no_before_it_begins_was_not_there(self, town: Town, team: Unit) -> None:
        one, first = post(town, team, opened(town), starts_at=MONDAY + 3 * HOUR), helper(1)
        go(first, one)
        leave(first, one, MONDAY + HOUR)
        assert state(first, one) == "cancelled"

    def test_minors_never_stand_at_one(self, town: Town, team: Unit) -> None:
        one = post(town, team, opened(town), takes_minors=True)
        assert not one.takes_minors
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=one.pk).update(takes_minors=True)

    def test_is_another_teams_to_release_and_another_offices_to_see(self, town: Town, team: Unit) -> None:
        event = opened(town)
        one = post(town, team, event)
        go(helper(1), one)
        with pytest.raises(NoSuchActivity):
            op.release_post(actor=town.actor("secretary2"), at=MONDAY + HOUR, activity=one)
        # Beside it one sees that there is a post, not who stands there.
        page = queries.emergency_page(actor=town.actor("secretary2"), pk=event.pk, at=MONDAY + HOUR)
        assert [(row.names, row.is_mine) for row in page.posts] == [((), False)]
        mine = queries.emergency_page(actor=town.actor("captain"), pk=event.pk, at=MONDAY + HOUR)
        assert [row.names for row in mine.posts] == [("王*",)]
        for who in ("worker", "sweeper", "sysadmin"):
            with pytest.raises(NoSuchEmergency):
                queries.emergency_page(actor=town.actor(who), pk=event.pk, at=MONDAY)

    def test_an_activity_is_no_post_and_is_closed_once_it_begins(self, town: Town, team: Unit) -> None:
        plain = op.plan_activity(actor=town.actor("captain"), at=MONDAY - HOUR, team=team, plan=PLAN)
        with pytest.raises(op.TooLateNow):
            go(helper(1), plain, MONDAY)
        with pytest.raises(op.TooLateNow):
            op.release_post(actor=town.actor("captain"), at=MONDAY, activity=plain)

    @given(st.integers(0, 48), st.integers(1, 48), st.integers(-12, 120), st.booleans())
    def test_is_open_as_long_as_somebody_is_needed(
        self, start: int, lasts: int, now: int, is_post: bool
    ) -> None:
        starts = MONDAY + start * HOUR
        ends, at = starts + lasts * HOUR, MONDAY + now * HOUR
        closed = rules.is_closed(starts, ends, is_post=is_post, at=at)
        assert closed == (at >= (ends if is_post else starts))

    def test_the_page_costs_the_same_however_many_posts(
        self, town: Town, team: Unit, django_assert_num_queries: Any
    ) -> None:
        event = opened(town)
        for n in range(5):
            go(helper(n), post(town, team, event, title=f"岗 {n}", capacity=3))
        captain = town.actor("captain")
        with django_assert_num_queries(3):
            queries.emergency_page(actor=captain, pk=event.pk, at=MONDAY)
        with django_assert_num_queries(2):
            queries.open_posts(at=MONDAY)

    def test_scope_agrees_row_by_row(self, town: Town, team: Unit) -> None:
        event = opened(town)
        for who in town.people:
            actor = town.actor(who)
            is_seen = Emergency.objects.filter(policies.emergencies(actor)).exists()
            assert is_seen == policies.organises_any(actor), who
            if policies.opens(actor, event.area):
                assert is_seen


class TestPages:
    def test_opened_at_the_desk_stood_on_the_phone_released_and_over(self, town: Town, team: Unit) -> None:
        phone = Client()
        with clock.frozen(MONDAY):
            desk = town.client("secretary")
            page = desk.get("/d/volunteers/")
            assert "启动应急" in page.content.decode()
            form = {"what": "power", "title": "停电", "area": town.communities[0].pk, "basis": "",
                    "key": "9d2c0a9e-6f0e-4f0a-9a55-0c1f6b0c5a02"}  # fmt: skip
            refused = desk.post("/d/volunteers/emergencies/new/", form)
            assert (refused.status_code, "停电" in refused.content.decode()) == (422, True)
            made = desk.post("/d/volunteers/emergencies/new/", form | {"basis": "供电通报"})
            here = made.headers["Location"]
            assert "还没有岗位" in desk.get(here).content.decode()
            fields = {"key": "9d2c0a9e-6f0e-4f0a-9a55-0c1f6b0c5a03", "team": team.pk, "title": "路口指路",
                      "summary": "带反光背心", "place": "河滨路口", "starts_at": "2026-11-16T09:00",
                      "ends_at": "2026-11-16T20:00", "capacity": "2", "contact": ""}  # fmt: skip
            sent = {f"post-{name}": value for name, value in fields.items()}
            assert desk.post(f"{here}post/", sent | {"post-ends_at": "2026-11-15T20:00"}).status_code == 422
            assert desk.post(f"{here}post/", sent).status_code == 302
            one = Activity.objects.get()
        with clock.frozen(MONDAY + HOUR):
            account = resident_of("13800000007", MONDAY)
            op.enrol(actor=acting(account), at=MONDAY)
            phone.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
            assert "路口指路" in phone.get("/volunteers/").content.decode()
            assert phone.post(f"/volunteers/{one.pk}/sign-up/").status_code == 302
            assert "这个岗有您" in phone.get(f"/volunteers/{one.pk}/").content.decode()
            assert "1/2" in desk.get(here).content.decode()
            assert desk.get(f"{here}posts.xlsx").status_code == 200
            assert desk.get(f"/d/volunteers/{one.pk}/change/").status_code == 200
            assert desk.post(f"/d/volunteers/{one.pk}/release/").status_code == 302
        with clock.frozen(MONDAY + 2 * HOUR):
            assert "来了多久" in phone.get(f"/volunteers/{one.pk}/").content.decode()
            assert desk.post(f"{here}end/", {"end-words": ""}).status_code == 422
            assert desk.post(f"{here}end/", {"end-words": "来电了"}).status_code == 302
            assert "来电了" in desk.get(here).content.decode()
            assert "停电" in desk.get("/d/volunteers/?view=over").content.decode()
            assert "停电" not in phone.get("/volunteers/").content.decode()
            assert town.client("worker").get(here).status_code in (403, 404)

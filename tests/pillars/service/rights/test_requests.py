"""Seeing, taking along, putting right and deleting one's own data, each with a clock and a proof."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from linli.base.flow import refusals as flow_refusals
from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.flow.verify import verify_case
from linli.base.people import queries as people_queries
from linli.base.people.actors import ANYONE, Actor
from linli.base.people.models import Account, Deletion, Resident
from linli.kernel import clock
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.service.rights import operations, policies, queries
from linli.pillars.service.rights.models import RightsRequest
from linli.pillars.service.rights.texts import STATES, VERBS
from tests.kinds import Machines
from tests.pillars.service.rights.doing import PATHS, REQUESTS, resident
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHONE = "13800001234"


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def me(town: Town) -> Account:
    account = resident(PHONE, MONDAY)
    lon, lat = IN_FIRST_GRID
    reports.file_report(
        actor=ANYONE,
        at=MONDAY,
        text=f"我叫王小明，电话 {PHONE}，路灯不亮",
        phone=PHONE,
        name="王小明",
        lon=lon,
        lat=lat,
    )
    Resident.objects.create(account=account, name="王小明", phone=PHONE, phone_print=account.phone_print)
    return account


def acting(account: Account) -> Actor:
    return people_queries.actor_for(account, MONDAY)


def ask(me: Account, what: str, **more: Any) -> RightsRequest:
    return operations.file_request(actor=acting(me), at=more.pop("at", MONDAY), what=what, **more)


class TestKind(Machines):
    kind, verbs, states, paths = REQUESTS, VERBS, STATES, PATHS


class TestFlow:
    def test_runs_fifteen_working_days_and_turns_red(self, me: Account) -> None:
        request = ask(me, "correct", words="称呼写错了")
        due = request.case.resolve_by
        assert due is not None
        assert clock.local(due).date().isoformat() == "2026-12-07"
        sweep(due + HOUR)
        case = Case.objects.get(pk=request.case_id)
        assert case.card == "red"
        assert verify_case(case) == []


class TestFile:
    @pytest.mark.parametrize("what", ["view", "export"])
    def test_to_see_and_to_take_along_is_answered_at_once(self, me: Account, what: str) -> None:
        request = ask(me, what)
        case = Case.objects.get(pk=request.case_id)
        assert (case.state, case.is_open, case.is_answered) == ("closed", False, True)
        data = json.loads(queries.my_data_file(account=me))
        assert data["account"][0]["phone"] == PHONE
        assert data["reports"][0]["text"].endswith("路灯不亮")
        assert data["household"][0]["name"] == "王小明"
        assert any(row["what"] for row in data["access"])

    def test_is_for_oneself_only(self, town: Town) -> None:
        for actor in (ANYONE, town.actor("leader")):
            with pytest.raises(operations.OnlyForYourself):
                operations.file_request(actor=actor, at=MONDAY, what="delete")

    def test_pressing_twice_makes_one(self, me: Account) -> None:
        key = uuid.uuid4()
        assert ask(me, "delete", key=key) == ask(me, "delete", key=key)
        with pytest.raises(operations.AskedAlready):
            ask(me, "delete")
        assert ask(me, "correct")

    def test_is_named_for_the_office_whatever_the_asker_reads(self, me: Account) -> None:
        with translation.override("en"):
            asked = ask(me, "delete")
        assert asked.case.title == "删除我的信息"

    def test_shows_nothing_of_others(self, me: Account) -> None:
        lon, lat = IN_FIRST_GRID
        reports.file_report(actor=ANYONE, at=MONDAY, text="别人的事", phone="13900001234", lon=lon, lat=lat)
        assert "别人的事" not in queries.my_data_file(account=me).decode()

    def test_who_joined_does_not_get_the_words_of_who_was_first(self, me: Account) -> None:
        lon, lat = IN_FIRST_GRID
        first = reports.file_report(actor=ANYONE, at=MONDAY, text="李四的原话", lon=lon, lat=lat)
        reports.join_report(actor=ANYONE, number=first.report.case.number, at=MONDAY, phone=PHONE)
        assert "李四的原话" not in queries.my_data_file(account=me).decode()


class TestCarryOut:
    def test_to_delete_erases_everything_everywhere(self, town: Town, me: Account) -> None:
        request = ask(me, "delete")
        desk, number = town.actor("dispatcher"), request.case.number
        operations.accept_request(actor=desk, number=number, at=MONDAY + HOUR)
        operations.carry_out_request(actor=desk, number=number, at=MONDAY + DAY, answer="已全部删除")
        me.refresh_from_db()
        assert (me.phone, me.is_active) == ("", False)
        assert Reporter.objects.get().phone == ""
        assert Resident.objects.get().name == ""
        assert set(Deletion.objects.values_list("request_number", flat=True)) == {number}
        for case in Case.objects.all():
            assert verify_case(case) == []
        report = Case.objects.get(kind="governance.report")
        assert report.is_open
        assert "王小明" not in report.title

    def test_to_put_right_needs_words_and_ends_with_an_answer(self, town: Town, me: Account) -> None:
        number = ask(me, "correct", words="称呼写错了").case.number
        desk = town.actor("receptionist")
        with pytest.raises(flow_refusals.WordsMissing):
            operations.carry_out_request(actor=desk, number=number, at=MONDAY, answer="")
        operations.carry_out_request(actor=desk, number=number, at=MONDAY + HOUR, answer="已改为王晓明")
        page = queries.request_page(actor=acting(me), number=number)
        assert page.steps[0].answer == "已改为王晓明"
        me.refresh_from_db()
        assert me.is_active

    def test_a_refusal_says_why(self, town: Town, me: Account) -> None:
        number = ask(me, "delete").case.number
        operations.refuse_request(
            actor=town.actor("leader"), number=number, at=MONDAY + HOUR, answer="案件还在办，办结后再删"
        )
        case = Case.objects.get(number=number)
        assert (case.state, case.is_answered) == ("refused", True)

    def test_one_takes_ones_own_back_and_nobody_elses(self, town: Town, me: Account) -> None:
        number = ask(me, "delete").case.number
        with pytest.raises(flow_refusals.NoSuchCase):
            operations.withdraw_request(actor=town.actor("dispatcher"), number=number, at=MONDAY)
        operations.withdraw_request(actor=acting(me), number=number, at=MONDAY + HOUR)
        assert Case.objects.get(number=number).state == "withdrawn"

    @pytest.mark.parametrize("name", ["worker", "secretary", "sweeper", "sysadmin", "secadmin", "auditor"])
    def test_nobody_but_the_offices_desk_handles_it(self, town: Town, me: Account, name: str) -> None:
        number = ask(me, "delete").case.number
        with pytest.raises((flow_refusals.NoSuchCase, flow_refusals.NotYourMove)):
            operations.carry_out_request(actor=town.actor(name), number=number, at=MONDAY, answer="删")
        assert Account.objects.get(pk=me.pk).is_active


class TestScope:
    def test_one_row_and_many_rows_agree(self, town: Town, me: Account) -> None:
        ask(me, "delete")
        ask(me, "view")
        every = list(RightsRequest.objects.select_related("case"))
        for actor in [acting(me), ANYONE, *(town.actor(n) for n in town.people)]:
            seen = set(RightsRequest.objects.filter(policies.reachable(actor)))
            assert seen == {r for r in every if policies.reaches(actor, r)}, actor
            rows, _ = queries.requests_of(actor=actor)
            assert {r.number for r in rows} == {r.case.number for r in seen}

    def test_staff_see_a_mask_and_notes_never_reach_the_person(self, town: Town, me: Account) -> None:
        number = ask(me, "delete").case.number
        desk = town.actor("dispatcher")
        operations.note_request(actor=desk, number=number, at=MONDAY, note="核对过身份")
        rows, _ = queries.requests_of(actor=desk, is_open=True)
        assert rows[0].who == "138****1234"
        page = queries.request_page(actor=acting(me), number=number)
        assert all(step.note == "" and step.verb != "note" for step in page.steps)
        assert queries.request_page(actor=desk, number=number).steps[0].note == "核对过身份"

"""Volunteering on the phone: joining, signing up, hours, a certificate that anybody can check."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from docx import Document

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers.models import Activity, Certificate, SignUp, Volunteer
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.volunteers.test_volunteers import AFTER, PLAN
from tests.town import MONDAY, Town


@pytest.fixture
def team(town: Town) -> Unit:
    made = add_unit(kind=UnitKind.VOLUNTEER, name="东里志愿队", parent=town.communities[0])
    town.hire("captain", Role.HANDLER, made)
    return made


@pytest.fixture
def one(town: Town, team: Unit) -> Activity:
    return op.plan_activity(actor=town.actor("captain"), at=MONDAY, team=team, plan=PLAN)


@pytest.fixture
def log_in() -> Callable[[str], Client]:
    def logged(phone: str) -> Client:
        client, account = Client(), resident(phone)
        Account.objects.filter(pk=account.pk).update(name="王小明")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return logged


def join(client: Client, **fields: Any) -> Any:
    return client.post("/volunteers/me/", {"skills": ["care"], "times": ["weekend"], **fields})


def test_from_the_list_to_a_certificate(
    town: Town, one: Activity, client: Client, log_in: Callable[[str], Client]
) -> None:
    assert "陪老人说话" in client.get("/volunteers/").content.decode()
    assert client.post(f"/volunteers/{one.pk}/sign-up/").status_code == 302
    me = log_in("13800001234")
    assert me.post(f"/volunteers/{one.pk}/sign-up/").headers["Location"] == f"/volunteers/me/?for={one.pk}"
    assert join(me).status_code == 302
    me.post(f"/volunteers/{one.pk}/sign-up/")
    other = log_in("13800005678")
    join(other)
    other.post(f"/volunteers/{one.pk}/sign-up/")
    assert "候补" in other.get(f"/volunteers/{one.pk}/").content.decode()
    me.post(f"/volunteers/{one.pk}/cancel/")
    assert "您报上名了" in other.get(f"/volunteers/{one.pk}/").content.decode()
    with clock.frozen(AFTER):
        assert other.post(f"/volunteers/{one.pk}/hours/", {"hours": "9"}).status_code == 422
        other.post(f"/volunteers/{one.pk}/hours/", {"hours": "1.5"})
        desk = town.client("captain")
        row = SignUp.objects.get(claimed_minutes=90)
        page = desk.get(f"/d/volunteers/{one.pk}/").content.decode()
        assert "自己说 1.5 小时" in page
        assert "13800005678" not in page
        desk.post(f"/d/volunteers/{one.pk}/hours/", {"sign_up_id": row.pk, "hours": "1.5"})
        assert other.post("/volunteers/me/certificate/").status_code == 302
        assert "王小明" in other.get("/volunteers/me/certificate/").content.decode()
        paper = Document(io.BytesIO(other.get("/volunteers/me/certificate.docx").content))
        words = "".join(paragraph.text for paragraph in paper.paragraphs)
        assert "王小明" in words
        assert "1.5 小时" in words
        code = Certificate.objects.get().code
        checked = client.get(f"/volunteers/check/?code={code}").content.decode()
        assert "王*" in checked
        assert "王小明" not in checked
        assert "没有这个编号" in client.get("/volunteers/check/?code=XXXX").content.decode()
        assert "1.5" in other.get("/volunteers/me/").content.decode()
        other.post("/volunteers/me/leave/")
    assert not Certificate.objects.exists()
    assert Volunteer.objects.count() == 1


def test_a_minor_needs_a_guardian(one: Activity, log_in: Callable[[str], Client]) -> None:
    me = log_in("13800001234")
    answer = join(me, is_minor="on")
    assert answer.status_code == 422
    assert "监护人同意了才行" in answer.content.decode()
    answer = join(me, is_minor="on", guardian_name="王父", guardian_phone="13900000000", guardian_agrees="on")
    assert answer.status_code == 302
    answer = me.post(f"/volunteers/{one.pk}/sign-up/")
    assert answer.status_code == 403
    assert "满 18 岁" in answer.content.decode()


class TestDesk:
    def test_plans_invites_and_calls_off(
        self, town: Town, team: Unit, log_in: Callable[[str], Client]
    ) -> None:
        me, desk = log_in("13800001234"), town.client("captain")
        me.cookies["ll_grid"] = str(town.grids[0].pk)
        join(me)
        made = desk.post(
            "/d/volunteers/new/",
            {
                "team": team.pk,
                "title": "修修补补",
                "summary": "磨刀",
                "place": "门口",
                "starts_at": "2026-11-21T09:00",
                "ends_at": "2026-11-21T11:00",
                "capacity": "2",
                "skills": ["care"],
            },
        )
        assert made.status_code == 302
        one = Activity.objects.get()
        page = desk.get(f"/d/volunteers/{one.pk}/").content.decode()
        assert "住同一个社区" in page
        assert "王小明" not in page
        desk.post(f"/d/volunteers/{one.pk}/invite/", {"volunteer": Volunteer.objects.get().pk})
        assert "想请您来" in me.get(f"/volunteers/{one.pk}/").content.decode()
        desk.post(f"/d/volunteers/{one.pk}/join/")
        assert Activity.objects.get().going == 1
        assert desk.post(f"/d/volunteers/{one.pk}/cancel/", {"reason": "下雨"}).status_code == 302
        assert "这个活动取消了" in me.get(f"/volunteers/{one.pk}/").content.decode()

    def test_others_are_told_whose_it_is(self, town: Town, one: Activity) -> None:
        for name in ("worker", "sweeper", "sysadmin"):
            assert town.client(name).get("/d/volunteers/").status_code == 403
            assert town.client(name).get(f"/d/volunteers/{one.pk}/").status_code == 403
        assert town.client("secretary2").get(f"/d/volunteers/{one.pk}/").status_code == 404

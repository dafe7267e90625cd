"""Trainings and honours at the desk, and on the page of who was honoured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.team.models import MemberHonour, TrainingPlan
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.contacts.test_chain import own_client
from tests.pillars.party.life.doing import lively
from tests.pillars.party.team.test_team import HONOUR
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_honours_are_read_on_the_pages_of_those_they_belong_to(as_: As, town: Town) -> None:
    branch = lively(town)
    member = PartyMember.objects.order_by("pk")[0]
    form = {f"honour-{k}": v for k, v in HONOUR.items()}
    with clock.frozen(MONDAY):
        secretary = as_("party_secretary")
        person, organisation = f"/d/party/members/{member.pk}/", f"/d/party/{branch.pk}/"
        bad = secretary.post(f"{person}honour/", {**form, "honour-issuer": ""})
        assert bad.status_code == 422
        assert "优秀共产党员" in bad.content.decode()
        assert secretary.post(f"{person}honour/", form).status_code == 302
        assert (
            secretary.post(f"{organisation}honour/", {**form, "honour-title": "示范支部"}).status_code == 302
        )
        assert "优秀共产党员" in secretary.get(person).content.decode()
        leader = as_("leader")
        for page in ("/d/party/honours/", organisation):
            shown = leader.get(page).content.decode()
            assert "示范支部" in shown
            assert "优秀共产党员" not in shown
        assert leader.get("/d/party/honours/organisations.xlsx").status_code == 200
        assert "优秀共产党员" in own_client(resident("13800130000")).get("/party/").content.decode()
        honour = MemberHonour.objects.get()
        assert secretary.post(f"{person}honours/{honour.pk}/strike/").status_code == 302


def test_a_plan_is_laid_and_a_training_written_down_at_the_desk(as_: As, town: Town) -> None:
    committee = lively(town).superior_id
    with clock.frozen(MONDAY):
        clerk = as_("party_clerk")
        laid_ = {"organisation": committee, "year": "2026", "aim": "会调解"}
        assert clerk.post("/d/party/training/", {**laid_, "aim": ""}).status_code == 422
        assert clerk.post("/d/party/training/", laid_).status_code == 302
        plan = TrainingPlan.objects.get()
        here = f"/d/party/training/{plan.pk}/"
        session = {
            "session-day": "2026-11-16",
            "session-topic": "调解",
            "session-teacher": "司法局",
            "session-place": "",
        }
        assert "请填" in clerk.post(f"{here}session/", session).content.decode()
        assert clerk.post(f"{here}session/", {**session, "session-place": "会议室"}).status_code == 302
        one = plan.sessions.get()
        held = {f"held{one.pk}-outcome": "两个社区试了"}
        assert clerk.post(f"{here}{one.pk}/hold/", held).status_code == 422
        held[f"held{one.pk}-came"] = str(town.people["clerk"].pk)
        assert clerk.post(f"{here}{one.pk}/hold/", held).status_code == 302
        assert "两个社区试了" in as_("leader").get(here).content.decode()
        assert as_("leader").post("/d/party/training/", laid_).status_code == 404

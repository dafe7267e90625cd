"""A secretary's project at the desk: proposed, approved, five steps, accepted; lists on the organisation's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import DutyOf, Every
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.rules import Position
from linli.pillars.party.secretary.models import SecretaryProject
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.contacts.test_chain import own_client
from tests.pillars.party.life.doing import lively
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_a_project_goes_its_five_steps_by_page(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        mine, above = as_("party_secretary"), as_("party_clerk")
        form = {
            "organisation": branch.pk,
            "year": "2026",
            "title": "把三号院管起来",
            "aim": "没人管",
            "proof": "",
        }
        bad = mine.post("/d/party/projects/", form)
        assert bad.status_code == 422
        assert "把三号院管起来" in bad.content.decode()
        here = mine.post("/d/party/projects/", {**form, "proof": "选出自管会"}).headers["Location"]
        assert "同意立项" not in mine.get(here).content.decode()
        assert mine.post(f"{here}build-core/", {"build-core-note": "支部牵头"}).status_code in (403, 409)
        assert "同意立项" in above.get(here).content.decode()
        assert above.post(f"{here}approve/", {}).status_code == 302
        assert mine.post(f"{here}build-core/", {"build-core-note": ""}).status_code == 422
        assert mine.post(f"{here}build-core/", {"build-core-note": "支部牵头，两位楼长"}).status_code == 302
        page = above.get(here).content.decode()
        assert "支部牵头，两位楼长" in page
        assert "正在做" in page
        assert SecretaryProject.objects.get().case.state == "subject"
        assert "把三号院管起来" in as_("leader").get("/d/party/projects/").content.decode()
        assert above.get("/d/party/projects/projects.xlsx").status_code == 200
        assert as_("leader").post("/d/party/projects/", form).status_code == 404


def test_lists_stand_where_they_are_owed(as_: As, town: Town) -> None:
    branch = lively(town)
    supervision.keep_responsibility(
        actor=town.actor("leader"), office=town.office, unit=branch.unit, of=DutyOf.DIRECT, what="讲一次党课",
        basis="责任清单", every=Every.HALF, due=date(2026, 11, 15), proof="党课记录",
    )  # fmt: skip
    with clock.frozen(MONDAY):
        page = as_("party_secretary").get(f"/d/party/{branch.pk}/").content.decode()
        assert "讲一次党课" in page
        assert "党课记录" in page
        assert "做了，报一下" in page
        assert "做了，报一下" not in as_("secretary").get(f"/d/party/{branch.pk}/").content.decode()
        holder = PartyMember.objects.get(position=Position.SECRETARY.value)
        own = own_client(resident(holder.phone)).get("/party/").content.decode()
        assert "讲一次党课" in own
        plain = PartyMember.objects.filter(position="").order_by("pk")[0]
        other = (
            own_client(resident(plain.phone, MONDAY + timedelta(seconds=1))).get("/party/").content.decode()
        )
        assert "讲一次党课" not in other

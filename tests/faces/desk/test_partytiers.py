"""A round of rating at the desk, from opening to a plan that is handed to supervision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.tiers.models import TierRating, TierRound
from tests.faces.desk.test_party import read
from tests.pillars.party.life.doing import lively
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_a_round_from_opening_to_supervision(as_: As, town: Town) -> None:
    branch = lively(town)
    top = Organisation.objects.get(superior=None)
    with clock.frozen(MONDAY):
        clerk, secretary = as_("party_clerk"), as_("party_secretary")
        form = {"organisation": top.pk, "year": "2026", "five": "10", "four": "40", "three": "30"}
        assert clerk.post("/d/party/tiers/", {**form, "five": "101"}).status_code == 422
        made = clerk.post("/d/party/tiers/", form)
        assert made.status_code == 302
        assert clerk.post("/d/party/tiers/", form).status_code == 409
        here = made.headers["Location"]
        own = TierRating.objects.get(organisation=branch)
        page = f"/d/party/tiers/ratings/{own.pk}/"
        shown = read(secretary.get(page))
        assert "任期有记、没超期" in shown
        assert "上级评" not in shown
        assert secretary.post(f"{page}say/", {"say-met": ["term"], "say-words": ""}).status_code == 422
        assert secretary.post(f"{page}say/", {"say-met": ["term"], "say-words": "都做了"}).status_code == 302
        assert clerk.post(f"{here}publish/").status_code == 409
        judged = {"judge-stars": "0", "judge-tier": "behind", "judge-grade": "", "judge-words": "半年没开会"}
        for one in TierRating.objects.all():
            assert clerk.post(f"/d/party/tiers/ratings/{one.pk}/judge/", judged).status_code == 302
        assert clerk.post(f"{here}publish/").status_code == 302
        assert "半年没开会" in read(as_("secretary").get(page))
        assert "记录里的" not in read(as_("secretary").get(page))
        plan = {"plan-plan": "每月十五号开", "plan-until": "2027-03-01"}
        assert secretary.post(f"{page}plan/", plan).status_code == 302
        assert clerk.get(f"{here}ratings.xlsx").status_code == 200
        assert "后进" in read(clerk.get(f"{here}?tier=behind"))
        leader = as_("leader")
        assert ("交督办盯着改" in read(leader.get(page)), "交督办盯着改" in read(secretary.get(page))) == (
            True,
            False,
        )
        assert secretary.post(f"{page}supervise/", {"supervise-asked": "自己督办自己"}).status_code == 409
        assert leader.post(f"{page}supervise/", {"supervise-asked": ""}).status_code == 422
        sent = leader.post(f"{page}supervise/", {"supervise-asked": "每月十五号开，月底报一次"})
        matter = Case.objects.get(kind="governance.supervision")
        assert sent.headers["Location"] == f"/d/supervision/{matter.number}/"
        # It comes to the branch's own secretary, stands beside the rating, and is raised once.
        assert matter.holder_id == branch.pk
        assert secretary.get(sent.headers["Location"]).status_code == 200
        assert matter.number in read(leader.get(page))
        assert leader.post(f"{page}supervise/", {"supervise-asked": "再来一次"}).status_code == 409
        assert Case.objects.filter(kind="governance.supervision").count() == 1
    with clock.frozen(MONDAY + timedelta(days=6)):
        assert as_("party_clerk").post(f"{here}close/").status_code == 302
        assert TierRound.objects.get().closed_on is not None

"""Partners at the desk: lists for each side, refusals in their forms, contacts for a reason, the year as a paper."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from linli.base.people.models import AccessLog
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners.models import Project, ReportIn, Resource
from tests.pillars.party.partners.doing import listed, offered, report_in
from tests.town import MONDAY, Town

As = Callable[..., Client]


def read(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


class TestBothSides:
    def test_a_community_lists_and_calls_on_what_a_unit_offers(self, town: Town, as_: As) -> None:
        report_in(town)
        unit, community = as_("sweeper"), as_("secretary")
        key = str(uuid.uuid4())
        form = {
            "key": key, "unit": town.sanitation.pk, "what": "hands", "title": "十个人手", "times": 2,
            "until": "2027-02-01", "words": "打 13800001111", "is_for_all": "on",
        }  # fmt: skip
        bad = unit.post("/d/partners/offer/", form)
        assert (bad.status_code, "说明里不要写电话" in read(bad)) == (422, True)
        assert unit.post("/d/partners/offer/", {**form, "words": "搬抬都行"}).status_code == 302
        need = {
            "key": str(uuid.uuid4()), "community": town.communities[0].pk, "what": "hands", "title": "扫雪",
            "served": "过路的人", "words": "门口到桥头", "wanted": "2020-01-01",
        }  # fmt: skip
        assert community.post("/d/partners/new/", need).status_code == 422
        assert community.post("/d/partners/new/", {**need, "wanted": ""}).status_code == 302
        number = Project.objects.get().case.number
        page = read(community.get(f"/d/partners/projects/{number}/"))
        assert "十个人手" in page
        assert "手上没有别的项目" in page
        offer = Resource.objects.get()
        assert community.post(f"/d/partners/projects/{number}/call-on/{offer.pk}/").status_code == 302
        assert Project.objects.get().unit == town.sanitation
        leader = as_("leader")
        assert "给居民看" in read(leader.get("/d/partners/?view=resources"))
        assert leader.post(f"/d/partners/resources/{offer.pk}/show/").status_code == 302
        assert "十个人手" in read(Client().get("/partners/"))
        assert as_("stoker").post(f"/d/partners/resources/{offer.pk}/end/").status_code in (403, 404)

    @pytest.mark.parametrize(
        "view", ["listed", "resources", "doing", "closed", "ended", "wishes", "units", "nonsense"]
    )
    @pytest.mark.parametrize("who", ["sweeper", "secretary", "leader"])
    def test_every_list_opens_empty_and_full(self, town: Town, as_: As, view: str, who: str) -> None:
        client = as_(who)
        assert client.get(f"/d/partners/?view={view}").status_code == 200
        listed(town)
        offered(town)
        assert client.get(f"/d/partners/?view={view}&q=擦").status_code == 200
        assert client.get(f"/d/partners/projects.xlsx?view={view}").status_code == 200

    def test_a_contact_is_shown_for_a_reason_to_the_community_only(self, town: Town, as_: As) -> None:
        report_in(town)
        row = ReportIn.objects.get(unit=town.sanitation)
        here = f"/d/partners/report-ins/{row.pk}/reveal/phone/"
        assert "13800009999" not in read(as_("secretary").get("/d/partners/?view=units"))
        assert as_("leader").get(here).status_code == 404
        assert as_("secretary2").get(here).status_code == 404
        shown = as_("secretary").post(here, {"reason": "约扫雪的时间"})
        assert "13800009999" in read(shown)
        assert AccessLog.objects.filter(what="revealed", subject="partners.ReportIn").count() == 1
        assert as_("secretary").post(f"/d/partners/report-ins/{row.pk}/end/").status_code == 302

    def test_who_comes_second_reads_who_was_first(self, town: Town, as_: As) -> None:
        number = listed(town).case.number
        first = {"claim-unit": town.sanitation.pk, "claim-steps": "扫\n撒盐", "seen": 1}
        assert as_("sweeper").post(f"/d/partners/projects/{number}/claim/", first).status_code == 302
        second = {"claim-unit": town.heating.pk, "claim-steps": "我们来", "seen": 1}
        late = as_("stoker").post(f"/d/partners/projects/{number}/claim/", second)
        assert (late.status_code, "我们来" in read(late)) == (409, True)

    def test_the_year_is_a_paper_with_what_was_confirmed(self, town: Town, as_: As) -> None:
        number = listed(town).case.number
        by = {"number": number, "at": MONDAY}
        op.claim_project(actor=town.actor("sweeper"), unit=town.sanitation, **by)
        op.finish_project(actor=town.actor("sweeper"), answer="擦了", **by)
        op.confirm_project(actor=town.actor("clerk"), answer="好", served_count=8, **by)
        here = f"/d/partners/units/{town.sanitation.pk}/"
        assert "冬天帮老人擦窗" in read(as_("sweeper").get(here))
        sent = as_("secretary").get(f"{here}2026.docx")
        with zipfile.ZipFile(io.BytesIO(sent.content)) as parts:
            words = parts.read("word/document.xml").decode()
        assert "共建年度反馈单" in words
        assert "冬天帮老人擦窗" in words
        assert as_("secretary2").get(here).status_code == 404


def test_an_offer_that_ended_is_no_more_to_be_had(town: Town, as_: As) -> None:
    report_in(town)
    offer = offered(town, until=date(2026, 11, 20))
    assert as_("sweeper").post(f"/d/partners/resources/{offer.pk}/end/").status_code == 302
    assert "还没有" not in read(as_("sweeper").get("/d/partners/"))
    assert offer.title not in read(as_("sweeper").get("/d/partners/?view=resources"))

"""Patrols and components on their pages: planned, walked, taken in, reported by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.places.models import Facility
from linli.pillars.governance.patrols.models import Beat, Patrol
from linli.pillars.governance.reports.models import Report
from tests.pillars.governance.patrols.doing import beat, lamp, road
from tests.town import MONDAY, Town

As = Callable[[str], Client]
KEY = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


@pytest.mark.django_db
class TestPatrols:
    def test_a_secretary_plans_and_a_worker_walks(self, town: Town, as_: As) -> None:
        line, post = road(town), town.people["secretary"].posts.get()
        desk = as_("secretary")
        given = {
            "kind": "road",
            "road": line.pk,
            "name": "",
            "area": town.communities[0].pk,
            "steward": post.pk,
        }
        assert desk.post("/d/patrols/new/", given).status_code == 422
        assert (
            desk.post("/d/patrols/new/", {**given, "weekdays": [0, 2], "looks": "占道\n井盖"}).status_code
            == 302
        )
        one = Beat.objects.get()
        phone, url = as_("worker"), f"/d/patrols/{one.pk}/"
        page = phone.get("/d/patrols/").content.decode()
        assert "今天该走" in page
        assert "secretary" in page
        assert "安排一条路" not in page
        assert phone.get("/d/patrols/new/").status_code == 403
        today = MONDAY.date().isoformat()
        assert phone.post(url, {"on": today, "idempotency_key": KEY}).status_code == 302
        assert Patrol.objects.get().on == MONDAY.date()
        told = {"on": today, "idempotency_key": KEY, "found": "井盖松了", "place_words": "8 号门口"}
        assert phone.post(url, {**told, "is_done": "on"}).status_code == 422
        assert phone.post(url, told).status_code == 302
        report = Report.objects.get()
        page = phone.get(url).content.decode()
        assert report.case.number in page
        assert "worker" not in page.partition("近四周")[2].partition("</section>")[0]
        assert desk.get("/d/patrols/patrols.xlsx").status_code == 200
        assert phone.post(f"{url}end/").status_code == 403
        assert desk.post(f"{url}end/").status_code == 302
        assert one.name in desk.get("/d/patrols/?view=ended").content.decode()

    def test_bad_days_are_said_in_the_form_with_what_was_typed(self, town: Town, as_: As) -> None:
        one = beat(town)
        page = as_("worker").post(
            f"/d/patrols/{one.pk}/", {"on": "2027-01-01", "idempotency_key": KEY, "found": "写了很多"}
        )
        assert page.status_code == 422
        assert "写了很多" in page.content.decode()
        assert as_("worker3").get(f"/d/patrols/{one.pk}/").status_code == 404


@pytest.mark.django_db
class TestComponents:
    def test_a_survey_comes_in_and_a_lamp_is_reported_by_name(self, town: Town, as_: As) -> None:
        rows = "标识码,部件代码,部件种类,名称,经度,纬度,主管单位\nA1,01037,,学府路灯 1,117.005,36.005,供热站\nA2,9,,,1,1,\n"
        desk = as_("dispatcher")
        file = SimpleUploadedFile("a.csv", rows.encode())
        page = desk.post("/d/components/import/", {"file": file}).content.decode()
        assert "新增 1 件" in page
        assert "国标里没有“9”这种部件" in page
        one = Facility.objects.get()
        assert as_("worker").get("/d/components/import/").status_code == 403
        phone = as_("worker")
        assert "学府路灯 1" in phone.get("/d/components/?q=学府").content.decode()
        form = phone.get(f"/d/new/?component={one.pk}").content.decode()
        assert "归供热站管" in form
        given = {"text": "灯不亮", "component": one.pk, "idempotency_key": KEY}
        assert phone.post("/d/new/", given).status_code == 302
        report = Report.objects.get()
        assert report.case.area == town.grids[0]
        assert report.named_component.component == one
        assert report.case.number in phone.get(f"/d/components/{one.pk}/").content.decode()
        assert "归供热站管" in phone.get(f"/d/reports/{report.case.number}/around/").content.decode()
        assert "学府路灯 1归它管" in desk.get(f"/d/reports/{report.case.number}/dispatch/").content.decode()
        assert as_("worker3").get(f"/d/components/{one.pk}/").status_code == 404

    def test_it_stands_on_the_map_and_is_put_right(self, town: Town, as_: As) -> None:
        one, desk = lamp(town), as_("leader")
        drawn = desk.get("/d/map/components/?bbox=117,36,117.01,36.01").json()["features"]
        assert drawn[0]["properties"]["name"] == one.name
        assert desk.get("/d/map/components/?bbox=x").status_code == 400
        assert as_("worker3").get("/d/map/components/?bbox=117,36,117.01,36.01").json()["features"] == []
        url = f"/d/components/{one.pk}/"
        assert desk.post(url, {"name": "", "owner": ""}).status_code == 422
        assert desk.post(url, {"name": "新名字", "owner": town.sanitation.pk}).status_code == 302
        one.refresh_from_db()
        assert (one.name, one.owner) == ("新名字", town.sanitation)
        assert desk.post(f"{url}end/").status_code == 302
        assert "记为没有了" in desk.get(url).content.decode()
        assert "报它坏了" not in desk.get(url).content.decode()

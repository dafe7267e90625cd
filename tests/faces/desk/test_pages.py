"""Every page of the desk opens for those it is for, in at most sixteen queries however long the lists are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.notices import operations as outbox
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog, Deputy
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Reporter
from tests.town import MONDAY, Town

As = Callable[..., Client]
File = Callable[..., str]

PAGES = ("inbox", "dispatch", "phone", "new", "map", "notices", "me")


@pytest.mark.parametrize("many", [10, 200])
def test_no_page_asks_more_than_sixteen_queries(
    as_: As, file: File, town: Town, many: int, django_assert_max_num_queries
) -> None:
    for n in range(many):
        number = file(f"第 {n} 盏路灯不亮了。", phone=f"139{n:08d}")
    centre = as_("dispatcher")
    centre.get("/d/me/")  # the first request of a minute writes that the session is in use
    operations.dispatch_report(
        actor=town.actor("dispatcher"), number=number, at=MONDAY, lead=town.heating, assists=[town.sanitation]
    )
    pages = [reverse(f"desk:{name}") for name in PAGES]
    pages += [f"/d/?view=all&q=路灯&unit={town.communities[0].path}", f"/d/reports/{number}/"]
    pages += [f"/d/reports/{number}/{part}/" for part in ("around", "beside", "paper", "recall", "note")]
    for page in pages:
        with django_assert_max_num_queries(16):
            answer = centre.get(page)
        assert answer.status_code == 200, page
    assert f"共 {many} 件" in centre.get("/d/?view=all").content.decode()


@pytest.mark.parametrize(
    "name", ["worker", "secretary", "dispatcher", "receptionist", "leader", "sweeper", "sysadmin"]
)
def test_the_rail_has_no_dead_link(as_: As, name: str) -> None:
    client = as_(name)
    page = client.get("/d/")
    for group in page.context["rail"]:
        for tab in group.tabs:
            assert client.get(tab.url).status_code == 200, tab.url
    for tab in (*page.context["foot"], *page.context["me_tabs"]):
        assert client.get(tab.url).status_code in (200, 302), tab.url


def test_a_page_with_tabs_of_its_own_keeps_the_bar_below_it(as_: As) -> None:
    """A page's own tabs once took the place of the bar of a phone, which stood there empty."""
    page = as_("leader").get("/d/ratings/")
    bar = page.content.decode().split('<nav class="ll-tabbar ll-phone"')[1].split("</nav>")[0]
    assert page.context["tabs"]
    assert page.context["foot"]
    assert all(f'href="{tab.url}"' in bar and str(tab.word) in bar for tab in page.context["foot"])


def test_administrators_see_no_cases(as_: As, file: File) -> None:
    number = file()
    for name in ("sysadmin", "secadmin", "auditor"):
        assert number not in as_(name).get("/d/?view=all").content.decode()


def test_english_speaks_english(as_: As, file: File) -> None:
    number = file()
    client = as_("worker")
    client.cookies["linli_language"] = "en"
    page = client.get(f"/d/reports/{number}/").content.decode()
    assert 'lang="en"' in page


class TestNotices:
    def test_are_read_one_by_one_or_all(self, as_: As, file: File, town: Town) -> None:
        number = file()
        outbox.read_steps(actor=SYSTEM, at=MONDAY + timedelta(minutes=1))
        client = as_("worker")
        assert number in client.get("/d/notices/").content.decode()
        told = Notice.objects.filter(account=town.people["worker"], channel="in_app").latest("id")
        answer = client.get(f"/d/notices/{number}/{told.pk}/")
        assert answer["Location"] == f"/d/reports/{number}/"
        told.refresh_from_db()
        assert told.read_at
        file(phone="13900000001")
        outbox.read_steps(actor=SYSTEM, at=MONDAY + timedelta(minutes=2))
        client.post("/d/notices/read/")
        assert not Notice.objects.filter(account=town.people["worker"], read_at=None).exists()

    def test_nobody_reads_for_another(self, as_: As, file: File, town: Town) -> None:
        number = file()
        outbox.read_steps(actor=SYSTEM, at=MONDAY + timedelta(minutes=1))
        told = Notice.objects.filter(account=town.people["worker"], channel="in_app").latest("id")
        as_("secretary").get(f"/d/notices/{number}/{told.pk}/")
        told.refresh_from_db()
        assert told.read_at is None


class TestMe:
    def test_a_colleague_stands_in_while_one_is_away(self, as_: As, town: Town, file: File) -> None:
        number = file()
        worker, other = as_("worker"), as_("worker3")
        assert other.get(f"/d/reports/{number}/").status_code == 404
        post = town.people["worker"].posts.get()
        given = {
            "post": post.pk,
            "account": town.people["worker3"].pk,
            "first": "2026-11-16",
            "last": "2026-11-20",
            "reason": "休假",
        }
        assert worker.post("/d/me/away/", given).status_code == 302
        assert other.get(f"/d/reports/{number}/").status_code == 200
        deputy = Deputy.objects.get()
        assert other.post(f"/d/me/away/{deputy.pk}/end/").status_code == 404
        worker.post(f"/d/me/away/{deputy.pk}/end/")
        assert other.get(f"/d/reports/{number}/").status_code == 404

    def test_days_the_wrong_way_round_are_told(self, as_: As, town: Town) -> None:
        given = {
            "post": town.people["worker"].posts.get().pk,
            "account": town.people["worker3"].pk,
            "first": "2026-11-20",
            "last": "2026-11-16",
        }
        page = as_("worker").post("/d/me/away/", given)
        assert page.status_code == 422
        assert not Deputy.objects.exists()

    def test_nobody_lends_what_is_not_theirs(self, as_: As, town: Town) -> None:
        given = {
            "post": town.people["leader"].posts.get().pk,
            "account": town.people["worker3"].pk,
            "first": "2026-11-16",
            "last": "2026-11-17",
        }
        assert as_("worker").post("/d/me/away/", given).status_code == 422

    def test_how_one_is_told(self, as_: As) -> None:
        assert as_("worker").post("/d/me/wish/", {"sms": "on"}, follow=True).status_code == 200


def test_the_paper_keeps_notes_inside(as_: As, file: File, town: Town) -> None:
    number = file()
    operations.note_report(
        actor=town.actor("worker"), number=number, at=MONDAY + timedelta(hours=1), note="这人脾气大"
    )
    page = as_("secretary").get(f"/d/reports/{number}/paper/").content.decode()
    assert "<svg" in page
    assert "这人脾气大" not in page
    assert "这人脾气大" in as_("secretary").get(f"/d/reports/{number}/").content.decode()


class TestReveal:
    """A number is shown once, for a reason, to those who must call."""

    def test_needs_a_reason_and_is_on_record(self, as_: As, file: File) -> None:
        number = file()
        client = as_("dispatcher")
        page = client.get(f"/d/reports/{number}/").content.decode()
        assert "李* 138****1234" in page
        assert "13800001234" not in page
        link = next(part for part in page.split('"') if f"/d/reports/{number}/reveal/" in part)
        assert client.post(link, {"reason": ""}).status_code == 422
        shown = client.post(link, {"reason": "上门前约时间"})
        assert "13800001234" in shown.content.decode()
        assert shown["Cache-Control"] == "no-store"
        kept = AccessLog.objects.get(what="revealed", is_success=True)
        assert kept.reason == "上门前约时间"

    def test_a_confidential_number_is_for_the_centre_alone(self, as_: As, file: File) -> None:
        number = file(is_confidential=True)
        reporter = Reporter.objects.get()
        link = f"/d/reports/{number}/reveal/{reporter.pk}/phone/"
        for name in ("worker", "secretary", "leader", "receptionist"):
            assert as_(name).post(link, {"reason": "上门前约时间"}).status_code == 404
        assert as_("dispatcher").get(link).status_code == 200
        assert as_("dispatcher").get(link.replace("phone", "salt")).status_code == 404


class TestPagesOfSomePosts:
    @pytest.mark.parametrize(
        ("page", "open_to", "shut_to"),
        [
            (
                "/d/dispatch/",
                ("dispatcher", "secretary"),
                ("worker", "sweeper", "leader", "sysadmin", "auditor"),
            ),
            ("/d/phone/", ("receptionist", "dispatcher", "secretary"), ("worker", "sweeper", "sysadmin")),
            ("/d/notices/", ("worker", "sweeper", "sysadmin"), ("secadmin", "auditor")),
            ("/d/map/", ("worker", "leader"), ("sysadmin", "auditor")),
            ("/d/new/", ("worker", "secretary"), ("sysadmin",)),
        ],
    )
    def test_open_for_them_and_say_whose_they_are_to_others(
        self, as_: As, page: str, open_to: tuple[str, ...], shut_to: tuple[str, ...]
    ) -> None:
        for name in open_to:
            assert as_(name).get(page).status_code == 200, name
        for name in shut_to:
            answer = as_(name).get(page)
            assert answer.status_code == 403, name
            assert "这一页不归您的岗位用" in answer.content.decode()
            assert f'href="{page}"' not in as_(name).get("/d/").content.decode(), "no link to a shut door"

    def test_takes_nothing_from_others(self, as_: As, town: Town) -> None:
        given = {"channel": "phone", "text": "路灯不亮了。", "place_words": "滨河家园"}
        assert as_("sysadmin").post("/d/phone/", given).status_code == 403
        assert as_("sweeper").post("/d/phone/caller/", {"phone": "13800001234"}).status_code == 403

"""Logging in by phone, one's reports on every phone, one's data: seen, taken along, erased."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from linli.base.notices import operations as notices
from linli.base.notices.models import Notice, Wish
from linli.base.people import operations as people
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.governance.reports import operations as op
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.service.rights import operations as rights
from tests.faces.resident.conftest import HOUR
from tests.faces.resident.stories import Filing, Story
from tests.town import MONDAY, Town

PHONE = "13800001234"


def code_for(phone: str) -> str:
    notice = Notice.objects.filter(template="log_in_code").latest("pk")
    assert notice.address == phone
    return str(json.loads(notice.secrets)["code"])


def log_in(client: Client, phone: str = PHONE, **query: str) -> Any:
    client.post("/account/login/", {"phone": phone, **query})
    return client.post("/account/code/", {"phone": phone, "code": code_for(phone), **query})


class TestLogIn:
    def test_by_phone_and_code(self, client: Client, town: Town) -> None:
        asked = client.post("/account/login/", {"phone": "138 0000 1234"})
        page = asked.content.decode()
        code = code_for(PHONE)
        assert asked.status_code == 200
        assert code not in page
        answer = client.post("/account/code/", {"phone": PHONE, "code": f"{code[:3]} {code[3:]}"})
        assert (answer.status_code, answer.url) == (302, "/account/")
        assert "138****1234" in client.get("/account/").content.decode()
        client.post("/account/logout/")
        assert "138****1234" not in client.get("/account/").content.decode()

    def test_a_wrong_code_is_told_and_can_be_mended(self, client: Client, town: Town) -> None:
        client.post("/account/login/", {"phone": PHONE})
        wrong = client.post("/account/code/", {"phone": PHONE, "code": "000000"})
        assert wrong.status_code == 422
        assert "验证码不对" in wrong.content.decode()
        assert client.post("/account/code/", {"phone": PHONE, "code": code_for(PHONE)}).status_code == 302

    def test_a_code_works_once(self, client: Client, town: Town) -> None:
        log_in(client)
        code = {"phone": PHONE, "code": "000000"}
        assert Client().post("/account/code/", code).status_code == 422

    def test_asking_again_at_once_is_slowed_down(self, client: Client, town: Town) -> None:
        client.post("/account/login/", {"phone": PHONE})
        again = client.post("/account/login/", {"phone": PHONE, "next": "/mine/"})
        assert again.status_code == 429
        # The code that was sent is asked for: nobody types the number twice, or is sent to a page without a way on.
        page = again.content.decode()
        assert "刚给这个号码发过验证码" in page
        assert 'action="/account/code/"' in page
        code = {"phone": PHONE, "code": code_for(PHONE), "next": "/mine/"}
        assert client.post("/account/code/", code).url == "/mine/"

    def test_the_page_of_the_code_sends_it_again_without_asking_for_the_number(
        self, client: Client, town: Town
    ) -> None:
        page = client.post("/account/login/", {"phone": PHONE, "next": "/mine/"}).content.decode()
        form = page[page.index('action="/account/login/"') :]
        assert f'name="phone" value="{PHONE}"' in form
        assert 'name="next" value="/mine/"' in form

    @pytest.mark.parametrize("phone", ["", "110", "abc", "9" * 300, "053186010000", "\x00"])
    def test_numbers_that_get_no_text_message_are_told(self, client: Client, town: Town, phone: str) -> None:
        assert client.post("/account/login/", {"phone": phone}).status_code == 422
        assert not Notice.objects.filter(template="log_in_code").exists()

    @pytest.mark.parametrize("code", ["", "x" * 300, "１２３４５６", "\x00", "-1"])
    def test_odd_codes_are_told(self, client: Client, town: Town, code: str) -> None:
        client.post("/account/login/", {"phone": PHONE})
        assert client.post("/account/code/", {"phone": PHONE, "code": code}).status_code == 422

    @pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_leads_to_no_other_site(self, client: Client, town: Town, there: str) -> None:
        assert log_in(client, next=there).url == "/account/"

    def test_leads_back_to_where_one_was(self, client: Client, town: Town) -> None:
        page = client.get("/account/data/")
        assert page.url == "/account/login/?next=/account/data/"
        assert log_in(client, next="/account/data/").url == "/account/data/"

    def test_an_old_page_sends_nothing(self, town: Town) -> None:
        strict = Client(enforce_csrf_checks=True)
        page = strict.post("/account/login/", {"phone": PHONE})
        assert PHONE in page.content.decode()
        assert not Notice.objects.filter(template="log_in_code").exists()

    @pytest.mark.parametrize("url", ["notices/", "data/", "data/20260101-0001/"])
    def test_pages_of_one_self_need_a_log_in(self, client: Client, town: Town, url: str) -> None:
        assert client.get(f"/account/{url}").status_code == 302

    def test_staff_are_nobody_here(self, client: Client, town: Town) -> None:
        client.force_login(town.people["dispatcher"])
        assert client.get("/account/data/").status_code == 302
        assert client.get("/").status_code == 200


class TestMine:
    def test_what_the_number_was_left_with_is_there_on_any_phone(
        self, client: Client, town: Town, file: Filing
    ) -> None:
        file(text="楼道灯不亮")
        file(text="别人的事", phone="13900009999")
        log_in(client)
        page = client.get("/mine/").content.decode()
        assert "楼道灯不亮" in page
        assert "别人的事" not in page

    def test_a_report_filed_while_logged_in_needs_no_number(self, client: Client, town: Town) -> None:
        log_in(client)
        client.post("/report/", {"text": "树倒了", "category": "R02", "lon": "117.005", "lat": "36.005"})
        reporter = Reporter.objects.latest("pk")
        assert (reporter.phone, reporter.account.phone) == (PHONE, PHONE)

    def test_is_called_as_one_likes(self, client: Client, town: Town) -> None:
        log_in(client)
        client.post("/account/name/", {"name": "  赵 明 "})
        assert Account.objects.get(is_resident=True).name == "赵 明"
        assert "赵 明" in client.get("/account/").content.decode()

    def test_chooses_whether_to_get_messages(self, client: Client, town: Town) -> None:
        log_in(client)
        client.post("/account/wish/", {})
        assert Wish.objects.get().sms is False
        client.post("/account/wish/", {"sms": "1"})
        assert Wish.objects.get().sms is True

    def test_reads_what_was_told(self, client: Client, town: Town, file: Filing) -> None:
        log_in(client)
        account = Account.objects.get(is_resident=True)
        story = Story(town, file(account_id=account.pk))
        story.by("worker", op.settle_report, answer="换了灯")
        notices.read_steps(actor=SYSTEM, at=MONDAY + 2 * HOUR)
        page = client.get("/account/notices/").content.decode()
        assert story.url in page
        assert "都看过了" in page
        client.post("/account/notices/")
        assert not Notice.objects.filter(channel="in_app", account=account, read_at=None).exists()
        assert client.get("/account/notices/?before=x").status_code == 200


class TestMyData:
    @pytest.fixture
    def story(self, client: Client, town: Town, file: Filing) -> Story:
        log_in(client)
        story = Story(town, file(name="赵明"))
        story.by("worker", op.note_report, 0.5, note="此人老上访")
        story.by("worker", op.contact_reporter, answer="下午来")
        return story

    def test_says_what_is_kept_why_and_who_looked(self, client: Client, story: Story) -> None:
        people.reveal(
            actor=story.town.actor("dispatcher"),
            subject="reports.Reporter",
            id=story.filed.reporter.pk,
            field="phone",
            reason="电话回访核实地点",
            at=MONDAY + HOUR,
        )
        page = client.get("/account/data/").content.decode()
        assert "电话回访核实地点" in page
        assert "个人信息保护法" in page
        assert "dispatcher" not in page

    def test_is_taken_along_in_one_file_without_what_staff_noted(
        self, client: Client, story: Story, file: Filing
    ) -> None:
        file(text="别人的事", phone="13900009999")
        answer = client.post("/account/data/ask/", {"what": "export"})
        body = json.loads(answer.content)
        assert "attachment" in answer["Content-Disposition"]
        (mine,) = body["reports"]
        assert (mine["number"], mine["phone"], mine["name"]) == (story.number, PHONE, "赵明")
        assert "上访" not in answer.content.decode()
        assert "别人的事" not in answer.content.decode()

    def test_to_put_right_becomes_a_case_with_a_clock(self, client: Client, story: Story) -> None:
        assert client.post("/account/data/ask/", {"what": "correct"}).status_code == 422
        form = {"what": "correct", "words": "称呼写错了，该是赵明", "idempotency_key": str(uuid.uuid4())}
        first, second = client.post("/account/data/ask/", form), client.post("/account/data/ask/", form)
        assert first.url == second.url
        page = client.get(first.url).content.decode()
        assert "称呼写错了" in page
        assert "前答复您" in page
        again = client.post("/account/data/ask/", {"what": "correct", "words": "再改"})
        assert again.status_code == 409
        assert "再改" in again.content.decode()
        client.post(f"{first.url}withdraw/")
        assert "您撤回了" in client.get(first.url).content.decode()

    def test_everything_is_erased_when_the_office_carries_it_out(self, client: Client, story: Story) -> None:
        assert client.post("/account/data/ask/", {"what": "delete"}).status_code == 422
        asked = client.post("/account/data/ask/", {"what": "delete", "sure": "1"})
        number = asked.url.split("/")[3]
        assert "前答复您" in client.get(asked.url).content.decode()
        rights.carry_out_request(
            actor=story.town.actor("dispatcher"), number=number, at=MONDAY + 2 * HOUR, answer="都删了"
        )
        reporter = Reporter.objects.get(pk=story.filed.reporter.pk)
        account = Account.objects.get(is_resident=True)
        assert (reporter.name, reporter.phone, account.phone, account.is_active) == ("", "", "", False)
        assert client.get(story.url).status_code == 404
        assert client.get("/account/data/").status_code == 302
        assert story.state == "received"

    @pytest.mark.parametrize("what", ["", "x", "view'", "9" * 300])
    def test_odd_wishes_are_told(self, client: Client, story: Story, what: str) -> None:
        assert client.post("/account/data/ask/", {"what": what}).status_code == 422

    def test_requests_of_others_are_not_there(self, client: Client, story: Story) -> None:
        asked = client.post("/account/data/ask/", {"what": "correct", "words": "地址该是 301"})
        other = Client()
        log_in(other, "13900001234")
        assert other.get(asked.url).status_code == 404
        assert other.post(f"{asked.url}withdraw/").status_code == 404
        assert asked.url not in other.get("/account/data/").content.decode()

    def test_one_may_leave_a_single_report(self, client: Client, story: Story) -> None:
        stranger = Client()
        assert stranger.post(f"{story.url}erase/", {}).status_code == 422
        assert Reporter.objects.get(pk=story.filed.reporter.pk).phone == PHONE
        assert stranger.post(f"{story.url}erase/", {"sure": "1"}).status_code == 302
        assert Reporter.objects.get(pk=story.filed.reporter.pk).phone == ""
        assert stranger.get(story.url).status_code == 404
        assert stranger.post(f"{story.url}erase/", {"sure": "1"}).status_code == 404

    def test_leaving_takes_ones_own_words_and_nobody_elses(
        self, client: Client, story: Story, file: Filing
    ) -> None:
        joined = op.join_report(actor=ANYONE, number=story.number, at=MONDAY + 2 * HOUR)
        for reporter, words in ((story.filed.reporter, "我住 301"), (joined.reporter, "我住 302")):
            op.supplement_report(
                actor=ANYONE, number=story.number, at=MONDAY + 3 * HOUR, words=words, reporter=reporter
            )
        client.post(f"{story.url}erase/", {"sure": "1"})
        page = client.get(f"/r/{story.number}/{joined.token}/").content.decode()
        assert "我住 302" in page
        assert "我住 301" not in page


def test_every_page_of_an_account_asks_little(
    client: Client, town: Town, file: Filing, django_assert_max_num_queries: Any
) -> None:
    log_in(client)
    client.cookies["ll_grid"] = str(town.grids[0].pk)
    for i in range(3):
        file(text=f"第 {i} 件事情不好")
    for url in (
        "/",
        "/mine/",
        "/report/",
        "/account/",
        "/account/notices/",
        "/account/data/",
    ):
        # The front page of somebody known: own reports and applications, own grid and its people, messages,
        # bulletins, what was settled.
        with django_assert_max_num_queries(18, info=url):
            assert client.get(url).status_code == 200


def test_forms_of_an_account_refuse_an_old_page(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    account = Account.objects.create_user("r-1", None, name="", is_resident=True)
    strict.force_login(account)
    for url in ("name/", "wish/", "logout/", "notices/", "data/ask/", "data/20260101-0001/withdraw/"):
        strict.post(f"/account/{url}", {"name": "x", "sure": "1", "words": "x"})
    account.refresh_from_db()
    assert (account.name, account.is_active, Wish.objects.count()) == ("", True, 0)
    assert strict.get("/account/data/").status_code == 200
    assert re.search("csrfmiddlewaretoken", strict.get("/account/data/").content.decode())
    assert clock.now() == MONDAY

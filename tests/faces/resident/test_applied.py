"""An application from a phone: filled in, looked over, sent once, followed, supplied from home, taken back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.models import Application, Paper
from linli.pillars.service.applications.rules import Outcome, Told
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.catalog.rules import firstday
from tests.base.files import samples
from tests.faces.parts.test_weight import BUILT, chunks, packed
from tests.town import MONDAY, Town

URL = "/guide/YL06/form/"
HOUR = timedelta(hours=1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
GOOD = {
    "f-name": "王春",
    "f-id_number": "11010519491231002X",
    "f-phone": "13800001234",
    "f-address": "官园 3 号楼",
    "f-changes": ["rails", "other"],
    "f-changes_other": "门槛太高",
}


@pytest.fixture
def hall(town: Town, at: None) -> Town:
    wanted = [item for item in firstday.items() if item.code in ("YL06", "YL01")]
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate(wanted, 1), publish=True
    )
    return town


@pytest.fixture
def at() -> Any:
    with clock.frozen(MONDAY):
        yield


def paper(name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def send(client: Client, data: dict[str, Any] | None = None, who: str = "self", **more: Any) -> Any:
    given = {**GOOD, "idempotency_key": str(uuid.uuid4()), **(data or {}), **more}
    return client.post(f"{URL}?who={who}&renting=yes", given)


def sent(client: Client, **more: Any) -> Application:
    answer = send(client, sure="1", **more)
    assert answer.status_code == 302, answer.content.decode()
    return Application.objects.select_related("case", "item").latest("case_id")


def link(application: Application) -> str:
    return f"/a/{application.case.number}/{op.token_of(application)}/"


def test_is_shown_whole_before_it_is_sent_with_what_is_missing(hall: Town, client: Client) -> None:
    answer = send(client, {"m-id": paper("身份证.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in ("王春", "装扶手、别的", "门槛太高", "身份证.pdf", "还没有交", "交上去"):
        assert said in page, said
    assert not Application.objects.exists()
    handle = re.search(r'name="k-id" value="([^"]+)"', page)
    assert handle is not None
    application = sent(client, **{"k-id": handle[1]})
    assert Paper.objects.get(application=application, code="id").files.count() == 1


def test_is_sent_without_an_account_and_gives_a_receipt_to_print(hall: Town, client: Client) -> None:
    application = sent(client, **{"m-id": paper()})
    assert (application.name, application.phone) == ("王春", "13800001234")
    assert application.answers["changes"] == "rails,other"
    receipt = client.get(f"{link(application)}receipt/").content.decode()
    for said in (application.case.number, "收到了", "告诉您受理不受理", "打印接收回执"):
        assert said in receipt, said
    document = application.documents.get(kind="received")
    page = client.get(f"{link(application)}papers/{document.number}/").content.decode()
    assert "接收回执" in page
    assert document.number in page
    # The phone remembers it; a wrong link opens nothing.
    assert application.item.name in client.get("/mine/").content.decode()
    assert Client().get(link(application)[:-3] + "x/").status_code == 404
    assert application.item.name not in Client().get("/mine/").content.decode()


def test_is_made_once_however_often_it_is_sent(hall: Town, client: Client) -> None:
    key = str(uuid.uuid4())
    first = sent(client, idempotency_key=key, **{"m-id": paper()})
    again = sent(client, idempotency_key=key, **{"m-id": paper()})
    assert first.pk == again.pk
    assert Application.objects.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_papers_are_not_lost(hall: Town, client: Client) -> None:
    answer = send(client, {"f-id_number": "123", "f-changes_other": "", "m-id": paper("卡.pdf")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_f-id_number-error"' in page
    assert 'id="id_f-changes_other-error"' in page
    assert "卡.pdf" in page
    assert "官园 3 号楼" in page


def test_a_draft_that_a_phone_sends_on_its_own_is_taken_when_it_is_good(hall: Town, client: Client) -> None:
    late = {"x-linli-draft": "late"}
    bad = client.post(
        f"{URL}?who=self&renting=yes", {**GOOD, "f-name": "", "idempotency_key": uuid.uuid4()}, headers=late
    )
    assert bad.status_code == 422
    good = client.post(f"{URL}?who=self&renting=yes", {**GOOD, "idempotency_key": uuid.uuid4()}, headers=late)
    assert good.status_code == 302


def test_nobody_acts_for_another_without_their_consent(hall: Town, client: Client) -> None:
    agent = {
        "f-agent_name": "王小明",
        "f-relation": "儿子",
        "f-agent_phone": "13900001234",
        "agent_basis": "relative",
    }
    refused = send(client, {**agent, "sure": "1"}, who="other")
    assert refused.status_code == 422
    assert "要本人同意才能代办" in refused.content.decode()
    taken = send(client, {**agent, "sure": "1", "has_consent": "on"}, who="other")
    assert taken.status_code == 302
    application = Application.objects.get()
    assert (application.agent_name, application.agent_basis) == ("王小明", "relative")
    assert application.consented_at is not None


def test_wishes_are_kept_with_it(hall: Town, client: Client) -> None:
    page = client.get(f"{URL}?who=self&renting=yes").content.decode()
    assert ("wants_visit" in page) == ("上门" in page)
    application = sent(client, wants_visit="on")
    assert application.wants_visit == ('name="wants_visit"' in page)


def follow(client: Client, application: Application) -> str:
    return client.get(link(application)).content.decode()


def test_is_told_once_what_is_missing_and_supplies_it_from_home(hall: Town, client: Client) -> None:
    application = sent(client, **{"m-id": paper()})
    number, window = application.case.number, hall.actor("receptionist")
    op.tell_applicant(
        actor=window,
        number=number,
        at=MONDAY + HOUR,
        told=[Told("id", "照片看不清。")],
        answer="请补一张清楚的身份证。",
    )
    page = follow(client, application)
    for said in ("等您补", "要补", "照片看不清。", "请补一张清楚的身份证。", "申请材料补正告知书"):
        assert said in page, said
    empty = client.post(f"{link(application)}supply/", {"words": "马上补"})
    assert empty.status_code == 422
    assert "还没有加材料" in empty.content.decode()
    assert "马上补" in empty.content.decode()
    key = str(uuid.uuid4())
    for _again in range(2):
        with clock.frozen(MONDAY + 2 * HOUR):
            given = {"words": "重拍的", "m-id": paper(), "idempotency_key": key}
            answer = client.post(f"{link(application)}supply/", given)
        assert answer.status_code == 302
    application.case.refresh_from_db()
    assert application.case.state == "supplemented"
    assert "收到了，窗口接着看" in client.get(f"{link(application)}?did=supply").content.decode()


def test_shows_both_clocks_the_decision_and_where_to_turn(hall: Town, client: Client) -> None:
    application = sent(client)
    number, window, leader = application.case.number, hall.actor("receptionist"), hall.actor("leader")
    Paper.objects.filter(application=application).exclude(state="shared").update(
        state="received", taken_at=MONDAY
    )
    op.accept_application(actor=window, number=number, at=MONDAY + HOUR)
    page = follow(client, application)
    assert "我们承诺" in page
    assert "受理了，正在办" in page
    op.review_application(
        actor=window, number=number, at=MONDAY + HOUR, proposal=Outcome.DECLINED, note="不符合"
    )
    why = {"reason": "房子不是自己的。", "basis": "本市办法第三条。", "remedy": "可以六十日内申请复议。"}
    op.decline_application(actor=leader, number=number, at=MONDAY + 2 * HOUR, **why)
    page = follow(client, application)
    for said in ("没有批准", *why.values(), "看决定书"):
        assert said in page, said
    assert "撤回申请" not in page


def test_is_taken_back_by_its_applicant(hall: Town, client: Client) -> None:
    application = sent(client)
    assert client.post(f"{link(application)}withdraw/", {"words": "不办了"}).status_code == 302
    assert "您撤回了" in follow(client, application)


def test_is_found_by_number_and_telephone(hall: Town, client: Client) -> None:
    application = sent(client)
    answer = Client().post("/find/", {"number": application.case.number, "proof": "138 0000 1234"})
    assert answer.headers["Location"] == link(application)
    wrong = Client().post("/find/", {"number": application.case.number, "proof": "13900000000"})
    assert wrong.status_code == 422


def test_its_pages_ask_little_stand_in_english_and_show_scans_to_their_owner_alone(
    hall: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    application = sent(
        client, **{"m-id": SimpleUploadedFile("a.jpg", samples.photo(size=(80, 60)), "image/jpeg")}
    )
    number = application.documents.get(kind="received").number
    for url in (
        f"{URL}?who=self&renting=yes",
        *(link(application) + end for end in ("", "receipt/", f"papers/{number}/")),
    ):
        with django_assert_max_num_queries(15, info=url):
            page = client.get(url)
        assert page.status_code == 200, url
        assert "no-store" in page["Cache-Control"]
        assert '<html lang="en"' in client.get(url, headers={"accept-language": "en"}).content.decode()
    scan = re.search(r'href="(/a/[^"]+/files/[^"]+)"', follow(client, application))
    assert scan is not None
    assert Client().get(scan[1])["Content-Type"] == "image/jpeg"
    other = sent(client)
    assert Client().get(scan[1].replace(link(application), link(other))).status_code == 404


def test_nothing_is_asked_twice_of_whoever_is_logged_in_but_what_is_sensitive(
    hall: Town, client: Client
) -> None:
    code = people.ask_code(phone="13800001234", address="x", at=MONDAY).code
    account = people.enter_code(phone="13800001234", code=code, address="x", language="zh-hans", at=MONDAY)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert sent(client).account_id == account.pk
    page = client.get("/guide/YL01/form/?who=self").content.decode()
    assert 'value="官园 3 号楼"' in page
    assert "您 2026-11-16 申请“居家适老化改造申请”时写的，不对可以改。" in page
    assert GOOD["f-id_number"] not in page
    assert "官园 3 号楼" not in client.get("/guide/YL01/form/?who=other").content.decode()
    assert "官园 3 号楼" not in Client().get("/guide/YL01/form/?who=self").content.decode()


def test_the_form_is_less_than_60_kb_with_all_its_files(hall: Town, client: Client) -> None:
    answer = client.get(f"{URL}?who=other&renting=yes", headers={"accept-encoding": "gzip"})
    files = [BUILT / "resident.css", BUILT / "icons.svg", *chunks(BUILT / "resident.js")]
    weight = len(answer.content) + sum(packed(path) for path in files)
    assert weight < 60 * 1024, weight


class TestTogetherAndBefore:
    """Two matters from one form, and papers that one's account holds from an earlier one."""

    @pytest.fixture
    def me(self, hall: Town, client: Client) -> Client:
        account = Account.objects.create_user("wangchun", None, name="王春", is_resident=True)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_the_list_offers_what_goes_with_it_and_one_form_makes_two_cases(self, me: Client) -> None:
        page = me.get("/guide/YL06/list/?who=self&renting=yes").content.decode()
        assert 'name="with" value="YL01"' in page
        url = f"{URL}?who=self&renting=yes&with=YL01"
        page = me.get(url).content.decode()
        codes = set(re.findall(r'name="f-([a-z_0-9]+)"', page))
        assert page.count('name="m-id"') == 1
        more = {"f-bank_number": "6222021234567890128", "f-bank_name": "农商行"}
        given = {**GOOD, **{k: v for k, v in more.items() if k[2:] in codes}}
        key = str(uuid.uuid4())
        for _ in range(2):
            answer = me.post(url, {**given, "m-id": paper(), "idempotency_key": key, "sure": "1"})
            assert answer.status_code == 302, re.findall(r"ll-err[^<]*<.*?</p>", answer.content.decode())
        first, second = Application.objects.select_related("case", "item").order_by("case_id")
        assert {first.item.code, second.item.code} == {"YL06", "YL01"}
        assert [one.papers.get(code="id").state for one in (first, second)] == ["received", "received"]
        shown = me.get(link(first)).content.decode()
        assert link(second) in shown
        assert first.case.number in me.get(link(second)).content.decode()

    def test_offers_a_paper_of_before_and_takes_it_only_by_a_tick(self, me: Client) -> None:
        before = sent(me, **{"m-id": paper()})
        held = before.papers.get(code="id")
        page = me.get(f"{URL}?who=self&renting=yes").content.decode()
        assert f'name="u-id" value="{held.pk}"' in page
        without = sent(me)
        assert without.papers.get(code="id").state == "missing"
        ticked = sent(me, **{"u-id": str(held.pk)})
        assert ticked.papers.get(code="id").reuse.source_id == held.pk
        me.post("/account/reuse/", {})
        assert 'name="u-id"' not in me.get(f"{URL}?who=self&renting=yes").content.decode()
        me.post("/account/reuse/", {"reuse": "1"})
        assert 'name="u-id"' in me.get(f"{URL}?who=self&renting=yes").content.decode()

    def test_nobody_who_is_not_logged_in_is_offered_anything(self, hall: Town, me: Client) -> None:
        sent(me, **{"m-id": paper()})
        assert 'name="u-id"' not in Client().get(f"{URL}?who=self&renting=yes").content.decode()

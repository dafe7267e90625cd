"""Taking down what people say: once, at the right place, with what must stay hidden hidden."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case
from linli.base.people.models import AccessLog
from linli.base.places.models import Building, Compound
from linli.faces.desk.chat import Line, as_words, read_chat
from linli.kernel import clock
from linli.pillars.governance.reports.models import Category, Report
from tests.base.files import samples
from tests.pillars.service.bulletins.doing import outage, published
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

As = Callable[..., Client]
File = Callable[..., str]


@pytest.fixture
def estate(town: Town) -> Compound:
    made = Compound.objects.create(community=town.communities[0], name="滨河家园", lon=117.005, lat=36.005)
    Building.objects.create(compound=made, grid=town.grids[0], number="6", lon=117.0051, lat=36.0052)
    return made


def call(client: Client, **fields: Any) -> Any:
    given = {
        "channel": "phone",
        "idempotency_key": str(uuid.uuid4()),
        "text": "6 号楼暖气不热，家里有老人。",
        "phone": "138 0000 1234",
        "nature": "help",
        **fields,
    }
    return client.post("/d/phone/", given)


class TestPhone:
    def test_a_place_named_for_certain_is_found_without_choosing(
        self, as_: As, estate: Compound, town: Town
    ) -> None:
        call(as_("receptionist"), place_words="滨河家园 6 号楼")
        assert Case.objects.get().area == town.grids[0]

    def test_a_place_told_among_the_words_is_offered_while_none_is_written(
        self, as_: As, estate: Compound, town: Town
    ) -> None:
        client = as_("receptionist")
        said = {"text": "滨河家园 6 号楼的灯三天不亮了"}
        offered = client.post("/d/phone/guess/", said).content.decode()
        assert "hx-swap-oob" in offered
        assert re.search(r'name="spot"[^>]*滨河家园[^>]*checked', offered)
        assert (
            "hx-swap-oob"
            not in client.post("/d/phone/guess/", {**said, "place_words": "东门"}).content.decode()
        )
        call(client, **said, place_words="")
        assert Case.objects.get().area == town.grids[0]

    def test_words_that_name_no_place_go_to_the_office(self, as_: As, estate: Compound, town: Town) -> None:
        call(as_("receptionist"), place_words="老邮局对过")
        assert Case.objects.get().area == town.office

    def test_saves_and_gives_the_number_to_read_out(self, as_: As, town: Town, estate: Compound) -> None:
        client = as_("receptionist")
        spots = client.post("/d/phone/places/", {"place_words": "滨河家园6号楼"}).content.decode()
        assert "滨河家园" in spots
        answer = call(client, spot="117.005100,36.005200|滨河家园 6 号楼", name="李桂兰", category="R01")
        case = Case.objects.get()
        assert answer["Location"] == f"/d/phone/filed/{case.number}/"
        assert (case.area, case.channel, case.place_words) == (town.grids[0], "phone", "滨河家园 6 号楼")
        page = client.get(answer["Location"]).content.decode()
        assert case.number in page
        assert "第1网格" in page

    def test_a_retry_makes_one_case(self, as_: As, town: Town) -> None:
        key = str(uuid.uuid4())
        client = as_("receptionist")
        first, again = call(client, idempotency_key=key), call(client, idempotency_key=key)
        assert first["Location"] == again["Location"]
        assert Case.objects.count() == 1

    def test_shows_what_a_caller_raised_before_masked(self, as_: As, file: File) -> None:
        number = file()
        client = as_("receptionist")
        page = client.post("/d/phone/caller/", {"phone": "13800001234"}).content.decode()
        assert number in page
        assert "13800001234" not in page
        assert client.get("/d/phone/caller/").status_code == 405
        assert number not in client.post("/d/phone/caller/", {"phone": "13900000000"}).content.decode()
        assert AccessLog.objects.filter(what="looked_up").count() == 2

    def test_proposes_a_category_from_the_words(self, as_: As, town: Town) -> None:
        Category.objects.create(code="G1", tree="resident", name="供水供热")
        Category.objects.create(
            code="H1", tree="resident", name="暖气不热", parent_id="G1", words=["暖气", "供热"],
            questions=[{"code": "degrees", "words": "屋里多少度", "kind": "number", "choices": []}],
        )  # fmt: skip
        client = as_("receptionist")
        assert "暖气不热" in client.post("/d/phone/guess/", {"text": "我家暖气不热"}).content.decode()
        assert "屋里多少度" in client.get("/d/phone/category/?category=H1").content.decode()
        call(client, category="H1", q_degrees="16", q_other="x")
        assert Report.objects.get().answers == {"degrees": "16"}

    def test_offers_to_join_what_is_there(self, as_: As, file: File) -> None:
        number = file()
        client = as_("receptionist")
        lon, lat = IN_FIRST_GRID
        assert number in client.get(f"/d/phone/same/?join=1&spot={lon},{lat}|x").content.decode()
        answer = call(client, join=number, phone="13900000002", name="王秀英")
        assert answer["Location"] == f"/d/phone/filed/{number}/"
        assert Report.objects.get().joined_count == 1
        assert Case.objects.count() == 1

    def test_says_which_outage_is_known_where_the_caller_is(self, as_: As, town: Town) -> None:
        published(town, outage())
        client = as_("receptionist")
        asked = {"text": "家里停水了", "area": str(town.grids[0].pk)}
        lon, lat = IN_FIRST_GRID
        with clock.frozen(MONDAY + timedelta(hours=2)):
            assert "今天停水到 18 点" in client.post("/d/phone/same/", asked).content.decode()
            spot = {"text": "没水了", "spot": f"{lon},{lat}|x"}
            assert "今天停水到 18 点" in client.post("/d/phone/same/", spot).content.decode()
            other = {**asked, "text": "楼上漏水"}
            elsewhere = {**asked, "area": str(town.grids[2].pk)}
            for given in (other, elsewhere):
                assert "今天停水到" not in client.post("/d/phone/same/", given).content.decode()

    def test_a_confidential_caller_stays_hidden(self, as_: As, town: Town) -> None:
        call(as_("receptionist"), is_confidential="on", area=str(town.grids[0].pk), name="李桂兰")
        number = Case.objects.get().number
        assert "请求保密" in as_("worker").get(f"/d/reports/{number}/").content.decode()
        seen = as_("receptionist").get(f"/d/reports/{number}/").content.decode()
        assert "李*" in seen
        assert "李桂兰" not in seen

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"text": ""}, "哪里、怎么了"),
            ({"phone": "1380000"}, "打不通"),
            ({"category": "R99"}, "没有这个类别"),
            ({"text": "长" * 5001}, "最多 5000 字"),
            ({"area": "99999"}, ""),
            ({"nature": "x"}, ""),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, as_: As, fields: dict[str, str], said: str, town: Town
    ) -> None:
        answer = call(as_("receptionist"), **{"name": "李桂兰", **fields})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        assert "李桂兰" in page
        assert not Case.objects.exists()

    def test_finding_a_place_without_a_script_loses_nothing(self, as_: As, estate: Compound) -> None:
        page = as_("receptionist").post(
            "/d/phone/", {"channel": "phone", "text": "暖气不热", "place_words": "滨河家园", "find": "1"}
        )
        assert page.status_code == 200
        assert "暖气不热" in page.content.decode()
        assert 'name="spot"' in page.content.decode()

    def test_who_takes_calls_may_and_others_see_their_own_ground_only(self, as_: As, town: Town) -> None:
        units = as_("secretary").get("/d/phone/").context["form"].units
        assert {u.pk for u in units.values()} == {u.pk for u in (town.communities[0], *town.grids[:2])}


class TestChat:
    @pytest.mark.parametrize(
        ("pasted", "lines"),
        [
            (
                "张大爷 11月18日 10:20\n6 号楼暖气又不热了\n",
                [Line("张大爷", "11月18日 10:20", "6 号楼暖气又不热了")],
            ),
            (
                "张三 2026/11/18 10:20:33\n门坏了\n[图片]\n李四 2026/11/18 10:21:00\n我家也是",
                [
                    Line("张三", "2026/11/18 10:20:33", "门坏了"),
                    Line("李四", "2026/11/18 10:21:00", "我家也是"),
                ],
            ),
            ("[2026-11-18 10:20] 王姐: 路灯不亮", [Line("王姐", "2026-11-18 10:20", "路灯不亮")]),
            ("王姐：\n路灯不亮\n好几天了", [Line("王姐", "", "路灯不亮\n好几天了")]),
            ("路灯不亮", [Line("", "", "路灯不亮")]),
            ("", []),
        ],
    )
    def test_is_read_as_it_was_copied(self, pasted: str, lines: list[Line]) -> None:
        assert read_chat(pasted) == lines

    def test_says_who_said_what_when_several_spoke(self) -> None:
        words, who = as_words([Line("张三", "", "门坏了"), Line("李四", "", "我家也是")])
        assert (words, who) == ("张三：门坏了\n李四：我家也是", "张三")

    def test_fills_the_form(self, as_: As, town: Town) -> None:
        client = as_("secretary")
        page = client.post(
            "/d/phone/", {"channel": "chat", "chat": "张大爷 11月18日 10:20\n暖气又不热了", "read_chat": "1"}
        ).content.decode()
        assert "暖气又不热了" in page
        assert "张大爷" in page
        call(client, channel="chat", text="暖气又不热了", phone="")
        assert Case.objects.get().channel == "chat"


def note(client: Client, **fields: Any) -> Any:
    given = {
        "idempotency_key": str(uuid.uuid4()),
        "text": "楼道堆了纸箱。",
        "lon": IN_FIRST_GRID[0],
        "lat": IN_FIRST_GRID[1],
        **fields,
    }
    return client.post("/d/new/", given)


class TestNew:
    def test_is_filed_in_the_grid_that_holds_the_point(self, as_: As, town: Town) -> None:
        answer = note(as_("worker"))
        case = Case.objects.get()
        assert answer["Location"] == f"/d/reports/{case.number}/"
        assert (case.area, case.channel, case.state) == (town.grids[0], "grid", "received")

    def test_is_settled_at_once(self, as_: As) -> None:
        photo = SimpleUploadedFile("after.jpg", samples.photo(), "image/jpeg")
        note(as_("worker"), is_done="on", answer="当场清走了。", photos=[photo])
        case = Case.objects.get()
        assert (case.state, case.is_open) == ("closed", False)
        assert [s.verb for s in case.steps.order_by("seq")] == ["file", "settle"]

    def test_a_phone_that_retries_makes_one(self, as_: As) -> None:
        key = str(uuid.uuid4())
        worker = as_("worker")
        given = {"idempotency_key": key, "is_done": "on", "answer": "清走了。"}
        first, again = note(worker, **given), note(worker, **given)
        assert first["Location"] == again["Location"]
        assert Case.objects.get().steps.count() == 2

    def test_settling_on_another_ground_is_refused_whole(self, as_: As) -> None:
        lon, lat = IN_THIRD_GRID
        answer = note(as_("worker"), lon=lon, lat=lat, is_done="on", answer="清走了。")
        assert answer.status_code in (403, 404)
        assert not Case.objects.exists()

    def test_done_needs_a_word_how(self, as_: As) -> None:
        answer = note(as_("worker"), is_done="on")
        assert answer.status_code == 422
        assert "怎么办好的" in answer.content.decode()

    def test_nowhere_is_told(self, as_: As) -> None:
        answer = note(as_("worker"), lon="", lat="")
        assert answer.status_code == 422
        assert "有一样就行" in answer.content.decode()

    def test_a_file_that_is_no_photo_is_told_and_the_others_are_kept(self, as_: As) -> None:
        good = SimpleUploadedFile("a.jpg", samples.photo(), "image/jpeg")
        bad = SimpleUploadedFile("b.jpg", b"MZ\x90\x00 not a photo", "image/jpeg")
        client = as_("worker")
        answer = note(client, photos=[good, bad])
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "b.jpg" in page
        handle = page.split('name="kept" value="')[1].split('"')[0]
        note(client, kept=handle)
        assert Case.objects.get().steps.get().files.count() == 1

    def test_the_shell_for_the_cellar_gives_nothing_away(self, town: Town, client: Client) -> None:
        page = client.get("/d/new/shell/")
        assert page.status_code == 200
        text = page.content.decode()
        assert "csrfmiddlewaretoken" not in text
        assert "第1网格" not in text
        assert 'data-draft="report"' in text


class TestDispatch:
    def test_opens_the_first_and_leads_to_the_next(self, as_: As, file: File, town: Town) -> None:
        numbers = [file(area=town.office, lon=None, lat=None, phone=f"1390000000{n}") for n in range(2)]
        client = as_("dispatcher")
        page = client.get("/d/dispatch/")
        first = page.context["case"].number
        assert first in numbers
        other = next(n for n in numbers if n != first)
        form = page.context["form"]
        given = {name: form[name].value() for name in ("seen", "idempotency_key", "goal")}
        assert str(form["lead"].value()) == str(town.sanitation.pk)
        sent = client.post(f"/d/reports/{first}/dispatch/", {**given, "lead": town.sanitation.pk})
        assert sent["Location"] == f"/d/dispatch/{other}/"
        assert client.get(sent["Location"]).context["case"].number == other

    def test_an_empty_queue_is_good_news(self, as_: As) -> None:
        assert "都派完了" in as_("dispatcher").get("/d/dispatch/").content.decode()

    def test_what_somebody_else_sent_is_told(self, as_: As, file: File, town: Town) -> None:
        number = file(area=town.office, lon=None, lat=None)
        client = as_("dispatcher")
        client.post(
            f"/d/reports/{number}/dispatch/",
            {"seen": 1, "idempotency_key": str(uuid.uuid4()), "lead": town.heating.pk},
        )
        assert "不用派了" in client.get(f"/d/dispatch/{number}/").content.decode()
        assert "不用派了" in client.get("/d/dispatch/20000101-0001/").content.decode()

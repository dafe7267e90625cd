"""Filing: the form, the look at what is there already, the receipt; and every way in which a form can be odd."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from math import isfinite
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.files.models import StoredFile
from linli.base.flow.models import Case, StepFile
from linli.base.places.models import Compound
from linli.faces.resident import doors
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category, Report, Reporter
from tests.base.files import samples
from tests.town import IN_FIRST_GRID, Town

Filing = Callable[..., operations.Filed]
LON, LAT = IN_FIRST_GRID
GIVEN = {"text": "三号楼东边下水井冒水", "category": "R02", "lon": f"{LON}", "lat": f"{LAT}"}


def photo(name: str = "井.jpg", **kind: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.photo(**kind), content_type="image/jpeg")


def post(client: Client, **fields: Any) -> Any:
    return client.post("/report/", {**GIVEN, **fields})


class TestGoodForms:
    def test_words_and_a_point_are_enough(self, client: Client, town: Town) -> None:
        answer = post(client)
        report = Report.objects.get()
        assert answer.status_code == 302
        assert answer.url == f"/r/{report.case.number}/{operations.token_of(report.reporters.get())}/receipt/"
        assert (report.text, report.case.area, report.case.channel) == (GIVEN["text"], town.grids[0], "web")
        assert report.case.place_words == "康乐花园3号楼"
        receipt = client.get(answer.url).content.decode()
        assert report.case.number in receipt
        assert "<svg" in receipt
        assert "第1网格收到了" in receipt

    def test_takes_at_most_twelve_statements(
        self,
        client: Client,
        town: Town,
        django_assert_num_queries: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            post(client, sure="1")  # the catalogue, the map and the names of the office are in memory now
        # Was it taken, the knock, what is in force, the ground, what is near, the category, a number, all rows; both ends.
        with django_assert_num_queries(8 + 2):
            post(client, sure="1", phone="13800000002", idempotency_key=str(uuid.uuid4()))
        assert Case.objects.count() == 2

    def test_a_photo_alone_is_enough(self, client: Client, town: Town) -> None:
        answer = post(client, text="", photos=[photo(), photo(size=(50, 70))])
        assert answer.status_code == 302
        assert StepFile.objects.count() == 2
        assert Report.objects.get().text == "（没有写字，见照片）"

    def test_a_phone_a_name_and_secrecy_are_kept_sealed(self, client: Client, town: Town) -> None:
        post(client, phone="+86 138-0000-1234", name="赵明", is_confidential="on")
        reporter = Reporter.objects.get()
        assert (reporter.phone, reporter.name, reporter.is_confidential) == ("13800001234", "赵明", True)

    def test_the_answers_of_its_category_are_kept_and_no_others(self, client: Client, town: Town) -> None:
        post(client, category="R01", **{"q-since": "三天了", "q-depth": "knee", "q-other": "x"})
        assert Report.objects.get().answers == {"since": "三天了", "depth": "knee"}

    def test_the_place_is_found_from_words(self, client: Client, town: Town) -> None:
        post(client, lon="", lat="", where="康乐花园五号楼")
        case = Case.objects.get()
        assert (case.area, case.place_words, case.lon) == (town.grids[0], "康乐花园五号楼", LON + 0.001)

    def test_the_place_is_found_from_the_story(self, client: Client, town: Town) -> None:
        post(client, lon="", lat="", text="康乐花园3号楼楼下的井盖没了")
        assert Case.objects.get().area == town.grids[0]

    def test_words_that_no_map_knows_go_to_the_office(self, client: Client, town: Town) -> None:
        post(client, lon="", lat="", where="老邮局对过那个坑")
        case = Case.objects.get()
        assert (case.holder, case.place_words) == (town.office, "老邮局对过那个坑")

    def test_home_is_a_place_too(self, client: Client, town: Town) -> None:
        client.cookies["ll_grid"] = str(town.grids[1].pk)
        assert "第2网格" in client.get("/report/").content.decode()
        post(client, lon="", lat="", at_home="on")
        assert Case.objects.get().area == town.grids[1]

    def test_the_phone_remembers_it(self, client: Client, town: Town) -> None:
        post(client)
        assert "三号楼东边下水井冒水" in client.get("/").content.decode()
        assert "三号楼东边下水井冒水" in client.get("/mine/").content.decode()
        assert "三号楼东边下水井冒水" not in Client().get("/mine/").content.decode()
        client.post("/mine/forget/")
        assert "三号楼东边下水井冒水" not in client.get("/mine/").content.decode()

    def test_a_link_may_fill_in_a_place_and_a_category(self, client: Client, town: Town) -> None:
        page = client.get("/report/?category=R01&where=南门路灯杆 17 号").content.decode()
        assert 'value="南门路灯杆 17 号"' in page
        assert re.search(r'value="R01" checked', page)


class TestOnceOnly:
    def test_a_form_sent_twice_makes_one_case(self, client: Client, town: Town) -> None:
        key = str(uuid.uuid4())
        first, second = post(client, idempotency_key=key), post(client, idempotency_key=key)
        assert first.url == second.url
        assert Case.objects.count() == 1

    def test_photos_of_a_form_sent_twice_are_attached_once(self, client: Client, town: Town) -> None:
        key = str(uuid.uuid4())
        for _ in range(2):
            post(client, idempotency_key=key, photos=[photo()])
        assert StepFile.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "no-key", "0" * 500])
    def test_an_odd_key_is_left_aside(self, client: Client, town: Town, key: str) -> None:
        assert post(client, idempotency_key=key).status_code == 302


class TestNothingTypedIsLost:
    def test_a_bad_phone_keeps_the_rest(self, client: Client, town: Town) -> None:
        answer = post(client, phone="1381234", where="东门", name="赵明", photos=[photo()])
        page = answer.content.decode()
        assert answer.status_code == 422
        for typed in (GIVEN["text"], "东门", "赵明", "1381234"):
            assert typed in page
        handle = re.search(r'name="kept" value="([^"]+)"', page)
        assert handle
        assert client.get(f"/report/photos/{handle[1]}/small/").status_code == 200
        again = post(client, kept=[handle[1]])
        assert again.status_code == 302
        assert StepFile.objects.count() == 1

    def test_too_long_a_text_is_told_and_kept(self, client: Client, town: Town) -> None:
        answer = post(client, text="长" * 5001)
        assert answer.status_code == 422
        assert "5001" in answer.content.decode()
        assert "长" * 5001 in answer.content.decode()

    def test_a_page_that_is_old_loses_nothing(self, town: Town) -> None:
        strict = Client(enforce_csrf_checks=True)
        answer = post(strict, photos=[photo()])
        page = answer.content.decode()
        assert answer.status_code == 200
        assert Case.objects.count() == 0
        assert GIVEN["text"] in page
        assert "再按一次" in page
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        handle = re.search(r'name="kept" value="([^"]+)"', page)
        assert token
        assert handle
        assert post(strict, csrfmiddlewaretoken=token[1], kept=[handle[1]]).status_code == 302
        assert StepFile.objects.count() == 1

    def test_too_many_from_one_place_are_asked_to_wait(
        self, client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doors, "FILE", doors.Door("resident.file", 2, doors.MINUTES_10))
        assert [post(client, sure="1").status_code for _ in range(2)] == [302, 302]
        answer = post(client)
        assert answer.status_code == 429
        assert GIVEN["text"] in answer.content.decode()
        assert "10 分钟" in answer.content.decode()

    def test_nothing_at_all_is_told_kindly(self, client: Client, town: Town) -> None:
        answer = client.post("/report/", {})
        assert answer.status_code == 422
        assert "有一样就行" in answer.content.decode()

    def test_a_point_far_away_is_told(self, client: Client, town: Town) -> None:
        answer = post(client, lon="116.4", lat="39.9")
        assert answer.status_code == 422
        assert "公里" in answer.content.decode()
        assert GIVEN["text"] in answer.content.decode()

    def test_a_category_that_is_gone_is_told(self, client: Client, town: Town) -> None:
        Category.objects.filter(code="R02").update(is_active=False)
        answer = post(client)
        assert answer.status_code == 422
        assert GIVEN["text"] in answer.content.decode()


class TestHostileForms:
    @pytest.mark.parametrize(
        "fields",
        [
            {"lon": "abc", "lat": "NaN"},
            {"lon": "1e400", "lat": "-1e400"},
            {"lon": "inf", "lat": "inf"},
            {"lon": "999", "lat": "999"},
            {"category": "unsure"},
            {"category": ["R01", "R02"]},
            {"nature": "help"},
            {"where": "\x00\x07坏\u202e字符"},
            {"place": "x,y"},
            {"place": "nan,nan"},
            {"place": "1,2,3"},
            {"place": "1e999,0"},
            {"name": "<script>alert(1)</script>"},
        ],
    )
    def test_odd_values_are_no_crash(self, client: Client, town: Town, fields: dict[str, Any]) -> None:
        assert post(client, **fields).status_code in (200, 302, 422)
        assert all(isfinite(case.lon or 0) for case in Case.objects.all())

    @pytest.mark.parametrize("fields", [{"category": "x" * 500}, {"nature": "bribe"}, {"name": "长" * 41}])
    def test_values_outside_the_choices_are_told(
        self, client: Client, town: Town, fields: dict[str, Any]
    ) -> None:
        assert post(client, **fields).status_code == 422

    def test_controls_are_taken_out_of_words(self, client: Client, town: Town) -> None:
        post(client, text="井\x00盖\u202e没了\n快来")
        assert Report.objects.get().text == "井盖没了\n快来"

    def test_what_is_written_is_shown_as_written(self, client: Client, town: Town) -> None:
        answer = post(client, text="<img src=x onerror=alert(1)>", phone="bad")
        assert "&lt;img src=x onerror=alert(1)&gt;" in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("病毒.jpg", b"MZ\x90\x00" + b"\x00" * 2000),
            ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
            ("空.jpg", b""),
            ("半截.jpg", samples.photo()[:200]),
            ("信.pdf", b"%PDF-1.4\n%%EOF"),
        ],
    )
    def test_a_file_that_is_no_photo_is_told_and_the_rest_kept(
        self, client: Client, town: Town, name: str, body: bytes
    ) -> None:
        answer = post(client, photos=[photo(), SimpleUploadedFile(name, body)])
        page = answer.content.decode()
        assert answer.status_code == 422
        assert name in page
        assert GIVEN["text"] in page
        assert page.count('name="kept"') == 1
        assert Case.objects.count() == 0

    def test_more_photos_than_allowed_are_told(self, client: Client, town: Town) -> None:
        answer = post(client, photos=[photo(size=(40 + i, 40)) for i in range(8)])
        assert "最多 6 张" in answer.content.decode()
        assert answer.content.decode().count('name="kept"') == 6

    def test_a_handle_made_up_opens_nothing(self, client: Client, town: Town) -> None:
        kept = StoredFile.objects.count()
        for handle in ("1.x", "1", "x.y", "99999999999999999999.abc", "../../etc/passwd"):
            assert client.get(f"/report/photos/{handle}/small/").status_code == 404
            answer = post(client, kept=[handle])
            assert answer.status_code == 422
            assert "重新加一次" in answer.content.decode()
        assert StoredFile.objects.count() == kept

    def test_only_looking_and_sending_are_known(self, client: Client, town: Town) -> None:
        for method in (client.put, client.delete, client.patch):
            assert method("/report/").status_code == 405


class TestAlreadyReported:
    def test_shows_what_is_there_and_keeps_what_was_written(
        self, client: Client, town: Town, file: Filing
    ) -> None:
        there = file()
        answer = post(client, category="R01", phone="13900001234", photos=[photo()])
        page = answer.content.decode()
        assert answer.status_code == 200
        assert Case.objects.count() == 1
        assert "下水道堵塞" in page
        assert "我也遇到了" in page
        assert there.report.text not in page
        assert 'name="phone" value="13900001234"' in page
        assert page.count('name="kept"') == 1

    def carry(self, page: str) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
            fields.setdefault(name, []).append(value)
        return fields

    def test_me_too_joins_and_follows_the_same_case(self, client: Client, town: Town, file: Filing) -> None:
        there = file()
        page = post(client, category="R01", phone="13900001234", photos=[photo()]).content.decode()
        number = there.report.case.number
        answer = client.post("/report/", {**self.carry(page), "join": number})
        assert answer.status_code == 302
        assert answer.url.startswith(f"/r/{number}/")
        assert there.token not in answer.url
        assert Case.objects.count() == 1
        assert there.report.reporters.count() == 2
        follow = client.get(answer.url.replace("receipt/", "")).content.decode()
        assert there.report.text not in follow
        assert "下水道堵塞" in follow

    def test_me_too_pressed_twice_joins_once(self, client: Client, town: Town, file: Filing) -> None:
        there = file()
        fields = self.carry(post(client, category="R01").content.decode())
        fields["join"] = there.report.case.number
        first, second = client.post("/report/", fields), client.post("/report/", fields)
        assert first.url == second.url
        assert there.report.reporters.count() == 2

    def test_not_the_same_files_a_case_of_its_own(self, client: Client, town: Town, file: Filing) -> None:
        file()
        page = post(client, category="R01", photos=[photo()]).content.decode()
        answer = client.post("/report/", {**self.carry(page), "sure": "1"})
        assert answer.status_code == 302
        assert Case.objects.count() == 2
        assert StepFile.objects.count() == 1

    def test_going_back_has_everything(self, client: Client, town: Town, file: Filing) -> None:
        file()
        page = post(client, category="R01", where="东门", photos=[photo()]).content.decode()
        back = client.post("/report/", {**self.carry(page), "back": "1"}).content.decode()
        assert GIVEN["text"] in back
        assert 'value="东门"' in back
        assert 'name="kept"' in back
        assert Case.objects.count() == 1

    def test_what_ended_meanwhile_becomes_a_report_of_its_own(
        self, client: Client, town: Town, file: Filing
    ) -> None:
        there = file()
        fields = self.carry(post(client, category="R01").content.decode())
        number = there.report.case.number
        operations.refuse_report(
            actor=town.actor("grid_leader"), number=number, at=there.reporter.joined_at, answer="不归我们"
        )
        answer = client.post("/report/", {**fields, "join": number})
        assert answer.status_code == 409
        assert GIVEN["text"] in answer.content.decode()

    @pytest.mark.parametrize("number", ["20200101-0001", "x" * 300, "' OR 1=1"])
    def test_joining_what_is_not_there_is_no_crash(self, client: Client, town: Town, number: str) -> None:
        assert post(client, join=number).status_code == 409

    def test_a_draft_that_the_phone_sends_alone_is_not_asked(
        self, client: Client, town: Town, file: Filing
    ) -> None:
        file()
        answer = client.post("/report/", {**GIVEN, "category": "R01"}, headers={"X-Linli-Draft": "late"})
        assert answer.status_code == 302
        assert Case.objects.count() == 2

    def test_words_that_mean_two_places_are_asked_about(self, client: Client, town: Town) -> None:
        Compound.objects.create(community=town.communities[1], name="康乐花园二期", lon=LON + 0.02, lat=LAT)
        page = post(client, lon="", lat="", where="康乐").content.decode()
        assert Case.objects.count() == 0
        assert "康乐花园二期" in page
        fields = self.carry(page)
        client.post("/report/", {**fields, "place": f"{LON + 0.02},{LAT}", "sure": "1"})
        assert Case.objects.get().area == town.grids[2]
        client.post("/report/", {**fields, "place": "none", "sure": "1", "idempotency_key": ""})
        assert Case.objects.latest("pk").holder == town.office


def test_the_shell_for_no_signal_holds_nothing_of_anybody(client: Client, town: Town) -> None:
    post(client, phone="13800001234")
    client.cookies["ll_grid"] = str(town.grids[0].pk)
    page = client.get("/report/blank/").content.decode()
    assert "第1网格" not in page
    assert "13800001234" not in page
    assert re.search(r'name="idempotency_key"(?![^>]*value="[^"]+")', page)


def test_without_a_script_the_category_is_proposed_after_sending(client: Client, town: Town) -> None:
    page = client.post(
        "/report/", {"text": "楼下的下水冒出来了", "lon": f"{LON}", "lat": f"{LAT}", "category": ""}
    ).content.decode()
    assert "哪一类" in page
    assert re.search(r'name="category"[^>]*value="R01"', page)
    assert not Report.objects.exists()
    fields = {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        if name != "csrfmiddlewaretoken"
    }
    assert client.post("/report/", {**fields, "category": "R01", "sure": "1"}).status_code == 302
    assert Report.objects.get().category_id == "R01"


@pytest.mark.django_db
def test_an_installation_without_an_office_says_that_it_is_not_open_yet(client: Client) -> None:
    answer = post(client, lon="", lat="", where="老邮局对过", category="")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "这里还没有街道开通" in said
    assert GIVEN["text"] in said

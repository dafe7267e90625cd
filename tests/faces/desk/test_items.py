"""The office keeps its items at the desk: written, checked, published, ended, in and out by file."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.pillars.service.catalog import operations, queries
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules import firstday, sheet
from linli.pillars.service.catalog.rules.item import Line, Time
from tests.pillars.service.catalog.items import ITEM
from tests.town import MONDAY, Town

MOST_QUERIES = 15


@pytest.fixture
def keeper(town: Town) -> Client:
    operations.import_items(actor=SYSTEM, at=MONDAY, office=town.office, items=[(1, ITEM)], publish=True)
    return town.client("leader")


def cells(item: Any = ITEM, **changes: str) -> dict[str, str]:
    row = dict(zip(sheet.HEADS, sheet.row_of(item), strict=True)) | changes
    return {f"c{i}": row[head] for i, head in enumerate(sheet.HEADS)}


def in_force(town: Town) -> dict[str, str]:
    office = Unit.objects.get(pk=town.office.pk)
    return {one.code: one.item.name.zh for one in queries.offered(office)}


def test_a_new_version_is_written_checked_and_published(town: Town, keeper: Client) -> None:
    answer = keeper.post("/d/items/T001/edit/", cells(业务办理项名称="高龄津贴 = Allowance"))
    assert answer.status_code == 302
    assert in_force(town) == {"T001": ITEM.name.zh}
    assert "各项都对得上" in keeper.get("/d/items/T001/").content.decode()
    assert keeper.post("/d/items/T001/publish/").status_code == 302
    assert in_force(town) == {"T001": "高龄津贴"}


def test_shows_what_contradicts_itself_and_does_not_publish_it(town: Town, keeper: Client) -> None:
    keeper.post("/d/items/T001/edit/", cells(承诺办结时限="30 工作日"))
    page = keeper.get("/d/items/T001/").content.decode()
    assert "不能比法定时限" in page
    assert "发布这一版" not in page
    assert keeper.post("/d/items/T001/publish/").status_code == 422
    assert in_force(town)["T001"] == ITEM.name.zh


def test_names_the_field_that_cannot_be_read_and_keeps_what_was_typed(keeper: Client) -> None:
    answer = keeper.post("/d/items/T001/edit/", cells(到现场次数="很多", 主项="我写的"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“到现场次数”这一栏读不懂" in page
    assert "我写的" in page


def test_the_second_of_two_writers_keeps_their_words(keeper: Client) -> None:
    keeper.post("/d/items/T001/edit/", cells())
    answer = keeper.post("/d/items/T001/edit/", {**cells(主项="我写的"), "seen": "2020-01-01"})
    assert answer.status_code == 409
    assert "我写的" in answer.content.decode()


def test_a_new_item_starts_as_a_draft(town: Town, keeper: Client) -> None:
    assert keeper.post("/d/items/new/", cells(replace(ITEM, code="T002"))).status_code == 302
    assert ServiceItem.objects.get(code="T002").is_draft
    assert keeper.post("/d/items/new/", cells()).status_code == 409
    assert keeper.post("/d/items/T002/drop/").status_code == 302
    assert not ServiceItem.objects.filter(code="T002").exists()


def test_an_ended_item_leaves_the_guide(town: Town, keeper: Client, client: Client) -> None:
    assert client.get("/guide/T001/").status_code == 200
    keeper.post("/d/items/T001/end/")
    assert client.get("/guide/T001/").status_code == 404
    assert keeper.get("/d/items/T001/").status_code == 200


class TestFiles:
    def test_the_sheet_given_comes_in_again_unchanged(self, town: Town, keeper: Client) -> None:
        held = b"".join(keeper.get("/d/items/items.xlsx").streaming_content)  # type: ignore[attr-defined]
        answer = keeper.post("/d/items/import/", {"file": SimpleUploadedFile("a.xlsx", held)})
        assert answer.status_code == 200
        assert ServiceItem.objects.count() == 1

    def test_json_comes_in_changed_as_a_draft(self, town: Town, keeper: Client) -> None:
        held = json.loads(keeper.get("/d/items/items.json").content)
        held["items"][0]["name"]["zh"] = "改了"
        file = BytesIO(json.dumps(held).encode())
        file.name = "items.json"
        keeper.post("/d/items/import/", {"file": file})
        assert ServiceItem.objects.get(published_at=None).name == "改了"

    def test_says_row_by_row_what_is_against_it(self, town: Town, keeper: Client) -> None:
        held = operations.json_of([replace(ITEM, name=Line("新"), time=Time())])
        answer = keeper.post("/d/items/import/", {"file": SimpleUploadedFile("a.json", held.encode())})
        assert "承诺件要写明几天办好" in answer.content.decode()

    def test_refuses_what_is_no_file_of_items(self, keeper: Client, tmp_path: Path) -> None:
        for held in (b"{", b"a,b\n1,2\n", b""):
            answer = keeper.post("/d/items/import/", {"file": SimpleUploadedFile("a", held)})
            assert answer.status_code == 422, held

    def test_an_empty_office_starts_with_those_of_the_first_day(self, town: Town) -> None:
        client = town.client("receptionist")
        assert "装入常办事项" in client.get("/d/items/").content.decode()
        client.post("/d/items/import/", {"first_day": "1"})
        assert ServiceItem.objects.filter(published_at=None).count() == len(firstday.items())


@pytest.mark.parametrize("who", ["worker", "secretary", "sweeper", "auditor"])
def test_is_the_offices_alone(town: Town, keeper: Client, who: str) -> None:
    client = town.client(who)
    assert client.get("/d/items/").status_code == 403
    assert client.post("/d/items/T001/end/").status_code == 403
    assert in_force(town)


def test_every_page_opens_within_its_queries(
    town: Town, keeper: Client, django_assert_max_num_queries: Any
) -> None:
    for url in ("/d/items/", "/d/items/?q=老人", "/d/items/T001/", "/d/items/T001/edit/", "/d/items/new/"):
        keeper.get(url)
        with django_assert_max_num_queries(MOST_QUERIES, info=url):
            assert keeper.get(url).status_code == 200
    assert keeper.get("/d/items/NONE/").status_code == 404


def test_the_form_is_looked_at_as_residents_see_it_before_anything_is_kept(
    town: Town, keeper: Client
) -> None:
    form = "name | 姓名 | 一行字 | 是 | 姓名\nwhat | 改哪里 | 选几个 | 是 | | rails:扶手；other:别的\n"
    good = keeper.post(
        "/d/items/T001/edit/",
        {**cells(申请表=f"{form}more | 别的是哪些 | 一行字 | 是 | | | what=other"), "preview": "1"},
    )
    page = good.content.decode()
    assert good.status_code == 200
    assert 'name="f-what" value="other"' in page
    assert "“改哪里”选了“别的”才填" in page
    assert "各项都对得上" in page
    assert not ServiceItem.objects.filter(code="T001", published_at=None).exists()
    bad = keeper.post(
        "/d/items/T001/edit/", {**cells(申请表=f"{form}more | 别的 | 画一张", 承诺办结时限="30 工作日")}
    )
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "第 3 行读不懂：more | 别的 | 画一张" in page
    late = keeper.post(
        "/d/items/T001/edit/", {**cells(申请表=form, 承诺办结时限="30 工作日"), "preview": "1"}
    )
    place = sheet.HEADS.index("承诺办结时限")
    assert f'id="id_c{place}-error"' in late.content.decode()
    assert "不能比法定时限" in late.content.decode()

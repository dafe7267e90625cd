"""The list: found by number, words, phone and place; narrowed by everything; kept; and equal to its sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from linli.base.flow import owed
from linli.base.flow.models import Case, SavedView
from linli.base.places.models import Compound
from linli.faces.desk import kin
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.rules import Origin
from linli.pillars.governance.estates import operations as estates
from linli.pillars.governance.reports import operations, policies, queries
from linli.pillars.governance.reports.models import Category, Report
from tests.faces.desk.conftest import NOW
from tests.town import IN_SECOND_GRID, IN_THIRD_GRID, MONDAY, Town

As = Callable[..., Client]
File = Callable[..., str]

NUMBER = re.compile(r"/d/reports/(\d{8}-\d+)/")
EVERYBODY = (
    "worker", "worker2", "worker3", "grid_leader", "helper", "volunteer", "secretary", "secretary2", "clerk",
    "dispatcher", "receptionist", "leader", "sweeper", "stoker", "sysadmin", "secadmin", "auditor",
)  # fmt: skip


def shown(client: Client, query: str = "view=all") -> list[str]:
    page = client.get(f"/d/?{query}")
    assert page.status_code == 200
    rows = page.content.decode().split('id="rows"')
    return list(dict.fromkeys(NUMBER.findall(rows[1]))) if len(rows) > 1 else []


def sheet(client: Client, query: str = "view=all") -> list[tuple[Any, ...]]:
    answer = client.get(f"/d/export.xlsx?{query}")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return [tuple(c.value for c in row) for row in book.active.iter_rows(min_row=2)]  # type: ignore[union-attr]


@pytest.fixture
def many(file: File, town: Town) -> dict[str, str]:
    """A street's mixed bag: three grids, several natures, one dispatched, one urgent, one confidential."""
    made = {
        "sewer": file(),
        "lamp": file("路灯不亮，晚上看不见。", phone="13900000002", category="R02", nature="consult"),
        "second": file("门口堆了垃圾。", lon=IN_SECOND_GRID[0], lat=IN_SECOND_GRID[1], phone="13900000003"),
        "third": file("违建挡光。", lon=IN_THIRD_GRID[0], lat=IN_THIRD_GRID[1], phone="13900000004"),
        "urgent": file("电线掉下来了。", phone="13900000005", is_urgent=True, channel="phone"),
        "secret": file("有人违规收费。", phone="13900000006", is_confidential=True, nature="report"),
    }
    centre = town.actor("dispatcher")
    operations.dispatch_report(
        actor=centre, number=made["sewer"], at=MONDAY + timedelta(hours=1), lead=town.sanitation
    )
    operations.settle_report(
        actor=centre, number=made["lamp"], at=MONDAY + timedelta(hours=1), answer="换了灯。"
    )
    return made


@pytest.mark.parametrize("name", EVERYBODY)
def test_list_count_sheet_map_and_search_agree_with_reaches(
    as_: As, town: Town, many: dict[str, str], name: str
) -> None:
    actor, client = town.actor(name), as_(name)
    mine = {r.case.number for r in Report.objects.select_related("case") if policies.reaches(actor, r)}
    assert {c.number for c in Case.objects.all() if c.pk} >= mine
    if name in ("sysadmin", "secadmin", "auditor", "volunteer"):
        assert mine == set()
        assert not any(number in client.get("/d/?view=all").content.decode() for number in many.values())
        assert {client.get(page).status_code for page in ("/d/export.xlsx", "/d/map/points.json")} == {403}
        return
    assert set(shown(client)) == mine
    assert f"共 {len(mine)} 件" in client.get("/d/?view=all").content.decode()
    assert {row[0] for row in sheet(client)} == mine
    box = "116,35,118,37"
    points = client.get(f"/d/map/points.json?bbox={box}&open=").json()["features"]
    assert {p["properties"]["number"] for p in points} == mine
    assert {p["properties"]["url"].partition("?")[0] for p in points} == {f"/d/reports/{n}/" for n in mine}
    for number in many.values():
        assert shown(client, f"q={number}") == ([number] if number in mine else [])
        assert (client.get(f"/d/reports/{number}/").status_code == 200) == (number in mine)
        found = queries.selection(actor, queries.Filters(words=number))
        assert [c.number for c in found] == ([number] if number in mine else [])


class TestSearch:
    def test_by_number_ignores_every_filter(self, as_: As, many: dict[str, str]) -> None:
        client = as_("dispatcher")
        number = many["sewer"]
        for written in (number, number.replace("-", ""), f" {number} "):
            assert shown(client, f"view=overdue&state=closed&q={written}") == [number]

    def test_by_words(self, as_: As, many: dict[str, str]) -> None:
        assert shown(as_("dispatcher"), "view=all&q=路灯") == [many["lamp"]]
        assert shown(as_("dispatcher"), "view=all&q=飞碟") == []

    @pytest.mark.parametrize("written", ["13900000003", "139 0000 0003", "+8613900000003"])
    def test_by_phone(self, as_: As, many: dict[str, str], written: str) -> None:
        from urllib.parse import quote

        assert shown(as_("dispatcher"), f"view=mine&q={quote(written)}") == [many["second"]]

    def test_a_confidential_caller_is_not_found_by_those_who_handle(
        self, as_: As, many: dict[str, str]
    ) -> None:
        assert shown(as_("dispatcher"), "q=13900000006") == [many["secret"]]
        assert shown(as_("worker"), "q=13900000006") == []
        assert many["secret"] in shown(as_("worker"), "view=all")

    def test_by_place(self, as_: As, file: File) -> None:
        number = file(place_words="滨河家园 6 号楼 2 单元")
        assert shown(as_("dispatcher"), "view=all&q=滨河家园") == [number]


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("nature=consult", {"lamp"}),
            ("state=dispatched", {"sewer"}),
            ("channel=phone", {"urgent"}),
            ("category=R02", {"lamp"}),
            ("urgent=on", {"urgent"}),
            ("open=yes", {"sewer", "lamp", "second", "third", "urgent", "secret"}),
            ("open=no", set()),
            ("since=2026-11-17", set()),
            ("since=2026-11-16&until=2026-11-16&nature=report", {"secret"}),
        ],
    )
    def test_narrow_the_list(self, as_: As, many: dict[str, str], query: str, names: set[str]) -> None:
        assert set(shown(as_("dispatcher"), f"view=all&{query}")) == {many[n] for n in names}

    def test_by_ground(self, as_: As, many: dict[str, str], town: Town) -> None:
        assert shown(as_("dispatcher"), f"view=all&unit={town.communities[1].path}") == [many["third"]]
        assert shown(as_("dispatcher"), f"view=all&unit={town.grids[1].path}") == [many["second"]]

    @pytest.mark.parametrize(
        "query",
        [
            "view=nonsense",
            "state=x",
            "unit=/9/",
            "since=yesterday",
            "after=x.y",
            "card=blue",
            "q=" + "长" * 500,
        ],
    )
    def test_odd_values_still_open(self, as_: As, many: dict[str, str], query: str) -> None:
        assert as_("dispatcher").get(f"/d/?{query}").status_code == 200

    def test_a_search_without_result_says_what_to_do(self, as_: As, many: dict[str, str]) -> None:
        assert "换一个词" in as_("dispatcher").get("/d/?view=all&q=飞碟").content.decode()


class TestPages:
    def test_keyset_pages_show_everything_once(self, as_: As, file: File) -> None:
        made = [file(f"第 {n} 件事要办。", phone=f"139{n:08d}") for n in range(65)]
        client, seen, query = as_("dispatcher"), [], "view=all"
        while query:
            page = client.get(f"/d/?{query}")
            seen += [row.url for row in page.context["rows"]]
            query = page.context["pages"].after_url.partition("?")[2]
        assert len(seen) == len(set(seen)) == len(made)


class TestSheet:
    def test_has_the_rows_of_the_list_in_its_order(self, as_: As, many: dict[str, str]) -> None:
        client = as_("dispatcher")
        for query in ("view=all", "view=all&order=filed", "view=all&nature=help", "view=all&q=垃圾"):
            assert [row[0] for row in sheet(client, query)] == shown(client, query)

    def test_is_masked_and_runs_nothing_in_excel(self, as_: As, file: File) -> None:
        file('=HYPERLINK("http://evil")我的电话 13912345678 没人接。', phone="13900000009")
        row = sheet(as_("dispatcher"))[0]
        assert "13912345678" not in row[1]
        assert row[1].startswith("=HYPERLINK")
        answer = as_("dispatcher").get("/d/export.xlsx?view=all")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        assert book.active["B2"].data_type == "s"  # type: ignore[index]

    def test_says_when_a_list_is_too_long(self, as_: As, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.faces.desk.inbox.MOST_ROWS", 1)
        file()
        file(phone="13900000001")
        page = as_("dispatcher").get("/d/export.xlsx?view=all", follow=True)
        assert "一次导不完" in page.content.decode()


class TestViews:
    def test_are_kept_and_dropped(self, as_: As, many: dict[str, str]) -> None:
        client = as_("dispatcher")
        kept = client.post("/d/views/", {"name": "供暖季", "query": "view=all&category=R02"}, follow=True)
        assert "供暖季" in kept.content.decode()
        assert shown(client, "view=all&category=R02") == [many["lamp"]]
        view = SavedView.objects.get()
        as_("leader").post(f"/d/views/{view.pk}/drop/")
        assert SavedView.objects.exists()
        client.post(f"/d/views/{view.pk}/drop/")
        assert not SavedView.objects.exists()

    def test_are_not_endless(self, as_: As, many: dict[str, str]) -> None:
        client = as_("dispatcher")
        for n in range(12):
            client.post("/d/views/", {"name": f"视图{n}", "query": "view=all"})
        more = client.post("/d/views/", {"name": "多出来的", "query": "view=all"})
        assert more.status_code == 422
        assert "先删一个" in more.content.decode()

    def test_a_view_needs_a_name(self, as_: As, many: dict[str, str]) -> None:
        as_("dispatcher").post("/d/views/", {"name": "", "query": "view=all"})
        assert not SavedView.objects.exists()


class TestPieces:
    def test_htmx_gets_the_pane_only(self, as_: As, many: dict[str, str]) -> None:
        client = as_("dispatcher")
        piece = client.get("/d/?view=all", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in piece
        assert many["lamp"] in piece
        case = client.get(f"/d/reports/{many['lamp']}/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in case
        assert "路灯不亮" in case
        again = client.get("/d/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
        assert "<html" in again.content.decode()


class TestMap:
    def test_refuses_a_box_that_is_none(self, as_: As) -> None:
        for box in ("", "1,2,3", "a,b,c,d", "nan,1,2,3"):
            assert as_("dispatcher").get(f"/d/map/points.json?bbox={box}").status_code == 400

    def test_names_a_place_in_words(self, as_: As, town: Town) -> None:
        client = as_("worker")
        said = client.get("/d/map/place.json?lon=117.005&lat=36.005").json()
        assert "第1网格" in said["words"]
        assert client.get("/d/map/place.json?lon=x&lat=1").status_code == 400
        outside = client.get("/d/map/place.json?lon=117.005&lat=36.02").json()
        assert "网格外" in outside["words"]

    def test_shapes_are_asked_for_once(self, as_: As) -> None:
        client = as_("worker")
        first = client.get("/d/map/shapes.json")
        assert len(first.json()["features"]) == 3
        again = client.get("/d/map/shapes.json", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304


class TestOrder:
    def test_what_a_row_shows_as_most_urgent_comes_first(self, as_: As, file: File, town: Town) -> None:
        """Late over all though its present step has time; stopped until a day; and due next."""
        centre, leader = town.actor("dispatcher"), town.actor("leader")
        stopped = file("停着。", at=MONDAY - timedelta(days=5))
        operations.dispatch_report(actor=centre, number=stopped, at=MONDAY, lead=town.sanitation)
        sweeper = town.actor("sweeper")
        operations.take_report(actor=sweeper, number=stopped, at=MONDAY)
        until = MONDAY + timedelta(days=30)
        operations.ask_pause(actor=sweeper, number=stopped, at=MONDAY, until=until, note="等配件。")
        operations.grant_pause(actor=leader, number=stopped, at=MONDAY, answer="等配件到。")
        late = file("超了。", phone="13900000003", at=MONDAY - timedelta(days=20))
        for lead, by in ((town.heating, "stoker"), (town.sanitation, "sweeper")):
            operations.dispatch_report(actor=centre, number=late, at=NOW, lead=lead)
            operations.send_report_back(actor=town.actor(by), number=late, at=NOW, note="不归我们。")
        next_ = file("快到了。", phone="13900000002", at=MONDAY - timedelta(days=3))
        assert Case.objects.get(number=late).due_at > Case.objects.get(number=next_).due_at  # type: ignore[operator]
        assert shown(as_("dispatcher")) == [late, next_, stopped]
        assert [row[0] for row in sheet(as_("dispatcher"))] == [late, next_, stopped]

    def test_pages_follow_one_another_without_a_gap(self, file: File, town: Town) -> None:
        numbers = [
            file(f"第 {n} 件。", phone=f"1390000000{n}", at=MONDAY + timedelta(minutes=n // 2))
            for n in range(5)
        ]
        seen: list[str] = []
        after = ""
        while True:
            page = queries.inbox(
                actor=town.actor("dispatcher"), filters=queries.Filters(), after=after, size=2
            )
            seen += [row.number for row in page.rows]
            if not (after := page.after):
                break
        assert seen == numbers


def test_a_list_is_narrowed_to_one_kind_and_its_neighbours_are_offered(as_: As, file: File) -> None:
    top = Category.objects.get(pk="R01")
    for code, name in (("R01.a", "雨水井"), ("R01.b", "污水井")):
        Category.objects.create(code=code, name=name, tree=top.tree, parent=top)
    rain, sewage = file(category="R01.a"), file("污水冒出来了。", phone="13900000009", category="R01.b")
    client = as_("dispatcher")
    assert set(shown(client, "view=all&category=R01")) == {rain, sewage}
    assert shown(client, "view=all&category=R01.a") == [rain]
    page = client.get("/d/?view=all&category=R01.a").content.decode()
    assert '<option value="R01.a" selected>雨水井</option>' in page
    assert '<option value="R01.b">污水井</option>' in page


class TestLanguage:
    def test_a_category_is_named_in_the_readers_language(self, as_: As, file: File) -> None:
        Category.objects.filter(pk="R01").update(name_en="Blocked drain")
        number = file()
        client = as_("dispatcher")
        client.cookies["linli_language"] = "en"
        for url in ("/d/?view=all", f"/d/reports/{number}/", "/d/new/", f"/d/reports/{number}/reclassify/"):
            assert "Blocked drain" in client.get(url).content.decode(), url
        assert "Blocked drain" in {str(row[5]) for row in sheet(client)}
        assert "Blocked drain" not in as_("dispatcher").get("/d/?view=all").content.decode()


def test_a_place_that_was_put_right_is_found_by_its_new_words(as_: As, file: File, town: Town) -> None:
    number = file(place_words="官园小区 4 号楼")
    operations.relocate_report(
        actor=town.actor("dispatcher"), number=number, at=MONDAY, place_words="明珠新村 5 号楼"
    )
    assert shown(as_("dispatcher"), "view=all&q=明珠新村") == [number]
    assert shown(as_("dispatcher"), "view=all&q=官园小区") == []


def test_a_unit_with_a_new_name_stands_among_the_choices_at_once(as_: As, town: Town) -> None:
    client, grid = as_("dispatcher"), town.grids[0]
    assert f">{grid}</option>" in client.get("/d/").content.decode()
    grid.name = grid.short_name = "新起的网格"
    grid.save()
    page = client.get("/d/").content.decode()
    assert page.count(">新起的网格</option>") == 1
    assert "新起的网格" in client.get("/d/?state=received").content.decode()


def test_elections_and_topics_wait_with_whoever_has_the_next_step(
    as_: As, town: Town, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    """Held by a community, they stand in the list and the sheet of who may go on with them there, and of nobody else."""
    compound = Compound.objects.create(community=town.communities[0], name="康乐花园", address="里弄 1 号")
    actor = town.actor("secretary")
    elected = estates.propose_election(actor=actor, at=MONDAY, compound=compound, words="想选业主委员会")
    topic = deliberation.propose_topic(
        actor=actor, at=MONDAY, unit=town.communities[0], words="楼道里的车往哪里停", origin=Origin.PARTY
    )
    numbers = {elected.case.number, topic.case.number}
    mine = as_("secretary")
    page = mine.get("/d/").content.decode()
    assert all(
        f"/d/{at}/{n}/" in page for at, n in zip(("elections", "topics"), sorted(numbers), strict=True)
    )
    assert numbers <= {row[0] for row in sheet(mine, "view=mine")}
    assert 'hx-get="/d/elections' not in page, "a page of its own has no place beside the list"
    words = re.sub(r"<[^>]*>", " ", page)
    assert re.search(r"等我办\s+2\s", words), "the view counts what it lists"
    for path in ("/d/", "/d/?view=overdue", "/d/topics/", f"/d/topics/{topic.case.number}/"):
        words = re.sub(r"<[^>]*>", " ", mine.get(path).content.decode())
        assert re.search(r"收件箱\s+2\s", words), f"the rail counts the same on {path}"
    for name in ("secretary2", "worker", "sweeper", "dispatcher"):
        assert not numbers & {row[0] for row in sheet(as_(name), "view=mine")}, name
    with django_assert_max_num_queries(1):
        assert {c.number for c in owed.owed_by(actor=actor, kinds=kin.HELD)} == numbers
    kinds = {c.kind: kin.kin_of(c) for c in (elected.case, topic.case)}
    assert kinds["governance.election"]["url"] == f"/d/elections/{elected.case.number}/"
    assert kinds["governance.topic"]["state"].word

"""A sheet, a catalogue, a map or a file that is brought is taken or refused in words: never half, never by an error."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli.base.files import operations as files
from linli.base.files.models import StoredFile
from linli.base.flow.models import Case, Step
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.places.models import GridShape, MapVersion
from linli.faces.desk.shopkeeping import take_rows
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections import operations as shops
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.inspections.rules.shops import HEADS as SHOP_HEADS
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.texts import reason_of
from linli.pillars.service.care import operations as care
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.enterprises import operations as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.rules.record import HEADS
from tests.security.brought import CELLS, FEW, ROWS, as_csv, good_files, hostile_workbooks, is_told
from tests.town import MONDAY, Town

SHEET_HEADS = (
    "工单编号",
    "联系电话",
    "标题",
    "受理时间",
    "诉求内容",
    "问题类别",
    "事发地址",
    "答复意见",
    "答复时间",
)


@pytest.mark.django_db
class TestSheets:
    """Of a hotline's messages: rows that are none go to a sheet of their own, the file as a whole is read or refused."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        before = (Case.objects.count(), Step.objects.count())
        try:
            taken = reports.import_sheet(
                actor=SYSTEM, at=MONDAY, path=path, office=town.office, source="h", reason_of=reason_of
            )
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            assert (Case.objects.count(), Step.objects.count()) == before
        else:
            assert Case.objects.count() == before[0] + taken.imported
            assert taken.refused == 0 or taken.refused_at is not None
        # Nobody is left without a holder or a clock, whatever was in the cells.
        assert not Case.objects.filter(holder=None).exists()

    @FEW
    @given(
        rows=ROWS,
        encoding=st.sampled_from(["utf-8", "gb18030", "utf-16", "latin-1"]),
        mark=st.sampled_from(",\t;"),
    )
    def test_any_cells_in_any_encoding(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], encoding: str, mark: str
    ) -> None:
        self.take(town, tmp_path / "a.csv", as_csv([list(SHEET_HEADS), *rows], encoding, mark))

    @pytest.mark.parametrize("name", sorted(hostile_workbooks(SHEET_HEADS)))
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(SHEET_HEADS)[name])


@pytest.mark.django_db
class TestPeople:
    """Of people whom a community looks after: a row is taken whole or refused, nobody comes in twice."""

    HEADS = ("姓名", "联系电话", "网格", "住址", "类别", "依据", "探访等级", "等级理由")

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            rows = care.people_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        clerk = town.actor("clerk")
        taken = care.import_people(actor=clerk, at=MONDAY, rows=rows)
        assert all(is_told(row.refusal) for row in taken if row.refusal)
        count = CarePerson.objects.count()
        care.import_people(actor=clerk, at=MONDAY, rows=rows)
        assert CarePerson.objects.count() == count

    @FEW
    @given(rows=ROWS, name=st.text(max_size=50), ground=CELLS, level=CELLS)
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], name: str, ground: Any, level: Any
    ) -> None:
        near = [name, "", "第1网格", ground, "低保家庭", ground, level, ground]
        good = [name, "", "第1网格", "", "低保家庭", "", "", ""]
        content = as_csv([list(self.HEADS), near, good, *rows], "utf-8")
        self.take(town, tmp_path / "a.csv", content)

    @pytest.mark.parametrize("name", ["a bomb", "entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(self.HEADS)[name])


@pytest.mark.django_db
class TestEnterprises:
    """Of the register of enterprises: the same file twice makes nobody twice."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            rows = enterprises.records_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        keeper = town.actor("clerk")
        taken = enterprises.import_enterprises(actor=keeper, at=MONDAY, office=town.office, rows=rows)
        assert all(is_told(row.refusal) for row in taken if row.refusal)
        count = Enterprise.objects.count()
        enterprises.import_enterprises(actor=keeper, at=MONDAY, office=town.office, rows=rows)
        assert Enterprise.objects.count() == count

    @FEW
    @given(
        rows=ROWS, near=st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), name=st.text(max_size=90)
    )
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any], name: str
    ) -> None:
        good = {"名称": name or "包子铺", "无代码原因": "免登记", "地址": "东里社区"}
        content = as_csv([list(HEADS), near, [good.get(head, "") for head in HEADS], *rows], "utf-8")
        self.take(town, tmp_path / "a.csv", content)

    @pytest.mark.parametrize("name", ["a bomb", "entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(tuple(HEADS))[name])


@pytest.mark.django_db
class TestShops:
    """Of the register of shops: the same file twice makes no door and no enterprise twice."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            rows = shops.rows_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        keeper = town.actor("clerk")
        taken = take_rows(actor=keeper, at=MONDAY, rows=rows)
        assert all(is_told(row.refusal) for row in taken if row.refusal)
        count = Shop.objects.count(), Enterprise.objects.count()
        take_rows(actor=keeper, at=MONDAY, rows=rows)
        assert (Shop.objects.count(), Enterprise.objects.count()) == count

    @FEW
    @given(
        rows=ROWS,
        near=st.lists(CELLS, min_size=len(SHOP_HEADS), max_size=len(SHOP_HEADS)),
        name=st.text(max_size=90),
        front=CELLS,
    )
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any], name: str, front: Any
    ) -> None:
        good = {"店招": name or "包子铺", "经营种类": "小吃", "地址": "东里社区", "门前长度": front}
        content = as_csv(
            [list(SHOP_HEADS), near, [good.get(head, "") for head in SHOP_HEADS], *rows], "utf-8"
        )
        self.take(town, tmp_path / "a.csv", content)

    @pytest.mark.parametrize("name", ["a bomb", "entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(tuple(SHOP_HEADS))[name])


@pytest.mark.django_db
class TestItems:
    """Of the catalogue of service items."""

    @pytest.fixture
    def whole(self, town: Town) -> bytes:
        items = [item for _n, item in catalog.first_day() if not isinstance(item, Refusal)]
        return catalog.json_of(items[:2]).encode()

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            entries = catalog.items_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        assert all(is_told(item) for _n, item in entries if isinstance(item, Refusal))

    @FEW
    @given(data=st.data())
    def test_json_with_anything_in_it(
        self, town: Town, tmp_path: Path, whole: bytes, data: st.DataObject
    ) -> None:
        held = json.loads(whole)
        anything = st.recursive(
            st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=20), st.integers()),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
            ),
            max_leaves=8,
        )
        for item in held["items"]:
            for name in data.draw(st.lists(st.sampled_from(sorted(item)), max_size=3)):
                item[name] = data.draw(anything)
        self.take(town, tmp_path / "a.json", json.dumps(held).encode())
        self.take(town, tmp_path / "b.json", json.dumps(data.draw(anything)).encode())

    @pytest.mark.parametrize(
        "content",
        [
            b"[" * 100_000,
            b'{"items":' * 5000,
            b'{"items": [' + b"9" * 10_000 + b"]}",
            b'{"items": [NaN, Infinity, {"name": "\\ud800"}]}',
            b"[1",
            b"{}",
            b'\xff\xfe{"items": []}',
            b'{"items": [null, 7, "x", [], {}]}',
        ],
        ids=range(8),
    )
    def test_json_that_is_none(self, town: Town, tmp_path: Path, content: bytes) -> None:
        self.take(town, tmp_path / "a.json", content)

    @pytest.mark.parametrize("name", sorted(hostile_workbooks(("事项名称", "事项编码"))))
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(("事项名称", "事项编码"))[name])


@pytest.mark.django_db
class TestMap:
    """Of grids, brought to the editor's page."""

    @FEW
    @given(data=st.data())
    def test_any_collection_is_taken_or_refused_and_publishes_nothing_by_itself(
        self, town: Town, data: st.DataObject
    ) -> None:
        point = st.lists(st.one_of(st.floats(), st.integers(), st.none(), st.text(max_size=3)), max_size=4)
        geometry = st.one_of(
            st.none(),
            st.text(max_size=5),
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", 7]),
                    "coordinates": st.one_of(
                        st.none(),
                        st.lists(st.lists(point, max_size=5), max_size=3),
                        st.lists(point, max_size=3),
                    ),
                }
            ),
        )
        known = [*(unit.pk for unit in town.grids), "new", None, [], {}, -1, 10**30, "x"]
        feature = st.one_of(
            st.none(),
            st.integers(),
            st.fixed_dictionaries(
                {
                    "type": st.just("Feature"),
                    "id": st.sampled_from(known),
                    "properties": st.one_of(
                        st.none(),
                        st.lists(st.integers(), max_size=1),
                        st.fixed_dictionaries({"id": st.sampled_from(known), "code": st.sampled_from(known)}),
                    ),
                    "geometry": geometry,
                }
            ),
        )
        features = data.draw(st.one_of(st.lists(feature, max_size=4), st.none(), st.text(max_size=3)))
        self.send(town, json.dumps({"type": "FeatureCollection", "features": features}).encode())

    @pytest.mark.parametrize(
        "content",
        [
            b"[" * 100_000,
            b"",
            b"\xff\xfe\x00",
            b"nonsense",
            b"7",
            b'{"features": {}}',
            bytes(6 * 1024 * 1024),
        ],
        ids=range(7),
    )
    def test_what_is_no_map(self, town: Town, content: bytes) -> None:
        self.send(town, content)

    def send(self, town: Town, content: bytes) -> None:
        before = (MapVersion.objects.count(), GridShape.objects.count())
        client: Client = town.client("sysadmin")
        with clock.frozen(MONDAY + timedelta(hours=2)):
            brought = SimpleUploadedFile("a.geojson", content)
            page = client.post("/d/house/grids/map/", {"file": brought, "do": "check", "note": "x"})
            assert page.status_code in {200, 422}
            told = client.post("/d/house/grids/map/check/", content, content_type="application/json")
            assert told.status_code in {200, 422}
        assert (MapVersion.objects.count(), GridShape.objects.count()) == before


@pytest.mark.django_db
class TestFiles:
    """Photos and papers."""

    @FEW
    @given(data=st.data())
    def test_any_bytes_with_any_beginning(self, data: st.DataObject) -> None:
        whole = data.draw(st.sampled_from(good_files()))
        raw = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 10))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        content = bytes(raw[: data.draw(st.integers(0, len(raw)))]) + data.draw(st.binary(max_size=20))
        before = StoredFile.objects.count()
        try:
            files.keep_file(actor=ANYONE, data=content, name=data.draw(st.text(max_size=30)), at=MONDAY)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            assert StoredFile.objects.count() == before
        else:
            assert StoredFile.objects.count() == before + 1


def test_every_place_that_takes_a_file_is_tried_here() -> None:
    """A new import must be added to this page: whoever opens a sheet, or reads JSON that was brought."""
    root = Path(__file__).resolve().parents[2] / "linli"
    opening = {
        path.relative_to(root).as_posix()
        for path in (*root.glob("base/**/*.py"), *root.glob("pillars/**/*.py"), *root.glob("faces/**/*.py"))
        if "open_sheet(" in path.read_text(encoding="utf-8") and "/sheets/" not in path.as_posix()
    }
    assert opening == {
        "faces/desk/house/footways.py",  # in test_ways_fuzzed
        "pillars/governance/economy/operations.py",  # in test_ground_fuzzed
        "pillars/governance/estates/operations/_sheets.py",  # in test_ground_fuzzed
        "pillars/governance/inspections/operations/_import.py",
        "pillars/governance/patrols/operations/_components.py",  # in test_ground_fuzzed
        "pillars/governance/reports/operations/_import_sheet.py",
        "pillars/governance/campaigns/operations/_campaigns.py",
        "pillars/governance/duties/operations/_publish.py",
        "pillars/party/branches/operations/_import.py",  # in test_members_fuzzed
        "pillars/party/study/operations/_bank.py",  # in test_members_fuzzed
        "pillars/service/care/operations/_import.py",
        "pillars/service/catalog/operations/_files.py",
        "pillars/service/enterprises/operations/_import.py",
    }

"""Items come in from tables and JSON, and those of the first day are fit to be published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from linli.base.files.sheets import SheetWriter
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.pillars.service.catalog import operations, queries
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules import firstday, sheet
from linli.pillars.service.catalog.rules.checks import PromiseMissing, check
from linli.pillars.service.catalog.rules.item import Ground, Item, Time
from tests.pillars.service.catalog.items import ITEM
from tests.town import MONDAY, Town


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    book = SheetWriter("事项", sheet.HEADS)
    for row in rows:
        book.add(row)
    book.save(path)
    return path


def take(town: Town, items: object, **more: bool) -> tuple[operations.Taken, ...]:
    return operations.import_items(actor=SYSTEM, at=MONDAY, office=town.office, items=items, **more)  # type: ignore[arg-type]


class TestFirstDay:
    def test_has_more_than_fifty_items_and_nothing_against_any(self) -> None:
        items = firstday.items()
        assert len({item.code for item in items}) == len(items) >= 50
        assert [(item.code, found) for item in items for found in check(item)] == []

    def test_says_of_no_basis_that_it_was_checked(self) -> None:
        assert not any(ground.is_checked for item in firstday.items() for ground in item.grounds)

    def test_has_english_for_every_word_residents_read(self) -> None:
        for item in firstday.items():
            lines = [item.name, item.summary, *item.conditions, *item.steps, item.result.name]
            lines += [m.name for m in item.materials] + [q.words for q in item.questions]
            assert all(line.en for line in lines), item.code

    def test_is_in_force_after_publishing_and_the_same_the_second_time(self, town: Town) -> None:
        taken = take(town, operations.first_day(), publish=True)
        office = Unit.objects.get(pk=town.office.pk)
        assert len(queries.offered(office)) == len(taken) == len(firstday.items())
        assert {t.what for t in take(town, operations.first_day(), publish=True)} == {"same"}
        assert ServiceItem.objects.count() == len(taken)


class TestTable:
    def test_every_item_comes_back_from_excel_as_it_was(self, tmp_path: Path) -> None:
        wanted = [
            ITEM,
            replace(ITEM, code="T002", grounds=(Ground("某法", "", is_checked=True),)),
            *firstday.items(),
        ]
        path = write(tmp_path / "事项.xlsx", *(sheet.row_of(item) for item in wanted))
        assert [item for _row, item in operations.items_of_file(path)] == wanted

    def test_says_which_cell_cannot_be_read_and_takes_the_rest(self, town: Town, tmp_path: Path) -> None:
        good = sheet.row_of(ITEM)
        bad = list(sheet.row_of(replace(ITEM, code="T002")))
        bad[sheet.HEADS.index("承诺办结时限")] = "很快"
        path = write(tmp_path / "事项.xlsx", good, tuple(bad), good)
        taken = take(town, operations.items_of_file(path))
        assert [(t.row, t.what) for t in taken] == [(2, "new"), (3, "refused"), (4, "refused")]
        assert taken[1].refusal is not None
        assert taken[1].refusal.data == {"column": "承诺办结时限", "value": "很快"}
        assert isinstance(taken[2].refusal, operations.ItemTwice)

    def test_refuses_a_table_of_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("姓名,电话\n张三,1\n")
        with pytest.raises(operations.NoItemSheet):
            operations.items_of_file(path)

    def test_a_limit_may_be_written_as_people_write_it(self) -> None:
        cells = dict(zip(sheet.HEADS, sheet.row_of(ITEM), strict=True)) | {"承诺办结时限": "10个工作日"}
        assert sheet.item_of(cells) == ITEM


class TestJson:
    def test_comes_back_as_it_was(self, tmp_path: Path) -> None:
        path = tmp_path / "items.json"
        path.write_text(operations.json_of([ITEM]))
        assert operations.items_of_file(path) == [(1, ITEM)]

    def test_refuses_an_entry_and_takes_the_rest(self, town: Town, tmp_path: Path) -> None:
        path = tmp_path / "items.json"
        held = json.loads(operations.json_of([ITEM]))
        path.write_text(json.dumps([{"code": "?"}, held["items"][0]]))
        assert [t.what for t in take(town, operations.items_of_file(path))] == ["refused", "new"]

    @pytest.mark.parametrize("text", ["{", '{"items": 3}', "[1"])
    def test_refuses_a_broken_file(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "items.json"
        path.write_text(text)
        with pytest.raises(operations.NoItemFile):
            operations.items_of_file(path)


class TestTakingIn:
    def test_a_trial_changes_nothing(self, town: Town) -> None:
        assert [t.what for t in take(town, [(1, ITEM)], is_dry=True)] == ["new"]
        assert not ServiceItem.objects.exists()

    def test_what_contradicts_itself_stays_a_draft_and_says_why(self, town: Town) -> None:
        unfit: Item = replace(ITEM, time=Time())
        (taken,) = take(town, [(1, unfit)], publish=True)
        assert ([type(u) for u in taken.unfit], taken.is_published) == ([PromiseMissing], False)
        assert ServiceItem.objects.get().is_draft

    def test_a_change_becomes_the_next_version(self, town: Town) -> None:
        take(town, [(1, ITEM)], publish=True)
        (taken,) = take(town, [(1, replace(ITEM, visits=2))], publish=True)
        assert (taken.what, taken.is_published) == ("changed", True)
        assert list(ServiceItem.objects.order_by("version").values_list("version", flat=True)) == [1, 2]

"""Tables of a Word file: columns as wide as what they say, heads on every page, two tables that stay two."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from linli.faces.parts._paper import _widths
from linli.faces.parts.papers import docx_of
from linli.kernel.papers import Sheet, Table


def written(*tables: Table) -> Any:
    sheet = Sheet(
        "note", "碰头会", "", ("今天的事。",), tables, "清泉街道", "2026 年 11 月 23 日", "", False, False
    )
    return Document(BytesIO(docx_of(sheet)))


STUCK = Table(
    ("卡住的", "为什么", "谁拍板"),
    (("88 仪表摊", "和市场的租约明年三月到期，要退的租金没谈拢，等市场方来谈。", "建管办"),),
)


def test_two_tables_do_not_run_into_one() -> None:
    body = list(written(STUCK, STUCK).element.body)
    tables = [n for n, part in enumerate(body) if part.tag == qn("w:tbl")]
    assert len(tables) == 2
    assert body[tables[0] + 1].tag == qn("w:p")


def test_the_long_column_has_the_room_and_the_heads_come_again_on_every_page() -> None:
    table = written(STUCK).tables[0]
    number, name, why, who = (column.width for column in table.columns)
    assert why > name > number
    assert why > who
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[1].cells][1:] == list(STUCK.rows[0])


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=9))
def test_no_table_is_wider_than_its_page_and_no_column_is_nothing(said: list[str]) -> None:
    section = Document().sections[0]
    whole = section.page_width - section.left_margin - section.right_margin
    widths = _widths(section, ["序号", *("表头" for _one in said)], [["1", *said]])
    assert sum(widths) <= whole
    assert min(widths) > whole / 40

"""Forms that departments demanded of the demo's street: a hotline table asked two months running, a survey of communities, a
report in Word. The files are drawn here as a department would, and filled by the program.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.insight.forms import operations as op
from linli.insight.forms.models import AskedForm
from linli.kernel import clock

KEEPER: Final = "luoshuji"
LINE: Final = Side(style="thin")


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Draw a table with a title across it and a border around every cell."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    sheet.append(list(heads))
    for row in rows:
        sheet.append([*row, *[None] * (len(heads) - len(row))])
    for cells in sheet.iter_rows(min_row=2, max_col=len(heads)):
        for cell in cells:
            cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
    for column in "ABCDEF"[: len(heads)]:
        sheet.column_dimensions[column].width = 16
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _communities(company: Company) -> list[list[str]]:
    return [[company.unit(f"c{area.seq}").name] for area in company.town.plan.communities]


def _hotline(company: Company, day: date) -> bytes:
    heads = ("社区", "受理诉求（件）", "办结诉求（件）", "信访件（件）", "响应率（%）")
    rows = [*_communities(company), ["合计"]]
    return _workbook(f"清泉街道{_month(day)}群众诉求办理情况统计表", heads, rows)


def _survey(company: Company) -> bytes:
    heads = ("社区", "网格数（个）", "小区数（个）", "沿街门店（家）", "户籍人口（人）")
    return _workbook("基层治理基本情况统计表", heads, [*_communities(company), ["合计"]])


def _report(day: date) -> bytes:
    paper = Document()
    paper.add_heading("关于报送基层治理基本情况的报告", 1)
    for line in (
        "填报单位：____________",
        "截至目前，全街道共有网格____个，小区____个。",
        f"{_month(day)}，受理群众诉求____件，信访____件。",
    ):
        paper.add_paragraph(line)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _take(company: Company, at: datetime, data: bytes, name: str, asked_by: str, days: int) -> AskedForm:
    about = op.About(asked_by=asked_by, due_date=clock.local(at).date() + timedelta(days=days))
    return op.take_in_form(
        actor=company.actor(KEEPER), at=at, data=data, name=name, about=about, ground=company.unit("street")
    )


def _last(company: Company, at: datetime) -> None:
    """Fill last month's table and hand it in."""
    month = clock.local(at).date().replace(day=1) - timedelta(days=1)
    form = _take(company, at, _hotline(company, month), "诉求办理情况统计表.xlsx", "区政务服务局", 5)
    op.hand_in_form(actor=company.actor(KEEPER), at=at, pk=form.pk)


def _this(company: Company, at: datetime) -> None:
    """Take in this month's: it is known again; and two others, with blanks that only people can answer."""
    today = clock.local(at).date()
    _take(company, at, _hotline(company, today), "诉求办理情况统计表（新）.xlsx", "区政务服务局", 5)
    _take(company, at, _survey(company), "基本情况统计表.xlsx", "区委社会工作部", 3)
    _take(company, at, _report(today), "基本情况报告.docx", "区委政法委", 2)


ACTS: Final = (Act(49, _last), Act(3, _this))
"""Hours before the story ends."""

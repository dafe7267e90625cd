"""A list as a sheet that Excel opens: written row by row, so that its length costs no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from linli.base.flow.models import Card
from linli.faces.parts.words import in_language
from linli.kernel import clock
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.queries import ReportRow
from linli.pillars.governance.reports.texts import NOT_TAKEN, STATES

MOST_ROWS = 20_000
"""What a request writes in a few seconds; more is a matter for the ledgers."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COLUMNS = (
    (gettext_lazy("编号"), 16),
    (gettext_lazy("标题"), 44),
    (gettext_lazy("状态"), 10),
    (gettext_lazy("牌"), 8),
    (gettext_lazy("性质"), 8),
    (gettext_lazy("类别"), 18),
    (gettext_lazy("渠道"), 10),
    (gettext_lazy("社区"), 14),
    (gettext_lazy("网格"), 14),
    (gettext_lazy("地点"), 28),
    (gettext_lazy("谁在办"), 18),
    (gettext_lazy("经办人"), 10),
    (gettext_lazy("提出时间"), 17),
    (gettext_lazy("本环节期限"), 17),
    (gettext_lazy("办结期限"), 17),
    (gettext_lazy("停表到"), 17),
    (gettext_lazy("办结时间"), 17),
    (gettext_lazy("也反映的人数"), 12),
    (gettext_lazy("紧急"), 6),
    (gettext_lazy("督办"), 6),
)


def _cells(row: ReportRow) -> Iterator[Any]:
    said = NOT_TAKEN if row.state == "dispatched" and not row.is_taken else STATES[row.state]
    yield row.number
    yield mask_text(row.title)
    yield str(said.word)
    yield "" if row.card == Card.NONE else str(Card(row.card).label)
    yield str(Report.Nature(row.nature).label)
    yield in_language(row.category, row.category_en)
    yield str(Report.Channel(row.channel).label) if row.channel in Report.Channel.values else row.channel
    yield row.community
    yield "" if row.area == row.community else row.area
    yield mask_text(row.place)
    yield row.holder
    yield row.holder_name
    for moment in (row.filed_at, row.due_at, row.resolve_by, row.stopped_until, row.closed_at):
        yield _moment(moment)
    yield row.joined_count
    yield _("是") if row.is_urgent else ""
    yield _("是") if row.is_supervised else ""


def _moment(at: datetime | None) -> datetime | str:
    # Excel knows no zones: what it shows must be what the clock on the wall said.
    return clock.local(at).replace(tzinfo=None) if at else ""


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        # What a resident wrote must stay words: a leading "=" would run in Excel.
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    return cell


def workbook_of(rows: Iterable[ReportRow], at: datetime) -> FileResponse:
    """Return the rows as a workbook, in the order they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("诉求"))
    sheet.freeze_panes = "C2"
    for index, (_name, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    head = []
    for words, _width in COLUMNS:
        cell = WriteOnlyCell(sheet, str(words))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="center")
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in _cells(row)])
    kept = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 closed with the response
    book.save(kept)
    kept.seek(0)
    name = quote(f"{_('诉求')} {clock.local(at):%Y-%m-%d %H%M}.xlsx")
    response = FileResponse(kept, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response

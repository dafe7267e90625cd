"""A list as a sheet that Excel opens: written row by row, so that its length costs no memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.flow.models import Card
from linli.faces.parts.export import MOST_ROWS, XLSX, sheet_response
from linli.faces.parts.words import in_language
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports.models import Report
from linli.pillars.governance.reports.queries import ReportRow
from linli.pillars.governance.reports.texts import NOT_TAKEN, STATES

__all__ = ["MOST_ROWS", "XLSX", "sheet_response", "workbook_of"]

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


def _cells(row: ReportRow) -> tuple[object, ...]:
    said = NOT_TAKEN if row.state == "dispatched" and not row.is_taken else STATES[row.state]
    return (
        row.number,
        mask_text(row.title),
        str(said.word),
        "" if row.card == Card.NONE else str(Card(row.card).label),
        str(Report.Nature(row.nature).label),
        in_language(row.category, row.category_en),
        str(Report.Channel(row.channel).label) if row.channel in Report.Channel.values else row.channel,
        row.community,
        "" if row.area == row.community else row.area,
        mask_text(row.place),
        row.holder,
        row.holder_name,
        row.filed_at,
        row.due_at,
        row.resolve_by,
        row.stopped_until,
        row.closed_at,
        row.joined_count,
        _("是") if row.is_urgent else "",
        _("是") if row.is_supervised else "",
    )


def workbook_of(
    rows: Iterable[ReportRow], at: datetime, above: Iterable[tuple[object, ...]] = ()
) -> StreamingHttpResponse:
    """Return the rows as a workbook, in the order they come; `above` are lines of other kinds, ready as cells."""
    columns = [(str(words), width) for words, width in COLUMNS]
    return sheet_response(_("诉求"), columns, chain(above, map(_cells, rows)), at, frozen_columns=2)

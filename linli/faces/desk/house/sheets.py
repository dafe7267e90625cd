"""A table as a sheet that Excel opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse

from linli.faces.desk.export import sheet_response

COLUMN_WIDTH = 20


def sheet_of(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], at: datetime
) -> StreamingHttpResponse:
    """Return rows as a workbook of one sheet, in the order they come."""
    return sheet_response(title, [(name, COLUMN_WIDTH) for name in columns], rows, at, to_the_second=True)

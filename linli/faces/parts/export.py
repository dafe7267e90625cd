"""A table as a sheet that Excel opens: written row by row, so that its length costs no memory. One for every face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

from linli.base.files.sheets import flowing_sheet
from linli.kernel import clock

MOST_ROWS = 100_000
"""What a request writes in a quarter of a minute; more is a matter for the ledgers."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_response(
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[object]],
    at: datetime,
    *,
    frozen_columns: int = 0,
    to_the_second: bool = False,
) -> StreamingHttpResponse:
    """Return a table as a workbook that leaves while it is written."""
    pieces = flowing_sheet(title, columns, rows, frozen_columns=frozen_columns, to_the_second=to_the_second)
    response = StreamingHttpResponse(_in_language(pieces, get_language()), content_type=XLSX)
    name = quote(f"{title} {clock.local(at):%Y-%m-%d %H%M}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response


def _in_language(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """Write each piece in the reader's language: what is streamed is written after the page has returned."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece

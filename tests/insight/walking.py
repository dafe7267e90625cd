"""A walk over all cited figures of whatever is there: brute force, list, parts."""

from __future__ import annotations

from datetime import datetime

from linli.base.people.actors import SYSTEM
from linli.insight.cited import CITED, Measure, read_one
from linli.insight.cited.behind import all_rows, behind, lines, part_rows, parts_of, seen_rows
from linli.insight.cited.shapes import shape_of
from linli.insight.indicators import percent
from tests.insight.brute import BRUTE

EVERYTHING = 1_000_000


def agrees(code: str, at: datetime) -> tuple[int | float | None, int]:
    """Hold figure, brute force and the list of every part against each other; give the value and the rows listed."""
    figure = CITED[code]
    found, brute = read_one(figure, at), BRUTE[code](at)
    if isinstance(brute, tuple):
        assert (found.above, found.below, found.value) == (*brute, percent(*brute)), code
    else:
        assert found.value == brute, code
    shape, listed = shape_of(figure, at), 0
    for part in parts_of(figure):
        shown = behind(
            figure=figure, part=part, shape=shape, actor=SYSTEM, at=at, office=None, most=EVERYTHING
        )
        assert len(shown.lines) == shown.counts[part] == shown.seen[part], (code, part)
        assert all(len(line.values) == len(shape.columns) for line in shown.lines)
        rows = seen_rows(figure=figure, shape=shape, actor=SYSTEM, at=at, office=None)
        sheet = lines(figure=figure, part=part, shape=shape, rows=rows, most=EVERYTHING)
        assert [line.key for line in sheet] == [line.key for line in shown.lines], (code, part)
        listed = max(listed, len(shown.lines))
        if part == "above":
            assert _adds_up(figure.code, at) == found.value if figure.measure is Measure.SUM else True
            assert figure.measure in (Measure.SUM, Measure.RATIO) or len(shown.lines) == found.above, code
        if part == "below":
            assert len(shown.lines) == found.below, code
        if part == "missed":
            assert len(shown.lines) == found.below - found.above, code
    return found.value, listed


def _adds_up(code: str, at: datetime) -> int:
    figure = CITED[code]
    rows = part_rows(figure, "above", shape_of(figure, at), all_rows(figure, at, None))
    return sum(rows.values_list(figure.of, flat=True))

"""A walk over all figures of some days of whatever is there: brute force, reading, share of every ground, rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.insight.cited.behind import behind
from linli.insight.cited.figure import Measure, read_one
from linli.insight.cited.shapes import shape_of
from linli.insight.spans import COUNTINGS, Parts, Span, by_unit, figure_of
from tests.insight.brute_spans import tables

EVERYTHING = 1_000_000


def agree(office: Unit, spans: Iterable[Span], at: datetime) -> int:
    """Hold every figure of a street and of its communities and grids against a count row by row; give how many rows."""
    brute = tables()
    grounds = Unit.objects.filter(path__startswith=office.path, kind__in=("subdistrict", "community", "grid"))
    below = list(grounds.values_list("pk", flat=True))
    listed = 0
    for span in spans:
        for code in COUNTINGS:
            figure = figure_of(code, span)
            assert figure is not None
            shared, counted = by_unit(figure, at, office), brute[code].count(span, at)
            for unit in below:
                parts = shared.get(unit, Parts(0, 0))
                assert (parts.above, parts.below) == counted.get(unit, (0, 0)), (code, unit)
            read = read_one(figure, at, office)
            above, under = counted.get(office.pk, (0, 0))
            if figure.measure is Measure.SHARE:
                assert (read.above, read.below) == (above, under), code
            else:
                assert read.value == above, code
            shape = shape_of(figure, at)
            shown = behind(
                figure=figure, part="above", shape=shape, actor=SYSTEM, at=at, office=office, most=EVERYTHING
            )
            assert (
                len(shown.lines)
                == shown.counts["above"]
                == (under if figure.measure is Measure.SUM else above)
            ), code
            listed += len(shown.lines)
    return listed

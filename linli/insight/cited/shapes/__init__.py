"""How the rows behind every cited figure are listed; a table of rows stands once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from linli.insight.cited.behind import Shape
from linli.insight.cited.figure import Cited
from linli.insight.cited.shapes import economy, governance, ground, party, service

SHAPES: Final[dict[type[Any], Shape]] = {
    **ground.SHAPES,
    **party.SHAPES,
    **governance.SHAPES,
    **service.SHAPES,
    **economy.SHAPES,
}
OWN: Final = {"whistles": governance.WHISTLE}
"""Figures whose rows share their table with others."""


def shape_of(figure: Cited, at: datetime) -> Shape:
    """Give the way in which the rows of a figure are listed. No query."""
    model = figure.rows(at).model
    return OWN.get(figure.code) or SHAPES.get(model, governance.REPORT)

"""From a figure to the part that always shows its fraction: one translation for boards and for the hall."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.faces.parts.shapes import Rate
from linli.insight.caring import CareFigure
from linli.insight.halls import HallFigure
from linli.insight.queries import Figure
from linli.insight.ratings import RatingFigure


def rate_of(
    figure: Figure | HallFigure | RatingFigure | CareFigure, url: str, *, window: str = "", **more: Any
) -> Rate:
    """Turn a figure of the last thirty days into a rate; `more` is what only some figures have, as a trend."""
    indicator = figure.indicator
    return Rate(
        name=indicator.name,
        numerator=figure.above,
        denominator=figure.below,
        numerator_words=indicator.above,
        denominator_words=indicator.below,
        window=window or _("近 30 天"),
        left_out=_("另有 %(count)s 件%(why)s。") % {"count": figure.left_out, "why": indicator.left_out}
        if figure.left_out
        else "",
        url=url,
        before=figure.before,
        **more,
    )

"""Every cited figure, in the order of the practices; a code stands once."""

from __future__ import annotations

from typing import Final

from linli.insight.cited.figure import Cited
from linli.insight.cited.tables import governance, ground, service

CITED: Final[dict[str, Cited]] = {
    one.code: one for one in (*ground.FIGURES, *governance.FIGURES, *service.FIGURES)
}

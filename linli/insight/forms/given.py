"""For whom, over which ground and time a form is filled; how a figure is written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight.cited import Measure
from linli.insight.forms.rules.grounds import Ground, Grounds
from linli.insight.forms.rules.period import Period
from linli.insight.forms.rules.slots import Layout
from linli.insight.forms.sources import Figure, Reached

LEVELS: Final = {
    UnitKind.GRID.value: 0, UnitKind.WORKSTATION.value: 0, UnitKind.COMMUNITY.value: 1, UnitKind.SUBDISTRICT.value: 2,
    UnitKind.DISTRICT.value: 3, UnitKind.CITY.value: 4,
}  # fmt: skip
_SCALES: Final = {"wan": 10_000, "thousand": 1_000, "yi": 100_000_000}
NEVER: Final = {"身份证": "id_number", "公民身份": "id_number", "证件号": "id_number", "银行": "bank", "社保卡号": "bank",
                "政治面貌": "party", "党员": "party", "宗教": "sensitive", "民族": "sensitive"}  # fmt: skip
"""Words of headings that are not asked either: what Linli does not keep, or may not be told here."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """For whom, over which ground and time a form is filled, and what people said of it before."""

    layout: Layout
    ground: Unit
    units: Mapping[int, Unit]
    reached: Reached
    period: Period | None
    at: datetime
    filler: str = ""
    mapping: Mapping[str, str] | None = None
    answers: Mapping[str, tuple[str, str]] | None = None
    """By the name of a blank: what was typed, and by whom and when."""
    last: Mapping[str, tuple[str, str]] | None = None
    """The same of the time before: proposed, never taken for granted."""

    def grounds(self) -> Grounds:
        """Give the pieces of the ground under the names that a form may use."""
        pieces = tuple(_ground(u) for u in self.units.values() if u.pk != self.ground.pk)
        return Grounds(_ground(self.ground), pieces)


def _ground(unit: Unit) -> Ground:
    return Ground(unit.pk, unit.name, unit.kind, unit.parent_id or 0, unit.code, unit.short_name)


def shown(
    value: float | int, figure: Figure, unit: str, *, is_percent: bool, head: str = ""
) -> str | int | float:
    """Write a figure in the unit of the form."""
    if figure.measure is Measure.SHARE:
        if is_percent:
            return round(value / 100, 4)
        return value if unit == "percent" or "%" in head else f"{value:g}%"
    if figure.unit == "yuan" and unit in _SCALES:
        return round(value / _SCALES[unit], 4)
    return value

"""What a register is, and what its rows have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight.forms.rules.listing import ColumnSpec, RegisterSpec
from linli.insight.forms.sources.figure import Whose
from linli.kernel.clock import local
from linli.kernel.masking import mask_name, mask_phone

MOST_ROWS: Final = 2_000
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register: its id, its values by column, and the ground it lies on."""

    id: int
    values: Mapping[str, Value]
    unit_id: int = 0
    person_id: int | None = None
    person_print: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """For which ground, at which moment, narrowed how, and whether hidden values are wanted whole."""

    ground: Unit
    at: datetime
    period: tuple[datetime, datetime] | None = None
    narrowed: Sequence[str] = ()
    is_open: bool = False

    def name(self, value: str) -> str:
        return value if self.is_open or not value else mask_name(value)

    def phone(self, value: str) -> str:
        return value if self.is_open or not value else mask_phone(value)


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its words, whose permission opens it, and how its rows are read."""

    spec: RegisterSpec
    label: str | Promise
    rows: Callable[[Asking], list[Row]]
    columns: Mapping[str, str | Promise] = field(default_factory=dict)
    whose: Whose = Whose.GROUND
    is_flow: bool = False
    """Whether its rows are those of the form's time."""
    subject: str = ""
    """Under which name a look at its hidden columns is on record."""


def col(code: str, said: str, *, is_anchor: bool = False, hides: str = "", unit: str = "") -> ColumnSpec:
    return ColumnSpec(code, frozenset(said.split()), is_anchor, hides, unit)


def _said(*words: str) -> str:
    return " ".join(words)


COMMUNITY: Final = col("community", "社区 所属社区 所在社区 社区名称 居委会 所属居委会 管辖社区")
GRID: Final = col("grid", "网格 所属网格 所在网格 网格名称 管辖网格")


def ground_of(unit: Unit) -> dict[str, Value]:
    """Say in which community and grid a unit lies."""
    if unit.kind in (UnitKind.GRID, UnitKind.WORKSTATION):
        return {"grid": str(unit), "community": str(unit.parent or "")}
    return {"grid": "", "community": str(unit) if unit.kind == UnitKind.COMMUNITY else ""}


def day_of(value: Any) -> str:
    return "" if value is None else (local(value) if hasattr(value, "hour") else value).strftime("%Y-%m-%d")

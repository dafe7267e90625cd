"""What a line of the list says, what a new version changes, how long a task may lie on grid workers. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.base.flow.table import Facts
from linli.kernel.limits import Limit, work_days
from linli.kernel.refusals import Refusal
from linli.kernel.sources import Source, local_choice
from linli.kernel.words import clean_line


class DutyKind(StrEnum):
    """Whose a duty is: the office's own, one it helps with, one its superiors took back."""

    BASIC = "basic"
    COOPERATING = "cooperating"
    TAKEN_BACK = "taken_back"


SOURCE: Final[Source] = local_choice(
    "Every subdistrict has a published list of duties since 2024; how long a task may lie on grid workers no source says."
)
LIMITS: Final[Mapping[str, Limit]] = {"decide": work_days(2, SOURCE), "resolve": work_days(3, SOURCE)}
LONGEST_DAYS: Final = 90
LONGEST_OUTSIDE_DAYS: Final = 30
"""What no line of the list covers is asked with a document, admitted by a leader alone, and for a month at most."""
MOST_GROUNDS: Final = 100


class DutyKindUnknown(Refusal):
    """The first column names none of the three kinds: `word`."""


class DutyNameless(Refusal):
    """A line without a name."""


class DutyUnnumbered(Refusal):
    """A line without its number."""


class LeadMissing(Refusal):
    """A duty of somebody else does not say whose."""


class DutyTwice(Refusal):
    """Two lines of one kind have the same number: `number`."""


class DutyGone(Refusal):
    """The line a task stands on is no longer in the list."""


# --- lines of the list --------------------------------------------------------------------------------------

HEADS: Final = ("类别", "序号", "领域", "事项名称", "牵头部门", "街道怎么配合", "依据")
KIND_WORDS: Final[Mapping[str, DutyKind]] = {
    "基本": DutyKind.BASIC,
    "配合": DutyKind.COOPERATING,
    "收回": DutyKind.TAKEN_BACK,
}
_OTHER_HEADS: Final = {
    "事项类别": "类别",
    "事项类型": "类别",
    "编号": "序号",
    "职责领域": "领域",
    "事项": "事项名称",
    "履职事项": "事项名称",
    "承接部门": "牵头部门",
    "对应上级部门": "牵头部门",
    "配合职责": "街道怎么配合",
    "文件依据": "依据",
}
MOST: Final[Mapping[str, int]] = {
    "number": 12,
    "block": 40,
    "name": 300,
    "lead": 120,
    "part": 500,
    "basis": 300,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One duty as the list says it."""

    kind: DutyKind
    number: str
    block: str
    name: str
    lead: str
    part: str
    basis: str

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: the number counts within its kind."""
        return self.kind.value, self.number


def heads_of(cells: Sequence[str]) -> list[str]:
    """Give the headings of a row under the names we use; nothing when it is no row of headings."""
    plain = [re.sub(r"[\s（(].*$", "", cell) for cell in cells]
    found = [_OTHER_HEADS.get(cell, cell) for cell in plain]
    return found if {"类别", "事项名称"} <= set(found) else []


def line_of(cells: Mapping[str, str]) -> Line:
    """Read a row.

    :raises DutyKindUnknown: :raises DutyUnnumbered: :raises DutyNameless: :raises LeadMissing:
    """
    word = cells.get("类别", "")
    kind = next((kind for part, kind in KIND_WORDS.items() if part in word), None)
    if kind is None:
        raise DutyKindUnknown(word=word[:20])
    said = {
        field: clean_line(cells.get(head, ""))[: MOST[field]]
        for field, head in zip(("number", "block", "name", "lead", "part", "basis"), HEADS[1:], strict=True)
    }
    if not said["number"]:
        raise DutyUnnumbered
    if not said["name"]:
        raise DutyNameless
    if kind is not DutyKind.BASIC and not said["lead"]:
        raise LeadMissing
    return Line(kind, **said)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version does to the one before, by where the lines stand."""

    new: tuple[Line, ...]
    changed: tuple[tuple[Line, Line], ...]
    gone: tuple[Line, ...]
    same: int

    @property
    def is_none(self) -> bool:
        """Whether both versions say the same."""
        return not (self.new or self.changed or self.gone)


def changes_between(before: Iterable[Line], after: Iterable[Line]) -> Changes:
    """Compare two versions, line by line."""
    old, new = {line.place: line for line in before}, {line.place: line for line in after}
    both = [(old[place], line) for place, line in new.items() if place in old]
    return Changes(
        new=tuple(line for place, line in new.items() if place not in old),
        changed=tuple(pair for pair in both if pair[0] != pair[1]),
        gone=tuple(line for place, line in old.items() if place not in new),
        same=sum(a == b for a, b in both),
    )


# --- the gate -----------------------------------------------------------------------------------------------


def is_listed(facts: Facts) -> bool:
    """Say whether the task stands on a line of the list."""
    return "listed" in facts.pending


def stands_still(facts: Facts) -> type[Refusal] | None:
    """Refuse to admit what stood on a line that the list has lost meanwhile."""
    return DutyGone if "gone" in facts.pending else None


def longest_days(*, listed: bool) -> int:
    """Say for how many days at most a task may lie on grid workers."""
    return LONGEST_DAYS if listed else LONGEST_OUTSIDE_DAYS

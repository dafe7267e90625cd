"""A cell as it was filled: its value, how sure it is, and from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from linli.insight.forms.rules.plain import heading
from linli.insight.forms.rules.slots import Slot


class State(StrEnum):
    """How sure a cell is."""

    SURE = "sure"
    CHECK = "check"
    """Filled as a proposal, with a warning: somebody looks at it."""
    ASK = "ask"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell and what was put into it. `name` is what it is called from one month to the next."""

    address: str
    table: int
    row: int
    col: int
    nth: int | None
    name: str
    key: str
    words: str
    state: str
    value: str | int | float | None = None
    by: str = ""
    """figure:…, label, sum, answer, last, register:…"""
    grounds: tuple[int, ...] = ()
    period: tuple[str, str] | None = None
    above: int = 0
    below: int = 0
    at: str = ""
    doubts: tuple[tuple[str, str], ...] = ()
    why: str = ""
    about: str = ""
    whose: str = ""
    who: str = ""

    @property
    def is_number(self) -> bool:
        """Say whether it holds a number."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    def as_data(self) -> dict[str, Any]:
        """Give what JSON can carry, without what says nothing."""
        return {
            k: v
            for k, v in asdict(self).items()
            if v not in ("", None, (), 0) or k in ("table", "row", "col", "value", "nth")
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Filled:
        """Read what `as_data` gave."""
        given = dict(data)
        given["doubts"] = tuple((code, about) for code, about in given.get("doubts", ()))
        given["grounds"] = tuple(given.get("grounds", ()))
        given["period"] = tuple(given["period"]) if given.get("period") else None
        return cls(**given)

    def doubted(self, code: str, about: str = "") -> Filled:
        """Give the cell with one more reason to look at it."""
        state = State.CHECK.value if self.state == State.SURE else self.state
        return replace(self, state=state, doubts=(*self.doubts, (code, about)))


@dataclass(frozen=True, slots=True)
class ListFilled:
    """A list and what fills it: rows are read anew for each reader, only their number is kept."""

    table: int
    register: str
    state: str
    columns: tuple[tuple[int, str, str, str], ...] = ()
    """Column, heading, code, key."""
    rows: tuple[int, ...] = ()
    first: int = 0
    total: int | None = None
    narrowed: tuple[str, ...] = ()
    count: int = 0
    doubts: tuple[tuple[str, str], ...] = ()
    why: str = ""
    about: str = ""
    whose: str = ""
    given: tuple[tuple[int, str], ...] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """Give what JSON can carry."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> ListFilled:
        """Read what `as_data` gave."""
        given = dict(data)
        given["columns"] = tuple((int(c), str(h), str(k), str(m)) for c, h, k, m in given["columns"])
        given["rows"] = tuple(given["rows"])
        given["narrowed"] = tuple(given["narrowed"])
        given["doubts"] = tuple((a, b) for a, b in given["doubts"])
        given["given"] = tuple((int(r), str(n)) for r, n in given["given"])
        return cls(**given)


def words_of(slot: Slot) -> str:
    """Say a blank in words: what stands above it, then beside it."""
    parts = [heading(p).words for p in (*slot.above, *slot.beside)]
    return "·".join(dict.fromkeys(p for p in parts if p))


def names_of(slots: Iterable[Slot]) -> dict[str, str]:
    """Name each blank so that it is known again next month: its words, numbered where they come twice."""
    seen: dict[str, int] = {}
    found = {}
    for slot in slots:
        words = words_of(slot)[:150]
        seen[words] = seen.get(words, 0) + 1
        found[slot.address] = words if seen[words] == 1 else f"{words}#{seen[words]}"
    return found

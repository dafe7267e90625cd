"""Which piece of ground a row, a column or a title speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from linli.insight.forms.rules.plain import bare

_TAILS: Final = ("社区居民委员会", "居民委员会", "社区居委会", "居委会", "社区", "街道办事处", "街道")
_DIGITS: Final = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Ground:
    """A unit with a piece of ground. `parent` is the one around it."""

    id: int
    name: str
    kind: str
    parent: int
    code: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The ground a form is filled for, and every piece of it."""

    whole: Ground
    pieces: tuple[Ground, ...]
    _names: dict[str, list[Ground]] = field(default_factory=dict, compare=False, repr=False)

    def _known(self) -> dict[str, list[Ground]]:
        if not self._names:
            for one in (self.whole, *self.pieces):
                for name in _spellings(one):
                    self._names.setdefault(name, []).append(one)
        return self._names

    def names(self) -> list[str]:
        """List every spelling of every piece."""
        return list(self._known())

    def find(self, text: str, within: Ground | None = None) -> Ground | None:
        """Give the ground that some words name; None where none does, or several do."""
        found = {one.id: one for one in self._known().get(bare(text), ())}
        if len(found) > 1 and within is not None:
            found = {pk: one for pk, one in found.items() if one.parent == within.id}
        if len(found) > 1:
            found = {pk: one for pk, one in found.items() if one.parent == self.whole.id}
        return next(iter(found.values())) if len(found) == 1 else None

    def find_along(self, path: Iterable[str]) -> tuple[Ground | None, tuple[str, ...]]:
        """Give the narrowest ground that a path names, and what of the path names none."""
        ground: Ground | None = None
        rest = []
        for part in path:
            found = self.find(part, ground)
            if found is None:
                rest.append(part)
            elif ground is None or found.parent == ground.id or found.kind != ground.kind:
                ground = found
        return ground, tuple(rest)

    def below(self, kind: str) -> list[Ground]:
        """List the pieces of a kind, in their order."""
        return [one for one in self.pieces if one.kind == kind]

    def without(self, text: str) -> str:
        """Cut the names of grounds, and of what lies around them, out of a title."""
        names = sorted((n for n in self._known() if len(n) > 1), key=len, reverse=True)
        plain = bare(text)
        for name in names:
            plain = plain.replace(name, "")
        return plain


def _spellings(one: Ground) -> set[str]:
    found = {bare(one.name), bare(one.short)} - {""}
    if one.kind in ("community", "subdistrict"):
        for name in list(found):
            for tail in _TAILS:
                if name.endswith(tail) and len(name) > len(tail) + 1:
                    found.add(name[: -len(tail)])
                    break
    if one.kind == "community":
        found |= {
            f"{name}{tail}"
            for name in list(found)
            if not name.endswith(_TAILS)
            for tail in ("社区", "居委会", "社区居委会")
        }
    if one.kind == "grid":
        number = re.search(r"(\d+)", one.short or one.name)
        if number and int(number[1]) < 100:
            n = int(number[1])
            said = _DIGITS[n] if n <= 10 else ""
            found |= {f"第{n}网格", f"{n}网格", f"{n}号网格", f"网格{n}", f"第{n:02d}网格", f"{n:02d}网格"}
            found |= {f"第{said}网格", f"{said}号网格"} if said else set()
    return found

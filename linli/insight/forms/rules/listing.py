"""Which register a list wants, which of its columns, which of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from linli.insight.forms.rules.heads import SERIAL
from linli.insight.forms.rules.meaning import Bag, Doubt, bag_of, match
from linli.insight.forms.rules.plain import bare, heading
from linli.insight.forms.rules.slots import Column, Listing, Path
from linli.insight.forms.rules.wanting import KEPT_OPEN, Concepts

SERIAL_CODE: Final = "#"
LEAVE: Final = "="
HALF: Final = 0.5
"""Where the title does not say which register is meant, so many of the columns must be known for it to be proposed."""
_LEFT: Final = frozenset(
    ["备注", "签字", "签名", "照片", "备注栏", "领取人签字", "本人签字", "确认签字", "户主签字"]
)
_GROUPS: Final = frozenset(
    [
        "基本信息",
        "基本情况",
        "信息",
        "主体信息",
        "经营主体信息",
        "商户信息",
        "门店信息",
        "个人信息",
        "企业信息",
        "小区信息",
        "网格信息",
        "对象信息",
        "人员信息",
        "地址信息",
    ]
)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a register: the headings that mean it, whether it names the row, and how careful to be with it."""

    code: str
    said: frozenset[str]
    is_anchor: bool = False
    hides: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RegisterSpec:
    """A register: by which words of a title it is meant, its columns, and which words of a title narrow its rows."""

    code: str
    subjects: frozenset[str]
    columns: tuple[ColumnSpec, ...]
    filters: Mapping[str, str] = field(default_factory=dict)
    pieces: str = ""
    """The kind of ground that is its row, where it is one: figures can be columns of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list wants: a register, its rows by filter, and for each column its code, a figure's, or why none."""

    listing: Listing
    register: str
    columns: tuple[tuple[Column, str, str], ...]
    """The column, its code (“figure:…”, `SERIAL_CODE`, `LEAVE` or empty), and the key of its meaning."""
    narrowed: tuple[str, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    anchor: int | None = None
    is_lookup: bool = False


def key_of(path: Path) -> str:
    """Name the meaning of a column."""
    return "@" + "/".join(heading(part).words for part in path)


def said_by(path: Path) -> list[str]:
    """Give the words by which a column of a list may be known: all of its path, or its last part below a plain group."""
    parts = [heading(part).words for part in path]
    parts = [p for n, p in enumerate(parts) if p and (n == len(parts) - 1 or p not in _GROUPS)]
    asides = [a for part in path for a in heading(part).aside]
    return [] if asides else ["".join(parts)]


def recognise(
    listing: Listing,
    title: Bag,
    registers: Sequence[RegisterSpec],
    concepts: Concepts,
    mapping: Mapping[str, str],
) -> Listed | None:
    """Say what a list wants; None where no register fits."""
    chosen = mapping.get(f"%{listing.table}", "")
    if chosen == KEPT_OPEN:
        return None
    best: tuple[float, RegisterSpec] | None = None
    tied = False
    for spec in registers:
        points = _points(listing, title, spec)
        if spec.code == chosen:
            points = 1000.0
        if points and (best is None or points > best[0]):
            best, tied = (points, spec), False
        elif points and best is not None and points == best[0]:
            tied = True
    if best is None or tied:
        return None
    return _with(listing, title, best[1], concepts, mapping, is_chosen=bool(chosen))


def _points(listing: Listing, title: Bag, spec: RegisterSpec) -> float:
    found = [_column(c, spec) for c in listing.columns]
    if not any(c is not None and c.is_anchor for c in found):
        return 0.0
    asked = [c for n, c in enumerate(found) if heading(listing.columns[n].path[-1]).words not in SERIAL]
    known = sum(c is not None for c in asked)
    told = bool((spec.subjects | set(spec.filters)) & title.terms)
    leads = next((c.is_anchor for c in asked[:2] if c is not None and c.is_anchor), False)
    is_plain = bool(spec.pieces or listing.named)
    if not told and not (leads and (is_plain or known >= HALF * len(asked))):
        return 0.0
    return 4.0 * told + known + 2.0 * sum(c.is_anchor for c in asked if c) + leads


def _column(column: Column, spec: RegisterSpec) -> ColumnSpec | None:
    for words in said_by(column.path):
        for one in spec.columns:
            if words in one.said:
                return one
    return None


def _with(
    listing: Listing,
    title: Bag,
    spec: RegisterSpec,
    concepts: Concepts,
    mapping: Mapping[str, str],
    *,
    is_chosen: bool,
) -> Listed:
    columns: list[tuple[Column, str, str]] = []
    anchor: int | None = None
    known = {c.code for c in spec.columns}
    for column in listing.columns:
        key = key_of(column.path)
        said = heading(column.path[-1]).words
        own = _column(column, spec)
        kept = mapping.get(key, "")
        if kept == KEPT_OPEN:
            code = ""
        elif kept in known or kept.startswith("figure:"):
            code = kept
        elif own is not None and (not own.unit or not column.unit or own.unit == column.unit):
            code = own.code
            if own.is_anchor and anchor is None:
                anchor = column.col
        elif said in SERIAL:
            code = SERIAL_CODE
        elif said in _LEFT:
            code = LEAVE
        elif spec.pieces:
            found = match(_bag(column), title, concepts, asked_unit=column.unit)
            code = f"figure:{found.code}" if found.code and not found.doubts else ""
        else:
            code = ""
        columns.append((column, code, key))
    filters = tuple(spec.filters[t] for t in sorted(title.terms) if t in spec.filters)
    beyond = title.terms - spec.subjects - set(spec.filters)
    doubts: list[tuple[str, str]] = []
    if not is_chosen:
        if beyond:
            doubts.append((Doubt.NARROWER, "、".join(sorted(beyond))))
        if title.unknown:
            doubts.append((Doubt.TITLE, "、".join(dict.fromkeys(title.unknown))))
        if not spec.subjects & title.terms and not set(spec.filters) & title.terms:
            doubts.append(("register", ""))
    return Listed(listing, spec.code, tuple(columns), filters, tuple(doubts), anchor)


def _bag(column: Column) -> Bag:
    own = Bag()
    for part in column.path:
        own |= bag_of(part)
    return own


def anchors(registers: Collection[RegisterSpec]) -> frozenset[str]:
    """Give every heading that names the rows of some register."""
    return frozenset(words for spec in registers for c in spec.columns if c.is_anchor for words in c.said)


def is_named_list(listing: Listing, registers: Collection[RegisterSpec]) -> bool:
    """Say whether the names in the first column are those of a register's rows, by the head of that column."""
    if not listing.named:
        return False
    plain = [c for c in listing.columns if heading(c.path[-1]).words not in SERIAL]
    return bool(plain) and bare(plain[0].path[-1]) in anchors(registers)

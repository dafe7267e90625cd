"""What each blank of a form wants: a figure of a ground and a time, a label, a sum, or something nobody here knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from linli.insight.forms.rules import period as periods
from linli.insight.forms.rules.grounds import Ground, Grounds
from linli.insight.forms.rules.heads import TOTALS
from linli.insight.forms.rules.lexicon import IMPLIES
from linli.insight.forms.rules.meaning import Bag, Concept, Doubt, Match, bag_of, match
from linli.insight.forms.rules.period import Period
from linli.insight.forms.rules.plain import bare, heading
from linli.insight.forms.rules.slots import Layout, Listing, Path, Slot, Where

Concepts = Mapping[frozenset[str], Collection[Concept]]
KEPT_OPEN: Final = "-"
"""A mapping that a person made: this is not to be filled."""


class What(StrEnum):
    """What a blank wants."""

    FIGURE = "figure"
    LABEL = "label"
    SUM = "sum"
    ASK = "ask"
    LEAVE = "leave"


class Label(StrEnum):
    """What a label beside a blank asks about the form itself."""

    UNIT = "unit"
    DAY = "day"
    AS_OF = "as_of"
    PERIOD = "period"
    FILLER = "filler"


_LABELS: Final[dict[Label, frozenset[str]]] = {
    Label.UNIT: frozenset(["填报单位", "填表单位", "报送单位", "上报单位", "填报社区", "填报街道", "街道名称",
        "社区名称", "报表单位", "制表单位", "汇报单位", "填报街道社区", "所在街道", "所在社区", "填报单位名称"]),
    Label.DAY: frozenset(["填报日期", "填报时间", "填表日期", "填表时间", "上报时间", "上报日期", "报送日期",
        "报送时间", "制表日期", "制表时间", "报出日期", "日期", "填写日期"]),
    Label.AS_OF: frozenset(["截止时间", "截至时间", "截止日期", "截至日期", "统计截止时间", "统计截至时间",
        "数据截止时间", "统计时点", "统计截止日期", "数据截至", "截至", "截止"]),
    Label.PERIOD: frozenset(["统计月份", "所属期", "报表期", "报告期", "统计期间", "统计周期", "报送月份",
        "统计时间", "填报月份", "报表月份", "统计时段", "所属月份", "报告期别", "统计年度", "年度", "月份"]),
    Label.FILLER: frozenset(["填报人", "填表人", "制表人", "经办人", "报送人", "填写人", "填报人姓名",
        "上报人", "统计人", "制表"]),
}  # fmt: skip
_LEFT: Final = frozenset(
    [
        "备注",
        "签字",
        "签名",
        "盖章",
        "公章",
        "照片",
        "备注栏",
        "签章",
        "领导签字",
        "负责人签字",
        "审核意见",
        "填报说明",
        "附件",
        "单位意见",
        "本人签字",
    ]
)


@dataclass(frozen=True, slots=True)
class Want:
    """A blank and what it wants. `key` names its meaning: blanks of one meaning are understood alike."""

    slot: Slot
    what: What
    key: str
    code: str = ""
    grounds: tuple[int, ...] = ()
    period: Period | None = None
    doubts: tuple[tuple[str, str], ...] = ()
    why: str = ""
    about: str = ""
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A form as it was understood."""

    title: Bag
    period: Period | None
    wants: tuple[Want, ...]


def title_bag(layout: Layout, grounds: Grounds) -> Bag:
    """Take the title apart, without the ground and the time that it names."""
    return bag_of(grounds.without(periods.without(layout.title)), is_title=True)


def period_of(layout: Layout, texts: Iterable[str]) -> Period | None:
    """Read the time that a form speaks of: its title's, else the first that a line of it names."""
    for text in (layout.title, *texts):
        if found := periods.said_in(text):
            return found
    return None


class _Reader:
    def __init__(
        self,
        layout: Layout,
        grounds: Grounds,
        concepts: Concepts,
        period: Period | None,
        mapping: Mapping[str, str],
    ) -> None:
        self.layout, self.grounds, self.concepts, self.period, self.mapping = (
            layout,
            grounds,
            concepts,
            period,
            mapping,
        )
        self.title = title_bag(layout, grounds)
        self.others = self._listed() if any(mark in layout.title for mark in "、和及与") else frozenset[str]()
        self.unit = _unit_of(layout)
        self.codes = {c.code: c for many in concepts.values() for c in many}
        self.rows: dict[tuple[int, int], Listing] = {
            (one.table, row): one for one in layout.lists for row, _name in one.named
        }

    def _listed(self) -> frozenset[str]:
        """Give the meanings of all headings, and those that they imply."""
        found = set[str]()
        for slot in self.layout.slots:
            for part in (*slot.above, *slot.beside):
                found |= bag_of(part).terms
        return frozenset(found).union(*(IMPLIES.get(term, ()) for term in found))

    def want(self, slot: Slot) -> Want:
        if slot.where is not Where.CELL:
            return self._label(slot)
        ground, rest = self.grounds.find_along((*slot.beside, *slot.above))
        totals = [part for part in rest if bare(part) in TOTALS]
        rest = tuple(part for part in rest if part not in totals)
        key = _key(rest, totals if not rest or not _is_row_total(slot) else ())
        if (rest and bare(rest[-1]) in _LEFT) or any(bare(p) in _LEFT for p in slot.above[-1:]):
            return Want(slot, What.LEAVE, key)
        over = self._over(slot, ground)
        if over is None:
            if _is_row_total(slot):
                return self._sum(slot, key)
            return Want(slot, What.ASK, key, why=Doubt.UNKNOWN, about=slot.beside[-1] if slot.beside else "")
        return self._figure(slot, key, rest, over, totals=bool(totals))

    def _over(self, slot: Slot, ground: Ground | None) -> tuple[int, ...] | None:
        """Say over which grounds a cell counts: the one named, those of the rows that a total adds up, or the whole."""
        listing = self._listing(slot)
        named = [(r, self.grounds.find(name)) for r, name in listing.named] if listing else []
        by_ground = sum(g is not None for _r, g in named) * 2 > len(named) > 0
        if by_ground and ground is None:
            if not _is_row_total(slot):
                return None
            over = tuple(g.id for _r, g in named if g is not None)
            return over if len(over) == len(named) else None
        if not by_ground and _is_row_total(slot) and ground is None and named:
            return None
        return ((ground or self.grounds.whole).id,)

    def _listing(self, slot: Slot) -> Listing | None:
        found = self.rows.get((slot.table, slot.row))
        return found or next(
            (one for one in self.layout.lists if one.table == slot.table and one.total == slot.row), None
        )

    def _figure(self, slot: Slot, key: str, rest: Path, over: tuple[int, ...], *, totals: bool) -> Want:
        own = Bag()
        for part in rest:
            own |= bag_of(part)
        chosen = self.mapping.get(key, "")
        if chosen == KEPT_OPEN:
            return Want(slot, What.ASK, key, why="left", about="")
        unit = slot.unit or own.unit or self.unit
        if chosen and chosen in self.codes:
            found = Match(chosen, ((Doubt.SO_FAR, ""),) if own.told is periods.Told.SO_FAR else ())
        else:
            found = match(own, self.title, self.concepts, asked_unit=unit, others=self.others)
        if not found.code and totals and not own.terms and not own.unknown:
            return self._sum(slot, key)
        if not found.code:
            return Want(slot, What.ASK, key, why=found.why, about=found.about)
        when = periods.resolved(own.told, self.period)
        if when is None and own.told is not periods.Told.NOW and self.period is not None:
            return Want(slot, What.ASK, key, why="period_unfit", about=own.told.value)
        doubts = found.doubts
        if self.layout.notes and not chosen and (narrows := _narrowing(self.layout.notes)):
            doubts = (*doubts, ("note", narrows))
        return Want(slot, What.FIGURE, key, found.code, over, when, doubts)

    def _sum(self, slot: Slot, key: str) -> Want:
        """Want the sum of what stands beside it in the row, or above it in the column."""
        if _is_row_total(slot):
            listing = self._listing(slot)
            rows = {row for row, _name in listing.named} if listing else set()
            parts = [
                s for s in self.layout.slots if s.table == slot.table and s.col == slot.col and s.row in rows
            ]
        else:
            group = slot.above[:-1]
            parts = [
                s
                for s in self.layout.slots
                if (s.table, s.row) == (slot.table, slot.row)
                and s.col != slot.col
                and s.above[: len(group)] == group
                and len(s.above) == len(slot.above)
                and not any(bare(p) in TOTALS for p in s.above)
                and not heading(s.above[-1]).is_among
            ]
        if len(parts) < 2:
            return Want(slot, What.ASK, key, why=Doubt.NO_FIGURE)
        return Want(slot, What.SUM, key, doubts=(("sum", ""),), sums=tuple(s.address for s in parts))

    def _label(self, slot: Slot) -> Want:
        said = heading(slot.beside[-1]).words
        key = f"~{said}"
        for label, words in _LABELS.items():
            if said in words:
                return Want(slot, What.LABEL, key, label.value)
        if said in _LEFT:
            return Want(slot, What.LEAVE, key)
        ground, rest = self.grounds.find_along(slot.beside)
        want = self._figure(
            slot, key, rest or slot.beside, ((ground or self.grounds.whole).id,), totals=False
        )
        return want if want.what is What.FIGURE else replace(want, why=want.why or Doubt.NO_FIGURE)


def _is_row_total(slot: Slot) -> bool:
    return any(bare(part) in TOTALS for part in slot.beside)


def _key(rest: Path, totals: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(heading(part).words for part in (*rest, *totals))) or "#"


def _unit_of(layout: Layout) -> str:
    for text in (layout.title, *layout.units):
        unit = heading(text).unit
        if unit:
            return unit
    return ""


_NARROWING: Final = (
    "户籍",
    "常住",
    "不含",
    "仅",
    "只统计",
    "只填",
    "不包括",
    "除外",
    "剔除",
    "以内",
    "以上",
    "以下",
    "口径",
)


def _narrowing(notes: Iterable[str]) -> str:
    """Give the note that narrows what is counted, if any does."""
    return next((note[:60] for note in notes if any(word in note for word in _NARROWING)), "")


def understand(
    layout: Layout,
    grounds: Grounds,
    concepts: Concepts,
    *,
    period: Period | None,
    mapping: Mapping[str, str],
    taken: Collection[tuple[int, int, int]] = (),
) -> Understood:
    """Say what every blank wants; those that a list fills are left to it (`taken`: table, row and column)."""
    reader = _Reader(layout, grounds, concepts, period, mapping)
    wants = tuple(reader.want(slot) for slot in layout.slots if (slot.table, slot.row, slot.col) not in taken)
    return Understood(reader.title, period, wants)


def day_words(day: date) -> str:
    """Write a day as forms do."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(period: Period) -> str:
    """Write a period as forms do."""
    start, last = period.start, period.last
    match period.span:
        case periods.Span.MONTH:
            return f"{start.year}年{start.month}月"
        case periods.Span.QUARTER:
            return f"{start.year}年第{'一二三四'[(start.month - 1) // 3]}季度"
        case periods.Span.YEAR:
            return f"{start.year}年"
        case periods.Span.HALF:
            return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
        case periods.Span.DAY:
            return day_words(start)
        case _:
            return f"{day_words(start)}至{day_words(last)}"

"""What a heading means: the meanings it is made of, and what is left over of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from linli.insight.forms.rules import period
from linli.insight.forms.rules.lexicon import IMPLIES, LONGEST, NEUTRAL, PHRASES, TITLE_NEUTRAL
from linli.insight.forms.rules.plain import UNITS, bare, heading


@dataclass(frozen=True, slots=True)
class Bag:
    """The meanings of some words, the unit and the time they name, and what nobody here knows."""

    terms: frozenset[str] = frozenset()
    unit: str = ""
    told: period.Told = period.Told.NONE
    unknown: tuple[str, ...] = ()
    is_total: bool = False

    def __or__(self, other: Bag) -> Bag:
        told = self.told if self.told is not period.Told.NONE else other.told
        if other.told is not period.Told.NONE and self.told not in (period.Told.NONE, other.told):
            return Bag(self.terms | other.terms, "", told, (*self.unknown, *other.unknown, other.told.value))
        return Bag(
            self.terms | other.terms,
            self.unit or other.unit,
            told,
            (*self.unknown, *other.unknown),
            self.is_total or other.is_total,
        )


_UNIT_TAILS = {"人数": "person", "户数": "household", "件数": "case", "家数": "shop", "人次": "visit", "户次": "time",
               "次数": "time", "场次": "time", "份数": "meal"}  # fmt: skip
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "总量"})


@lru_cache(maxsize=4096)
def bag_of(text: str, *, is_title: bool = False) -> Bag:
    """Take a heading, or a title, apart into meanings. The longest phrase wins, from the left."""
    head = heading(period.without(text) if is_title else text)
    found, unknown, told = set[str](), [], period.Told.NONE
    is_total, unit = False, head.unit
    for words in (head.words, *head.aside):
        rest, at = "", 0
        while at < len(words):
            size = _longest(words, at, is_title=is_title)
            piece = words[at : at + size]
            if piece in PHRASES and not (is_title and piece in TITLE_NEUTRAL):
                found |= PHRASES[piece]
            elif piece in period.WORDS:
                said = period.WORDS[piece]
                told = said if told in (period.Told.NONE, period.Told.SO_FAR) else told
            elif size and (piece in NEUTRAL or (is_title and piece in TITLE_NEUTRAL)):
                is_total = is_total or piece in _TOTALS
            if size == 0:
                rest += words[at]
                at += 1
                continue
            if rest:
                unknown.append(rest)
                rest = ""
            at += size
        if rest:
            unknown.append(rest)
        unit = unit or next((u for tail, u in _UNIT_TAILS.items() if words.endswith(tail)), "")
    unknown += [term[1:] for term in found if term.startswith("?")]
    terms = narrowest(t for t in found if not t.startswith("?"))
    left = tuple(u for u in unknown if not (u.isdigit() and is_title))
    return Bag(terms, unit, told, left, is_total)


def _longest(words: str, at: int, *, is_title: bool) -> int:
    for size in range(min(LONGEST, len(words) - at), 0, -1):
        piece = words[at : at + size]
        if (
            piece in PHRASES
            or piece in period.WORDS
            or piece in NEUTRAL
            or (is_title and piece in TITLE_NEUTRAL)
        ):
            return size
    return 0


def narrowest(terms: Iterable[str]) -> frozenset[str]:
    """Leave out what a narrower meaning says anyway."""
    given = frozenset(terms)
    wider = frozenset().union(*(IMPLIES.get(term, frozenset()) for term in given))
    return given - wider


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that can be counted: its meanings, and the unit it is counted in."""

    code: str
    terms: frozenset[str]
    unit: str


class Doubt:
    """Why a match is only proposed, or none. Words are in `texts`."""

    TITLE = "title"
    NARROWER = "narrower"
    SO_FAR = "so_far"
    UNIT = "unit"
    ASIDE = "aside"
    UNKNOWN = "unknown"
    NO_FIGURE = "no_figure"
    UNIT_CLASH = "unit_clash"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Match:
    """What was recognised: a figure's code with doubts, or none and why."""

    code: str = ""
    doubts: tuple[tuple[str, str], ...] = ()
    why: str = ""
    about: str = ""


SAME_UNITS = {
    "person": {"person"},
    "household": {"household", "flat"},
    "case": {"case", "piece"},
    "time": {"time"},
    "visit": {"visit", "meal", "time"},
    "piece": {"piece", "shop", "case"},
    "shop": {"shop", "piece", "household"},
    "meal": {"meal", "visit"},
    "percent": {"percent"},
    "yuan": {"yuan", "wan", "thousand", "yi"},
    "hour": {"hour"},
}
"""Which units of a form a figure's own may stand for: a shop is also counted as “户”, a report as “条”."""


def match(
    own: Bag,
    title: Bag,
    concepts: Mapping[frozenset[str], Collection[Concept]],
    *,
    asked_unit: str = "",
    others: Collection[str] = (),
) -> Match:
    """Say which figure a cell wants. Anything left over, or a unit that does not fit, means none.

    `others` are the meanings of the form's other headings: a title that names several of them lists them, it narrows none.
    """
    if own.unknown:
        return Match(why=Doubt.UNKNOWN, about="、".join(dict.fromkeys(own.unknown)))
    unit = asked_unit or own.unit
    mine, joined = narrowest(own.terms), narrowest(own.terms | title.terms)
    beyond = joined - mine
    doubts: list[tuple[str, str]] = []
    if mine and joined in concepts:
        found = concepts[joined]
    elif mine in concepts:
        found = concepts[mine]
        beyond -= frozenset(others)
        if beyond:
            return Match(why=Doubt.LIMITED, about="、".join(sorted(beyond)))
    elif joined in concepts:
        found = concepts[joined]
    else:
        return Match(why=Doubt.NO_FIGURE)
    fitting = [c for c in found if not unit or unit in SAME_UNITS.get(c.unit, {c.unit})]
    exact = [c for c in fitting if c.unit == unit]
    if not fitting:
        return Match(why=Doubt.UNIT_CLASH, about=unit)
    chosen = (exact or fitting)[0]
    if not unit and len({c.unit for c in found}) > 1:
        doubts.append((Doubt.UNIT, ""))
    if title.unknown:
        doubts.append((Doubt.TITLE, "、".join(dict.fromkeys(title.unknown))))
    if own.told is period.Told.SO_FAR:
        doubts.append((Doubt.SO_FAR, ""))
    return Match(chosen.code, tuple(doubts))


def unit_word(code: str) -> str:
    """Give the plainest word of a unit."""
    return next((word for word, unit in UNITS.items() if unit == code), code)


def same(text: str, other: str) -> bool:
    """Say whether two headings are the same words."""
    return bare(text) == bare(other)

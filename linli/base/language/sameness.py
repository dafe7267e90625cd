"""Do two texts say the same? Rare words and named places count; how people open and close a letter does not.

A text is cut into pairs and triples of characters and the words of other scripts; each counts by how rarely it is
said. No word list of any town is needed: the rarest things that two texts share are the names and the matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt
from typing import Final

from linli.base.language._courtesy import COURTESY, EVERYDAY
from linli.kernel.chinese import HAN, normalise, normalise_address

TITLE: Final = 2.0
"""What stands in the title counts so much more than once in the text: there people say where and what."""

MOST_CHARACTERS: Final = 2000
"""A petition of ten pages says what it is about on its first two."""

_RUN: Final = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+")


def cut(text: str) -> list[str]:
    """Cut a text into pairs and triples of Chinese characters, and words of other scripts."""
    found: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if run[0] < "\u3400":
            if len(run) > 1:
                found.append(run[:24])
            continue
        found += [run[i : i + 2] for i in range(len(run) - 1)]
        found += [run[i : i + 3] for i in range(len(run) - 2)]
    return found


def plain(text: str) -> str:
    """Take off what people write to anybody: how they greet, who they say they are, how they ask and thank."""
    return COURTESY.sub("，", text)


def weigh(title: str, text: str) -> dict[str, float]:
    """Count what a message says: the title more than the text, saying it again hardly more than saying it."""
    counted = Counter(cut(plain(text[:MOST_CHARACTERS])))
    said = {term: 1.0 + log(times) for term, times in counted.items()}
    for term in dict.fromkeys(cut(plain(title))):
        said[term] = said.get(term, 0.0) + TITLE
    return said


# -------- places that a text names

_KIND: Final = (
    "小区|宿舍|家属院|花园|家园|新村|新城|公寓|公馆|广场|大厦|商城|市场|医院|学校|中学|小学|幼儿园|社区|街道|大道|公园|庭院|山庄|华庭|华府"
    "|国际|工业园|园区|车站|地铁站|公交站|高架|大桥|[苑园城府湾路街巷里村镇桥]"
)
_KIND_HERE: Final = re.compile(
    rf"(?=[{''.join(sorted({kind[0] for kind in _KIND.split('|')[:-1]} | set('苑园城府湾路街巷里村镇桥')))}])(?=({_KIND}))"
)
_NAME_RUN: Final = re.compile(rf"[{HAN}a-z0-9]+")
_STEM: Final = (2, 8)
"""Characters before the word that says what kind of place it is."""
_KIND_AT_END: Final = re.compile(rf"(?:{_KIND})$")
_LONG_KIND: Final = re.compile(
    "|".join(kind for kind in _KIND.split("|") if len(kind) > 1 and "[" not in kind)
)
_HOUSE: Final = re.compile(r"(\d{1,4})(?:号楼|栋|幢|座)")
_INSIDE: Final = re.compile(r"(?:群|楼道|单元|屋|家|院子?|车|库|心|手|眼|店|箱)里$")
_VAGUE: Final = re.compile(
    r"^.*(?:这个|那个|我们|你们|本|该|各|个|些|所有|很多|附近|旁边|住|在|是|的|到|了|整个|得|走|都|过)$"
)


def places(text: str) -> frozenset[str]:
    """Find the names of places in a text, each in every length it may have: “清泉小区”, “泉小区”.

    Where a name begins cannot be told from one text; two texts name the same place when they share a length.
    """
    return frozenset(name for name in set(_named(normalise(text[:MOST_CHARACTERS]))) if _is_name(name))


def _named(text: str) -> Iterator[str]:
    """Yield from every place of a text what stands before the next word for a kind of place, with that word."""
    shortest, longest = _STEM
    for run in _NAME_RUN.finditer(text):
        before = -1
        for kind in _KIND_HERE.finditer(text, *run.span()):
            at, end = kind.start(), kind.end(1)
            for first in range(max(at - longest, before - shortest + 1, run.start()), at - shortest + 1):
                yield text[first:end]
            before = at


def _is_name(name: str) -> bool:
    stem = _KIND_AT_END.sub("", name)
    return (
        len(stem) >= _STEM[0]
        and not _LONG_KIND.search(stem)
        and not _INSIDE.search(name)
        and not _VAGUE.match(stem)
    )


def houses(text: str) -> frozenset[str]:
    """Find the numbers of buildings: “三号楼” and “3栋” are both “3”."""
    return frozenset(_HOUSE.findall(normalise_address(text[:MOST_CHARACTERS])))


# -------- how rare is it to say this

Rarity = Callable[[str], float]
"""How much a pair or triple of characters counts: nothing when everybody says it."""


RARITY_POWER: Final = 1.5
"""Where many texts lie at hand (`topics`): names are rarer than matters, and a little more than their due."""

MATTER: Final = 2.0
"""What the catalogue calls its matters by counts so much more than any other word."""


@lru_cache(maxsize=1)
def _matters() -> frozenset[str]:
    from linli.kernel.standards.resident_categories import CATEGORIES

    return frozenset(
        term
        for row in CATEGORIES.values()
        for part in (row.name, *" ".join(row.words).split())
        for term in cut(part)
    )


def usual(term: str) -> float:
    """Say how much a term counts without any text of an office at hand: what residents call their troubles most."""
    if term in EVERYDAY:
        return 0.0
    return MATTER if term in _matters() else 1.0


# -------- two texts


OF_A_PLACE: Final = 0.6
"""Where it is has its own share in sameness (distance, and places named): in the words the matter counts more."""


@dataclass(frozen=True)
class Said:
    """What one message says, ready to be compared."""

    terms: Mapping[str, float]
    places: frozenset[str] = field(default_factory=frozenset)
    houses: frozenset[str] = field(default_factory=frozenset)
    text: str = ""

    @classmethod
    def of(cls, title: str, text: str, *, where: str = "") -> Said:
        """Read a message; `where` is what was written for the place."""
        # A title that Linli cut from the text itself says nothing twice.
        own = "" if title and text.startswith(title.rstrip("…")) else title
        whole = f"{own}。{text}。{where}"
        terms, named = weigh(own, text), places(whole)
        for term in {term for name in named for term in cut(name)} & terms.keys():
            terms[term] *= OF_A_PLACE
        return cls(terms, named, houses(whole), whole[:600])


@dataclass(frozen=True)
class Weighed:
    """What a message says, weighed by rarity: made once, compared often."""

    said: Said
    terms: Mapping[str, float]
    length: float

    @classmethod
    def of(cls, said: Said, rarity: Rarity) -> Weighed:
        """Weigh every term of a message."""
        terms = {term: value for term, weight in said.terms.items() if (value := weight * rarity(term)) > 0}
        return cls(said, terms, sqrt(sum(value * value for value in terms.values())) or 1.0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two messages are, from 0 to 1, and the words that speak for it."""

    score: float
    words: tuple[str, ...] = ()
    is_elsewhere: bool = False
    """Both name a place, and not the same."""
    is_other_house: bool = False
    """Both name a building by number, and not the same."""


ELSEWHERE: Final = 0.6
OTHER_HOUSE: Final = 0.7


def compare(one: Weighed, other: Weighed) -> Likeness:
    """Say how alike two messages are and by which words."""
    fewer, more = sorted((one.terms, other.terms), key=len)
    shared = {term: value * more[term] for term, value in fewer.items() if term in more}
    if not shared:
        return Likeness(0.0)
    score = sum(shared.values()) / (one.length * other.length)
    here, there = one.said, other.said
    elsewhere = bool(here.places and there.places and here.places.isdisjoint(there.places))
    other_house = bool(here.houses and there.houses and here.houses.isdisjoint(there.houses))
    score *= (ELSEWHERE if elsewhere else 1.0) * (OTHER_HOUSE if other_house else 1.0)
    words = spoken(shared, here.text) if score >= WORTH_WORDS else ()
    return Likeness(min(score, 1.0), words, elsewhere, other_house)


WORTH_WORDS: Final = 0.05


def spoken(weights: Mapping[str, float], text: str, most: int = 4, *, strong: float = 0.0) -> tuple[str, ...]:
    """Give the words of a text that weigh most: as far as pair after pair weighs, “捆绑”, “绑车”, “车位” are “捆绑车位”.

    No dictionary: it would cut the names that matter most. What weighs less than a share of the weightiest
    (`strong`) is left out.
    """
    least = strong * max(weights.values(), default=0.0)
    weights = {term: weight for term, weight in weights.items() if weight >= least}
    scored: dict[str, float] = {}
    for run in _RUN.findall(normalise(plain(text))):
        for part in (run,) if run[0] < "\u3400" else _SMALL.split(run):
            for word in filter(None, (_LOOSE.sub("", word) for word in _chained(part, weights))):
                scored[word] = sum(weights.get(term, 0.0) for term in set(cut(word)))
    found: list[str] = []
    for word in sorted(scored, key=lambda w: (-scored[w], w)):
        told = {term for other in found for term in cut(other)}
        if sum(term in told for term in cut(word)) * 2 < max(len(cut(word)), 1):
            found.append(word)
    return tuple(found[:most])


_SMALL: Final = re.compile(
    "[的了在是我你他她它们有和就都又也着过把被让从到向与及或很太再还没不这那吗呢吧啊呀请]"
)
LONGEST: Final = 10
_LOOSE: Final = re.compile(
    r"(?<=..)(?:附近?|旁边?|对面|门[口前]?|[前后里内外上下])+$|^[市区县镇路街号栋楼](?=..)"
)
"""What hangs on to a name or a matter and says only where beside it."""


def _chained(part: str, weights: Mapping[str, float]) -> list[str]:
    """Cut a run of characters where a pair weighs nothing."""
    if part in weights:
        return [part]
    words, start = [], 0
    for at in range(1, len(part) + 1):
        if at == len(part) or part[at - 1 : at + 1] not in weights or at - start >= LONGEST:
            if at - start >= 2:
                words.append(part[start:at])
            start = at
    return words


# -------- text, place and time together


@dataclass(frozen=True, slots=True)
class Nearness:
    """How far apart two cases lie; None where it is not known."""

    metres: float | None
    days: float | None


HALF_M: Final = 150.0
HALF_DAYS: Final = 30.0


SAME_MATTER: Final = 0.12
"""What the same category adds to likeness: people find many words for a broken lift."""


def together(likeness: float, near: Nearness, *, same_matter: bool = False) -> float:
    """Weigh likeness with distance and time: (text + matter) × place × time, from 0 to 1.

    What is not known counts as the middle, so that a call without a point still finds its neighbours.
    """
    likeness = min(likeness + SAME_MATTER * same_matter, 1.0)
    place = 0.75 if near.metres is None else 0.5 ** (near.metres / HALF_M / 2)
    when = 1.0 if near.days is None else 0.5 ** (max(near.days, 0.0) / HALF_DAYS / 2)
    return likeness * (0.4 + 0.6 * place) * (0.6 + 0.4 * when)

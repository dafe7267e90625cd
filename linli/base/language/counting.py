"""From texts to what is counted in them: words, characters and pairs, how the text begins, the matters it speaks of.

Everything is a number that stands for a piece of text (`keys`), made for a whole batch at once: a message of some
hundred characters takes about a tenth of a millisecond. Nothing about a language is assumed: a text whose words stand
apart already (a sheet of tokens) is taken as it is, other text is cut into words first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import rjieba
from numpy.typing import NDArray

from linli.base.language.thesaurus import MATTERS

WORDS, CHARACTERS, HEAD, MATTER, HEAD_MATTER = range(5)
BLOCKS: Final = 5
"""Kinds of features. Each is brought to length one for itself, so that a long text does not drown its own beginning."""

HEAD_LENGTH: Final = 25
"""Characters at the start that count as a title: people say first what it is about."""

LONGEST: Final = 1500
"""Characters that are read. What comes after them was never found to change the answer, and takes time."""

LONGEST_CUT: Final = 2200
"""The same with the blanks between the words."""

Keys = NDArray[np.uint64]
Ints = NDArray[np.int32]

_WORD_MOST: Final = 8
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_CHAR: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX: Final = np.uint64(0x94D049BB133111EB)
_NEWLINE, _BLANKS = 10, (9, 11, 12, 13, 32, 160)
_SALTS: Final = tuple(np.uint64((0xD1B54A32D192ED03 * n) % (1 << 64) | 1) for n in range(1, 16))


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch of texts as one row of characters without blanks: whose each is, and where words begin."""

    codes: NDArray[np.uint32]
    rows: Ints
    begins: NDArray[np.bool_]
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Each piece found: its key, the text it stands in, its kind, and the characters of the stream it covers."""

    keys: Keys
    rows: Ints
    blocks: NDArray[np.uint8]
    starts: Ints
    lengths: Ints
    count: int


def cut(text: str) -> str:
    """Set the words of a text apart by blanks, unless they stand apart already."""
    pieces = text[:LONGEST_CUT].split()
    # Words average two characters; a text cut into them has a blank at least after every fourth.
    if len(pieces) * 5 > sum(map(len, pieces)):
        return " ".join(pieces)
    return " ".join(rjieba.cut(text[:LONGEST])).replace("\n", " ")


@cache
def _forms() -> NDArray[np.uint32]:
    """Make the table that writes full-width letters and capitals as one keyboard does."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    table[0x3000] = 32
    table[65:91] += 32
    table[0xFF21:0xFF3B] = np.arange(97, 123)
    return table


def stream_of(texts: Sequence[str]) -> Stream:
    """Lay a batch of texts end to end."""
    joined = "\n".join(cut(text) for text in texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    low = codes < 0x10000
    codes = np.where(low, _forms()[np.where(low, codes, 0)], codes)
    ends = codes == _NEWLINE
    rows = np.cumsum(ends) - ends
    blank = ends.copy()
    for blank_code in _BLANKS:
        blank |= codes == blank_code
    kept = ~blank
    after_blank = np.concatenate(([True], blank[:-1]))
    return Stream(codes[kept], rows[kept].astype(np.int32), (kept & after_blank)[kept], len(texts))


def count(stream: Stream) -> Counted:
    """Find every piece of a batch."""
    with np.errstate(over="ignore"):
        return _count(stream)


def _hashed(codes: NDArray[np.uint32]) -> Keys:
    single = (codes.astype(np.uint64) + np.uint64(1)) * _CHAR
    return single ^ (single >> np.uint64(31))


def _salted(keys: Keys, kind: int) -> Keys:
    mixed = (keys ^ _SALTS[kind]) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def _count(stream: Stream) -> Counted:
    rows, n = stream.rows, len(stream.rows)
    if not n:
        none = np.zeros(0, np.int32)
        return Counted(none.astype(np.uint64), none, none.astype(np.uint8), none, none, stream.count)
    single = _hashed(stream.codes)
    places = np.arange(n, dtype=np.int32)
    is_first = np.concatenate(([True], rows[1:] != rows[:-1]))
    offsets = places - np.maximum.accumulate(np.where(is_first, places, 0))
    pairs = single[:-1] * _STEP + single[1:]
    in_row = rows[:-1] == rows[1:]
    found: list[tuple[Keys, Ints, int, Any]] = [(_salted(single, 0), places, CHARACTERS, 1)]
    found.append((_salted(pairs[in_row], 1), places[:-1][in_row], CHARACTERS, 2))

    begins = np.flatnonzero(stream.begins).astype(np.int32)
    whole = np.append(begins[1:], n).astype(np.int32) - begins
    found.append((_salted(_words(single, begins, whole), 2), begins, WORDS, whole))

    at_head = offsets < HEAD_LENGTH
    heads = places[at_head]
    found.append((_salted(single[heads], 3), heads, HEAD, 1))
    heads = places[:-1][in_row & at_head[1:]]
    found.append((_salted(pairs[heads], 4), heads, HEAD, 2))
    triples = heads[(heads + 2 < n) & (offsets[np.minimum(heads + 2, n - 1)] < HEAD_LENGTH)]
    triples = triples[rows[triples] == rows[triples + 2]]
    found.append((_salted(pairs[triples] * _STEP + single[triples + 2], 5), triples, HEAD, 3))

    said, at, length = _matters(single, pairs, rows)
    found.append((_salted(said, 6), at, MATTER, length))
    early = offsets[at] < HEAD_LENGTH
    found.append((_salted(said[early], 7), at[early], HEAD_MATTER, length[early]))

    starts = np.concatenate([where for _keys, where, _block, _length in found])
    return Counted(
        np.concatenate([keys for keys, *_rest in found]),
        rows[starts],
        np.concatenate([np.full(len(keys), block, np.uint8) for keys, _where, block, _length in found]),
        starts,
        np.concatenate(
            [np.broadcast_to(np.int32(length), len(keys)) for keys, _w, _b, length in found]
        ).astype(np.int32),
        stream.count,
    )


def _words(single: Keys, begins: Ints, whole: Ints) -> Keys:
    """Make a key of each word; only its first eight characters count."""
    lengths = np.minimum(whole, _WORD_MOST)
    keys = np.zeros(len(begins), np.uint64)
    for k in range(_WORD_MOST):
        longer = lengths > k
        if not longer.any():
            break
        keys[longer] = keys[longer] * _STEP + single[begins[longer] + np.int32(k)]
    return keys


# ------------------------------------------------------------ the thesaurus


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of the thesaurus, by length, and how the longer ones begin."""

    by_length: dict[int, tuple[Keys, Keys]]
    prefixes: NDArray[np.bool_]


@cache
def _said() -> _Said:
    words = [(word, number) for number, said in enumerate(MATTERS.values(), 1) for word in said]
    by_length: dict[int, tuple[Keys, Keys]] = {}
    prefixes = np.zeros(1 << 16, np.bool_)
    for length in sorted({len(word) for word, _number in words}):
        mine = [(word, number) for word, number in words if len(word) == length]
        codes = np.array([[ord(char) for char in word] for word, _number in mine], np.uint32)
        keys = np.zeros(len(mine), np.uint64)
        for k in range(length):
            keys = keys * _STEP + _hashed(codes[:, k])
            if k == 1:
                prefixes[_short(keys)] = True
        order = np.argsort(keys)
        by_length[length] = (keys[order], np.array([number for _w, number in mine], np.uint64)[order])
    return _Said(by_length, prefixes)


def _short(keys: Keys) -> NDArray[np.int64]:
    return (keys >> np.uint64(48)).astype(np.int64)


def _matters(single: Keys, pairs: Keys, rows: Ints) -> tuple[Keys, Ints, Ints]:
    """Find the words of the thesaurus: the number of the matter, where, how long."""
    said, n = _said(), len(single)
    known: list[Keys] = []
    places: list[Ints] = []
    lengths: list[Ints] = []

    def take(keys: Keys, at: Ints, length: int) -> None:
        table, numbers = said.by_length[length]
        i = np.minimum(np.searchsorted(table, keys), len(table) - 1)
        hit = table[i] == keys
        hit &= rows[at] == rows[np.minimum(at + (length - 1), n - 1)]
        known.append(numbers[i[hit]])
        places.append(at[hit])
        lengths.append(np.full(int(hit.sum()), length, np.int32))

    if 1 in said.by_length:
        take(single, np.arange(n, dtype=np.int32), 1)
    at = np.flatnonzero(said.prefixes[_short(pairs)]).astype(np.int32)
    keys = pairs[at]
    for length in range(2, max(said.by_length) + 1):
        if length > 2:
            inside = at + (length - 1) < n
            at = at[inside]
            keys = keys[inside] * _STEP + single[at + (length - 1)]
        if length in said.by_length:
            take(keys, at, length)
    return np.concatenate(known), np.concatenate(places), np.concatenate(lengths)

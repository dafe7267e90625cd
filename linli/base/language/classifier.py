"""What tells texts apart: one straight line a class over what is counted in a text, and how sure that makes us.

A classifier is numbers and names only. It is kept as a zip of plain arrays and JSON with a checksum (`pack`, `unpack`);
nothing in it can run. Small enough to be read by eye: every score is a sum over pieces of the text (`explain`).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.base.language import counting
from linli.base.language.counting import BLOCKS, Counted, Keys

FORMAT: Final = 1
BATCH: Final = 500
NONE: Final = ""
"""A label that means none of the others; it is never proposed."""

STRANGE: Final = 0.2
"""How much a piece that no example had counts for the length of a text, beside the rarest one known. Ours: without it
a text about something else, of which only a common word is known, would look like a sure one."""

MOST_UNPACKED: Final = 400 * 1024 * 1024

Floats = NDArray[np.float32]


class ModelUnreadable(Exception):
    """Raised when kept bytes are no classifier of ours: cut off, changed, or of another format."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A class that a text may belong to, how probable that is, and the words of the text that speak for it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a classifier says about a text: the likeliest classes first; `is_sure` when the first may be proposed."""

    guesses: tuple[Guess, ...]
    is_sure: bool

    @property
    def first(self) -> Guess | None:
        """The likeliest class."""
        return self.guesses[0] if self.guesses else None


@dataclass(frozen=True)
class Classifier:
    """Labels, the pieces of text that are looked at, what each says for each label, and how scores become confidence."""

    labels: tuple[str, ...]
    keys: Keys
    blocks: NDArray[np.uint8]
    rarity: Floats
    weights: Floats
    shift: Floats
    block_weights: Floats
    heat: float
    lean: Floats
    threshold: float
    about: Mapping[str, Any] = field(default_factory=dict)
    sureness: tuple[float, float] | None = None
    """How the lead of the first label over the second becomes its probability: slope and offset of a logistic curve."""

    # -------- reading

    def vectors(self, counted: Counted) -> Any:
        """Turn counted texts into a sparse matrix: rare pieces weigh more, repeats less, each kind of length one."""
        return weigh(counted, self._index, self.keys, self.blocks, self.rarity, self.block_weights)

    def scores(self, texts: Sequence[str]) -> Floats:
        """Score every text for every label."""
        parts = [
            np.asarray(self.vectors(counting.count(counting.stream_of(texts[i : i + BATCH]))) @ self.weights)
            for i in range(0, len(texts), BATCH)
        ]
        found = np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), np.float32)
        return np.asarray(found + self.shift, np.float32)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Say how probable every label is for every text; a row adds up to one."""
        return self.chances_of(self.scores(texts))

    def chances_of(self, scores: NDArray[Any]) -> Floats:
        """Turn scores into probabilities; the first label's is as often right as it says."""
        bent = scores * self.heat + self.lean
        chances = softmax(bent)
        return chances if self.sureness is None else sure_by_lead(bent, chances, self.sureness)

    def read(self, text: str, *, most: int = 3, explain: bool = True) -> Reading:
        """Name the likeliest labels of a text, with the words that speak for each."""
        counted = counting.count(stream := counting.stream_of([text]))
        vector = self.vectors(counted)
        if not vector.nnz:
            return Reading((), False)
        scores = np.asarray(vector @ self.weights)[0] + self.shift
        chances = self.chances_of(scores[None])[0]
        order = np.argsort(-chances, kind="stable")
        best = np.array([k for k in order if self.labels[k] != NONE][:most], np.int64)
        words = self._words(stream, counted, vector, best) if explain else [()] * len(best)
        guesses = tuple(
            Guess(self.labels[k], float(chances[k]), said) for k, said in zip(best, words, strict=True)
        )
        return Reading(guesses, bool(guesses and guesses[0].confidence >= self.threshold))

    def _words(
        self, stream: counting.Stream, counted: Counted, vector: Any, labels: NDArray[np.int64]
    ) -> list[tuple[str, ...]]:
        """Share what each piece adds to a label among its characters, and sum it up by word."""
        found = self._index.find(counted.keys)
        here = found >= 0
        columns, starts, lengths = found[here], counted.starts[here], counted.lengths[here]
        order = np.argsort(vector.indices)
        value = vector.data[order][np.searchsorted(vector.indices[order], columns)]
        _distinct, which, times = np.unique(columns, return_inverse=True, return_counts=True)
        share = value / times[which] / lengths
        says = self.weights[columns]
        says = (says - says.mean(axis=1, keepdims=True)) * share[:, None]
        begins = np.flatnonzero(stream.begins)
        ends = np.append(begins[1:], len(stream.codes))
        texts = ["".join(map(chr, stream.codes[b:e])) for b, e in zip(begins, ends, strict=True)]
        said = []
        for label in labels:
            size = len(stream.codes) + 1
            line = np.bincount(starts, weights=says[:, label], minlength=size)
            line -= np.bincount(starts + lengths, weights=says[:, label], minlength=size)
            by_word = np.add.reduceat(np.cumsum(line)[:-1], begins)
            sums: dict[str, float] = {}
            for word, amount in zip(texts, by_word, strict=True):
                if word not in _SAYS_NOTHING and not any(char.isdigit() for char in word):
                    sums[word] = sums.get(word, 0.0) + float(amount)
            top = sorted((w for w in sums if sums[w] > 0), key=lambda w: (-sums[w], w))[:4]
            said.append(tuple(top))
        return said

    @cached_property
    def _index(self) -> Index:
        return Index(self.keys)

    # -------- keeping

    def pack(self) -> bytes:
        """Write this classifier down."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        arrays["weights"] = self.weights.astype(np.float16)
        body = io.BytesIO()
        np.savez_compressed(body, **arrays)
        head = {
            "format": FORMAT,
            "labels": self.labels,
            "heat": self.heat,
            "threshold": self.threshold,
            "sureness": self.sureness,
            "about": dict(self.about),
            "sha256": hashlib.sha256(body.getvalue()).hexdigest(),
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("model.json", json.dumps(head, ensure_ascii=False))
            file.writestr("model.npz", body.getvalue())
        return packed.getvalue()


_ARRAYS: Final = {
    "keys": np.uint64,
    "blocks": np.uint8,
    "rarity": np.float32,
    "weights": np.float32,
    "shift": np.float32,
    "block_weights": np.float32,
    "lean": np.float32,
}


def unpack(packed: bytes) -> Classifier:
    """Read a classifier that was written down.

    :raises ModelUnreadable: when the bytes are not what `pack` wrote.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as file:
            head = json.loads(file.read("model.json"))
            body = file.read("model.npz")
        if head["format"] != FORMAT or hashlib.sha256(body).hexdigest() != head["sha256"]:
            raise ModelUnreadable
        with zipfile.ZipFile(io.BytesIO(body)) as inner:
            if sum(part.file_size for part in inner.infolist()) > MOST_UNPACKED:
                raise ModelUnreadable
        with np.load(io.BytesIO(body), allow_pickle=False) as kept:
            arrays: dict[str, Any] = {name: kept[name].astype(kind) for name, kind in _ARRAYS.items()}
        labels = tuple(map(str, head["labels"]))
        size = (len(arrays["keys"]), len(labels))
        if (
            arrays["weights"].shape != size
            or arrays["lean"].shape != size[1:]
            or len(arrays["blocks"]) != size[0]
        ):
            raise ModelUnreadable
        return Classifier(
            labels=labels,
            heat=float(head["heat"]),
            threshold=float(head["threshold"]),
            about=head["about"],
            sureness=_pair(head.get("sureness")),
            **arrays,
        )
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ModelUnreadable from error


def _pair(written: Any) -> tuple[float, float] | None:
    if written is None:
        return None
    slope, offset = map(float, written)
    return slope, offset


# What is counted and yet shown to nobody as a reason; numbers may be somebody's telephone.
_UNSAID: Final = (
    "的 了 是 在 有 和 与 也 都 就 还 又 很 太 不 没 请 我 你 他 她 它 们 我们 你们 他们 这 那 个 一 一个 这个 那个 "
    "吗 呢 吧 啊 到 对 把 被 给 从 让 ， 。 、 ； ： ？ ！ “ ” （ ） , . ; : ? ! ( ) - _ /"
)
_SAYS_NOTHING: Final = frozenset(_UNSAID.split())


# ------------------------------------------------------------ arithmetic


class Index:
    """Finds many keys at once: in a table where there are many, by halving where there are few."""

    FEW: Final = 20_000

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._tables: list[tuple[int, NDArray[np.int32]]] = []

    def find(self, asked: Keys) -> NDArray[np.int32]:
        """Give the place of each key, −1 where there is none."""
        if not len(self.keys):
            return np.full(len(asked), -1, np.int32)
        if len(asked) < self.FEW:
            i = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1).astype(np.int32)
            return np.where(self.keys[i] == asked, i, np.int32(-1))
        found = np.full(len(asked), -1, np.int32)
        left = None
        for shift, table in self._tables or list(self._build()):
            keys = asked if left is None else asked[left]
            i = table[_slots(keys, shift, len(table))]
            i = np.where(self.keys[i] == keys, i, np.int32(-1))
            if left is None:
                found, left = i, np.flatnonzero(i < 0)
            else:
                found[left] = i
                left = left[i < 0]
        return found

    def _build(self) -> Iterator[tuple[int, NDArray[np.int32]]]:
        """Lay the keys into a table; those that fall on a taken slot go to the next, smaller one."""
        size = 1 << max(12, (len(self.keys) * 8).bit_length())
        left = np.arange(len(self.keys), dtype=np.int32)
        shift = 0
        while len(left):
            table = np.zeros(size, np.int32)
            slots = _slots(self.keys[left], shift, size)
            table[slots] = left
            self._tables.append((shift, table))
            yield self._tables[-1]
            left = left[table[slots] != left]
            size, shift = max(1 << 12, size >> 4), shift + 7


def _slots(keys: Keys, shift: int, size: int) -> NDArray[np.int64]:
    return ((keys >> np.uint64(shift)) & np.uint64(size - 1)).astype(np.int64)


def weigh(
    counted: Counted,
    index: Index,
    keys: Keys,
    blocks: NDArray[np.uint8],
    rarity: Floats,
    block_weights: Floats,
) -> Any:
    """Turn counted texts into a sparse matrix over `keys`."""
    from scipy import sparse

    columns = index.find(counted.keys)
    here = columns >= 0
    columns, rows = columns[here], counted.rows[here]
    matrix = sparse.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, columns)), shape=(counted.count, len(keys)), dtype=np.float32
    )
    matrix.sum_duplicates()
    cells = counted.rows.astype(np.int64) * BLOCKS + counted.blocks
    unknown = np.bincount(cells[~here], minlength=counted.count * BLOCKS)
    return scale(matrix, blocks, rarity, block_weights, unknown)


def scale(
    matrix: Any,
    blocks: NDArray[np.uint8],
    rarity: Floats,
    block_weights: Floats,
    unknown: NDArray[Any],
) -> Any:
    """Turn counts into weights, in place. What is `unknown` counts for the length, so that strange texts stay small."""
    kinds = blocks[matrix.indices].astype(np.int64)
    values = (1 + np.log(matrix.data)) * rarity[matrix.indices]
    cells = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * BLOCKS + kinds
    lengths = np.bincount(cells, weights=values * values, minlength=matrix.shape[0] * BLOCKS)
    lengths = np.sqrt(lengths + STRANGE * unknown * (rarity.max() if len(rarity) else 1) ** 2)
    matrix.data = (values / np.maximum(lengths[cells], 1e-12) * block_weights[kinds]).astype(np.float32)
    return matrix


def leads(bent: NDArray[Any]) -> NDArray[Any]:
    """Say by how much the first label of each row stands before the second."""
    two = np.partition(bent, -2, axis=1)[:, -2:]
    return np.asarray(np.abs(two[:, 1] - two[:, 0]))


def sure_by_lead(bent: NDArray[Any], chances: Floats, sureness: tuple[float, float]) -> Floats:
    """Give the first label the probability that its lead says, and share out the rest as before; the order stays."""
    slope, offset = sureness
    rows, first = np.arange(len(chances)), chances.argmax(axis=1)
    sure = 1 / (1 + np.exp(-(slope * leads(bent) + offset)))
    rest = chances.copy()
    rest[rows, first] = 0
    rest /= np.maximum(rest.sum(axis=1, keepdims=True), 1e-12)
    second = rest.max(axis=1)
    sure = np.maximum(sure, second / (1 + second) + 1e-6)
    found = rest * (1 - sure)[:, None]
    found[rows, first] = sure
    return np.asarray(found, np.float32)


def softmax(scores: NDArray[Any]) -> Floats:
    """Turn rows of scores into rows of probabilities."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)

"""Learns a classifier from examples, and how sure it may be from examples it did not see.

Straight lines (a linear support vector machine, one label against the rest) over what `counting` finds. How sure a score
makes us is measured, never assumed: the examples are parted, each part is scored by a model that has not seen it, and the
scores are bent until they are as often right as they say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.base.language import counting
from linli.base.language.classifier import (
    BATCH,
    Classifier,
    Floats,
    Index,
    leads,
    scale,
    softmax,
    sure_by_lead,
)
from linli.base.language.counting import BLOCKS, CHARACTERS, HEAD, HEAD_MATTER, MATTER, WORDS
from linli.base.language.grouping import fold, repeats

Progress = Callable[[int, int], None]

RIGHT_ENOUGH: Final = 0.9
"""Proposals together are right nine times in ten; below the confidence where that ends, a person is asked. Our choice."""

LEAST_THRESHOLD: Final = 0.6
"""No single proposal is made that is more than four times in ten wrong, however good the others are. Our choice."""

MOST_WEIGHTS: Final = 4_000_000
"""Numbers that a model keeps (pieces × labels); the pieces that say least go first. 8 MB on disk."""

MOST_EXAMPLES: Final = 40_000
FEW: Final = 500
PARTS, PARTS_OF_FEW = 3, 10
PARTINGS_OF_FEW = 3
"""How often few examples are parted anew: how sure a score makes is then less a matter of chance."""


class TooFewLabels(Exception):
    """Raised when there is nothing to tell apart: fewer than two labels have examples."""


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    importance: Sequence[float] | None = None,
    hints: Mapping[str, Sequence[str]] | None = None,
    about: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Classifier:
    """Learn which label a text has, from texts with their labels.

    `importance` lets a correction count more than what nobody looked at. `hints` are words that describe labels (names,
    help texts); they stand in where a label has few examples. The time grows with the number of characters: about a
    second for a thousand messages.

    :raises TooFewLabels: fewer than two labels.
    """
    if len(set(labels)) < 2:
        raise TooFewLabels
    weights = np.ones(len(texts)) if importance is None else np.asarray(importance, float)
    names = sorted({*labels, *(hints or {})})
    told = [(words, label) for label, said in (hints or {}).items() for words in said]
    everything = [*texts, *(words for words, _label in told)]
    y = np.array([names.index(label) for label in (*labels, *(label for _words, label in told))])
    heft = np.concatenate((weights, np.full(len(told), HINT_HEFT)))
    strength = _strength(len(texts))
    keys, blocks, counts, unknown = _counts(everything, progress)
    block_weights = _block_weights(len(texts))
    groups = np.concatenate((repeats(texts), -1 - np.arange(len(told))))
    partings = PARTINGS_OF_FEW if len(texts) < 4 * FEW else 1
    mine = np.arange(len(texts))
    unseen = np.concatenate(
        [
            _unseen_scores(
                counts, unknown, blocks, block_weights, y, heft, groups, len(names), strength, seed, progress
            )[mine]
            for seed in range(1, partings + 1)
        ]
    )
    right, often = np.tile(y[mine], partings), np.tile(weights / partings, partings)
    heat, lean = _bend(unseen, right, often)
    bent = unseen * heat + lean
    sureness = _sureness(leads(bent), bent.argmax(axis=1) == right, often, len(names))
    chances = sure_by_lead(bent, softmax(bent), sureness)
    rarity = _rarity(counts)
    vectors = scale(counts.copy(), blocks, rarity, block_weights, unknown)
    lines, shift = _lines(vectors, y, heft, len(names), strength)
    keep = _strongest(lines, len(names))
    return Classifier(
        labels=tuple(names),
        keys=keys[keep],
        blocks=blocks[keep],
        rarity=rarity[keep],
        weights=lines[keep],
        shift=shift,
        block_weights=block_weights,
        heat=heat,
        lean=lean,
        threshold=threshold_of(chances.max(axis=1), chances.argmax(axis=1) == right),
        sureness=sureness,
        about={"examples": len(texts), **(about or {})},
    )


HINT_HEFT: Final = 0.5


def _strength(examples: int) -> float:
    """How closely the lines follow the examples: more closely where there are few, since few pieces repeat."""
    return float(np.clip(3 * np.sqrt(FEW / max(examples, 1)), 1, 3))


def _block_weights(examples: int) -> Floats:
    """How much each kind of piece counts. The thesaurus stands in for experience and gives way to it."""
    found = np.zeros(BLOCKS, np.float32)
    found[WORDS] = found[CHARACTERS] = 1
    found[HEAD] = 0.7
    found[MATTER] = found[HEAD_MATTER] = np.clip(0.5 * np.sqrt(FEW / max(examples, 1)), 0.2, 0.5)
    return found


def _counts(
    texts: Sequence[str], progress: Progress | None
) -> tuple[counting.Keys, NDArray[np.uint8], Any, NDArray[np.int64]]:
    """Count every piece that at least two of the texts have, in batches."""
    from scipy import sparse

    seen: list[tuple[counting.Keys, NDArray[np.uint8], NDArray[np.int64]]] = []
    for i in range(0, len(texts), BATCH):
        counted = counting.count(counting.stream_of(texts[i : i + BATCH]))
        order = np.lexsort((counted.rows, counted.keys))
        k, r, b = counted.keys[order], counted.rows[order], counted.blocks[order]
        new = np.ones(len(k), np.bool_)
        new[1:] = (k[1:] != k[:-1]) | (r[1:] != r[:-1])
        unique, at, times = np.unique(k[new], return_index=True, return_counts=True)
        seen.append((unique, b[new][at], times))
        if len(seen) > 8:
            seen = [_merged(seen)]
        if progress:
            progress(min(i + BATCH, len(texts)) // 2, len(texts))
    keys, blocks, times = _merged(seen)
    keys, blocks = keys[times >= 2], blocks[times >= 2]
    index, found, unknown = Index(keys), [], []
    for i in range(0, len(texts), BATCH):
        counted = counting.count(counting.stream_of(texts[i : i + BATCH]))
        columns = index.find(counted.keys)
        here = columns >= 0
        shape = (counted.count, len(keys))
        ones = np.ones(int(here.sum()), np.float32)
        found.append(sparse.csr_matrix((ones, (counted.rows[here], columns[here])), shape=shape))
        cells = counted.rows.astype(np.int64) * BLOCKS + counted.blocks
        unknown.append(np.bincount(cells[~here], minlength=counted.count * BLOCKS))
        if progress:
            progress((len(texts) + min(i + BATCH, len(texts))) // 2, len(texts))
    return keys, blocks, sparse.vstack(found).tocsr(), np.concatenate(unknown)


def _merged(
    seen: Sequence[tuple[counting.Keys, NDArray[np.uint8], NDArray[np.int64]]],
) -> tuple[counting.Keys, NDArray[np.uint8], NDArray[np.int64]]:
    keys, at, where = np.unique(
        np.concatenate([keys for keys, _b, _t in seen]), return_index=True, return_inverse=True
    )
    times = np.bincount(where, weights=np.concatenate([times for _k, _b, times in seen]), minlength=len(keys))
    return keys, np.concatenate([blocks for _k, blocks, _t in seen])[at], times.astype(np.int64)


def _lines(
    vectors: Any, y: NDArray[np.int64], heft: NDArray[Any], labels: int, strength: float
) -> tuple[Floats, Floats]:
    """Fit one line a label; labels without an example among these score lower than any other."""
    from sklearn.svm import LinearSVC

    here = np.unique(y)
    lines = np.zeros((vectors.shape[1], labels), np.float32)
    shift = np.full(labels, -2.0, np.float32)
    if len(here) == 1:
        shift[here] = 1.0
        return lines, shift
    machine = LinearSVC(C=strength, max_iter=4000, random_state=0).fit(vectors, y, sample_weight=heft)
    if len(here) == 2:
        lines[:, here[1]], lines[:, here[0]] = machine.coef_[0], -machine.coef_[0]
        shift[here[1]], shift[here[0]] = machine.intercept_[0], -machine.intercept_[0]
    else:
        lines[:, here], shift[here] = machine.coef_.T, machine.intercept_
    return lines, shift


def _rarity(counts: Any) -> Floats:
    """Say how much a piece tells by how few texts have it."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + seen)) + 1, np.float32)


def _unseen_scores(
    counts: Any,
    unknown: NDArray[np.int64],
    blocks: NDArray[np.uint8],
    block_weights: Floats,
    y: NDArray[np.int64],
    heft: NDArray[Any],
    groups: NDArray[np.int64],
    labels: int,
    strength: float,
    seed: int,
    progress: Progress | None,
) -> Floats:
    """Score each example by lines that were fitted without it and without its repeats: nothing of it is known to them."""
    parts = PARTS_OF_FEW if len(y) < 4 * FEW else PARTS
    part = fold(y, groups, parts, seed=seed)
    scores = np.zeros((len(y), labels), np.float32)
    for n in range(parts):
        out = part == n
        if not out.any() or out.all():
            continue
        inside = counts[~out]
        seen = np.bincount(inside.indices, minlength=counts.shape[1])
        lost = counts[:, seen < 2] @ np.eye(BLOCKS)[blocks[seen < 2]]
        strange = unknown.reshape(-1, BLOCKS) + lost
        known = np.flatnonzero(seen >= 2)
        inside, outside = inside[:, known], counts[out][:, known]
        rarity = _rarity(inside)
        vectors = scale(inside, blocks[known], rarity, block_weights, strange[~out].ravel())
        lines, shift = _lines(vectors, y[~out], heft[~out], labels, strength)
        scores[out] = (
            scale(outside, blocks[known], rarity, block_weights, strange[out].ravel()) @ lines + shift
        )
        if progress:
            progress(n + 1, parts + 1)
    return scores


def _bend(scores: Floats, y: NDArray[np.int64], heft: NDArray[Any]) -> tuple[float, Floats]:
    """Find the heat and the lean of each label that make the scores as often right as they say."""
    from scipy.optimize import minimize

    labels = scores.shape[1]
    rows, total = np.arange(len(y)), heft.sum()
    # Platt's smoothing: a few examples are never proof of certainty.
    smooth = labels / (len(y) + 2 * labels)
    wanted = np.full(scores.shape, smooth / labels)
    wanted[rows, y] += 1 - smooth

    def cost(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        heat = np.exp(x[0])
        z = scores * heat + x[1:]
        z -= z.max(axis=1, keepdims=True)
        raised = np.exp(z)
        chances = raised / raised.sum(axis=1, keepdims=True)
        off = (chances - wanted) * (heft / total)[:, None]
        loss = -((np.log(np.maximum(chances, 1e-12)) * wanted).sum(axis=1) * heft).sum() / total
        slope = np.concatenate(([(off * scores).sum() * heat], off.sum(axis=0)))
        # Leans only as far as many examples say so.
        loss += 2 * (x[1:] ** 2).sum() / total
        slope[1:] += 4 * x[1:] / total
        return float(loss), slope

    best = minimize(cost, np.concatenate(([1.0], np.zeros(labels))), jac=True, method="L-BFGS-B").x
    return float(np.exp(best[0])), best[1:].astype(np.float32)


FAITH: Final = 2.0
"""How many doubtful examples it takes to turn away from what the bent scores say by themselves. Ours to choose."""


def _sureness(
    lead: NDArray[Any], is_right: NDArray[np.bool_], heft: NDArray[Any], labels: int
) -> tuple[float, float]:
    """Find how the lead of the first label says how often it is right (Platt): two numbers, so few examples will do.

    Where hardly anything was wrong there is nothing to find it from; then the scores are believed, and a tie between
    two of many labels is less than a toss.
    """
    from scipy.optimize import minimize

    tie = -0.5 * np.log(max(labels - 1, 1))
    hits, misses = float(heft[is_right].sum()), float(heft[~is_right].sum())
    wanted = np.where(is_right, (hits + 1) / (hits + 2), 1 / (misses + 2))

    def cost(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        said = 1 / (1 + np.exp(-(w[0] * lead + w[1])))
        known = wanted * np.log(said + 1e-12) + (1 - wanted) * np.log(1 - said + 1e-12)
        loss = -(heft * known).sum() + FAITH / 2 * ((w[0] - 1) ** 2 + (w[1] - tie) ** 2)
        off = heft * (said - wanted)
        slope = np.array([(off * lead).sum() + FAITH * (w[0] - 1), off.sum() + FAITH * (w[1] - tie)])
        return float(loss), slope

    slope, offset = minimize(cost, np.array([1.0, tie]), jac=True, method="L-BFGS-B").x
    # A longer lead never makes less sure.
    return max(float(slope), 0.0), float(offset)


def threshold_of(sure: NDArray[Any], is_right: NDArray[np.bool_]) -> float:
    """Choose the confidence from which proposals were right often enough, by the surest down."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= RIGHT_ENOUGH)
    if not len(good):
        return 1.0
    if good[-1] == len(order) - 1:
        return LEAST_THRESHOLD
    return float(max(LEAST_THRESHOLD, sure[order][good[-1]]))


def _strongest(lines: Floats, labels: int) -> NDArray[np.int64]:
    """Keep the pieces that say most, in the order of their keys."""
    most = MOST_WEIGHTS // labels
    if len(lines) <= most:
        return np.arange(len(lines))
    says = np.abs(lines - lines.mean(axis=1, keepdims=True)).max(axis=1)
    return np.sort(np.argpartition(-says, most)[:most])

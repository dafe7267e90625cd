"""How good a classifier is, measured on texts it has not seen: folds with repeats kept together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from linli.base.language.classifier import Floats
from linli.base.language.grouping import fold, repeats
from linli.base.language.learning import Progress, TooFewLabels, learn

BINS: Final = 10
BULK: Final = 2000
COVERAGES: Final = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
LEAST_OF_A_LABEL: Final = 2


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How one label was found."""

    label: str
    count: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, over all folds together."""

    count: int
    macro_f1: float
    accuracy: float
    top3_accuracy: float
    calibration_error: float
    accuracy_at_80_coverage: float
    messages_per_second: float
    """In bulk, by processor time on one core: what else the machine does meanwhile does not count."""
    ms_for_one: float
    labels: tuple[LabelFigures, ...]
    curve: tuple[tuple[float, float, float], ...]
    """Of the surest share: how many are right, and the least confidence among them."""
    curve_of_confidence: tuple[tuple[float, float, int], ...]
    """By tenths of confidence: the mean confidence, the share that was right, how many."""
    proposed: float
    """The share that would be proposed at the threshold which each fold chose for itself."""
    proposed_right: float
    confusions: tuple[tuple[str, str, int], ...]
    """What is taken for what most often: is, was called, times."""
    repeats: int


def evaluate(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    folds: int = 5,
    seed: int = 0,
    progress: Progress | None = None,
) -> Figures:
    """Learn from all folds but one and read that one, in turn; texts that say the same share a fold.

    Nothing is known beforehand: labels, words, weights, calibration and threshold come from the other folds alone.

    :raises TooFewLabels: when fewer than two labels have two examples.
    """
    names = sorted(set(labels))
    if sum(times >= LEAST_OF_A_LABEL for times in Counter(labels).values()) < LEAST_OF_A_LABEL:
        raise TooFewLabels
    y = np.array([names.index(label) for label in labels])
    groups = repeats(texts)
    part = fold(y, groups, folds, seed)
    chances = np.zeros((len(texts), len(names)), np.float32)
    proposes = np.zeros(len(texts), np.bool_)
    spent, read, alone = 0.0, 0, []
    for n in range(folds):
        inside, outside = np.flatnonzero(part != n).tolist(), np.flatnonzero(part == n).tolist()
        if not outside:
            continue
        model = learn([texts[i] for i in inside], [labels[i] for i in inside])
        said = [texts[i] for i in outside]
        found = model.probabilities(said)
        # Bulk is thousands: a small file is read several times over, or starting would be all that is measured.
        many = said * max(1, BULK // len(said))
        began = time.process_time()
        model.probabilities(many)
        spent += time.process_time() - began
        read += len(many)
        for text in said[:20]:
            began = time.process_time()
            model.read(text, explain=False)
            alone.append(time.process_time() - began)
        chances[np.ix_(outside, [names.index(label) for label in model.labels])] = found
        proposes[outside] = found.max(axis=1) >= model.threshold
        if progress:
            progress(n + 1, folds)
    return _figures(
        names, y, chances, proposes, read / max(spent, 1e-9), alone, len(texts) - len(set(groups))
    )


def _figures(
    names: Sequence[str],
    y: NDArray[np.int64],
    chances: Floats,
    proposes: NDArray[np.bool_],
    speed: float,
    alone: Sequence[float],
    said_again: int,
) -> Figures:
    told, sure = chances.argmax(axis=1), chances.max(axis=1)
    right = told == y
    of_labels = figures_of_labels(names, y, told)
    best = np.argsort(-chances, axis=1, kind="stable")[:, :3]
    order = np.argsort(-sure, kind="stable")
    curve = []
    for share in COVERAGES:
        surest = order[: max(1, round(share * len(y)))]
        curve.append((share, float(right[surest].mean()), float(sure[surest[-1]])))
    missed = Counter((names[a], names[b]) for a, b in zip(y[~right], told[~right], strict=True))
    return Figures(
        count=len(y),
        macro_f1=float(np.mean([one.f1 for one in of_labels])),
        accuracy=float(right.mean()),
        top3_accuracy=float((best == y[:, None]).any(axis=1).mean()),
        calibration_error=calibration_error(sure, right),
        accuracy_at_80_coverage={share: good for share, good, _least in curve}[0.8],
        messages_per_second=speed,
        ms_for_one=1000 * float(np.median(alone)) if alone else 0.0,
        labels=of_labels,
        curve=tuple(curve),
        curve_of_confidence=tuple(_by_confidence(sure, right)),
        proposed=float(proposes.mean()),
        proposed_right=float(right[proposes].mean()) if proposes.any() else 0.0,
        confusions=tuple((a, b, n) for (a, b), n in missed.most_common(10)),
        repeats=said_again,
    )


def figures_of_labels(
    names: Sequence[str], y: NDArray[np.int64], told: NDArray[np.int64]
) -> tuple[LabelFigures, ...]:
    """Say how each label was found."""
    return tuple(_of_label(name, k, y, told) for k, name in enumerate(names))


def _of_label(name: str, k: int, y: NDArray[np.int64], told: NDArray[np.int64]) -> LabelFigures:
    hit, is_so, called = int(((told == k) & (y == k)).sum()), int((y == k).sum()), int((told == k).sum())
    precision, recall = hit / called if called else 0.0, hit / is_so if is_so else 0.0
    f1 = 2 * hit / (is_so + called) if is_so + called else 0.0
    return LabelFigures(name, is_so, precision, recall, f1)


def _by_confidence(sure: Floats, right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    which = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        (float(sure[which == b].mean()), float(right[which == b].mean()), int((which == b).sum()))
        for b in range(BINS)
        if (which == b).any()
    ]


def calibration_error(sure: Floats, right: NDArray[np.bool_]) -> float:
    """Compare confidence with what was right, in ten bins of equal width, weighed by their size (ECE)."""
    return sum(n * abs(said - was) for said, was, n in _by_confidence(sure, right)) / max(len(sure), 1)


def as_line(figures: Figures) -> Mapping[str, float]:
    """Return the figures that a script reads."""
    return {
        name: round(float(getattr(figures, name)), 4)
        for name in (
            "macro_f1",
            "accuracy",
            "top3_accuracy",
            "calibration_error",
            "accuracy_at_80_coverage",
            "messages_per_second",
        )
    }

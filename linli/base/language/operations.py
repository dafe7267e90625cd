"""Learning from an office's closed cases, and choosing which version is in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.db.models import Max

from linli.base.language import cold, learnable, proposing
from linli.base.language.classifier import Classifier, ModelUnreadable, unpack
from linli.base.language.learnable import Example, Subject
from linli.base.language.learning import MOST_EXAMPLES, Progress, TooFewLabels, learn
from linli.base.language.measuring import LabelFigures, calibration_error, figures_of_labels
from linli.base.language.models import LearnedModel
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal

RECENT: Final = 0.2
"""Share of the newest cases on which a new version is compared with the one in use; it has not seen them."""

MOST_RECENT: Final = 2000
LEAST_EXAMPLES: Final = 60
ENOUGH_TO_SEE: Final = 400
LATE_LESSON: Final = timedelta(days=3)
"""Nights without a lesson after which somebody should look."""

CORRECTION: Final = 3.0
"""What a person corrected counts like three cases that nobody looked at. Ours to choose."""


class NoSuchVersion(Refusal):
    """There is no such version, or it was never kept."""


def learn_subject(
    *, actor: Actor, at: datetime, subject: Subject, office: Unit, progress: Progress | None = None
) -> LearnedModel | None:
    """Learn a subject from an office's closed cases, and keep it only where it is better; None with too few of them.

    Better means a higher macro F1, or the same with more right, on the newest fifth of the cases, which neither has
    seen to that end. What is kept is then learned from all of them.
    """
    examples = _distinct(subject.examples(office.pk, MOST_EXAMPLES))
    examples.sort(key=lambda example: example.at)
    if len(examples) < LEAST_EXAMPLES:
        return None
    split = len(examples) - min(MOST_RECENT, max(1, round(RECENT * len(examples))))
    old, recent = examples[:split], examples[split:]
    seeds = subject.seeds(office.pk)
    try:
        trial = _learned(old, seeds, progress)
        before = _in_use(subject, office, seeds)
        is_safe = subject.holds is None or subject.holds(trial)
        told, was = _figures(trial, recent), _figures(before, recent) if before else None
        is_better = is_safe and (
            was is None or (told["macro_f1"], told["accuracy"]) > (was["macro_f1"], was["accuracy"])
        )
        packed = _learned(examples, seeds, progress).pack() if is_better else b""
    except TooFewLabels:
        return None
    made = _keep(subject, office, at, examples, {**told, "before": was}, packed)
    proposing.forget()
    return made


def is_behind(subject: Subject, office: Unit, at: datetime) -> bool:
    """Say whether there are cases enough to learn from and yet no lesson for days. One query, another with cases."""
    rows = LearnedModel.objects.filter(subject=subject.name, office=office)
    last = rows.aggregate(at=Max("learned_at"))["at"]
    if last is not None and last > at - LATE_LESSON:
        return False
    examples = _distinct(subject.examples(office.pk, ENOUGH_TO_SEE))
    old = [one for one in examples if one.at < at - LATE_LESSON]
    return len(old) >= LEAST_EXAMPLES and len({one.label for one in old}) > 1


def choose_version(*, actor: Actor, at: datetime, subject: str, office: Unit, version: int) -> LearnedModel:
    """Put a version into use; 0 goes back to the first day. Four statements.

    :raises NoSuchVersion: not there, not kept, or unreadable.
    """
    with transaction.atomic():
        rows = LearnedModel.objects.select_for_update().filter(subject=subject, office=office)
        chosen = rows.filter(version=version).exclude(packed=b"").first() if version else None
        if version:
            if chosen is None:
                raise NoSuchVersion(version=version)
            try:
                unpack(bytes(chosen.packed))
            except ModelUnreadable as error:
                raise NoSuchVersion(version=version) from error
        last = chosen or rows.filter(is_current=True).first()
        rows.filter(is_current=True).update(is_current=False)
        if chosen is not None:
            chosen.is_current, chosen.chosen_by_id = True, actor.account_id
            chosen.save(update_fields=["is_current", "chosen_by"])
        if last is None:
            raise NoSuchVersion(version=version)
    proposing.forget()
    return last


def _distinct(examples: Any) -> list[Example]:
    """Leave out empty texts, and second copies of the same words with the same label."""
    seen: set[tuple[str, str]] = set()
    found = []
    for example in examples:
        key = (example.text, example.label)
        if example.text.strip() and example.label and key not in seen:
            seen.add(key)
            found.append(example)
    return found


def _learned(examples: Sequence[Example], seeds: learnable.Seeds, progress: Progress | None) -> Classifier:
    return learn(
        [example.text for example in examples],
        [example.label for example in examples],
        importance=[CORRECTION if example.is_correction else 1.0 for example in examples],
        hints={label: list(words) for label, words in seeds.items()},
        progress=progress,
    )


def _in_use(subject: Subject, office: Unit, seeds: learnable.Seeds) -> Classifier | None:
    row = LearnedModel.objects.filter(subject=subject.name, office=office, is_current=True).first()
    if row is not None:
        try:
            return unpack(bytes(row.packed))
        except ModelUnreadable:
            pass
    if subject.first_day is not None:
        return subject.first_day()
    return cold.from_words(seeds) if len(seeds) > 1 else None


def _figures(model: Classifier, recent: Sequence[Example]) -> dict[str, Any]:
    """Measure a classifier on cases."""
    chances = model.probabilities([example.text for example in recent])
    names = sorted({*model.labels, *(example.label for example in recent)})
    told = np.array([names.index(model.labels[k]) for k in chances.argmax(axis=1)])
    y = np.array([names.index(example.label) for example in recent])
    here = Counter(example.label for example in recent)
    of_labels: list[LabelFigures] = [one for one in figures_of_labels(names, y, told) if here[one.label]]
    sure, right = chances.max(axis=1), told == y
    proposes = sure >= model.threshold
    return {
        "measured_on": len(recent),
        "macro_f1": round(float(np.mean([one.f1 for one in of_labels])), 4),
        "accuracy": round(float(right.mean()), 4),
        "calibration_error": round(calibration_error(sure, right), 4),
        "proposed": round(float(proposes.mean()), 4),
        "proposed_right": round(float(right[proposes].mean()), 4) if proposes.any() else None,
        "threshold": round(model.threshold, 3),
    }


def _keep(
    subject: Subject,
    office: Unit,
    at: datetime,
    examples: Sequence[Example],
    figures: dict[str, Any],
    packed: bytes,
) -> LearnedModel:
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        rows = LearnedModel.objects.filter(subject=subject.name, office=office)
        version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
        if packed:
            rows.filter(is_current=True).update(is_current=False)
        return LearnedModel.objects.create(
            subject=subject.name,
            office=office,
            version=version,
            outcome=LearnedModel.Outcome.KEPT if packed else LearnedModel.Outcome.NOT_BETTER,
            is_current=bool(packed),
            learned_at=at,
            examples=len(examples),
            corrections=sum(example.is_correction for example in examples),
            figures=figures,
            packed=packed,
        )

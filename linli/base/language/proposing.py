"""What a text may be, for whoever files, answers the phone or dispatches: from what was learned, else from the first day.

Never in the way: a version that cannot be read is passed over for the cold start, and where there is nothing to say the
reading is empty. `state_of` says which of these an office has, for `linli doctor` and the house page.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from time import monotonic

import numpy as np
from django.db import connection

from linli.base.language import cold, learnable
from linli.base.language.classifier import NONE, Classifier, Guess, ModelUnreadable, Reading, unpack
from linli.base.language.models import LearnedModel

log = logging.getLogger(__name__)

NOTHING = Reading((), False)
HELD_SECONDS = 60.0

MOST_SAID = 256
"""Readings a process keeps, without the texts."""

_said: dict[tuple[int, bytes, int], tuple[Classifier, Reading]] = {}
_held: dict[tuple[str, str, int], tuple[float, Classifier | None]] = {}


class From(StrEnum):
    """Where proposals come from."""

    LEARNED = "learned"
    COLD = "cold"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class State:
    """What an office has for a subject. `is_broken` when the version in use cannot be read and is passed over."""

    source: From
    version: int = 0
    is_broken: bool = False


def propose(subject: str, text: str, *, office_id: int, most: int = 3) -> Reading:
    """Say what a text may be, with the words that speak for it. No query within a minute of the last."""
    model = classifier_for(subject, office_id)
    if model is None:
        return NOTHING
    # A case is opened again and again until somebody has decided; its words and the version stay the same.
    key = (id(model), blake2b(text.encode("utf-8", "replace"), digest_size=16).digest(), most)
    said = _said.get(key)
    if said is None or said[0] is not model:
        while len(_said) >= MOST_SAID:
            _said.pop(next(iter(_said)), None)
        said = _said[key] = model, model.read(text, most=most)
    return said[1]


def propose_many(subject: str, texts: Sequence[str], *, office_id: int) -> list[Reading]:
    """Say what many texts may be, the likeliest only, without words."""
    return read_with(classifier_for(subject, office_id), texts)


def read_with(model: Classifier | None, texts: Sequence[str]) -> list[Reading]:
    """Say what many texts may be by one version, the likeliest only, without words. No query."""
    if model is None or not texts:
        return [NOTHING] * len(texts)
    chances = model.probabilities(texts)
    best = np.argmax(chances, axis=1)
    return [
        Reading((Guess(model.labels[k], float(row[k])),), bool(row[k] >= model.threshold))
        if model.labels[k] != NONE
        else NOTHING
        for k, row in zip(best, chances, strict=True)
    ]


def classifier_for(subject: str, office_id: int) -> Classifier | None:
    """Give the version in use, else what the words of the labels make; None where there is neither.

    A process looks again after a minute: what was learned at night, or chosen on the house page, reaches all by then.
    """
    key = (connection.settings_dict["NAME"], subject, office_id)
    held = _held.get(key)
    if held is not None and held[0] > monotonic():
        return held[1]
    found = _find(subject, office_id)
    _held[key] = (monotonic() + HELD_SECONDS, found)
    return found


def is_learned(subject: str, office_id: int) -> bool:
    """Say whether what answers was learned from the office's own cases. No query within a minute of the last."""
    model = classifier_for(subject, office_id)
    return model is not None and not {"cold", "first_day"} & set(model.about)


def forget() -> None:
    """Look again for everybody, now: something was learned or chosen in this process."""
    _held.clear()
    _said.clear()


def _find(subject: str, office_id: int) -> Classifier | None:
    current = LearnedModel.objects.filter(subject=subject, office=office_id, is_current=True)
    pk = current.values_list("pk", flat=True).first()
    if pk is not None and (learned := _learned(pk)) is not None:
        return learned
    return _first_day(learnable.subject(subject), office_id)


def _first_day(subject: learnable.Subject, office_id: int) -> Classifier | None:
    if subject.first_day is not None:
        return subject.first_day()
    return _cold(_frozen(subject.seeds(office_id)))


def state_of(subject: str, office_id: int) -> State:
    """Say what an office has for a subject."""
    row = (
        LearnedModel.objects.filter(subject=subject, office=office_id, is_current=True)
        .only("version")
        .first()
    )
    if row is not None and _learned(row.pk) is not None:
        return State(From.LEARNED, row.version)
    known = learnable.subject(subject)
    is_there = known.first_day() is not None if known.first_day else bool(known.seeds(office_id))
    return State(
        From.COLD if is_there else From.NOTHING,
        is_broken=row is not None or (known.first_day is not None and not is_there),
    )


@lru_cache(maxsize=16)
def _learned(pk: int) -> Classifier | None:
    """Read a version once; rows of versions never change. One query the first time."""
    packed = LearnedModel.objects.filter(pk=pk).values_list("packed", flat=True).first()
    try:
        return unpack(bytes(packed or b""))
    except ModelUnreadable:
        log.warning("learned model %s cannot be read; the cold start answers instead", pk)
        return None


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(seeds: learnable.Seeds) -> _Frozen:
    return tuple((label, tuple(words)) for label, words in sorted(seeds.items()))


@lru_cache(maxsize=8)
def _cold(seeds: _Frozen) -> Classifier | None:
    return cold.from_words(dict(seeds)) if len(seeds) > 1 else None

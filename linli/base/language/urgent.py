"""Whether words cannot wait: the rules of `urgency` and a line learned from written phrases, read together.

Rules know what they were told; freshly worded emergencies pass them by. The learned companion has seen some hundred
emergencies and as many ordinary messages in many voices (`first_day/urgency.txt`), and carries over to words that no
rule names; it also keeps silent rules that fire at a turn of phrase. Where it can't be read, the rules answer alone.
It advises; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from linli.base.language.classifier import Classifier, ModelUnreadable, unpack
from linli.base.language.urgency import (
    EARLY,
    Danger,
    Urgency,
    is_late_and_calm,
    is_over,
    is_taken_back,
    urgency_in,
)
from linli.kernel.chinese import normalise

CALM: Final = "no"

LEARNED: Final = 0.5
"""From here on the companion alone calls something urgent. Chosen by folds over the phrases it learned from."""

RULED: Final = 0.06
"""A rule that fires is believed unless the companion is this sure that the piece is an ordinary one."""

LATE: Final = 0.7
"""Far down a long letter both must say so: there people tell of what was, and of what might be."""

DOUBTED: Final = 0.8
"""What the companion alone needs where the text tells that it is over, or is long: who is in danger is brief."""

SHORT: Final = 8
SHORTEST: Final = 4
CERTAIN: Final = 0.95
"""Of fewer than eight characters, so of a sentence just begun, the companion must be this sure; of three it says nothing."""

LONGEST_PIECE: Final = 60
_PIECE: Final = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]*")
_PART: Final = re.compile(r"[^，,。！!？?；;、\n]+")


def urgency_of(text: str, model: Classifier | None = None) -> Urgency | None:
    """Say why a text cannot wait, with the words that say so, or None. `model` is the companion in use, else the first."""
    return urgencies_of([text], model)[0]


def urgencies_of(texts: Sequence[str], model: Classifier | None = None) -> list[Urgency | None]:
    """Say of many texts why they cannot wait."""
    model = model or first_model()
    plain = [normalise(text) for text in texts]
    pieces = [(n, start, piece) for n, text in enumerate(plain) for start, piece in pieces_of(text)]
    chances = chances_of(model, [piece for _n, _start, piece in pieces])
    found: list[Urgency | None] = [None] * len(texts)
    over = {n: is_over(plain[n]) for n in {n for n, _start, _piece in pieces}}
    bars = [DOUBTED if len(text) > EARLY else LEARNED for text in plain]
    for (n, start, piece), chance in zip(pieces, chances, strict=True):
        known = found[n]
        if known is not None and known.danger is Danger.LIFE:
            continue
        bar = DOUBTED if over[n] else bars[n]
        said = _read(model, piece, chance, is_early=start < EARLY, is_over=over[n], bar=bar)
        if said is not None and (known is None or said.danger is Danger.LIFE):
            found[n] = said
    return found


def pieces_of(text: str) -> list[tuple[int, str]]:
    """Part a text into pieces of some sentences, where each begins; late ones that tell nothing of now are left out."""
    found: list[tuple[int, str]] = []
    for match in _PIECE.finditer(text):
        if found and found[-1][0] + len(found[-1][1]) == match.start() and _fits(found[-1][1], match[0]):
            found[-1] = (found[-1][0], found[-1][1] + match[0])
        else:
            found.append((match.start(), match[0]))
    cut = [part for start, piece in found for part in _cut(start, piece)]
    return [(start, piece) for start, piece in cut if piece.strip() and not is_late_and_calm(piece, start)]


def _fits(before: str, piece: str) -> bool:
    return len(before) + len(piece) <= LONGEST_PIECE


def _cut(start: int, piece: str) -> list[tuple[int, str]]:
    """Cut a sentence that never ends at its commas."""
    found = []
    while len(piece) > 2 * LONGEST_PIECE:
        comma = piece.rfind("，", LONGEST_PIECE // 2, 2 * LONGEST_PIECE) + 1
        size = comma or 2 * LONGEST_PIECE
        found.append((start, piece[:size]))
        start, piece = start + size, piece[size:]
    return [*found, (start, piece)]


def chances_of(model: Classifier | None, pieces: Sequence[str]) -> Sequence[NDArray[np.float32] | None]:
    """Say how probable each label is for each piece; None for all where there is no companion."""
    if model is None or not pieces:
        return [None] * len(pieces)
    return list(model.probabilities(pieces))


def _read(
    model: Classifier | None,
    piece: str,
    chance: NDArray[np.float32] | None,
    *,
    is_early: bool,
    is_over: bool,
    bar: float,
) -> Urgency | None:
    if model is None or chance is None:
        return urgency_in(piece, is_over=is_over)
    of = dict(zip(model.labels, map(float, chance), strict=True))
    sure = 1 - of.get(CALM, 0.0)
    if sure < (RULED if is_early else LATE):
        return None
    ruled = urgency_in(piece, is_over=is_over)
    size = len(piece.strip())
    is_guess = not is_early or sure < (bar if size >= SHORT else CERTAIN) or size < SHORTEST
    if ruled is not None or is_guess or is_taken_back(piece, is_over=is_over):
        return ruled
    danger = max((Danger.LIFE, Danger.SUPPLY), key=lambda one: of.get(one.value, 0.0))
    return Urgency(danger, _words(model, piece, danger), by_rule=False)


def _words(model: Classifier, piece: str, danger: Danger) -> str:
    """Quote the part of a sentence that says so most."""
    parts: list[str] = [part for part in _PART.findall(piece) if part.strip()]
    if danger.value not in model.labels or len(parts) < 2:
        return piece.strip()[:LONGEST_PIECE]
    chances = model.probabilities(parts)[:, model.labels.index(danger.value)]
    return parts[int(np.argmax(chances))].strip()


# ------------------------------------------------------------ the first day


@cache
def first_model() -> Classifier | None:
    """Give the companion that comes with Linli, read once; None where it is missing or damaged."""
    try:
        return unpack(_file("urgency.model").read_bytes())
    except (OSError, ModelUnreadable):
        return None


def holds(model: Classifier) -> bool:
    """Say whether a version still finds the emergencies that are written down: learning must not lose one in twenty."""
    said = [words for label, lines in first_phrases().items() if label != CALM for words in lines]
    found = urgencies_of(said, model)
    return sum(one is not None for one in found) >= LEAST_HELD * len(said)


LEAST_HELD: Final = 0.97


def first_phrases() -> Mapping[str, tuple[str, ...]]:
    """Give the written phrases by label: life, supply and no."""
    found: dict[str, list[str]] = {}
    for line in _file("urgency.txt").read_text("utf-8").splitlines():
        label, _tab, words = line.partition("\t")
        if words and not line.startswith("#"):
            found.setdefault(label, []).append(words)
    return {label: tuple(words) for label, words in found.items()}


def _file(name: str) -> resources.abc.Traversable:
    return resources.files("linli.base.language") / "first_day" / name

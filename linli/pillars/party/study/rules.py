"""What a question is, what a sheet of them says, which are drawn, where a topic of the plan stands. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 004 tells of weekly study and a quiz about the Party's history; no text says how many questions one has, how many "
    "must answer before a share is shown, or how long answers are kept."
)
LEAST_SHOWN: Final = 5
"""LOCAL: a share of fewer people would tell what one of them answered."""
KEPT_DAYS: Final = 180
"""LOCAL: so long after a quiz closes its answers are there to be read again by who gave them; the totals stay."""
MOST_QUESTIONS: Final = 50
MOST_OPTIONS: Final = 8
LETTERS: Final = "ABCDEFGH"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it goes into the bank: `right` are the places of the right options, in order."""

    kind: QuestionKind
    words: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    source: str
    explanation: str = ""


class QuestionUnclear(Refusal):
    """A row of a sheet, or a form, is no question: `row`, `column`."""


def check(asked: Asked, row: int = 0) -> Asked:
    """Return a question that can be asked and answered.

    :raises QuestionUnclear: nothing is asked, too few or too many options, no right one, or not from anywhere.
    """
    count = len(asked.options)
    wrong = (
        (not asked.words, "words"),
        (not asked.source, "source"),
        (
            not 2 <= count <= MOST_OPTIONS or len(set(asked.options)) < count or not all(asked.options),
            "options",
        ),
        (asked.kind is QuestionKind.TRUTH and count != 2, "options"),
        (not asked.right or not set(asked.right) <= set(range(count)), "right"),
        (asked.kind is not QuestionKind.MULTIPLE and len(asked.right) != 1, "right"),
        (asked.kind is QuestionKind.MULTIPLE and len(asked.right) < 2, "right"),
    )
    for is_wrong, column in wrong:
        if is_wrong:
            raise QuestionUnclear(row=row, column=column)
    return asked


HEADS: Final[Mapping[str, str]] = {
    "题型": "kind",
    "类型": "kind",
    "题目": "words",
    "题干": "words",
    "问题": "words",
    "选项": "options",
    "答案": "right",
    "正确答案": "right",
    "出处": "source",
    "依据": "source",
    "解析": "explanation",
    "说明": "explanation",
}
KINDS: Final[Mapping[str, QuestionKind]] = {
    "单选": QuestionKind.SINGLE,
    "单选题": QuestionKind.SINGLE,
    "多选": QuestionKind.MULTIPLE,
    "多选题": QuestionKind.MULTIPLE,
    "判断": QuestionKind.TRUTH,
    "判断题": QuestionKind.TRUTH,
}
_MARK: Final = re.compile(r"([A-Ha-h])\s*[.．、:：)）\s]\s*")
"""A letter before an option; taken away only where the options are lettered in order: AED and A股 are words."""
TRUTH: Final = ("对", "错")
_BETWEEN: Final = re.compile(r"[，,、；;\s]")
_TRUE: Final = frozenset({"对", "正确", "√", "是", "A", "T"})
_FALSE: Final = frozenset({"错", "错误", "×", "否", "B", "F"})


def fields_of(cells: Sequence[str]) -> list[str]:
    """Say which field each column holds; the options stand in columns of their own, A to H, or in one."""
    found = []
    for cell in cells:
        head = cell.strip().upper().removeprefix("选项")
        option = head[:1] if head[:1] and head[:1] in LETTERS and len(head) == 1 else ""
        found.append(f"option{option}" if option else HEADS.get(cell.strip(), ""))
    return found


def is_head(cells: Sequence[str]) -> bool:
    """Say whether a row has the headings of a question and of its answer."""
    return {"words", "right"} <= set(fields_of(cells))


def question_of(row: int, said: Mapping[str, str]) -> Asked:
    """Read a row of a sheet.

    :raises QuestionUnclear: as named.
    """
    options = _options(said)
    answer = _BETWEEN.sub("", said.get("right", "")).upper()
    kind = KINDS.get(said.get("kind", "").strip()) or _kind_of(options, answer)
    options = options or (TRUTH if kind is QuestionKind.TRUTH else ())
    right = _right(kind, answer)
    made = Asked(
        kind, said.get("words", "").strip()[:300], options, right, said.get("source", "").strip()[:120],
        said.get("explanation", "").strip()[:300],
    )  # fmt: skip
    return check(made, row)


def _right(kind: QuestionKind, answer: str) -> tuple[int, ...]:
    """Give the places of the right options; none where the answer holds anything else."""
    if kind is QuestionKind.TRUTH:
        return (0,) if answer in _TRUE else (1,) if answer in _FALSE else ()
    places = {LETTERS.index(one) for one in answer if one in LETTERS}
    return tuple(sorted(places)) if len(places) == len(answer) else ()


def _kind_of(options: Sequence[str], answer: str) -> QuestionKind:
    if not options:
        return QuestionKind.TRUTH
    return QuestionKind.MULTIPLE if len(answer) > 1 else QuestionKind.SINGLE


def _options(said: Mapping[str, str]) -> tuple[str, ...]:
    own = [said.get(f"option{letter}", "").strip()[:100] for letter in LETTERS]
    if not any(own):
        lines = said.get("options", "").replace("；", "\n").replace(";", "\n").splitlines()
        held = [line.strip() for line in lines if line.strip()]
        marks = [_MARK.match(line) for line in held]
        if all(m and m[1].upper() == letter for m, letter in zip(marks, LETTERS, strict=False)):
            held = [_MARK.sub("", line) for line in held]
        return tuple(line.strip()[:100] for line in held)
    while own and not own[-1]:
        own.pop()
    return tuple(own)


def draw(bank: Collection[int], count: int, seed: int) -> list[int]:
    """Draw questions of a bank, the same for everybody; fewer where it holds fewer."""
    held = sorted(bank)
    return Random(seed).sample(held, min(count, len(held)))


def shares_shown(answered: int) -> bool:
    """Say whether enough answered for a share to tell nobody's answer."""
    return answered >= LEAST_SHOWN


class Standing(StrEnum):
    """Where a topic of the plan, or a quiz, stands on a day."""

    DONE = "done"
    LATE = "late"
    NOW = "now"
    AHEAD = "ahead"
    BEFORE = "before"


def topic_standing(
    year: int, month: int, today: date, since: date | None, *, is_filled: bool = False
) -> Standing:
    """Say where a topic of a month stands; nothing is owed from before the life of an organisation is kept here."""
    if is_filled:
        return Standing.DONE
    if since is None or (year, month) < (since.year, since.month):
        return Standing.BEFORE
    here = (today.year, today.month)
    if here == (year, month):
        return Standing.NOW
    return Standing.LATE if here > (year, month) else Standing.AHEAD


DUE: Final = (Standing.LATE, Standing.NOW)
"""Where a topic stands that is to be studied by now and was not."""


def quiz_standing(opens: date, closes: date, today: date) -> Standing:
    """Say where a quiz stands: it can be answered from the day it opens to the day it closes."""
    if today < opens:
        return Standing.AHEAD
    return Standing.NOW if today <= closes else Standing.DONE

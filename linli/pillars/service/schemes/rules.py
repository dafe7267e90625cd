"""Whom a scheme fits: conditions over what the register of enterprises holds, each with three answers. Pure.

What is not known is neither yes nor no: it is asked. Conditions hold together; one that says “or” is an alternative
to the one above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from linli.kernel.refusals import Refusal
from linli.kernel.standards.trades import trade_of
from linli.pillars.service.enterprises.rules.record import FORMS, SIZES, TAXPAYERS

MOST_CONDITIONS: Final = 12
MOST_WORDS: Final = 120


class Subject(StrEnum):
    """What a condition asks about."""

    TRADE = "trade"
    FORM = "form"
    SIZE = "size"
    TAXPAYER = "taxpayer"
    STAFF_LEAST = "least"
    STAFF_MOST = "most"
    YOUNGER = "younger"
    OLDER = "older"
    SINCE = "since"
    AREA = "area"
    CODE = "code"
    TRAIT = "trait"
    NOT_TRAIT = "no_trait"
    ASK = "ask"


class Trait(StrEnum):
    """What schemes ask for and a licence does not say. Of the enterprise, never of a person."""

    INSURED = "insured"
    KEEPS_STAFF = "keeps"
    GRADUATES = "grads"
    FIRST = "first"
    HIGH_TECH = "hightech"
    SPECIAL = "special"
    CREDIT = "credit"
    RENTS = "rents"
    LOAN = "loan"
    EXPORTS = "exports"


class Answer(StrEnum):
    """Whether something fits. Unknown is not no."""

    FITS = "fits"
    NOT = "not"
    ASK = "ask"


class BadCondition(Refusal):
    """A condition says nothing that can be looked up: `row`, `word`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. `values` are codes; `words` are those of the document; `is_or` joins it to the one above."""

    subject: Subject
    values: tuple[str, ...] = ()
    words: str = ""
    is_or: bool = False

    @property
    def stored(self) -> dict[str, Any]:
        """What is kept in the database."""
        return {
            "subject": self.subject.value,
            "values": list(self.values),
            "words": self.words,
            "or": self.is_or,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about an enterprise; empty and None are not known. `line` is its place and what lies above."""

    trade: str = ""
    form: str = ""
    size: str = ""
    taxpayer: str = ""
    staff_count: int | None = None
    founded_date: date | None = None
    line: frozenset[int] = frozenset()
    has_code: bool | None = None
    traits: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A condition against what is known: the answer, and what was looked at."""

    condition: Condition
    answer: Answer
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a scheme fits, with the answer to each condition."""

    answer: Answer
    checks: tuple[Check, ...]


def read(stored: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Read conditions as they are kept."""
    return tuple(
        Condition(Subject(one["subject"]), tuple(one["values"]), one["words"], bool(one["or"]))
        for one in stored
    )


def judge(conditions: Sequence[Condition], known: Known, today: date) -> Verdict:
    """Answer every condition and all of them together.

    Alternatives fit when one fits, do not when none can; together they fit when all fit, do not when one does not.
    """
    checks = tuple(_check(one, known, today) for one in conditions)
    groups: list[list[Answer]] = []
    for check in checks:
        if check.condition.is_or and groups:
            groups[-1].append(check.answer)
        else:
            groups.append([check.answer])
    parts = [_first(group, Answer.FITS, Answer.ASK, Answer.NOT) for group in groups]
    return Verdict(_first(parts, Answer.NOT, Answer.ASK, Answer.FITS) if parts else Answer.FITS, checks)


def _first(given: Sequence[Answer], *order: Answer) -> Answer:
    return next(answer for answer in order if answer in given)


def _check(one: Condition, known: Known, today: date) -> Check:
    match one.subject:
        case Subject.TRADE | Subject.FORM | Subject.SIZE | Subject.TAXPAYER:
            value = str(getattr(known, one.subject.value))
            return _said(one, value, value in one.values)
        case Subject.STAFF_LEAST | Subject.STAFF_MOST:
            count, line = known.staff_count, int(one.values[0])
            fits = count is not None and (
                count >= line if one.subject is Subject.STAFF_LEAST else count <= line
            )
            return _said(one, "" if count is None else str(count), fits)
        case Subject.YOUNGER | Subject.OLDER | Subject.SINCE:
            return _said(
                one,
                known.founded_date.isoformat() if known.founded_date else "",
                known.founded_date is not None and _is_of_age(one, known.founded_date, today),
            )
        case Subject.AREA:
            return _said(one, "area", not known.line.isdisjoint(int(value) for value in one.values))
        case Subject.CODE:
            return _said(one, _yes_no(known.has_code), bool(known.has_code))
        case Subject.TRAIT | Subject.NOT_TRAIT:
            held = known.traits.get(one.values[0])
            return _said(one, _yes_no(held), held is (one.subject is Subject.TRAIT))
    return Check(one, Answer.ASK)


def _said(one: Condition, found: str, fits: bool) -> Check:
    if not found:
        return Check(one, Answer.ASK)
    return Check(one, Answer.FITS if fits else Answer.NOT, found)


def _yes_no(held: bool | None) -> str:
    return "" if held is None else ("yes" if held else "no")


def _is_of_age(one: Condition, founded: date, today: date) -> bool:
    if one.subject is Subject.SINCE:
        return founded >= date.fromisoformat(one.values[0])
    # A company is N months old on the day of the month on which it was founded, or on the last of a shorter month.
    months = (today.year - founded.year) * 12 + today.month - founded.month - (today.day < founded.day)
    line = int(one.values[0])
    return months < line if one.subject is Subject.YOUNGER else months >= line


# --- written by people --------------------------------------------------------------------------------------

_SPLIT: Final = re.compile(r"[、，,；;/\s]+")
_WORDS: Final[Mapping[Subject, Mapping[str, Any]]] = {
    Subject.FORM: FORMS,
    Subject.SIZE: SIZES,
    Subject.TAXPAYER: TAXPAYERS,
}
MOST_NUMBER: Final = 1_000_000


def written(
    row: int,
    subject: str,
    text: str,
    words: str = "",
    *,
    is_or: bool = False,
    places: Mapping[str, int],
    traits: Mapping[str, str],
) -> Condition:
    """Read a condition as somebody typed it: “住宿和餐饮、批发”, “36”, “2026-01-01”, the names of places.

    :raises BadCondition: a word that means nothing here, a number that is none.
    """
    kind, said = Subject(subject), half(text)
    parts = [part for part in _SPLIT.split(said) if part]
    match kind:
        case Subject.TRADE:
            values = [_or_refuse(row, part, trade_of(part)) for part in parts]
        case Subject.FORM | Subject.SIZE | Subject.TAXPAYER:
            values = [_or_refuse(row, part, _WORDS[kind].get(part)) for part in parts]
        case Subject.STAFF_LEAST | Subject.STAFF_MOST | Subject.YOUNGER | Subject.OLDER:
            digits = re.fullmatch(r"(\d{1,7})\D{0,3}", said.strip())
            if digits is None or int(digits[1]) > MOST_NUMBER:
                raise BadCondition(row=row, word=said[:20])
            values = [str(int(digits[1]))]
        case Subject.SINCE:
            values = [_day(row, said)]
        case Subject.AREA:
            values = [_or_refuse(row, part, str(places.get(part, ""))) for part in parts]
        case Subject.TRAIT | Subject.NOT_TRAIT:
            values = [_or_refuse(row, part, traits.get(part)) for part in [said.strip()] if part]
        case _:
            values = []
    if kind not in (Subject.CODE, Subject.ASK) and not values:
        raise BadCondition(row=row, word=said[:20])
    if kind is Subject.ASK and not (words.strip() or said.strip()):
        raise BadCondition(row=row, word="")
    own = words.strip() or (said.strip() if kind is Subject.ASK else "")
    return Condition(kind, tuple(dict.fromkeys(str(v) for v in values)), own[:MOST_WORDS], is_or)


def half(text: str) -> str:
    """Give full-width digits as people type them on a phone in their plain form."""
    return text.translate({0xFF10 + n: str(n) for n in range(10)})


def _or_refuse(row: int, part: str, code: object) -> str:
    if not code:
        raise BadCondition(row=row, word=part[:20])
    return str(code)


def _day(row: int, said: str) -> str:
    found = re.fullmatch(r"\s*(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D{0,2}\s*", said)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _or_refuse(row, said, "")
    except ValueError:
        raise BadCondition(row=row, word=said[:20]) from None

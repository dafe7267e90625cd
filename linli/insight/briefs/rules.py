"""Which days a brief is about, and what its text may say: numbers stand in it as [12](figure). Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.refusals import Refusal

MOST_WORDS: Final = 6_000
TOKEN: Final = re.compile(r"\[([^\]\[]{1,14})\]\(([a-z0-9_.:-]{1,80})\)")
BEFORE: Final = "-before"
"""After the code of a figure: the same of the period before."""
ABOVE: Final = ":above"
BELOW: Final = ":below"
"""After the code of a share: the number above the line, the one below."""
_MONTH: Final = re.compile(r"-m(0[1-9]|1[0-2])$")


class BriefKind(StrEnum):
    """The briefs an office writes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    HOT = "hot"
    THEME = "theme"
    ANNUAL = "annual"


class NumberNotOfFigure(Refusal):
    """A number in the text is not what its figure says: `number`. Numbers are counted, not written."""


class NoSuchFigure(Refusal):
    """A number leads to a figure that this brief does not have: `code`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: words, or a number with the figure it is of."""

    words: str
    code: str = ""


def period_of(kind: BriefKind, day: date) -> tuple[date, date]:
    """Give the days a brief of a morning is about, the last one left out: what is over, of a year what has passed."""
    match kind:
        case BriefKind.DAILY:
            return day - timedelta(days=1), day
        case BriefKind.WEEKLY | BriefKind.HOT:
            monday = day - timedelta(days=day.weekday())
            return monday - timedelta(days=7), monday
        case BriefKind.ANNUAL:
            year = (day - timedelta(days=31)).year
            return date(year, 1, 1), min(day, date(year + 1, 1, 1))
        case _:
            first = day.replace(day=1)
            return (first - timedelta(days=1)).replace(day=1), first


def before(start: date, until: date, kind: BriefKind) -> date:
    """Give the first day of the period before; it ends where this one begins."""
    if kind in (BriefKind.MONTHLY, BriefKind.THEME):
        return (start - timedelta(days=1)).replace(day=1)
    return date(start.year - 1, 1, 1) if kind is BriefKind.ANNUAL else start - (until - start)


def is_due(kind: BriefKind, day: date) -> bool:
    """Say whether a brief is written on a morning: each day, Mondays, the first of a month, the second of January."""
    match kind:
        case BriefKind.DAILY:
            return True
        case BriefKind.WEEKLY | BriefKind.HOT:
            return day.weekday() == 0
        case BriefKind.ANNUAL:
            return (day.month, day.day) == (1, 2)
        case _:
            return day.day == 1


def month_code(code: str, month: int) -> str:
    """Give the code of a figure in a month of the year a brief is about."""
    return f"{code}-m{month:02}"


def told_of(token: str, start: date, until: date, kind: BriefKind) -> tuple[str, date, date]:
    """Take a number's code apart: the figure it is of, and its first day and the day after its last."""
    code = token.removesuffix(ABOVE).removesuffix(BELOW)
    if code.endswith(BEFORE):
        return code.removesuffix(BEFORE), before(start, until, kind), start
    month = _MONTH.search(code)
    if month is None:
        return code, start, until
    first = date(start.year, int(month[1]), 1)
    return code[: month.start()], first, (first + timedelta(days=31)).replace(day=1)


def lines_of(text: str) -> list[tuple[str, list[Piece]]]:
    """Take a text apart: each line as a heading ("h") or a paragraph ("p"), in pieces. Empty lines go."""
    found = []
    for line in text.splitlines():
        said = line.strip()
        if said:
            is_head = said.startswith("## ")
            found.append(("h" if is_head else "p", pieces_of(said.removeprefix("## "))))
    return found


def pieces_of(said: str) -> list[Piece]:
    """Take a line apart into words and numbers."""
    pieces, at = [], 0
    for hit in TOKEN.finditer(said):
        if hit.start() > at:
            pieces.append(Piece(said[at : hit.start()]))
        pieces.append(Piece(hit[1], hit[2]))
        at = hit.end()
    return [*pieces, Piece(said[at:])] if at < len(said) else pieces


def tokens_of(text: str) -> set[str]:
    """Give the codes of the numbers in a text."""
    return {hit[2] for hit in TOKEN.finditer(text)}


def check(text: str, numbers: Mapping[str, str]) -> None:
    """Hold that every number in a text that leads to a figure is what the figure says.

    :raises NoSuchFigure, NumberNotOfFigure: as named.
    """
    for hit in TOKEN.finditer(text):
        if hit[2] not in numbers:
            raise NoSuchFigure(code=hit[2])
        if hit[1] != numbers[hit[2]]:
            raise NumberNotOfFigure(number=hit[1])


def renewed(text: str, numbers: Mapping[str, str]) -> str:
    """Put the numbers of a text anew; every word somebody wrote stays."""
    return TOKEN.sub(lambda hit: f"[{numbers.get(hit[2], hit[1])}]({hit[2]})", text)

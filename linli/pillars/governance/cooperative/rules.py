"""Shares by a version of the allotment rules, and a sum parted by shares to the fen. Pure: no Django.

The article tells that retired people counted in a ratio of 1:3 and, since the reform of July 2010, of 1:8. It does not say
what the two sides are; here the left one is what is counted (a person, or years of membership), the right one is shares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 004 names 1:3 and 1:8 for retired members and a meeting of representatives every half year; which kinds of "
    "members there are and what is counted is for each cooperative's own articles."
)
MOST_MEMBERS: Final = 20_000
MOST_LINES: Final = 2_000
MOST_FEN: Final = 10**13
"""A hundred thousand million yuan: what is larger was typed wrong."""
MOST_SIDE: Final = 10_000


class RatioUnclear(Refusal):
    """A ratio is not written as two whole numbers: `words`."""


class LineUnclear(Refusal):
    """A line of a list does not say what it must: `line`."""


class NothingToPart(Refusal):
    """No shares, or no money."""


class MemberKind(StrEnum):
    """The kinds of members that a version of the rules can tell apart."""

    WORKING = "working"
    RETIRED = "retired"
    RESIDENT = "resident"
    MINOR = "minor"


class Counted(StrEnum):
    """What the left side of a ratio counts."""

    PERSON = "person"
    YEARS = "years"


class ChangeKind(StrEnum):
    """What a resolution does to the register."""

    JOIN = "join"
    FACTS = "facts"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the rules: so many of what is counted give so many shares."""

    kind: MemberKind
    counted: Counted
    per: int
    shares: int

    @property
    def words(self) -> str:
        """The ratio as people write it."""
        return f"{self.per}:{self.shares}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What shares are computed from: the kind of a member, and full years of membership."""

    kind: MemberKind
    years: int


@dataclass(frozen=True, slots=True)
class Allotted:
    """The shares of one member, with the numbers they come from: `counted` × `shares` ÷ `per`, whole shares."""

    total: int
    counted: int
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Event:
    """A change as the register has it."""

    kind: ChangeKind
    from_date: date
    standing: Standing | None


def read_ratio(words: str) -> tuple[int, int]:
    """Read "1:8", in whatever colon.

    :raises RatioUnclear: as named.
    """
    found = re.fullmatch(r"\s*(\d{1,5})\s*[:：∶]\s*(\d{1,5})\s*", words)
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= sides[0] <= MOST_SIDE or sides[1] > MOST_SIDE:
        raise RatioUnclear(words=words[:20])
    return sides


def allot(ratios: Iterable[Ratio], standing: Standing) -> Allotted:
    """Compute the shares of a member: whole ones, what is over is dropped. A kind without a line has none."""
    ratio = next((r for r in ratios if r.kind is standing.kind), None)
    if ratio is None:
        return Allotted(0, 0, None)
    counted = 1 if ratio.counted is Counted.PERSON else standing.years
    return Allotted(counted * ratio.shares // ratio.per, counted, ratio)


def standing_on(events: Iterable[Event], day: date) -> Standing | None:
    """Say how a member stood on a day, from the changes in force then; None: not a member.

    Of changes in force from the same day the later written wins, so `events` come in the order of the register.
    """
    standing: Standing | None = None
    for event in sorted(events, key=lambda e: e.from_date):
        if event.from_date > day:
            break
        standing = None if event.kind is ChangeKind.LEAVE else event.standing
    return standing


def part(pool_fen: int, shares: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Part a sum by shares, exactly: `shares` are (number, shares), what comes back is number → fen.

    Everybody gets the whole fen of their part; the fen left over go one each to those whose rest was largest, of equals to
    the lower number. So the sum is the sum, nobody is off by a fen or more, and the order of the list is all one.

    :raises NothingToPart: no shares, or no money.
    """
    whole = sum(n for _number, n in shares)
    if whole <= 0 or pool_fen <= 0 or any(n < 0 for _number, n in shares):
        raise NothingToPart
    found = {number: pool_fen * n // whole for number, n in shares}
    left = pool_fen - sum(found.values())
    by_rest = sorted(shares, key=lambda one: (-(pool_fen * one[1] % whole), one[0]))
    for number, _n in by_rest[:left]:
        found[number] += 1
    return found


def yuan(fen: int) -> str:
    """Write fen as yuan with two places, exactly."""
    return f"{fen // 100:,}.{fen % 100:02d}"


# --- lists as people paste them -----------------------------------------------------------------------------------

_CUT = re.compile(r"[,，;；、\t]|\s+")


def read_joins(words: str, kinds: Mapping[str, MemberKind]) -> list[tuple[str, MemberKind, int, str]]:
    """Read who joins, one a line: name, kind, years, and a number where there is one. Kinds are read by their label.

    :raises LineUnclear: a line lacks a part.
    """
    found = []
    for n, line in enumerate(_lines(words), 1):
        parts = _parts(line)
        if len(parts) < 2 or parts[1] not in kinds:
            raise LineUnclear(line=n)
        years = parts[2] if len(parts) > 2 else "0"
        phone = parts[3] if len(parts) > 3 else ""
        if len(parts) > 4 or not _is_years(years) or (phone and not re.fullmatch(r"\d{11}", phone)):
            raise LineUnclear(line=n)
        found.append((parts[0][:40], kinds[parts[1]], int(years), phone))
    return found


def read_turns(
    words: str, kinds: Mapping[str, MemberKind], leaving: str
) -> list[tuple[int, MemberKind | None, int]]:
    """Read what changes, one a line: number, then a kind and years, or the word for leaving (kind None).

    :raises LineUnclear: a line lacks a part.
    """
    found: list[tuple[int, MemberKind | None, int]] = []
    for n, line in enumerate(_lines(words), 1):
        parts = _parts(line)
        if len(parts) < 2 or not re.fullmatch(r"[0-9]{1,6}", parts[0]):
            raise LineUnclear(line=n)
        if parts[1] == leaving and len(parts) == 2:
            found.append((int(parts[0]), None, 0))
        elif parts[1] in kinds and len(parts) == 3 and _is_years(parts[2]):
            found.append((int(parts[0]), kinds[parts[1]], int(parts[2])))
        else:
            raise LineUnclear(line=n)
    return found


def _parts(line: str) -> list[str]:
    return [p for p in _CUT.split(line.strip()) if p]


def _is_years(words: str) -> bool:
    return re.fullmatch(r"[0-9]{1,2}", words) is not None


def _lines(words: str) -> list[str]:
    found = [line for line in words.splitlines() if line.strip()]
    if not found or len(found) > MOST_LINES:
        raise LineUnclear(line=min(len(found), MOST_LINES + 1))
    return found

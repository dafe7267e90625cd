"""What is put right until when: limits, guards, and what a check says. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final

from linli.base.flow.table import Facts
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice
from linli.kernel.standards.frontage import BY_CODE, FAULTS, Line, lines_for

SOURCE: Final = local_choice(
    "No rule read names days for 门前五包: what is swept or moved is due the next working day, what is built in five; a "
    "district sets its own. Enforcement has the time of an ordinary administrative matter."
)
LIMITS: Final = {
    "mend": Limit(3, LimitUnit.WORK_DAY, SOURCE),
    "recheck": Limit(2, LimitUnit.WORK_DAY, SOURCE),
    "decide": Limit(5, LimitUnit.WORK_DAY, SOURCE),
    "enforce": Limit(30, LimitUnit.WORK_DAY, SOURCE),
    "resolve": Limit(15, LimitUnit.WORK_DAY, SOURCE),
}
MOST_DAYS: Final = 15
MOST_FAILED: Final = 1
APPEAL_DAYS: Final = timedelta(days=15)
"""How long after its end a merchant may still object. LOCAL."""


class Mark(StrEnum):
    """What is said of a line."""

    OK = "ok"
    BAD = "bad"
    NONE = "none"


class NothingChecked(Refusal):
    """No line was looked at."""


class CheckLineUnknown(Refusal):
    """A line that is none of this trade's: `line`."""


class FailedTwice(Refusal):
    """Not put right twice: it goes to enforcement, or a leader gives more time."""


class OrderBounced(Refusal):
    """Enforcement sent it back once; a leader of the office settles who does it."""


class OrderAppealedAlready(Refusal):
    """Objected to once; it was decided."""


class OrderAppealTooLate(Refusal):
    """It ended too long ago to object."""


def read_marks(trade: str, marks: Mapping[str, str]) -> dict[str, str]:
    """Give the marks of the lines of a trade, in the order of its list.

    :raises CheckLineUnknown: a line or a mark that is none. :raises NothingChecked: nothing was looked at.
    """
    lines = {line.code for line in lines_for(trade)}
    for code, mark in marks.items():
        if code not in lines or mark not in set(Mark):
            raise CheckLineUnknown(line=str(code)[:20])
    held = {line.code: marks.get(line.code, Mark.NONE.value) for line in lines_for(trade)}
    if all(mark == Mark.NONE for mark in held.values()):
        raise NothingChecked
    return held


def bad_lines(marks: Mapping[str, str]) -> tuple[Line, ...]:
    """Give the lines that failed, as far as the list still knows them."""
    return tuple(BY_CODE[code] for code, mark in marks.items() if mark == Mark.BAD and code in BY_CODE)


def faults_of(lines: Sequence[Line]) -> str:
    """Say what is wrong with the lines that failed, as an office writes it."""
    return "；".join(FAULTS[line.code] for line in lines)


def title_of(sign: str, lines: Sequence[Line]) -> str:
    """Name an order as a clerk would: whose shop, and the first of what is put right."""
    more = f"等 {len(lines)} 项" if len(lines) > 1 else ""
    return f"{sign}整改：{FAULTS[lines[0].code]}{more}"


def days_for(marks: Mapping[str, str]) -> int:
    """Give the working days in which everything is put right: as the most pressing line says."""
    return min(line.days for line in bad_lines(marks))


def not_failed_often(facts: Facts) -> type[Refusal] | None:
    """Refuse a third look without result."""
    return FailedTwice if facts.reopened_count > MOST_FAILED else None


def not_bounced(facts: Facts) -> type[Refusal] | None:
    """Refuse a second return from enforcement."""
    return OrderBounced if facts.returned_count else None


def may_appeal(facts: Facts) -> type[Refusal] | None:
    """Let a merchant object once, and not long after the end."""
    if "appealed" in facts.pending:
        return OrderAppealedAlready
    return OrderAppealTooLate if "late" in facts.pending else None


def was_closed(facts: Facts) -> bool:
    """Say whether it had ended when the merchant objected."""
    return "was_closed" in facts.pending

"""What kinds of cases ask alike: whether somebody is content, and whether something waits for a decision.

Pure: facts in, decisions out. The rules stand here once, so that a report and a rating follow the same.
"""

from __future__ import annotations

from linli.base.flow.table import Facts, Guard
from linli.kernel.refusals import Refusal

UNSATISFIED_BELOW = 3
"""Levels 5 to 3 (非常满意, 满意, 基本满意) count as satisfied; GB/T 39734-2020."""


class NothingPending(Refusal):
    """There is no request to decide."""


class AlreadyAsked(Refusal):
    """The same request is waiting for a decision."""


def is_unhappy(solved: bool | None, level: int | None) -> bool:
    """Say whether a call-back reopens: not solved, or dissatisfied (levels 1 and 2)."""
    return solved is False or (level is not None and level < UNSATISFIED_BELOW)


def reopens(facts: Facts) -> bool:
    """Say whether this call-back reopens the case: once, automatically."""
    return is_unhappy(facts.solved, facts.level) and facts.reopened_count == 0


def can_be_asked(facts: Facts) -> bool:
    """Say whether there is somebody to ask."""
    return facts.can_be_asked


def has_pending(what: str) -> Guard:
    """Make a guard: there is a request of this kind to decide."""

    def guard(facts: Facts) -> type[Refusal] | None:
        return None if what in facts.pending else NothingPending

    guard.__name__ = f"has_pending_{what}"
    return guard


def not_pending(what: str) -> Guard:
    """Make a guard: the same request is not waiting already."""

    def guard(facts: Facts) -> type[Refusal] | None:
        return AlreadyAsked if what in facts.pending else None

    guard.__name__ = f"not_pending_{what}"
    return guard

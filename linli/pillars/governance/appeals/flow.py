"""The flow of an appeal: one table.

appealed (to the office, with a day by which it is answered) → upheld or dismissed, each with the reason. Whoever
appealed may add words while it waits, or take it back and say why.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, LEADING
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import local_choice

KIND = "governance.appeal"

JUDGING = CENTRE | LEADING
JUDGE = Who(Stand.OFFICE, JUDGING)
UNIT = Who(Stand.REPORTER)
"""The unit that appealed, by whoever speaks for it: the app whose result it is knows who does."""

OPEN = ("appealed",)
LAST = ("upheld", "dismissed", "withdrawn")

SOURCE = local_choice(
    "No rule read names days for a unit's appeal against an evaluation or an assessment; five working days are what "
    "offices allow themselves elsewhere, and an office may set its own."
)
LIMITS = {"judge": Limit(5, LimitUnit.WORK_DAY, SOURCE), "resolve": Limit(10, LimitUnit.WORK_DAY, SOURCE)}

# fmt: off
MOVES = (
    Move("add_to_appeal", OPEN, None, (UNIT,), asks=("note",)),
    Move("withdraw_appeal", OPEN, "withdrawn", (UNIT,), asks=("note",), clock=Clock.END),
    Move("uphold_appeal", OPEN, "upheld", (JUDGE,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("dismiss_appeal", OPEN, "dismissed", (JUDGE,), asks=("answer",), clock=Clock.END, is_public=True),
    *clock_moves(OPEN),
)
# fmt: on

APPEAL = register(
    Flow(
        kind=KIND,
        first=("appealed",),
        last=frozenset(LAST),
        stopped=frozenset(),
        moves=MOVES,
        limits=LIMITS,
    )
)

"""The flow of a request about one's own data: one table.

received → taken → done, or refused with the reason and where to turn. To see and to take along are handed over at
once, by no hand; to put right and to delete a member of staff carries out.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, INTAKE, LEADING
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL

KIND = "service.rights"

LIMITS = {
    "accept": Limit(1, LimitUnit.WORK_DAY, LOCAL),
    "settle": Limit(15, LimitUnit.WORK_DAY, LOCAL),
    "resolve": Limit(15, LimitUnit.WORK_DAY, LOCAL),
}
"""PIPL art. 50 asks for a convenient way and names no days; 15 working days are what deployments promise (LOCAL)."""

DESK = Who(Stand.HOLDER, INTAKE | CENTRE)
LEADER = Who(Stand.OFFICE, LEADING)
REPORTER = Who(Stand.REPORTER)
CLOCK = Who(Stand.SYSTEM)

OPEN = ("received", "accepted")
LAST = ("closed", "refused", "withdrawn")

MOVES = (
    Move(
        "accept",
        ("received",),
        "accepted",
        (DESK,),
        "settle",
        clock=Clock.START,
        is_public=True,
        tells_reporter=True,
    ),
    Move(
        "provide",
        ("received",),
        "closed",
        (CLOCK,),
        clock=Clock.END,
        is_public=True,
        is_contact=True,
        is_quiet=True,
    ),
    Move(
        "carry_out",
        OPEN,
        "closed",
        (DESK, LEADER),
        asks=("answer",),
        clock=Clock.END,
        is_public=True,
        is_contact=True,
        tells_reporter=True,
    ),
    Move(
        "refuse",
        OPEN,
        "refused",
        (DESK, LEADER),
        asks=("answer",),
        clock=Clock.END,
        is_public=True,
        is_contact=True,
        tells_reporter=True,
    ),
    Move("withdraw", OPEN, "withdrawn", (REPORTER,), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (DESK, LEADER), asks=("note",)),
    *clock_moves(OPEN),
)

RIGHTS = register(
    Flow(
        kind=KIND,
        first=("received",),
        last=frozenset(LAST),
        stopped=frozenset(),
        moves=MOVES,
        limits=LIMITS,
    )
)

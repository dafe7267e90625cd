"""The flow of what a shop puts right: one table.

ordered (by a check, with a limit) → answered by the merchant → looked at again: closed, or ordered once more; what is not
put right goes to enforcement, which concludes. The merchant may object once, also after the end; somebody else decides.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING
from linli.pillars.governance.inspections.rules import rectify

KIND = "governance.rectification"

CHECKING = GRID | COMMUNITY | CENTRE | HANDLING | LEADING
HOLDS = Who(Stand.HOLDER, CHECKING)
ENFORCES = Who(Stand.HOLDER, HANDLING | LEADING)
ABOVE = Who(Stand.OFFICE, LEADING | CENTRE)
MERCHANT = Who(Stand.REPORTER)

RUNNING = ("ordered", "answered")
OPEN = (*RUNNING, "appealed", "enforcing")
LAST = ("closed", "quashed")

# fmt: off
MOVES = (
    Move("answer", ("ordered",), "answered", (MERCHANT, HOLDS), "recheck", asks=("answer",), clock=Clock.START,
         is_public=True),
    Move("pass_check", RUNNING, "closed", (HOLDS,), asks=("answer",), clock=Clock.END, is_public=True, tells_reporter=True),
    Move("fail_check", RUNNING, "ordered", (HOLDS,), "mend", asks=("answer",), guards=(rectify.not_failed_often,),
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("extend", ("ordered",), None, (ABOVE,), asks=("until", "answer"), is_public=True, tells_reporter=True),
    Move("refer", RUNNING, "enforcing", (HOLDS,), "enforce", asks=("to", "answer"), hand=Hand.TO, clock=Clock.START,
         is_public=True, tells_reporter=True),
    Move("send_back", ("enforcing",), "ordered", (ENFORCES,), "mend", asks=("note",), guards=(rectify.not_bounced,),
         hand=Hand.OFFICE, clock=Clock.START),
    Move("conclude", ("enforcing",), "closed", (ENFORCES,), asks=("answer",), clock=Clock.END, is_public=True,
         tells_reporter=True),
    Move("appeal", (*RUNNING, "closed"), "appealed", (MERCHANT,), "decide", asks=("answer",),
         guards=(rectify.may_appeal,), hand=Hand.OFFICE, clock=Clock.START, is_public=True),
    Move("uphold", ("appealed",), "closed", (ABOVE,), asks=("answer",), when=rectify.was_closed, clock=Clock.END,
         is_public=True, tells_reporter=True),
    Move("uphold", ("appealed",), "ordered", (ABOVE,), "mend", asks=("answer",), clock=Clock.START, is_public=True,
         tells_reporter=True),
    Move("quash", (*RUNNING, "appealed"), "quashed", (ABOVE,), asks=("answer",), clock=Clock.END, is_public=True,
         tells_reporter=True),
    Move("note", (*OPEN, *LAST), None, (HOLDS, ABOVE), asks=("note",)),
    *clock_moves(OPEN),
)
# fmt: on

RECTIFICATION = register(
    Flow(
        kind=KIND,
        first=("ordered",),
        last=frozenset(LAST),
        stopped=frozenset(),
        moves=MOVES,
        limits=rectify.LIMITS,
    )
)

"""The flow of a supervised matter: one table.

raised (立项) → given (交办) → taken (承办) → answered (反馈) → checked (核查) → closed (销号).
Given back by whoever it is not for, done again when the check fails, dropped with a reason. Yellow, red and climbing
are the clock's, as for every kind.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING
from linli.pillars.governance.supervision import rules

KIND = "governance.supervision"

SUPERVISOR = Who(Stand.OFFICE, CENTRE | LEADING)
LEADER = Who(Stand.OFFICE, LEADING)
CLOCK = Who(Stand.SYSTEM)
DOER = Who(Stand.LEAD, GRID | COMMUNITY | HANDLING | LEADING)

OPEN = ("raised", "given", "taken", "answered", "checked")
LAST = ("closed", "dropped")
AT_WORK = ("given", "taken")

# What ends with an answer says so to whoever reads the matter; no resident sees one.
# fmt: off
MOVES = (
    Move("assign", ("raised",), "given", (SUPERVISOR,), "take", asks=("to",), hand=Hand.TO, clock=Clock.START),
    Move("take_on", ("given",), "taken", (DOER,), "settle", clock=Clock.START),
    Move("give_back", ("given",), "raised", (DOER,), "assign", asks=("note",), hand=Hand.OFFICE, clock=Clock.START),
    Move("urge", AT_WORK, None, (SUPERVISOR,), asks=("note",)),
    Move("extend", AT_WORK, None, (LEADER,), asks=("until", "note")),
    Move("answer", ("taken",), "answered", (DOER,), "check", asks=("answer",), hand=Hand.OFFICE, clock=Clock.START,
         is_public=True),
    Move("pass_check", ("answered",), "checked", (SUPERVISOR,), "strike", asks=("note",), clock=Clock.START),
    Move("redo", ("answered", "checked"), "taken", (SUPERVISOR,), "redo", asks=("note",), hand=Hand.LEAD,
         clock=Clock.START),
    Move("strike_off", ("checked",), "closed", (LEADER,), asks=("answer",), clock=Clock.END, is_public=True),
    # What a matter was raised about may be taken back by whoever made it: then it ends with that reason.
    Move("drop", OPEN, "dropped", (LEADER, CLOCK), asks=("answer",), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (SUPERVISOR, DOER), asks=("note",)),
    *clock_moves(OPEN),
)
# fmt: on

SUPERVISION = register(
    Flow(
        kind=KIND,
        first=("raised",),
        last=frozenset(LAST),
        stopped=frozenset(),
        moves=MOVES,
        limits=dict(rules.LIMITS),
    )
)

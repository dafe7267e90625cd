"""The flow of a task for grid workers: one table.

asked → admitted until a day, or turned away with the line that says whose it is → ended, by itself on its day.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING
from linli.pillars.governance.duties import rules

KIND = "governance.task"

ASKER = Who(Stand.LEAD, HANDLING | LEADING)
GATE = Who(Stand.OFFICE, CENTRE | LEADING)
LEADER = Who(Stand.OFFICE, LEADING)
DOERS = Who(Stand.ASSIST, GRID | COMMUNITY)
CLOCK = Who(Stand.SYSTEM)

OPEN = ("asked", "admitted")
LAST = ("turned_away", "withdrawn", "ended")

# What ends with an answer says so to whoever asked: those steps are marked as answers; no resident sees a task.
# fmt: off
MOVES = (
    # What no line of the list covers only a leader admits.
    Move("admit", ("asked",), "admitted", (GATE,), asks=("until",), guards=(rules.stands_still,),
         when=rules.is_listed, clock=Clock.STOP),
    Move("admit", ("asked",), "admitted", (LEADER,), asks=("until",), clock=Clock.STOP),
    Move("turn_away", ("asked",), "turned_away", (GATE,), asks=("answer",), clock=Clock.END,
         is_public=True),
    Move("withdraw", ("asked",), "withdrawn", (ASKER,), clock=Clock.END),
    Move("answer_share", ("admitted",), None, (DOERS,), asks=("answer",)),
    Move("end", ("admitted",), "ended", (ASKER, GATE), asks=("answer",), clock=Clock.END, is_public=True),
    Move("run_out", ("admitted",), "ended", (CLOCK,), clock=Clock.END, is_timed=True, is_quiet=True),
    Move("note", (*OPEN, *LAST), None, (ASKER, GATE, DOERS), asks=("note",)),
    *clock_moves(("asked",)),
)
# fmt: on

TASK = register(
    Flow(
        kind=KIND,
        first=("asked",),
        last=frozenset(LAST),
        stopped=frozenset({"admitted"}),
        moves=MOVES,
        limits=dict(rules.LIMITS),
    )
)

"""The flow of what a morning meeting decides: one table.

given until a day → answered by whoever has it → done, or given again; dropped with a reason.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING
from linli.pillars.governance.campaigns import rules

KIND = "governance.decision"

DOER = Who(Stand.LEAD, GRID | COMMUNITY | HANDLING | LEADING)
CHAIR = Who(Stand.OFFICE, CENTRE | LEADING)
RUNNER = Who(Stand.ASSIST, COMMUNITY | HANDLING | LEADING)
"""Whoever runs the campaign, where it is not the unit that has to do it."""

OPEN = ("given", "answered")
LAST = ("done", "dropped")

# What ends with an answer says so to whoever reads the sheet; no resident sees one.
# fmt: off
MOVES = (
    Move("answer", ("given",), "answered", (DOER,), "check", asks=("answer",), hand=Hand.OFFICE, clock=Clock.START,
         is_public=True),
    Move("confirm", ("answered",), "done", (CHAIR, RUNNER), clock=Clock.END),
    Move("redo", ("answered",), "given", (CHAIR, RUNNER), "settle", asks=("note",), hand=Hand.LEAD,
         clock=Clock.START),
    Move("drop", OPEN, "dropped", (CHAIR,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (CHAIR, RUNNER, DOER), asks=("note",)),
    *clock_moves(OPEN),
)
# fmt: on

DECISION = register(
    Flow(
        kind=KIND,
        first=("given",),
        last=frozenset(LAST),
        stopped=frozenset(),
        moves=MOVES,
        limits=dict(rules.LIMITS),
    )
)

"""The flow of a secretary's project: one table.

proposed to the superior → five steps, each written down by who does it → finished → accepted, or done again once.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import HANDLING, LEADING
from linli.pillars.party.secretary.rules import LIMITS, STEPS, not_redone

KIND = "party.secretary"

HOLDS = Who(Stand.HOLDER, HANDLING | LEADING)
"""While it is proposed or finished, the superior; while it is done, the organisation whose project it is."""
LEADER = Who(Stand.OFFICE, LEADING)

OPEN = ("proposed", *STEPS, "finished")
LAST = ("closed", "ended")

# fmt: off
MOVES = (
    Move("approve", ("proposed",), "core", (HOLDS,), "do", clock=Clock.START),
    Move("decline", ("proposed",), "ended", (HOLDS,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("build_core", ("core",), "subject", (HOLDS,), "do", asks=("note",), clock=Clock.START),
    Move("set_subject", ("subject",), "support", (HOLDS,), "do", asks=("note",), clock=Clock.START),
    Move("find_support", ("support",), "assurance", (HOLDS,), "do", asks=("note",), clock=Clock.START),
    Move("secure", ("assurance",), "running", (HOLDS,), "do", asks=("note",), clock=Clock.START),
    Move("finish", ("running",), "finished", (HOLDS,), "accept", asks=("answer",), clock=Clock.START, is_public=True),
    Move("accept", ("finished",), "closed", (HOLDS,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("redo", ("finished",), "running", (HOLDS,), "do", asks=("answer",), guards=(not_redone,), clock=Clock.START,
         is_public=True),
    Move("end", STEPS, "ended", (LEADER,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (HOLDS, LEADER), asks=("note",)),
    *clock_moves(OPEN),
)
# fmt: on

SECRETARY = register(
    Flow(
        kind=KIND, first=("proposed",), last=frozenset(LAST), stopped=frozenset(), moves=MOVES, limits=LIMITS
    )
)

"""The flow of what a community and a unit do together: one table.

listed by the community → claimed by one unit → done, step by step → confirmed by those it was for, or done again.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import COMMUNITY, HANDLING, LEADING
from linli.pillars.party.partners.rules import LIMITS, not_bounced, not_redone

KIND = "party.project"

UNITS = Who(Stand.REACH, HANDLING)
"""Units that reported in there: they see the need from the day it is listed."""
DOER = Who(Stand.HOLDER, HANDLING)
ASKER = Who(Stand.AREA, COMMUNITY)
"""The community lists it, and asks those it was for; the unit that did it has no say in that."""
LEADER = Who(Stand.OFFICE, LEADING)

OPEN = ("listed", "claimed", "done")
LAST = ("closed", "ended")

# fmt: off
MOVES = (
    Move("claim", ("listed",), "claimed", (UNITS,), "do", asks=("to",), hand=Hand.TO, clock=Clock.START, is_public=True,
         is_contact=True, is_quiet=True),
    Move("call_on", ("listed",), "claimed", (ASKER,), "do", asks=("to",), hand=Hand.TO, clock=Clock.START, is_public=True,
         is_contact=True, is_quiet=True),
    Move("give_back", ("claimed",), "listed", (DOER,), "claim", asks=("note",), guards=(not_bounced,), hand=Hand.AREA,
         clock=Clock.START, is_public=True),
    Move("rule", ("listed", "claimed"), "claimed", (LEADER,), "do", asks=("to",), hand=Hand.TO, clock=Clock.START),
    Move("advance", ("claimed",), None, (DOER,), asks=("note",), is_public=True, is_contact=True),
    Move("finish", ("claimed",), "done", (DOER,), "confirm", asks=("answer",), hand=Hand.AREA, clock=Clock.START,
         is_public=True),
    Move("confirm", ("done",), "closed", (ASKER,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("redo", ("done",), "claimed", (ASKER,), "do", asks=("answer",), guards=(not_redone,), clock=Clock.START,
         is_public=True),
    Move("end", ("listed", "claimed"), "ended", (ASKER,), asks=("answer",), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (ASKER, LEADER, DOER), asks=("note",)),
    *clock_moves(OPEN),
)
# fmt: on

PROJECT = register(
    Flow(kind=KIND, first=("listed",), last=frozenset(LAST), stopped=frozenset(), moves=MOVES, limits=LIMITS)
)

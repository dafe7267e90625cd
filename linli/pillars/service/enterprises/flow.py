"""The flow of what an enterprise needs: one table.

received → accepted → dispatched to whoever can do it → answered → confirmed by the enterprise, or done again one level up.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, INTAKE, LEADING
from linli.pillars.service.enterprises.rules.needs import LIMITS, not_bounced, not_reopened

KIND = "service.need"

STEWARDS = GRID | COMMUNITY | CENTRE | INTAKE
DESK = Who(Stand.HOLDER, COMMUNITY | CENTRE | INTAKE)
DOERS = Who(Stand.HOLDER, GRID | COMMUNITY | CENTRE | HANDLING | LEADING)
ASKERS = Who(Stand.AREA, STEWARDS)
LEADER = Who(Stand.OFFICE, LEADING)
REPORTER = Who(Stand.REPORTER)
CLOCK = Who(Stand.SYSTEM)

OPEN = ("received", "accepted", "dispatched", "answered")
WAITING = ("received", "accepted", "dispatched")
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
        is_contact=True,
        tells_reporter=True,
    ),
    Move(
        "dispatch",
        ("received", "accepted"),
        "dispatched",
        (DESK,),
        "settle",
        asks=("to",),
        hand=Hand.TO,
        clock=Clock.START,
        is_public=True,
        is_contact=True,
    ),
    Move(
        "send_back",
        ("dispatched",),
        "accepted",
        (Who(Stand.HOLDER, GRID | COMMUNITY | HANDLING),),
        "settle",
        asks=("note",),
        guards=(not_bounced,),
        hand=Hand.OFFICE,
        clock=Clock.START,
    ),
    Move(
        "rule", WAITING, "dispatched", (LEADER,), "settle", asks=("to",), hand=Hand.TO, clock=Clock.START
    ),
    Move(
        "settle",
        ("accepted", "dispatched"),
        "answered",
        (DOERS,),
        "confirm",
        asks=("answer",),
        clock=Clock.START,
        hand=Hand.AREA,
        is_public=True,
        is_contact=True,
        tells_reporter=True,
    ),
    Move(
        "confirm", ("answered",), "closed", (REPORTER, ASKERS), clock=Clock.END, is_public=True
    ),
    Move(
        "reopen",
        ("answered",),
        "accepted",
        (REPORTER, ASKERS),
        "settle",
        asks=("answer",),
        guards=(not_reopened,),
        hand=Hand.OFFICE,
        clock=Clock.START,
        is_public=True,
        tells_reporter=True,
    ),
    Move("lapse", ("answered",), "closed", (CLOCK,), clock=Clock.END, is_public=True, is_timed=True, is_quiet=True),
    Move(
        "refuse",
        ("received", "accepted"),
        "refused",
        (DESK, LEADER),
        asks=("answer",),
        clock=Clock.END,
        is_public=True,
        is_contact=True,
        tells_reporter=True,
    ),
    Move("withdraw", OPEN, "withdrawn", (REPORTER,), clock=Clock.END, is_public=True),
    Move("note", (*OPEN, *LAST), None, (DOERS, ASKERS, LEADER), asks=("note",)),
    *clock_moves(OPEN),
)  # fmt: skip

NEED = register(
    Flow(
        kind=KIND, first=("received",), last=frozenset(LAST), stopped=frozenset(), moves=MOVES, limits=LIMITS
    )
)

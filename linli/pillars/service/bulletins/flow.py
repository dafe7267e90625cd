"""The flow of a bulletin: one table.

drafted → submitted → published → expired by itself; or shown at once (`unreviewed`) and reviewed after. While it is
shown the clock of the case stands still until the last day of the bulletin: what is owed then is that it goes away.
"""

from __future__ import annotations

from linli.base.flow.table import Clock, Facts, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import COMMUNITY, INTAKE, LEADING, Role
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL

KIND = "service.bulletin"

LIMITS = {
    "draft": Limit(10, LimitUnit.WORK_DAY, LOCAL),
    "review": Limit(1, LimitUnit.WORK_DAY, LOCAL),
    "check": Limit(4, LimitUnit.WORK_HOUR, LOCAL),
    "resolve": Limit(30, LimitUnit.WORK_DAY, LOCAL),
}
"""How long a draft is kept, how soon a submitted one is decided, how soon one shown at once is looked at. All LOCAL."""

DRAFTERS = COMMUNITY | INTAKE | LEADING | {Role.SECTION_STAFF}
SPEAKERS = frozenset({Role.HANDLER})
"""Who writes for a company in its column."""
APPROVERS = LEADING | {Role.COMMUNITY_SECRETARY}

DESK = (
    Who(Stand.HOLDER, DRAFTERS | SPEAKERS),
    Who(Stand.AREA, DRAFTERS),
    # A section or a company is neither place nor, once it has handed in, holder: it stays among those who may see the case.
    Who(Stand.REACH, SPEAKERS | {Role.SECTION_STAFF}),
)
APPROVING = (Who(Stand.HOLDER, APPROVERS),)
CLOCK = (Who(Stand.SYSTEM),)

SHOWN = ("published", "unreviewed")
LAST = ("expired", "withdrawn", "discarded")


def _is_free(facts: Facts) -> bool:
    return "free" in facts.pending


def _may_at_once(facts: Facts) -> bool:
    return "at_once" in facts.pending


def _needs_approval(facts: Facts) -> bool:
    return "free" not in facts.pending


def _is_over(facts: Facts) -> bool:
    return "over" in facts.pending


MOVES = (
    Move("revise", ("drafted",), None, DESK, is_quiet=True),
    Move(
        "submit",
        ("drafted",),
        "submitted",
        DESK,
        "review",
        when=_needs_approval,
        hand=Hand.TO,
        clock=Clock.START,
    ),
    Move("publish", ("drafted",), "published", DESK, when=_is_free, clock=Clock.STOP, is_public=True),
    Move(
        "publish_at_once",
        ("drafted",),
        "unreviewed",
        DESK,
        "check",
        when=_may_at_once,
        hand=Hand.TO,
        clock=Clock.START,
        is_public=True,
    ),
    Move("approve", ("submitted",), "published", APPROVING, clock=Clock.STOP, is_public=True),
    Move(
        "send_back",
        ("submitted",),
        "drafted",
        APPROVING,
        "draft",
        asks=("note",),
        hand=Hand.TO,
        clock=Clock.START,
    ),
    Move("confirm", ("unreviewed",), "expired", APPROVING, when=_is_over, clock=Clock.END),
    Move("confirm", ("unreviewed",), "published", APPROVING, clock=Clock.STOP),
    # Whoever may approve corrects in one move; whoever may show at once corrects at once, and it is looked at again.
    Move(
        "correct",
        SHOWN,
        "published",
        APPROVING,
        asks=("answer",),
        clock=Clock.STOP,
        is_public=True,
        is_quiet=True,
    ),
    Move(
        "correct_at_once",
        SHOWN,
        "unreviewed",
        DESK,
        "check",
        asks=("answer",),
        when=_may_at_once,
        hand=Hand.TO,
        clock=Clock.START,
        is_public=True,
        is_quiet=True,
    ),
    Move(
        "correct_at_once",
        ("published",),
        "published",
        DESK,
        asks=("answer",),
        when=_is_free,
        clock=Clock.STOP,
        is_public=True,
        is_quiet=True,
    ),
    Move(
        "withdraw", SHOWN, "withdrawn", (*DESK, *APPROVING), asks=("answer",), clock=Clock.END, is_public=True
    ),
    Move("discard", ("drafted", "submitted"), "discarded", DESK, clock=Clock.END),
    Move("expire", ("published",), "expired", CLOCK, clock=Clock.END, is_timed=True, is_quiet=True),
    Move("lapse", ("drafted",), "discarded", CLOCK, clock=Clock.END, is_timed=True, is_quiet=True),
    *clock_moves(("drafted", "submitted", "unreviewed")),
)

BULLETIN = register(
    Flow(
        kind=KIND,
        first=("drafted",),
        last=frozenset(LAST),
        stopped=frozenset({"published"}),
        moves=MOVES,
        limits=LIMITS,
    )
)

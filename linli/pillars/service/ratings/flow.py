"""The flow of a bad rating: one table.

received → called back (谁办理、谁负责) → remedied, or explained where there is no basis → the rater says solved or not
→ closed. What takes long goes to the ledger with a day. The rated unit may appeal once; somebody else judges.
"""

from __future__ import annotations

from linli.base.flow import asking
from linli.base.flow.table import BACK, Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, INTAKE, LEADING
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL
from linli.kernel.standards import satisfaction
from linli.pillars.service.ratings import rules

KIND = "service.rating"

LIMITS = {
    "respond": Limit(1, LimitUnit.WORK_DAY, LOCAL),
    "call": Limit(1, LimitUnit.WORK_DAY, LOCAL),
    "settle": satisfaction.REMEDY,
    "resolve": satisfaction.REMEDY,
    "confirm": Limit(5, LimitUnit.WORK_DAY, LOCAL),
    "wait": Limit(30, LimitUnit.WORK_DAY, LOCAL),
}
"""Called back at once; put right in 5 working days as in Dezhou (others take 10 or 15: a setting); the rest LOCAL."""

HANDLER = Who(Stand.HOLDER, HANDLING | COMMUNITY | INTAKE | CENTRE)
CENTRE_DESK = Who(Stand.OFFICE, CENTRE)
LEADER = Who(Stand.OFFICE, LEADING)
RATED = Who(Stand.REACH, HANDLING | COMMUNITY | INTAKE)
REPORTER = Who(Stand.REPORTER)
CLOCK = Who(Stand.SYSTEM)

NEW = ("received", "contacted")
RUNNING = (*NEW, "told")
OPEN = (*RUNNING, "ledgered")
LAST = ("closed", "withdrawn")
APPEALABLE = (*RUNNING, "closed")

# fmt: off
MOVES = (
    Move("call_back", ("received",), "contacted", (HANDLER, CENTRE_DESK, LEADER), "settle", asks=("note",),
         clock=Clock.START, is_public=True, is_contact=True),
    Move("remedy", NEW, "told", (HANDLER, CENTRE_DESK, LEADER), "confirm", asks=("answer",), clock=Clock.START,
         is_public=True, is_contact=True, tells_reporter=True),
    Move("explain", NEW, "told", (HANDLER, CENTRE_DESK, LEADER), "confirm", asks=("answer",), clock=Clock.START,
         is_public=True, is_contact=True, tells_reporter=True),
    Move("ledger", NEW, "ledgered", (CENTRE_DESK, LEADER), "wait", asks=("answer", "until"), clock=Clock.STOP,
         is_public=True, is_contact=True, tells_reporter=True),
    Move("take_up", ("ledgered",), BACK, (HANDLER, CENTRE_DESK, LEADER), clock=Clock.GO_ON, is_public=True),
    Move("come_back", ("ledgered",), BACK, (CLOCK,), clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("confirm", ("told",), "contacted", (REPORTER,), "settle", when=asking.reopens, hand=Hand.OFFICE,
         clock=Clock.START, is_public=True),
    Move("confirm", ("told",), "closed", (REPORTER,), clock=Clock.END, is_public=True),
    Move("lapse", ("told",), "closed", (CLOCK,), clock=Clock.END, is_public=True, is_timed=True, is_quiet=True),
    Move("change", ("received",), None, (REPORTER,), is_public=True, is_quiet=True),
    Move("withdraw", ("received",), "withdrawn", (REPORTER,), clock=Clock.END, is_public=True, is_quiet=True),
    Move("appeal_rating", APPEALABLE, None, (RATED,), asks=("note",),
         guards=(asking.not_pending("appeal"), rules.not_appealed), is_public=True, tells_reporter=True),
    Move("judge_appeal", APPEALABLE, None, (LEADER, CENTRE_DESK), asks=("answer",),
         guards=(asking.has_pending("appeal"),), is_public=True, tells_reporter=True),
    Move("note", (*OPEN, *LAST), None, (HANDLER, CENTRE_DESK, LEADER, RATED), asks=("note",)),
    *clock_moves(RUNNING),
)
# fmt: on

RATING = register(
    Flow(
        kind=KIND,
        first=("received",),
        last=frozenset(LAST),
        stopped=frozenset({"ledgered"}),
        moves=MOVES,
        limits=LIMITS,
    )
)

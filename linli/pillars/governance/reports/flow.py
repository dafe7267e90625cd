"""The flow of a resident's report: one table.

file → (checked on the spot) → accepted or refused with an answer → settled at once by the grid, or dispatched
to one lead and any assists → answered → checked on the spot → the resident is asked → closed. The side ways
are rows too. Sources: CJ/T 315-2009 and GB/T 30428.8 for the steps; `kernel/standards/hotline_limits` for limits.
"""

from __future__ import annotations

from linli.base.flow import asking
from linli.base.flow.table import BACK, Clock, Flow, Hand, Move, Stand, Who, clock_moves, register
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, INTAKE, LEADING, Role
from linli.kernel.standards import hotline_limits
from linli.pillars.governance.reports import rules

KIND = "governance.report"

LIMITS = {
    "respond": hotline_limits.RESPOND,
    "accept": hotline_limits.ACCEPT,
    "check": hotline_limits.VERIFY,
    "sign": hotline_limits.SIGN,
    "settle": hotline_limits.SETTLE,
    "resolve": hotline_limits.SETTLE,
    "return": hotline_limits.RETURN,
    "extend": hotline_limits.EXTENSION,
    "rule": hotline_limits.RULE,
    "inspect": hotline_limits.INSPECT,
    "callback": hotline_limits.CALLBACK,
    "wait": hotline_limits.WAIT,
    "redo": hotline_limits.REDO,
}

_STAFF = GRID | COMMUNITY | INTAKE | HANDLING | LEADING
_DESK = COMMUNITY | CENTRE | LEADING

HOLDER = Who(Stand.HOLDER, GRID | COMMUNITY | CENTRE | HANDLING)
HOLDER_DESK = Who(Stand.HOLDER, COMMUNITY | CENTRE | HANDLING)
AT_AREA = Who(Stand.AREA, GRID | COMMUNITY | CENTRE)
LEADS = Who(Stand.LEAD, GRID | COMMUNITY | HANDLING)
ASSISTS = Who(Stand.ASSIST, GRID | COMMUNITY | HANDLING)
CENTRE_DESK = Who(Stand.OFFICE, CENTRE)
LEADER = Who(Stand.OFFICE, LEADING)
SECRETARY = Who(Stand.HOLDER, frozenset({Role.COMMUNITY_SECRETARY}))
REACHING = Who(Stand.REACH, _STAFF)
REPORTER = Who(Stand.REPORTER)
CLOCK = Who(Stand.SYSTEM)

NEW = ("received", "checking")
WORK = ("received", "accepted")
HELD = ("received", "checking", "accepted", "dispatched", "disputed", "answered", "callback")
OPEN = (*HELD, "asked", "paused", "ledgered")
LAST = ("closed", "refused", "withdrawn", "merged")

# fmt: off
MOVES = (
    # --- taking it up
    Move("send_to_check", ("received",), "checking", (HOLDER_DESK, CENTRE_DESK), "check", hand=Hand.AREA,
         clock=Clock.START),
    Move("confirm", ("checking",), "accepted", (HOLDER, CENTRE_DESK), "settle", clock=Clock.START, is_public=True,
         is_contact=True),
    Move("accept", ("received",), "accepted", (HOLDER, CENTRE_DESK), "settle", clock=Clock.START, is_public=True,
         is_contact=True, tells_reporter=True),
    Move("refuse", ("received", "checking", "accepted"), "refused",
         (HOLDER_DESK, CENTRE_DESK, Who(Stand.HOLDER, frozenset({Role.GRID_LEADER}))), asks=("answer",),
         clock=Clock.END, is_public=True, tells_reporter=True, is_contact=True),
    Move("pass_up", WORK, "received", (Who(Stand.HOLDER, GRID | COMMUNITY),), "accept", asks=("note",), hand=Hand.UP,
         clock=Clock.START),
    Move("pass_on", WORK, "received", (Who(Stand.HOLDER, COMMUNITY | CENTRE), CENTRE_DESK), "accept",
         asks=("to",), hand=Hand.TO, clock=Clock.START),
    Move("contact", ("received", "checking", "accepted", "dispatched", "answered"), None, (HOLDER, LEADS, CENTRE_DESK),
         asks=("answer",), is_public=True, is_contact=True, tells_reporter=True),
    Move(
        "carry_over",
        ("received",),
        "closed",
        (CLOCK,),
        clock=Clock.END,
        is_public=True,
        is_contact=True,
        is_quiet=True,
    ),
    # --- doing it
    Move("settle", ("received", "accepted"), "callback", (HOLDER, CENTRE_DESK), "callback", asks=("answer",),
         when=asking.can_be_asked, clock=Clock.START, is_public=True, is_contact=True, tells_reporter=True),
    Move("settle", ("received", "accepted"), "closed", (HOLDER, CENTRE_DESK), asks=("answer",), clock=Clock.END,
         is_public=True, is_contact=True, tells_reporter=True),
    Move("dispatch", ("received", "accepted"), "dispatched", (Who(Stand.HOLDER, COMMUNITY | CENTRE), CENTRE_DESK),
         "settle", asks=("to",), hand=Hand.TO, clock=Clock.START, is_public=True, tells_reporter=True),
    Move("take", ("dispatched",), None, (LEADS, ASSISTS), is_public=True),
    Move("add_assist", ("dispatched",), None, (LEADS, CENTRE_DESK, Who(Stand.AREA, COMMUNITY)), asks=("to",)),
    Move("call_off_assist", ("dispatched",), None, (LEADS, CENTRE_DESK), asks=("to", "note")),
    Move("answer_share", ("dispatched",), None, (ASSISTS,), asks=("answer",)),
    Move("send_back", ("dispatched",), "accepted", (LEADS,), "accept", asks=("note",), when=rules.first_return,
         guards=(rules.not_ruled, rules.in_time_to_return), hand=Hand.OFFICE, clock=Clock.START),
    Move("send_back", ("dispatched",), "disputed", (LEADS,), "rule", asks=("note",),
         guards=(rules.not_ruled, rules.in_time_to_return), hand=Hand.OFFICE, clock=Clock.START),
    Move("rule", ("disputed",), "dispatched", (LEADER,), "settle", asks=("to", "note"), hand=Hand.TO,
         clock=Clock.START, is_public=True),
    Move("recall", ("dispatched",), "accepted", (CENTRE_DESK,), "accept", asks=("note",), hand=Hand.OFFICE,
         clock=Clock.START),
    Move("answer", ("dispatched",), "answered", (LEADS,), "inspect", asks=("answer",), when=rules.needs_spot_check,
         guards=(rules.assists_have_answered,), hand=Hand.AREA, clock=Clock.START, is_contact=True),
    Move("answer", ("dispatched",), "callback", (LEADS,), "callback", asks=("answer",), when=asking.can_be_asked,
         guards=(rules.assists_have_answered,), hand=Hand.AREA, clock=Clock.START, is_public=True, is_contact=True,
         tells_reporter=True),
    Move("answer", ("dispatched",), "closed", (LEADS,), asks=("answer",), guards=(rules.assists_have_answered,),
         clock=Clock.END, is_public=True, is_contact=True, tells_reporter=True),
    # --- seeing that it is done
    Move("pass_check", ("answered",), "callback", (AT_AREA, CENTRE_DESK), "callback", when=asking.can_be_asked,
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("pass_check", ("answered",), "closed", (AT_AREA, CENTRE_DESK), clock=Clock.END, is_public=True,
         tells_reporter=True),
    Move("redo", ("answered",), "dispatched", (AT_AREA, CENTRE_DESK), "redo", asks=("note",), hand=Hand.BACK,
         clock=Clock.START),
    Move("rate", ("callback",), "accepted", (REPORTER, Who(Stand.HOLDER, COMMUNITY | INTAKE), CENTRE_DESK), "redo",
         when=asking.reopens, hand=Hand.UP, clock=Clock.START, is_public=True, tells_reporter=True),
    Move("rate", ("callback",), "closed", (REPORTER, Who(Stand.HOLDER, COMMUNITY | INTAKE), CENTRE_DESK),
         clock=Clock.END, is_public=True),
    Move("lapse", ("callback",), "closed", (CLOCK,), clock=Clock.END, is_public=True, is_timed=True, is_quiet=True),
    Move("reopen", ("closed", "refused"), "accepted", (LEADER, CENTRE_DESK), "redo", asks=("note",), hand=Hand.OFFICE,
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("appeal_rating", ("closed", "accepted", "dispatched", "answered", "callback"), None,
         (Who(Stand.REACH, HANDLING | COMMUNITY | GRID),), asks=("note",), guards=(asking.not_pending("appeal"),),
         is_quiet=True),
    Move("judge_appeal", ("closed", "accepted", "dispatched", "answered", "callback"), None, (LEADER, CENTRE_DESK),
         asks=("note",), guards=(asking.has_pending("appeal"),), is_quiet=True),
    # --- waiting
    Move("ask_reporter", ("received", "accepted", "dispatched"), "asked", (HOLDER, LEADS, CENTRE_DESK), "wait",
         asks=("answer",), when=asking.can_be_asked, clock=Clock.STOP, is_public=True, is_contact=True,
         tells_reporter=True),
    Move("reply", ("asked",), BACK, (REPORTER, Who(Stand.HOLDER, COMMUNITY | INTAKE), CENTRE_DESK), asks=("answer",),
         clock=Clock.GO_ON, is_public=True),
    Move("supplement", (*HELD, "paused", "ledgered"), None,
         (REPORTER, Who(Stand.HOLDER, COMMUNITY | INTAKE), CENTRE_DESK), asks=("answer",), is_public=True),
    Move("go_on", ("asked",), BACK, (CLOCK,), clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("ask_extension", ("accepted", "dispatched"), None, (HOLDER, LEADS), asks=("note", "until"),
         guards=(asking.not_pending("extension"),)),
    Move("grant_extension", ("accepted", "dispatched"), None, (CENTRE_DESK, LEADER),
         guards=(asking.has_pending("extension"),)),
    Move("ask_pause", ("accepted", "dispatched"), None, (HOLDER, LEADS), asks=("note", "until"),
         guards=(asking.not_pending("pause"),)),
    Move("grant_pause", ("accepted", "dispatched"), "paused", (CENTRE_DESK, LEADER), asks=("until",),
         guards=(asking.has_pending("pause"),), clock=Clock.STOP, is_public=True, tells_reporter=True),
    Move("ask_ledger", ("accepted", "dispatched"), None, (HOLDER, LEADS), asks=("note", "until"),
         guards=(asking.not_pending("ledger"),)),
    Move("grant_ledger", ("accepted", "dispatched"), "ledgered", (LEADER,), asks=("until",),
         guards=(asking.has_pending("ledger"),), clock=Clock.STOP, is_public=True, tells_reporter=True),
    Move("ask_exclusion", (*OPEN, "closed"), None, (REACHING,), asks=("note",), guards=(asking.not_pending("exclusion"),),
         is_quiet=True),
    Move("grant_exclusion", (*OPEN, "closed"), None, (LEADER,), guards=(asking.has_pending("exclusion"),)),
    Move("decline", (*OPEN, "closed"), None, (CENTRE_DESK, LEADER), asks=("note",), guards=(rules.has_any_request,),
         is_quiet=True),
    Move("resume", ("paused",), BACK, (HOLDER, LEADS, CENTRE_DESK), clock=Clock.GO_ON, is_public=True),
    Move("wake", ("paused",), BACK, (CLOCK,), clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("review", ("ledgered",), BACK, (CENTRE_DESK, LEADER, HOLDER), asks=("note",), clock=Clock.GO_ON,
         is_public=True),
    Move("come_back", ("ledgered",), BACK, (CLOCK,), clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    # --- pushing
    Move("urge", HELD, None, (REACHING, REPORTER), asks=("note",)),
    Move("supervise", HELD, None, (LEADER, CENTRE_DESK), asks=("note",)),
    # --- putting right
    Move("reclassify", HELD, None, (HOLDER, CENTRE_DESK, AT_AREA), is_quiet=True),
    Move("relocate", HELD, None, (HOLDER, CENTRE_DESK, AT_AREA, CLOCK), is_quiet=True),
    Move("publish", (*OPEN, "closed", "refused"), None, (CENTRE_DESK, Who(Stand.AREA, COMMUNITY)), is_quiet=True),
    Move("unpublish", (*OPEN, "closed", "refused"), None, (CENTRE_DESK, Who(Stand.AREA, COMMUNITY)), asks=("note",),
         is_quiet=True),
    Move("note", (*OPEN, *LAST), None, (REACHING,), asks=("note",)),
    Move("join", HELD, None, (REPORTER, REACHING), is_quiet=True),
    Move("merge", (*NEW, "accepted"), "merged", (Who(Stand.HOLDER, COMMUNITY | CENTRE), CENTRE_DESK, AT_AREA),
         asks=("note",), clock=Clock.STOP, is_public=True, tells_reporter=True, is_quiet=True),
    Move("unmerge", ("merged",), BACK, (Who(Stand.AREA, COMMUNITY | CENTRE), CENTRE_DESK), asks=("note",),
         clock=Clock.GO_ON, is_public=True, tells_reporter=True),
    Move("absorb", HELD, None, (Who(Stand.HOLDER, COMMUNITY | CENTRE), CENTRE_DESK, AT_AREA), is_quiet=True),
    Move("release", (*OPEN, "closed"), None, (Who(Stand.AREA, COMMUNITY | CENTRE), CENTRE_DESK), is_quiet=True),
    Move("split", (*NEW, "accepted", "dispatched"), None,
         (Who(Stand.HOLDER, COMMUNITY | CENTRE | HANDLING), CENTRE_DESK), asks=("note",), is_quiet=True),
    Move("withdraw", (*NEW, "accepted", "asked"), "withdrawn", (REPORTER,), clock=Clock.END, is_public=True),
    *clock_moves(HELD),
)
# fmt: on

REPORT = register(
    Flow(
        kind=KIND,
        first=("received", "checking"),
        last=frozenset(LAST),
        stopped=frozenset({"asked", "paused", "ledgered", "merged"}),
        moves=MOVES,
        limits=LIMITS,
    )
)

"""The flow of a topic: one table.

Five steps: 提事 proposed → 审事 accepted → 议事 called, discussed → 定事 voting, counting, decided, published →
评事 carrying, carried, closed. While a vote is open and while its result is public the clock stands, until a day that is
said. Votes, supporters, opinions and reviews are no moves: whoever gives one leaves no step behind.
"""

from __future__ import annotations

from linli.base.flow.table import (
    BACK,
    Clock,
    Facts,
    Flow,
    Guard,
    Hand,
    Move,
    Stand,
    When,
    Who,
    clock_moves,
    register,
)
from linli.base.orgs.roles import COMMUNITY, GRID, HANDLING, LEADING, Role
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import rules

KIND = "governance.topic"

SCREENING = LEADING | {Role.COMMUNITY_SECRETARY}
CONVENING = LEADING | COMMUNITY
DOING = HANDLING | LEADING | COMMUNITY | GRID

SCREENER = (Who(Stand.AREA, SCREENING),)
CONVENER = (Who(Stand.AREA, CONVENING),)
DOER = (Who(Stand.ASSIST, DOING),)
REPORTER = (Who(Stand.REPORTER),)
CLOCK = (Who(Stand.SYSTEM),)

LAST = ("closed", "declined", "transferred", "withdrawn")
RUNNING = (
    "proposed",
    "accepted",
    "called",
    "discussed",
    "counting",
    "decided",
    "objected",
    "carrying",
    "carried",
)
STOPPED = ("voting", "published", "ledgered")
TALKING = ("accepted", "called", "discussed")
"""While it is talked about: who takes part signs in and says what they think."""


class NotQuick(Refusal):
    """Only what is talked through at once is decided without a meeting that was called."""


class NobodyConcerned(Refusal):
    """Nobody with a stake is named yet: one matter, one set of subjects."""


class NotAllIn(Refusal):
    """The vote runs until its day unless everybody on the roll has voted."""


class PapersWait(Refusal):
    """Papers have been taken in and not been checked or counted by a second person."""


class NoObjection(Refusal):
    """No objection waits for an answer."""


class DutyOpen(Refusal):
    """A duty that was given is not done."""


def has(name: str, refusal: type[Refusal]) -> Guard:
    """Make a guard: this is so."""

    def guard(facts: Facts) -> type[Refusal] | None:
        return None if name in facts.pending else refusal

    guard.__name__ = f"has_{name}"
    return guard


def hasnt(name: str, refusal: type[Refusal]) -> Guard:
    """Make a guard: this is not so."""

    def guard(facts: Facts) -> type[Refusal] | None:
        return refusal if name in facts.pending else None

    guard.__name__ = f"hasnt_{name}"
    return guard


def _if(*names: str) -> When:
    return lambda facts: facts.pending.issuperset(names)


def _unhappy(facts: Facts) -> bool:
    return "unhappy" in facts.pending and facts.reopened_count < rules.MOST_REOPENED


MOVES = (
    Move("post", ("proposed",), None, CONVENER, asks=("answer",), is_public=True, tells_reporter=True),
    Move("accept_topic", ("proposed",), "accepted", SCREENER, "quick", when=_if("quick"), clock=Clock.START,
         is_public=True, tells_reporter=True, is_contact=True),
    Move("accept_topic", ("proposed",), "accepted", SCREENER, "start", clock=Clock.START,
         is_public=True, tells_reporter=True, is_contact=True),
    Move("decline_topic", ("proposed",), "declined", SCREENER, asks=("answer",), clock=Clock.END,
         is_public=True, tells_reporter=True, is_contact=True),
    Move("transfer_topic", ("proposed",), "transferred", SCREENER, asks=("answer",), clock=Clock.END,
         is_public=True, tells_reporter=True, is_contact=True),
    Move("withdraw", ("proposed", "accepted"), "withdrawn", REPORTER, clock=Clock.END, is_public=True),
    Move("name_party", ("accepted", "called"), None, CONVENER),
    Move("drop_party", ("accepted", "called"), None, CONVENER, asks=("note",)),
    Move("call_meeting", ("accepted", "called", "discussed"), "called", CONVENER, "discuss",
         guards=(has("concerned", NobodyConcerned),), clock=Clock.START, is_public=True, tells_reporter=True),
    Move("record_minutes", ("accepted",), "discussed", CONVENER, "decide", ("answer",),
         (has("quick", NotQuick), has("concerned", NobodyConcerned)), clock=Clock.START, is_public=True),
    Move("record_minutes", ("called",), "discussed", CONVENER, "decide", ("answer",), clock=Clock.START,
         is_public=True),
    Move("agree", ("discussed",), "decided", CONVENER, "publish", ("note",), clock=Clock.START, is_public=True),
    Move("open_vote", ("discussed",), "voting", CONVENER, asks=("until",), clock=Clock.STOP, is_public=True,
         tells_reporter=True),
    Move("remind_voters", ("voting",), None, CLOCK, is_quiet=True),
    Move("close_vote", ("voting",), "counting", (*CONVENER, *CLOCK), "count", guards=(has("ready", NotAllIn),),
         when=_if("papers"), clock=Clock.GO_ON, is_timed=True, is_public=True),
    Move("close_vote", ("voting",), "decided", (*CONVENER, *CLOCK), "publish", guards=(has("ready", NotAllIn),),
         clock=Clock.GO_ON, is_timed=True, is_public=True),
    Move("count_papers", ("counting",), "decided", CONVENER, "publish", guards=(hasnt("papers", PapersWait),),
         clock=Clock.START, is_public=True),
    Move("publish_result", ("decided",), "published", CONVENER, asks=("answer", "until"), clock=Clock.STOP,
         is_public=True, tells_reporter=True, is_contact=True),
    Move("end_publicity", ("published",), "objected", CLOCK, "object", when=_if("objection"), clock=Clock.GO_ON,
         is_timed=True, is_quiet=True),
    Move("end_publicity", ("published",), "carrying", CLOCK, "carry", when=_if("passed"), clock=Clock.GO_ON,
         is_timed=True, is_quiet=True, is_public=True, tells_reporter=True),
    Move("end_publicity", ("published",), "closed", CLOCK, clock=Clock.END, is_timed=True, is_quiet=True,
         is_public=True, tells_reporter=True),
    Move("uphold_objection", ("published",), "accepted", SCREENER, "start", ("answer",),
         (has("objection", NoObjection),),
         clock=Clock.GO_ON, is_public=True, tells_reporter=True),
    Move("uphold_objection", ("objected",), "accepted", SCREENER, "start", ("answer",),
         (has("objection", NoObjection),), clock=Clock.START, is_public=True, tells_reporter=True),
    Move("dismiss_objection", ("published",), None, SCREENER, asks=("answer",), guards=(has("objection", NoObjection),),
         is_public=True),
    Move("dismiss_objection", ("objected",), "carrying", SCREENER, "carry", ("answer",),
         when=_if("last_objection", "passed"),
         clock=Clock.START, is_public=True),
    Move("dismiss_objection", ("objected",), "closed", SCREENER, asks=("answer",), when=_if("last_objection"),
         clock=Clock.END, is_public=True),
    Move("dismiss_objection", ("objected",), None, SCREENER, asks=("answer",), is_public=True),
    Move("assign_duty", ("carrying",), None, CONVENER, asks=("to", "until"), is_public=True),
    Move("report_duty", ("carrying",), None, DOER, asks=("answer",), is_public=True),
    Move("finish_duty", ("carrying",), "carried", DOER, "review", ("answer",), when=_if("last_duty"),
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("finish_duty", ("carrying",), None, DOER, asks=("answer",), is_public=True),
    Move("finish_topic", ("carrying",), "carried", CONVENER, "review", ("answer",),
         (hasnt("open_duty", DutyOpen),), clock=Clock.START, is_public=True,
         tells_reporter=True),
    Move("shelve_topic", ("carrying",), "ledgered", SCREENER, asks=("until", "answer"), clock=Clock.STOP,
         is_public=True, tells_reporter=True),
    Move("take_up_topic", ("ledgered",), BACK, SCREENER, asks=("note",), hand=Hand.BACK, clock=Clock.GO_ON),
    Move("come_back", ("ledgered",), BACK, CLOCK, hand=Hand.BACK, clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("close_topic", ("carried",), "carrying", CONVENER, "carry", ("answer",), when=_unhappy, hand=Hand.UP,
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("close_topic", ("carried",), "closed", CONVENER, asks=("answer",), clock=Clock.END, is_public=True,
         tells_reporter=True),
    Move("note", (*RUNNING, *STOPPED, *LAST), None, (*CONVENER, *DOER), asks=("note",)),
    *clock_moves(RUNNING),
)  # fmt: skip
"""What nobody opposes when its publicity ends goes on by itself; a result is never carried out with an objection open."""

TOPIC = register(
    Flow(
        kind=KIND,
        first=("proposed",),
        last=frozenset(LAST),
        stopped=frozenset(STOPPED),
        moves=MOVES,
        limits=dict(rules.LIMITS),
    )
)

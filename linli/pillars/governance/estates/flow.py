"""The flow of an election: one table.

proposed → preparing (a group is formed) → posted (roll, candidates and rules are public) → ready → voting (topics of
deliberation) → elected → seated (its first sitting) → filed → closed. What is objected to waits for an answer; what fails is
prepared again. While papers are public and while owners vote the clock stands, until a day that is said.
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
from linli.base.orgs.roles import COMMUNITY, LEADING, Role
from linli.kernel.refusals import Refusal
from linli.pillars.governance.estates import rules

KIND = "governance.election"

GUIDING = LEADING | COMMUNITY
GUIDE = (Who(Stand.AREA, GUIDING),)
"""Who guides and helps: the community, and the leaders of the street. Not who decides: owners do."""
CALLER = (Who(Stand.AREA, LEADING | {Role.COMMUNITY_SECRETARY}),)
STREET = (Who(Stand.OFFICE, LEADING),)
CLOCK = (Who(Stand.SYSTEM),)

LAST = ("closed", "dropped")
STOPPED = ("posted", "voting", "ledgered")
RUNNING = ("proposed", "preparing", "objected", "ready", "counting", "elected", "seated", "filed")


class GroupMissing(Refusal):
    """The preparatory group is not lawful yet: odd, half of it owners, led by the street."""


class ElectionUnready(Refusal):
    """Before they are public there are a roll, a lawful list of candidates, and drafts of both sets of rules."""


class ObjectionMissing(Refusal):
    """No objection waits for an answer."""


class VotesOpen(Refusal):
    """Not every vote has been counted."""


class ResultPublic(Refusal):
    """The result is still public, or an objection to it waits."""


class NotOverturned(Refusal):
    """No objection to the result was upheld."""


def has(name: str, refusal: type[Refusal]) -> Guard:
    """Make a guard: this is so."""

    def guard(facts: Facts) -> type[Refusal] | None:
        return None if name in facts.pending else refusal

    guard.__name__ = f"has_{name}"
    return guard


def _if(*names: str) -> When:
    return lambda facts: facts.pending.issuperset(names)


# fmt: off
MOVES = (
    Move("convene_group", ("proposed",), "preparing", CALLER, "prepare", guards=(has("group", GroupMissing),),
         clock=Clock.START, is_public=True, tells_reporter=True, is_contact=True),
    Move("post_papers", ("preparing",), "posted", CALLER, asks=("until",), guards=(has("papers", ElectionUnready),),
         clock=Clock.STOP, is_public=True, tells_reporter=True),
    Move("end_notice", ("posted",), "objected", CLOCK, "object", when=_if("objection"), clock=Clock.GO_ON,
         is_timed=True, is_quiet=True),
    Move("end_notice", ("posted",), "ready", CLOCK, "vote", clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("dismiss_objection", ("objected",), "ready", GUIDE, "vote", ("answer",), when=_if("last_objection"),
         guards=(has("objection", ObjectionMissing),), clock=Clock.START, is_public=True),
    Move("dismiss_objection", ("posted", "objected"), None, GUIDE, asks=("answer",),
         guards=(has("objection", ObjectionMissing),), is_public=True),
    Move("uphold_objection", ("posted",), "preparing", GUIDE, "prepare", ("answer",),
         (has("objection", ObjectionMissing),), clock=Clock.GO_ON, is_public=True),
    Move("uphold_objection", ("objected",), "preparing", GUIDE, "prepare", ("answer",),
         (has("objection", ObjectionMissing),), clock=Clock.START, is_public=True),
    Move("put_to_vote", ("ready",), "voting", CALLER, asks=("until",), clock=Clock.STOP, is_public=True,
         tells_reporter=True),
    Move("remind_voters", ("voting",), None, CLOCK, is_quiet=True),
    Move("end_vote", ("voting",), "counting", CLOCK, "count", clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("take_result", ("voting",), "elected", CALLER, "seat", guards=(has("counted", VotesOpen),), when=_if("passed"),
         clock=Clock.GO_ON, is_public=True, tells_reporter=True),
    Move("take_result", ("voting",), "preparing", CALLER, "prepare", guards=(has("counted", VotesOpen),),
         clock=Clock.GO_ON, is_public=True, tells_reporter=True),
    Move("take_result", ("counting",), "elected", CALLER, "seat", guards=(has("counted", VotesOpen),),
         when=_if("passed"), clock=Clock.START, is_public=True, tells_reporter=True),
    Move("take_result", ("counting",), "preparing", CALLER, "prepare", guards=(has("counted", VotesOpen),),
         clock=Clock.START, is_public=True, tells_reporter=True),
    Move("overturn_result", ("elected", "seated"), "preparing", CALLER, "prepare", ("answer",),
         (has("overturned", NotOverturned),), clock=Clock.START, is_public=True, tells_reporter=True),
    Move("seat_committee", ("elected",), "seated", GUIDE, "file", ("answer",), clock=Clock.START, is_public=True),
    Move("file_committee", ("seated",), "filed", GUIDE, "check", ("answer",), (has("public", ResultPublic),),
         hand=Hand.OFFICE, clock=Clock.START, is_public=True),
    Move("send_filing_back", ("filed",), "seated", STREET, "file", ("note",), hand=Hand.AREA, clock=Clock.START),
    Move("confirm_filing", ("filed",), "closed", STREET, asks=("answer",), clock=Clock.END, is_public=True,
         tells_reporter=True),
    Move("shelve", ("proposed", "preparing", "ready"), "ledgered", CALLER, asks=("until", "note"), clock=Clock.STOP,
         is_public=True, tells_reporter=True),
    Move("take_up", ("ledgered",), BACK, CALLER, asks=("note",), hand=Hand.BACK, clock=Clock.GO_ON),
    Move("come_back", ("ledgered",), BACK, CLOCK, hand=Hand.BACK, clock=Clock.GO_ON, is_timed=True, is_quiet=True),
    Move("drop", ("proposed", "preparing", "ready", "ledgered"), "dropped", CALLER, asks=("answer",), clock=Clock.END,
         is_public=True, tells_reporter=True),
    Move("note", (*RUNNING, *STOPPED, *LAST), None, GUIDE, asks=("note",)),
    *clock_moves(RUNNING),
)
# fmt: on
"""A list that failed is not lost: the group prepares again, and what was voted stays with its topics."""

ELECTION = register(
    Flow(
        kind=KIND,
        first=("proposed",),
        last=frozenset(LAST),
        stopped=frozenset(STOPPED),
        moves=MOVES,
        limits=dict(rules.LIMITS),
    )
)

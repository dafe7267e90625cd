"""The flow of a whistle: one table.

blown → signed → reported → handling → answered → closed, or unclaimed → signed → …: a whistle stands where the slowest
of its departments stands,
so one verb has a row for each place it may lead to. `unclaimed`: nobody was named, whoever can takes it on;
`declined`: nobody is left who comes; `escalated`: the level above
holds it and says who comes; `ledgered`: not possible now, with the day on which it comes back.
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
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, UnitKind
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import rules

KIND = "governance.whistle"

LIMITS = {**rules.LIMITS[rules.WhistleKind.COORDINATION], **rules.OWN_LIMITS}
"""Those of a coordination; the other kinds bring their own, an office changes all of them."""

SPEAKERS = COMMUNITY | CENTRE | LEADING
WORKERS = HANDLING | LEADING

WHISTLER = Who(Stand.AREA, SPEAKERS)
CALLED = Who(Stand.ASSIST, WORKERS)
ABOVE = Who(Stand.HOLDER, LEADING | CENTRE)
CHIEF = (Who(Stand.AREA, LEADING), Who(Stand.HOLDER, LEADING))
ANYBODY = Who(Stand.REACH, WORKERS)
"""Who works at a department or partner before whom it was put."""
CLOCK = (Who(Stand.SYSTEM),)

ORDER = tuple(state.value for state in rules.ORDER)
STUCK = ("declined", "escalated")
OPEN = (*ORDER, "unclaimed", *STUCK)
LAST = ("closed", "called_off")


class NotAtThisPoint(Refusal):
    """The department stands elsewhere: done already, or something comes first."""


class TooLateToDecline(Refusal):
    """The time in which a department may decline is over."""


class RuledToCome(Refusal):
    """The level above ruled that this department does it."""


class NobodyComes(Refusal):
    """No department is at it: somebody must be called first."""


class NoLevelAbove(Refusal):
    """The district holds it already."""


class NotPosted(Refusal):
    """It was not put up to be taken on, or not any more."""


class PostedAlready(Refusal):
    """It is put up already."""


def _can(verb: str) -> Guard:
    def guard(facts: Facts) -> type[Refusal] | None:
        return None if f"can:{verb}" in facts.pending else NotAtThisPoint

    return guard


def _may_decline(facts: Facts) -> type[Refusal] | None:
    if "ruled" in facts.pending:
        return RuledToCome
    return None if "in_time_to_decline" in facts.pending else TooLateToDecline


def _somebody_comes(facts: Facts) -> type[Refusal] | None:
    return None if "live" in facts.pending else NobodyComes


def _is_posted(facts: Facts) -> type[Refusal] | None:
    return None if "posted" in facts.pending else NotPosted


def _not_posted(facts: Facts) -> type[Refusal] | None:
    return PostedAlready if "posted" in facts.pending else None


def _level_above(facts: Facts) -> type[Refusal] | None:
    return NoLevelAbove if facts.holder_kind in _TOP else None


_TOP = (UnitKind.DISTRICT, UnitKind.CITY)


def _leads(verb: str, target: str) -> When:
    return lambda facts: f"{verb}:{target}" in facts.pending


def _refused_twice(facts: Facts) -> bool:
    return "twice" in facts.pending and "can:decline_whistle" in facts.pending


def _again(target: str) -> When:
    return lambda facts: "again" in facts.pending and f"assess:{target}" in facts.pending


def _again_below(target: str) -> When:
    here = _again(target)
    return lambda facts: here(facts) and facts.holder_kind not in _TOP


def _now(target: str) -> When:
    return lambda facts: f"now:{target}" in facts.pending


def _step(
    verb: str, sources: tuple[str, ...], targets: tuple[str, ...], asks: tuple[str, ...] = ()
) -> tuple[Move, ...]:
    """Give the rows of what a department does: the whistle follows the slowest, and stays where the level above has it.

    What a department feeds back is the answer to whoever whistled; the step is marked so, and shown to no resident.
    """
    told = verb == "feed_back"
    rows = tuple(
        Move(
            verb, sources, target, (CALLED,), None, asks, (_can(verb),), _leads(verb, target), is_public=told
        )
        for target in targets
    )
    # Where nothing of this is due, the last row says so to whoever asks.
    every = (*sources, "escalated")
    return (*rows, Move(verb, every, None, (CALLED,), asks=asks, guards=(_can(verb),), is_public=told))


MOVES = (
    *_step("sign_in", ORDER[:1], ORDER[:2]),
    *_step("report_in", ORDER[:2], ORDER[:3]),
    *_step("plan", ORDER[:4], ORDER[:4], ("answer", "until")),
    *_step("feed_back", ORDER[:4], ORDER, ("answer",)),
    Move(
        "decline_whistle",
        ORDER[:2],
        "escalated",
        (CALLED,),
        "decide",
        ("note",),
        (_can("decline_whistle"), _may_decline),
        _refused_twice,
        Hand.UP,
        Clock.START,
    ),
    *(
        Move(
            "decline_whistle",
            ORDER[:2],
            target,
            (CALLED,),
            asks=("note",),
            guards=(_can("decline_whistle"), _may_decline),
            when=_leads("decline_whistle", target),
        )
        for target in ORDER
    ),
    Move(
        "decline_whistle",
        ORDER[:2],
        "declined",
        (CALLED,),
        "decide",
        ("note",),
        (_can("decline_whistle"), _may_decline),
        _leads("decline_whistle", "declined"),
        clock=Clock.START,
    ),
    Move(
        "decline_whistle",
        ORDER[:2],
        "unclaimed",
        (CALLED,),
        "claim",
        ("note",),
        (_can("decline_whistle"), _may_decline),
        _leads("decline_whistle", "unclaimed"),
        clock=Clock.START,
    ),
    Move(
        "decline_whistle",
        ORDER[:2],
        "closed",
        (CALLED,),
        asks=("note",),
        guards=(_can("decline_whistle"), _may_decline),
        when=_leads("decline_whistle", "closed"),
        clock=Clock.END,
    ),
    Move(
        "decline_whistle",
        (*ORDER[:2], "escalated"),
        None,
        (CALLED,),
        asks=("note",),
        guards=(_can("decline_whistle"), _may_decline),
    ),
    # The lower level says how the department did. A poor mark has it do the work again, once, and the level above holds it.
    *(
        Move(
            "assess",
            ORDER,
            target,
            (WHISTLER,),
            guards=(_can("assess"),),
            when=_again_below(target),
            hand=Hand.UP,
        )
        for target in ORDER[:4]
    ),
    *(
        Move("assess", ORDER, target, (WHISTLER,), guards=(_can("assess"),), when=_again(target))
        for target in ORDER[:4]
    ),
    Move(
        "assess",
        (*ORDER, "escalated"),
        "closed",
        (WHISTLER,),
        guards=(_can("assess"),),
        when=_leads("assess", "closed"),
        clock=Clock.END,
    ),
    *(
        Move("assess", ORDER, target, (WHISTLER,), guards=(_can("assess"),), when=_leads("assess", target))
        for target in ORDER
    ),
    Move("assess", (*ORDER, "escalated"), None, (WHISTLER,), guards=(_can("assess"),)),
    Move("call_more", (*ORDER, "unclaimed", "declined"), "blown", (WHISTLER,), asks=("to",)),
    # Claimed from both sides: whoever whistled puts up what is still to be done, a department takes a piece on.
    Move(
        "post_whistle",
        ("declined",),
        "unclaimed",
        (WHISTLER,),
        "claim",
        ("note",),
        (_not_posted,),
        clock=Clock.START,
    ),
    Move(
        "post_whistle",
        (*ORDER, "unclaimed", "escalated", "ledgered"),
        None,
        (WHISTLER,),
        asks=("note",),
        guards=(_not_posted,),
    ),
    Move(
        "take_down",
        ("unclaimed",),
        "declined",
        (WHISTLER,),
        "decide",
        guards=(_is_posted,),
        clock=Clock.START,
    ),
    Move("take_down", (*ORDER, *STUCK, "ledgered"), None, (WHISTLER,), guards=(_is_posted,)),
    *(
        Move(
            "claim_whistle",
            sources,
            target,
            (ANYBODY,),
            asks=("answer",),
            guards=(_is_posted, _can("claim_whistle")),
            when=_leads("claim_whistle", target),
            hand=hand,
            clock=clock,
        )
        for sources, hand, clock in (
            ((*ORDER, "unclaimed", "declined"), Hand.KEEP, Clock.KEEP),
            (("ledgered",), Hand.AREA, Clock.GO_ON),
        )
        for target in ORDER[:2]
    ),
    Move(
        "claim_whistle",
        (*OPEN, "ledgered"),
        None,
        (ANYBODY,),
        asks=("answer",),
        guards=(_is_posted, _can("claim_whistle")),
    ),
    Move(
        "escalate",
        (*ORDER, "unclaimed", *STUCK),
        "escalated",
        (WHISTLER, ABOVE),
        "decide",
        ("note",),
        (_level_above,),
        hand=Hand.UP,
        clock=Clock.START,
    ),
    Move(
        "raise_late",
        ("blown",),
        "escalated",
        CLOCK,
        "decide",
        hand=Hand.UP,
        clock=Clock.START,
        is_timed=True,
        is_quiet=True,
    ),
    Move("rule", STUCK, "blown", (ABOVE,), asks=("to", "note"), hand=Hand.AREA),
    *(
        Move(
            "hand_back",
            ("escalated",),
            target,
            (ABOVE,),
            asks=("note",),
            guards=(_somebody_comes,),
            when=_now(target),
            hand=Hand.AREA,
        )
        for target in ORDER
    ),
    Move("hand_back", ("escalated",), None, (ABOVE,), asks=("note",), guards=(_somebody_comes,)),
    Move("shelve", OPEN, "ledgered", CHIEF, asks=("until", "note"), clock=Clock.STOP),
    Move("review", ("ledgered",), BACK, CHIEF, asks=("note",), hand=Hand.BACK, clock=Clock.GO_ON),
    Move(
        "come_back",
        ("ledgered",),
        BACK,
        CLOCK,
        hand=Hand.BACK,
        clock=Clock.GO_ON,
        is_timed=True,
        is_quiet=True,
    ),
    Move(
        "call_off",
        (*OPEN, "ledgered"),
        "closed",
        (WHISTLER,),
        asks=("answer",),
        when=lambda facts: "done_in_part" in facts.pending,
        clock=Clock.END,
    ),
    Move("call_off", (*OPEN, "ledgered"), "called_off", (WHISTLER,), asks=("answer",), clock=Clock.END),
    Move(
        "note",
        (*OPEN, "ledgered", *LAST),
        None,
        (WHISTLER, CALLED, Who(Stand.HOLDER, SPEAKERS)),
        asks=("note",),
    ),
    *clock_moves(OPEN),
)

WHISTLE = register(
    Flow(
        kind=KIND,
        first=("blown", "unclaimed"),
        last=frozenset(LAST),
        stopped=frozenset({"ledgered"}),
        moves=MOVES,
        limits=LIMITS,
    )
)

"""What a called department owes and by when, where a whistle stands, what a poor mark does. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from linli.kernel.limits import Limit, minutes, urgent_hours, work_days, work_hours
from linli.kernel.sources import Source, local_choice


class WhistleKind(StrEnum):
    """Why departments are called."""

    COORDINATION = "coordination"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"


class Attendance(StrEnum):
    """How a department reported in."""

    SPOT = "spot"
    MEETING = "meeting"


class Progress(StrEnum):
    """Where one called department stands; the words of a whistle that has not ended are the same."""

    BLOWN = "blown"
    SIGNED = "signed"
    REPORTED = "reported"
    HANDLING = "handling"
    ANSWERED = "answered"
    ASSESSED = "assessed"
    DECLINED = "declined"


# --- limits -------------------------------------------------------------------------------------------------

LIMITS_SOURCE: Final[Source] = local_choice(
    "No primary source names time limits for whistles; these are proposals that every office changes (DOMAIN 4)."
)
LIMITS: Final[Mapping[WhistleKind, Mapping[str, Limit]]] = {
    WhistleKind.COORDINATION: {
        "sign": work_days(1, LIMITS_SOURCE),
        "report": work_days(3, LIMITS_SOURCE),
        "plan": work_days(5, LIMITS_SOURCE),
        "close": work_days(15, LIMITS_SOURCE),
        "turn_down": work_days(1, LIMITS_SOURCE),
        "redo": work_days(5, LIMITS_SOURCE),
        "resolve": work_days(18, LIMITS_SOURCE),
    },
    WhistleKind.ENFORCEMENT: {
        "sign": work_hours(2, LIMITS_SOURCE),
        "report": work_days(1, LIMITS_SOURCE),
        "plan": work_days(3, LIMITS_SOURCE),
        "close": work_days(10, LIMITS_SOURCE),
        "turn_down": work_hours(4, LIMITS_SOURCE),
        "redo": work_days(3, LIMITS_SOURCE),
        "resolve": work_days(13, LIMITS_SOURCE),
    },
    WhistleKind.EMERGENCY: {
        "sign": minutes(10, LIMITS_SOURCE),
        "report": minutes(30, LIMITS_SOURCE),
        "plan": urgent_hours(2, LIMITS_SOURCE),
        "close": urgent_hours(24, LIMITS_SOURCE),
        "turn_down": minutes(30, LIMITS_SOURCE),
        "redo": urgent_hours(12, LIMITS_SOURCE),
        "resolve": work_days(3, LIMITS_SOURCE),
    },
}
OWN_LIMITS: Final[Mapping[str, Limit]] = {
    "assess": work_days(3, LIMITS_SOURCE),
    "decide": work_days(1, LIMITS_SOURCE),
    "claim": work_days(5, LIMITS_SOURCE),
    "wait": work_days(60, LIMITS_SOURCE),
}
"""What the whistling side and the level above owe, whatever the kind; how long it waits for somebody to take it on."""

LONGEST_OFFER_DAYS: Final = 366  # LOCAL: what a unit would do is asked again every year
LONGEST_SHELF_DAYS: Final = 183  # LOCAL: what nobody looks at for half a year is forgotten, not shelved

# --- marks --------------------------------------------------------------------------------------------------

LOW, FAIR, GOOD = 1, 2, 3
MARKS: Final = (GOOD, FAIR, LOW)
MOST_REOPENED: Final = 1
MOST_DECLINED: Final = 2
"""First asked, first responsible: what was declined twice the level above decides."""


def is_low(*marks: int) -> bool:
    """Say whether a department is to do it again: one poor mark of the three is enough."""
    return min(marks) <= LOW


# --- where it stands ----------------------------------------------------------------------------------------

ORDER: Final = (
    Progress.BLOWN,
    Progress.SIGNED,
    Progress.REPORTED,
    Progress.HANDLING,
    Progress.ANSWERED,
)
"""From the slowest to the fastest: a whistle stands where the slowest of its departments stands."""

LIVE: Final = frozenset(ORDER)


@dataclass(frozen=True, slots=True)
class Part:
    """One called department, as far as decisions look at it."""

    unit: int
    state: Progress
    may_decline_until: datetime
    is_ruled: bool = False
    reopened_count: int = 0
    is_claimed: bool = False


def standing(parts: Iterable[Part], *, posted: bool = False) -> str:
    """Say where a whistle stands: with the slowest who is still at it; closed when all were assessed.

    Where nobody is at it and nobody ever answered, it waits to be taken on if it was put up for that.
    """
    states = [part.state for part in parts]
    for state in ORDER:
        if state in states:
            return state.value
    if Progress.ASSESSED in states:
        return "closed"
    return "unclaimed" if posted else "declined"


LEADS_TO: Final[Mapping[str, Progress]] = {
    "sign_in": Progress.SIGNED,
    "report_in": Progress.REPORTED,
    "plan": Progress.HANDLING,
    "feed_back": Progress.ANSWERED,
    "decline_whistle": Progress.DECLINED,
    "assess": Progress.ASSESSED,
    "claim_whistle": Progress.SIGNED,
}
FROM: Final[Mapping[str, frozenset[Progress]]] = {
    "sign_in": frozenset({Progress.BLOWN}),
    "report_in": frozenset({Progress.BLOWN, Progress.SIGNED}),
    "plan": frozenset({Progress.REPORTED, Progress.HANDLING}),
    "feed_back": frozenset({Progress.REPORTED, Progress.HANDLING}),
    "decline_whistle": frozenset({Progress.BLOWN, Progress.SIGNED}),
    "assess": frozenset({Progress.ANSWERED}),
}


def is_past(part: Part, verb: str) -> bool:
    """Say whether a department has gone beyond a verb: it made it, or another that ends its turn."""
    order = tuple(Progress)
    return verb in FROM and all(order.index(part.state) > order.index(source) for source in FROM[verb])


def after(part: Part, verb: str, *, low: bool = False) -> Part:
    """Give a department as a verb leaves it. A first poor mark has it do the work again."""
    if verb == "assess" and low and part.reopened_count < MOST_REOPENED:
        return replace(part, state=Progress.HANDLING, reopened_count=part.reopened_count + 1)
    return replace(part, state=LEADS_TO[verb])


def flags(
    parts: Sequence[Part],
    unit: int,
    *,
    at: datetime,
    declined_count: int,
    low: bool = False,
    posted: bool = False,
) -> frozenset[str]:
    """Name what guards and conditions ask about one department of a whistle (0: about the whistle alone).

    `can:VERB` it stands where this begins; `VERB:STATE` where the whistle would stand then; `late` and the like by name.
    """
    found = {f"now:{standing(parts, posted=posted)}"}
    if posted:
        found.add("posted")
    if any(part.state in LIVE for part in parts):
        found.add("live")
    if any(part.state is Progress.ASSESSED for part in parts):
        found.add("done_in_part")
    mine = next((part for part in parts if part.unit == unit), None)
    if unit and (mine is None or mine.state is Progress.DECLINED):
        others = [part for part in parts if part is not mine]
        taken = Part(unit, LEADS_TO["claim_whistle"], at, is_claimed=True)
        found |= {"can:claim_whistle", f"claim_whistle:{standing([*others, taken])}"}
    if mine is None:
        return frozenset(found)
    for verb, sources in FROM.items():
        if mine.state not in sources:
            continue
        found.add(f"can:{verb}")
        then = after(mine, verb, low=low)
        found.add(f"{verb}:{standing([then if part is mine else part for part in parts], posted=posted)}")
        if verb == "assess" and then.state is Progress.HANDLING:
            found.add("again")
    if mine.is_ruled:
        found.add("ruled")
    if at <= mine.may_decline_until:
        found.add("in_time_to_decline")
    if declined_count + 1 >= MOST_DECLINED and not mine.is_claimed:
        found.add("twice")
    return frozenset(found)


# --- clocks of a call ---------------------------------------------------------------------------------------

SLOTS: Final[Mapping[Progress, str]] = {
    Progress.BLOWN: "sign",
    Progress.SIGNED: "report",
    Progress.REPORTED: "plan",
    Progress.HANDLING: "close",
    Progress.ANSWERED: "assess",
}
"""What a department owes next in each state, and in the last one what is owed to it."""


@dataclass(frozen=True, slots=True)
class Times:
    """By when a department owes what, and when it did it."""

    sign_by: datetime
    report_by: datetime
    plan_by: datetime
    close_by: datetime
    signed_at: datetime | None = None
    reported_at: datetime | None = None
    planned_at: datetime | None = None
    answered_at: datetime | None = None


def lateness(times: Times, at: datetime) -> tuple[str, ...]:
    """Name the clocks that ran out: `sign`, `report`, `plan`, `close`; done late counts like not done in time."""
    pairs = (
        ("sign", times.sign_by, times.signed_at),
        ("report", times.report_by, times.reported_at),
        ("plan", times.plan_by, times.planned_at or times.answered_at),
        ("close", times.close_by, times.answered_at),
    )
    return tuple(name for name, by, done in pairs if (done or at) > by)

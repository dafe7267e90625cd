"""What becomes of a case: a few dozen ways through the report's flow table, each as often and as fast as in life.

A way names the verbs of the table; that the table allows them, and to whom, is looked up when this module is loaded.
Shares and times are LOCAL: shaped after the published figures of `docs/performance.md`, not any one office's.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from linli.base.flow.table import BACK, Move
from linli.pillars.governance.reports.flow import REPORT


@dataclass(frozen=True, slots=True)
class Act:
    """One move of a way: who makes it, and after how long (median and spread in hours)."""

    verb: str
    who: str
    hours: float
    move: Move
    spread: float = 0.9


@dataclass(frozen=True, slots=True)
class Way:
    """A whole life, from filing to the end."""

    name: str
    weight: float
    acts: tuple[Act, ...]

    @property
    def has_assist(self) -> bool:
        return any(act.who == ASSIST for act in self.acts)


HOURS = {
    "accept": 0.6, "settle": 6.0, "pass_up": 1.2, "dispatch": 1.0, "take": 2.0, "answer": 22.0, "answer_share": 14.0,
    "pass_check": 5.0, "redo": 5.0, "rate": 9.0, "lapse": 168.0, "refuse": 4.0, "send_back": 3.0, "ask_reporter": 3.0,
    "reply": 5.0, "ask_extension": 20.0, "grant_extension": 4.0, "ask_ledger": 30.0, "grant_ledger": 6.0,
    "come_back": 720.0, "withdraw": 3.0, "publish": 8.0, "urge": 30.0, "supervise": 12.0, "contact": 2.0,
}  # fmt: skip

GRID, COMMUNITY, CENTRE, LEAD, ASSIST = "grid", "community", "centre", "lead", "assist"
LEADER, REPORTER, CLOCK = "leader", "reporter", "clock"

_UP = "pass_up:grid pass_up:community"
_OUT = "dispatch:centre take:lead answer:lead>answered pass_check:grid>callback"
_GOOD = "rate:reporter>closed"
_DONE = f"answer:lead>answered pass_check:grid>callback {_GOOD}"
_GIVEN = f"{_UP} dispatch:centre take:lead"

# name, per mille, then verb:who[>state where the table has several]
WAYS_WRITTEN = (
    ("settled by the grid, rated", 170, f"accept:grid settle:grid>callback {_GOOD}"),
    ("settled by the grid, silent", 150, "accept:grid settle:grid>callback lapse:clock"),
    ("settled at once", 60, "settle:grid>callback lapse:clock"),
    ("by the community", 60, f"pass_up:grid accept:community settle:community>callback {_GOOD}"),
    ("dispatched, rated", 160, f"{_UP} {_OUT} {_GOOD}"),
    ("dispatched, silent", 150, f"accept:grid {_UP} {_OUT} lapse:clock"),
    ("dispatched, published", 40, f"{_UP} {_OUT} {_GOOD} publish:centre"),
    ("two hands", 60, f"{_GIVEN} answer_share:assist {_DONE}"),
    ("sent back", 35, f"{_UP} dispatch:centre send_back:lead>accepted {_OUT} {_GOOD}"),
    ("done again", 25, f"{_GIVEN} answer:lead>answered redo:grid {_DONE}"),
    ("not satisfied", 30, f"{_UP} {_OUT} rate:reporter>accepted {_OUT} {_GOOD}"),
    ("asked back", 20, f"ask_reporter:grid reply:reporter accept:grid settle:grid>callback {_GOOD}"),
    ("more time", 15, f"{_GIVEN} ask_extension:lead grant_extension:centre {_DONE}"),
    ("ledgered", 5, f"{_GIVEN} ask_ledger:lead grant_ledger:leader come_back:clock {_DONE}"),
    ("urged", 15, f"{_GIVEN} urge:reporter supervise:leader {_DONE}"),
    ("refused", 4, "pass_up:grid refuse:community"),
    ("withdrawn", 1, "withdraw:reporter"),
)


def _read(written: str) -> tuple[Act, ...]:
    """Follow a way through the table, so that a change of the table is met here and not in ten million rows.

    :raises ValueError: no such row.
    """
    acts, state, prior = [], "received", ""
    for word in written.split():
        verb, _, rest = word.partition(":")
        who, _, wanted = rest.partition(">")
        for move in REPORT.rows(verb, state):
            if not wanted or move.target == wanted:
                break
        else:
            raise ValueError(f"no {verb} from {state} to {wanted or 'anywhere'}")
        acts.append(Act(verb, who, HOURS[verb], move))
        if move.target == BACK:
            state, prior = prior, ""
        elif move.target:
            if move.target in REPORT.stopped:
                prior = state
            state = move.target
    return tuple(acts)


WAYS = tuple(Way(name, weight, _read(written)) for name, weight, written in WAYS_WRITTEN)
_BUSY = list(accumulate(way.weight for way in WAYS))


def draw(rng: Random) -> Way:
    """Draw a way, the common ones often."""
    return WAYS[bisect(_BUSY, rng.random() * _BUSY[-1])]

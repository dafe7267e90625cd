"""A flow is a table: states, moves, who may make them, which clock starts, what each asks for.

The engine, the buttons, the required fields of a form, the diagram in the docs and the tests read the same rows.
Pure: no Django, no database. `problems()` names what is wrong with a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from linli.kernel.limits import Limit
from linli.kernel.refusals import Refusal

BACK = "<back>"
"""Target of a move that returns to the state before the pause, question or merge."""


class Stand(StrEnum):
    """Where an actor stands to a case. A post reaches its subtree, so a secretary stands where her grid stands."""

    HOLDER = "holder"  # a post at the holder or at a unit above it
    AREA = "area"  # a post at the place of the case or above it
    LEAD = "lead"  # a post at the unit that leads, or above it
    ASSIST = "assist"  # a post at an assisting unit, or above it
    OFFICE = "office"  # a post at the subdistrict itself
    REACH = "reach"  # anybody who may see the case
    REPORTER = "reporter"  # who raised it, by account or secret link
    SYSTEM = "system"  # a job


class Hand(StrEnum):
    """Who holds the case after a move."""

    KEEP = "keep"
    TO = "to"  # the unit named in the move
    UP = "up"  # the territorial level above the holder
    AREA = "area"  # the unit whose ground it is
    OFFICE = "office"  # the subdistrict
    LEAD = "lead"  # the unit that leads now
    BACK = "back"  # who held it before


class Clock(StrEnum):
    """What a move does with the clock of the case."""

    KEEP = "keep"
    START = "start"  # the slot of the move starts now
    STOP = "stop"  # nothing counts until it goes on
    GO_ON = "go_on"
    END = "end"


@dataclass(frozen=True, slots=True)
class Who:
    """A stand, and the roles that count in it (empty: any working role)."""

    stand: Stand
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may look at. Nothing else decides."""

    state: str
    prior_state: str = ""
    is_urgent: bool = False
    is_ruled: bool = False
    needs_spot_check: bool = False
    can_be_asked: bool = True
    returned_count: int = 0
    reopened_count: int = 0
    open_assists: int = 0
    has_lead: bool = False
    has_parent: bool = False
    pending: frozenset[str] = frozenset()
    holder_kind: str = ""
    solved: bool | None = None
    level: int | None = None
    within_return_limit: bool = True


Guard = Callable[[Facts], type[Refusal] | None]
"""Return the refusal, or None to let the move pass."""

When = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `verb` leads from each of `sources` to `target` (None: the state stays)."""

    verb: str
    sources: tuple[str, ...]
    target: str | None
    who: tuple[Who, ...]
    slot: str | None = None
    asks: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    when: When | None = None
    hand: Hand = Hand.KEEP
    clock: Clock = Clock.KEEP
    is_public: bool = False
    tells_reporter: bool = False
    is_contact: bool = False
    is_timed: bool = False
    """Made by the clock when the time of the state is up."""
    is_quiet: bool = False
    """Not offered as a button: made by a page of its own, by a job, or by another move."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of case: its table of moves and the limits of its clock slots."""

    kind: str
    first: tuple[str, ...]
    last: frozenset[str]
    stopped: frozenset[str]
    moves: tuple[Move, ...]
    limits: dict[str, Limit] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        seen: dict[str, None] = dict.fromkeys(self.first)
        for move in self.moves:
            seen.update(dict.fromkeys(move.sources))
            if move.target and move.target != BACK:
                seen[move.target] = None
        return tuple(seen)

    @property
    def open_states(self) -> frozenset[str]:
        return frozenset(self.states) - self.last

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.verb for m in self.moves))

    def rows(self, verb: str, state: str | None = None) -> tuple[Move, ...]:
        return tuple(m for m in self.moves if m.verb == verb and (state is None or state in m.sources))

    def choose(self, verb: str, facts: Facts) -> Move | None:
        """Find the first row of `verb` that leads from here and whose `when` holds."""
        return next((m for m in self.rows(verb, facts.state) if m.when is None or m.when(facts)), None)

    def open_to(self, facts: Facts, stands: Iterable[tuple[Stand, frozenset[str]]]) -> tuple[Move, ...]:
        """List the moves somebody with these stands may make now: what the page shows as buttons."""
        held = tuple(stands)
        found: dict[str, Move] = {}
        for move in self.moves:
            if move.verb in found or facts.state not in move.sources:
                continue
            if move.when is not None and not move.when(facts):
                continue
            if allows(move, held) and not any(guard(facts) for guard in move.guards):
                found[move.verb] = move
        return tuple(found.values())


def allows(move: Move, stands: Iterable[tuple[Stand, frozenset[str]]]) -> bool:
    """Say whether one of these stands, with its roles, may make the move."""
    for stand, roles in stands:
        for who in move.who:
            if who.stand != stand:
                continue
            if stand in (Stand.REPORTER, Stand.SYSTEM) or not who.roles or not who.roles.isdisjoint(roles):
                return True
    return False


def problems(flow: Flow) -> list[str]:
    """Name unreachable states, dead ends, duplicate arrows, unknown slots, clocks in last states."""
    found: list[str] = []
    states, last = set(flow.states), flow.last
    reached = set(flow.first)
    grew = True
    while grew:
        grew = False
        for move in flow.moves:
            if (
                move.target
                and move.target != BACK
                and move.target not in reached
                and reached & set(move.sources)
            ):
                reached.add(move.target)
                grew = True
    found += [f"{state}: cannot be reached" for state in sorted(states - reached)]
    found += [f"{state}: named as last but never reached" for state in sorted(last - reached)]
    for state in sorted(states - last):
        if not any(state in m.sources and m.target not in (None, state) for m in flow.moves):
            found.append(f"{state}: dead end")
    seen: dict[tuple[str, str], list[Move]] = {}
    for move in flow.moves:
        for source in move.sources:
            seen.setdefault((move.verb, source), []).append(move)
        if move.slot and move.slot not in flow.limits:
            found.append(f"{move.verb}: no limit for slot {move.slot}")
        if move.target in last and move.slot:
            found.append(f"{move.verb}: starts a clock in last state {move.target}")
        if move.target in last and move.clock not in (Clock.END, Clock.STOP):
            found.append(f"{move.verb}: leaves the clock running in {move.target}")
        if not move.who:
            found.append(f"{move.verb}: open to nobody")
        if move.target in flow.stopped and move.clock != Clock.STOP:
            found.append(f"{move.verb}: enters {move.target} with a running clock")
    for (verb, source), rows in sorted(seen.items(), key=lambda kv: kv[0]):
        if len(rows) > 1 and any(row.when is None for row in rows[:-1]):
            found.append(f"{verb} from {source}: a row without a condition hides the next")
    for slot, limit in flow.limits.items():
        if not limit.source.is_complete:
            found.append(f"{slot}: limit without a source")
    return found


SYSTEM_ONLY = (Who(Stand.SYSTEM),)


def clock_moves(open_states: tuple[str, ...]) -> tuple[Move, ...]:
    """Give the moves every flow has: lateness turns yellow, then red, then climbs; it never hides."""
    return tuple(
        Move(verb, open_states, None, SYSTEM_ONLY, is_quiet=True)
        for verb in ("turn_yellow", "turn_red", "climb")
    )


REGISTRY: dict[str, Flow] = {}


def register(flow: Flow) -> Flow:
    """Make a flow known to the engine, the inbox and the tests. One flow a kind."""
    if flow.kind in REGISTRY and REGISTRY[flow.kind] is not flow:
        raise ValueError(f"two flows for {flow.kind}")
    REGISTRY[flow.kind] = flow
    return flow

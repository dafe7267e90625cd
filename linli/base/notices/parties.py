"""Who raised a case is known by its pillar, which stands above: it registers here how to find them.

    parties.register("governance.report", parties_of)      # in the app's `ready`

The function takes ids of cases and gives, for each, those who follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who raised or joined a case at `since`: an account, a telephone number, or both.

    `link` is the secret path under which they follow it.
    """

    account_id: int | None
    phone: str
    language: str
    link: str
    since: datetime


Find = Callable[[Iterable[int]], Mapping[int, Sequence[Party]]]

_FINDERS: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """Make known how the parties of a kind of case are found."""
    _FINDERS[kind] = find


def parties_of(cases: Iterable[tuple[int, str]]) -> dict[int, Sequence[Party]]:
    """Return the parties of cases, given as (id, kind). One query of the pillar for each kind."""
    return _found(_FINDERS, cases)


def _found(finders: Mapping[str, Find], cases: Iterable[tuple[int, str]]) -> dict[int, Sequence[Party]]:
    by_kind: dict[str, list[int]] = {}
    for case_id, kind in cases:
        by_kind.setdefault(kind, []).append(case_id)
    found: dict[int, Sequence[Party]] = {}
    for kind, ids in by_kind.items():
        if kind in finders:
            found |= finders[kind](ids)
    return found


_INVITED: dict[str, Find] = {}
_VOTERS: dict[str, Find] = {}
_ASKED: dict[str, dict[str, Find]] = {"invited": _INVITED, "voters": _VOTERS}


def register_invited(kind: str, find: Find) -> None:
    """Make known who is asked to come in a kind of case."""
    _INVITED[kind] = find


def register_voters(kind: str, find: Find) -> None:
    """Make known who has a vote in a kind of case."""
    _VOTERS[kind] = find


def asked_of(whom: str, cases: Iterable[tuple[int, str]]) -> dict[int, Sequence[Party]]:
    """Return who is asked in cases, given as (id, kind). One query of the pillar for each kind that asks anybody."""
    return _found(_ASKED[whom], cases)


Speak = Callable[[Iterable[int]], Mapping[int, Party]]

_SPEAKERS: dict[str, Speak] = {}


def register_speakers(body: str, speak: Speak) -> None:
    """Make known who is told what concerns bodies that a pillar registers, for the cases of another pillar."""
    _SPEAKERS[body] = speak


def speakers(body: str, ids: Iterable[int]) -> Mapping[int, Party]:
    """Return who speaks for bodies by their ids; those who left nothing to be told by are absent. One query."""
    return _SPEAKERS[body](ids) if body in _SPEAKERS else {}

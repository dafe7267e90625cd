"""Everything that is kept about one person, wherever it lies: collected for them, erased for them.

Each app that keeps something about people registers here how to find it and how to erase it, so that a request is
answered whole without anybody knowing all the tables.

    subjects.register("reports", collect, erase)      # in the app's `ready`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.base.people.actors import Actor
from linli.base.people.models import Account

Rows = list[Mapping[str, Any]]
Collect = Callable[[Account], Mapping[str, Rows]]


@dataclass(frozen=True, slots=True)
class Erasing:
    """On whose order, on what ground and for which request something is erased."""

    actor: Actor
    basis: str
    at: datetime
    request_number: str = ""


Erase = Callable[[Account, Erasing], int]

_KEEPERS: dict[str, tuple[Collect, Erase]] = {}
_FIRST: set[str] = set()


def register(name: str, collect: Collect, erase: Erase, *, is_first: bool = False) -> None:
    """Make known what an app keeps about a person; `is_first` where it finds that through what others erase."""
    _KEEPERS[name] = (collect, erase)
    if is_first:
        _FIRST.add(name)


def collected(account: Account) -> dict[str, Rows]:
    """Return all that is kept about an account's owner, by kind, ready to be shown or handed over."""
    found: dict[str, Rows] = {}
    for name in sorted(_KEEPERS):
        for kind, rows in _KEEPERS[name][0](account).items():
            found[kind] = list(rows)
    return found


def erased(account: Account, order: Erasing) -> int:
    """Erase all that is kept about an account's owner, the account itself last; return how many things."""
    # People goes last: the others find what is theirs by the number that it still holds.
    names = sorted(_KEEPERS, key=lambda name: (name == "people", name not in _FIRST, name))
    return sum(_KEEPERS[name][1](account, order) for name in names)

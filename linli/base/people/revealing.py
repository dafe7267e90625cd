"""Which hidden values can be shown one at a time, and to whom. Each owner registers its own; nothing else opens.

    revealing.register("reports.Reporter", ("name", "phone"), find)      # in the app's `ready`

`find(actor, id, field)` gives what may be shown, or None when it is absent or this actor may not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linli.base.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Found:
    """A value that may be shown, and whose it is, so that they can read that it was."""

    value: str
    person_id: int | None = None
    person_print: bytes | None = None


Find = Callable[[Actor, int, str], Found | None]

_OWNERS: dict[str, tuple[tuple[str, ...], Find]] = {}


def register(subject: str, fields: tuple[str, ...], find: Find) -> None:
    """Make known how a subject's hidden fields are found for an actor."""
    _OWNERS[subject] = (fields, find)


def registered() -> dict[str, tuple[str, ...]]:
    """Return which fields of which subjects can be revealed at all."""
    return {subject: fields for subject, (fields, _) in _OWNERS.items()}


def find(actor: Actor, subject: str, id: int, field: str) -> Found | None:
    """Return the value, or None when it is not known here, absent, or not for this actor."""
    fields, look = _OWNERS.get(subject, ((), None))
    return look(actor, id, field) if look is not None and field in fields else None

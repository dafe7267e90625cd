"""What is asked at most once while a page is read or a report is filed: whose ground a point is, which map is in force.

    with once():
        ...                       # what is marked `remembered` is read the first time, and given again afterwards

What was read stays true for this block alone: the next request asks anew, so a change is seen by it. Opened only around
pages that read and around filing, never around what changes what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from linli.base.written import cursor_of

P = ParamSpec("P")
R = TypeVar("R")

_held: ContextVar[dict[Any, Any] | None] = ContextVar("asked_once", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Remember within this block what is asked; one block inside another remembers together."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def remembered(read: Callable[P, R]) -> Callable[P, R]:
    """Have a function asked once with the same arguments within a block; outside of one, as often as it is called."""

    @wraps(read)
    def asked(*args: P.args, **more: P.kwargs) -> R:
        held = _held.get()
        if held is None:
            return read(*args, **more)
        key = (read, args, tuple(more.items()))
        if key not in held:
            held[key] = read(*args, **more)
        found: R = held[key]
        return found

    return asked


_MARKS: dict[str, str] = {}


def register_mark(name: str, sql: str) -> None:
    """Make known a value of the database that is another one after every change of something held in memory."""
    _MARKS[name] = sql


def mark(name: str) -> Any:
    """Give such a value. One statement; all of them are asked in it, so that a block asks once."""
    return _marks(len(_MARKS))[name]


@remembered
def _marks(known: int) -> dict[str, Any]:
    with cursor_of(connection) as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for sql in _MARKS.values()))
        return dict(zip(_MARKS, cursor.fetchone(), strict=True))

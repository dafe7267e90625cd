"""All of a move or nothing: a call is killed before each of its statements, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

FLOW_TABLES = (
    "flow_case", "flow_step", "flow_stepwords", "flow_assignment", "flow_petition", "flow_casesearch", "flow_stepfile",
)  # fmt: skip


def everything(tables: tuple[str, ...]) -> tuple[Any, ...]:
    """Every row of every table a move may write, as one fingerprint each."""
    names = (*FLOW_TABLES, *tables)
    parts = ", ".join(f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {t} t)" for t in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return tuple(cursor.fetchone())


class _Killed(BaseException):
    """What the process dies of: nothing catches it."""


class _KillAt:
    """Let `n` statements pass, then die before the next."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.left == 0:
            raise _Killed
        self.left -= 1
        return execute(sql, params, many, context)


@contextmanager
def _dying_at_commit() -> Iterator[list[bool]]:
    """Die instead of committing; say whether it came to that."""
    came: list[bool] = []

    def commit() -> None:
        came.append(True)
        connection.close()
        raise _Killed

    connection.commit = commit  # type: ignore[method-assign]
    try:
        yield came
    finally:
        del connection.commit


def deaths(call: Callable[[], object]) -> Iterator[int]:
    """Kill a call before its first statement, its second, and so on, at last before its commit; then let it live.

    What dies takes its connection with it, as a process does. Yields after each death.
    """
    for n in range(200):
        with _dying_at_commit() as came:
            try:
                with connection.execute_wrapper(_KillAt(n)):
                    call()
            except _Killed:
                connection.close()
        yield n
        if came:
            call()
            return
    raise AssertionError("the call never ended")


def dies_whole(call: Callable[[], object], tables: tuple[str, ...], least: int) -> None:
    """Say that a call killed anywhere leaves nothing, and that it changes something when it lives."""
    before, count = everything(tables), 0
    for n in deaths(call):
        assert everything(tables) == before, f"something stayed of what died before statement {n}"
        count += 1
    assert count >= least
    assert everything(tables) != before

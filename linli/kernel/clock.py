"""The only place that reads the time of day.

Faces and jobs call `now()` once and pass `at` down; nothing below them asks again, so a test, a demo or a
training room can live on another day without touching the code it exercises.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

# A timedelta moves the clock and lets it run; a datetime stops it. One variable, so the innermost setting
# wins.
_setting: ContextVar[timedelta | datetime | None] = ContextVar("linli_clock", default=None)

# How far this whole process is off; only a test of faults sets it (`go_wrong`).
_wrong = timedelta()


def go_wrong(by: timedelta) -> None:
    """Let the clock of this whole process be off, as a machine's is whose time nobody sets. For tests of faults."""
    global _wrong
    _wrong = by


def now() -> datetime:
    """Return the present moment, aware and in UTC: the real one, or the one of `shifted` or `frozen` around
    the caller.
    """
    setting = _setting.get()
    if setting is None:
        return datetime.now(UTC) + _wrong
    if isinstance(setting, datetime):
        return setting
    return datetime.now(UTC) + setting


def local(at: datetime) -> datetime:
    """Return the same moment on the clock of China (Asia/Shanghai), for showing and for reading a date off
    it.

    :raises ValueError: when `at` has no zone, because a guess would be wrong by eight hours half of the time.
    """
    return aware(at).astimezone(SHANGHAI)


def aware(at: datetime) -> datetime:
    """Return `at` unchanged when it carries a zone.

    :raises ValueError: when it does not.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment without a zone: {at!r}")
    return at


def is_shifted() -> bool:
    """Say whether the caller lives on another day, so that a page can show it."""
    return _setting.get() is not None


@contextmanager
def shifted(to: datetime) -> Iterator[None]:
    """Let the clock start from `to` inside the block and run on from there at normal speed.

    Holds for the current context (thread or task) only; a thread started inside begins with the real clock.
    """
    token = _setting.set(aware(to).astimezone(UTC) - datetime.now(UTC))
    try:
        yield
    finally:
        _setting.reset(token)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at `at` inside the block; the same reach as `shifted`."""
    token = _setting.set(aware(at).astimezone(UTC))
    try:
        yield
    finally:
        _setting.reset(token)

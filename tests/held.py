"""What many tests of one module begin with, made once for all of them and taken back after the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest_django
from django.db import connection, transaction

T = TypeVar("T")


@contextmanager
def held(blocker: pytest_django.DjangoDbBlocker, build: Callable[[], T]) -> Iterator[T]:
    """Build in a transaction that stays open: each test works in a savepoint of it and leaves it as it was."""
    with blocker.unblock(), transaction.atomic():
        built = build()
        connection.check_constraints()  # all that was built holds; each test would ask this again at its end
        try:
            yield built
        finally:
            transaction.set_rollback(True)

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let made-up calls share the test's transaction, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


#: How many calls are made up for each address: a few in every run, thousands in `make bench`.
MANY = int(os.environ.get("LINLI_GENERATED", "0"))
#: How many were made, by interface, for whoever asked for many.
CALLED: Counter[str] = Counter()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if MANY and CALLED:
        told = ", ".join(f"{name} {count:,}" for name, count in sorted(CALLED.items()))
        terminalreporter.write_line(f"generated requests: {told}, together {CALLED.total():,}")

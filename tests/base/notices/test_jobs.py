"""The listener hears within a second, survives a database that is away, and stops when told."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError

from linli.base.notices import jobs
from linli.base.notices.operations import Sent
from tests.town import MONDAY


class TestListen:
    def test_takes_turns_until_told_to_stop(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stop, seen = threading.Event(), list[datetime]()

        def turn(at: datetime) -> tuple[int, Sent]:
            seen.append(at)
            if len(seen) == 1:
                raise OperationalError("the database is away")
            if len(seen) == 3:
                stop.set()
            return 0, Sent(sent=1)

        monkeypatch.setattr(jobs, "turn", turn)
        monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
        jobs.listen(stop, between=0.001, now=lambda: MONDAY)
        assert seen == [MONDAY] * 3


@pytest.mark.django_db
def test_the_periodic_tasks_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []
    monkeypatch.setattr(jobs, "turn", lambda at: done.append(at) or (4, Sent()))
    assert jobs.take_turn(0) == 4
    assert jobs.forget_old(0) == 0
    assert len(done) == 1

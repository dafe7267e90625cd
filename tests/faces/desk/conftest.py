"""A town at Monday nine o'clock, and a browser for each of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.town import IN_FIRST_GRID, MONDAY, Town

NOW = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _at_eleven() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def as_(town: Town) -> Callable[[str], Client]:
    """Give a logged-in client for somebody of the town."""

    def logged_in(name: str, **headers: Any) -> Client:
        return town.client(name, **headers)

    return logged_in


@pytest.fixture
def file(town: Town) -> Callable[..., str]:
    """File a report in the first grid and give its number."""

    def filed(text: str = "三号楼东边下水井冒水，臭得不行。", at: datetime = MONDAY, **fields: Any) -> str:
        given = {
            "actor": ANYONE,
            "at": at,
            "text": text,
            "lon": IN_FIRST_GRID[0],
            "lat": IN_FIRST_GRID[1],
            "phone": "13800001234",
            "name": "李桂兰",
            "category": "R01",
        }
        return operations.file_report(**{**given, **fields}).report.case.number

    return filed

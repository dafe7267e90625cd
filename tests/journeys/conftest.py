"""Who walks: residents with a phone each, and everybody of the hamlet at their desk, under a clock that is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from tests.town import IN_FIRST_GRID, MONDAY, Town


@dataclass
class Resident:
    """Somebody without an account: a browser, and the link of what they reported."""

    browser: Client = field(default_factory=Client)
    url: str = ""

    @property
    def number(self) -> str:
        return self.url.split("/")[2]

    def reports(self, text: str, **fields: Any) -> str:
        given = {"text": text, "lon": str(IN_FIRST_GRID[0]), "lat": str(IN_FIRST_GRID[1]), "sure": "1"}
        answer = self.browser.post("/report/", {**given, **fields, "idempotency_key": str(uuid.uuid4())})
        assert answer.status_code == 302, answer.content.decode()
        self.url = answer["Location"].removesuffix("receipt/")
        return self.number

    def reads(self) -> str:
        answer = self.browser.get(self.url)
        assert answer.status_code == 200
        return answer.content.decode()

    def rates(self, **fields: str) -> None:
        assert self.browser.post(f"{self.url}rate/", fields).status_code == 302


@dataclass
class Desk:
    """Everybody of the town at the desk, by name."""

    town: Town
    clients: dict[str, Client] = field(default_factory=dict)

    def of(self, name: str) -> Client:
        return self.clients.setdefault(name, self.town.client(name))

    def does(self, name: str, number: str, verb: str, *, status: int = 302, **fields: Any) -> str:
        """Open the form of a verb and send it, as a browser without a script would."""
        url = f"/d/reports/{number}/{verb}/"
        given = {"seen": Case.objects.get(number=number).step_seq, "idempotency_key": str(uuid.uuid4())}
        answer = self.of(name).post(url, {**given, **fields})
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def reads(self, name: str, number: str) -> str:
        answer = self.of(name).get(f"/d/reports/{number}/")
        assert answer.status_code == 200
        return answer.content.decode()

    def inbox(self, name: str, view: str = "mine") -> str:
        return self.of(name).get(f"/d/?view={view}").content.decode()


@contextmanager
def _at(hours: float) -> Iterator[None]:
    with clock.frozen(MONDAY + timedelta(hours=hours)):
        yield


@pytest.fixture
def hours_later() -> Callable[[float], Any]:
    """Live some hours after Monday nine o'clock."""
    return _at


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with _at(0):
        yield


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)


def case(number: str) -> Case:
    return Case.objects.select_related("holder").get(number=number)

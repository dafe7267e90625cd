"""A report as a resident tells it, and what the office does about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.governance.reports import operations as op
from tests.base.files import samples
from tests.faces.resident.conftest import HOUR, link
from tests.town import MONDAY, Town

Filing = Callable[..., op.Filed]


class Story:
    """A report, and what the office does about it."""

    def __init__(self, town: Town, filed: op.Filed) -> None:
        self.town, self.filed = town, filed
        self.number = filed.report.case.number
        self.url = link(filed)

    def by(self, name: str, verb: Callable[..., object], hours: float = 1, **given: object) -> None:
        verb(actor=self.town.actor(name), number=self.number, at=MONDAY + hours * HOUR, **given)

    @property
    def state(self) -> str:
        return Case.objects.get(number=self.number).state

    def page(self, client: Client, **query: Any) -> str:
        answer = client.get(self.url, query)
        assert answer.status_code == 200
        return str(answer.content.decode())


@contextmanager
def later(hours: float) -> Iterator[None]:
    with clock.frozen(MONDAY + timedelta(hours=hours)):
        yield


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", samples.photo(), content_type="image/jpeg")

"""The slip of the counter: its code opens the resident's own page, and nobody else of the office can print it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import segno
from django.test import Client

from linli.base.flow.models import Case
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Reporter
from tests.faces.desk.conftest import NOW
from tests.town import Town

As = Callable[..., Client]
File = Callable[..., str]


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the codes of this test say: a code can't be read back here, so it is read when it is drawn."""
    drawn: list[str] = []
    make = segno.make

    def noted(content: str, **options: Any) -> Any:
        drawn.append(content)
        return make(content, **options)

    monkeypatch.setattr(segno, "make", noted)
    return drawn


def take_down(client: Client, **fields: Any) -> str:
    given = {
        "channel": "counter",
        "idempotency_key": str(uuid.uuid4()),
        "text": "楼道灯坏了三天。",
        "phone": "13800001234",
        "nature": "help",
        **fields,
    }
    answer = client.post("/d/phone/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url).rstrip("/").rpartition("/")[2]


def test_its_code_opens_the_residents_own_page(as_: As, links: list[str]) -> None:
    clerk = as_("receptionist")
    number = take_down(clerk)
    assert f"/d/phone/filed/{number}/slip/" in clerk.get(f"/d/phone/filed/{number}/").content.decode()
    paper = clerk.get(f"/d/phone/filed/{number}/slip/")
    assert paper.status_code == 200
    assert paper["Cache-Control"] == "no-store"
    assert "楼道灯坏了三天" in paper.content.decode()
    (link,) = links
    assert link == f"http://testserver/r/{number}/{operations.token_of(Reporter.objects.get())}/"
    assert Client().get(link.removeprefix("http://testserver")).status_code == 200


def test_nobody_else_prints_it_and_not_later(as_: As, town: Town) -> None:
    clerk = as_("receptionist")
    number = take_down(clerk)
    assert as_("dispatcher").get(f"/d/phone/filed/{number}/slip/").status_code == 404
    assert as_("receptionist").get(f"/d/phone/filed/{number}/slip/").status_code == 404
    with clock.frozen(NOW + timedelta(minutes=31)):
        assert clerk.get(f"/d/phone/filed/{number}/slip/").status_code == 404
        assert f"{number}/slip/" not in clerk.get(f"/d/phone/filed/{number}/").content.decode()


def test_whoever_joins_gets_a_link_of_their_own(as_: As, file: File, links: list[str]) -> None:
    first = file()
    clerk = as_("receptionist")
    take_down(clerk, join=first, phone="13900000002", text="我也闻到了。")
    paper = clerk.get(f"/d/phone/filed/{first}/slip/").content.decode()
    joined = Reporter.objects.get(is_first=False)
    assert links == [f"http://testserver/r/{first}/{operations.token_of(joined)}/"]
    assert "下水井冒水" not in paper
    assert Case.objects.count() == 1

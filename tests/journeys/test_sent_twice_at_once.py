"""The same filing sent twice at the same moment, by each way in: one case, and both senders hear its number."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from linli.base.flow.models import Case
from linli.base.flow.verify import verify_log
from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.pillars.governance.reports.models import Reporter
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

pytestmark = pytest.mark.django_db(transaction=True)
LON, LAT = IN_FIRST_GRID
TIMES = 3


def _key(town: Town) -> str:
    given = {
        "actor": SYSTEM,
        "at": MONDAY,
        "unit": town.office,
        "name": "应用",
        "account": town.people["receptionist"],
    }
    return api_keys.issue_key(abilities=["file", "read"], **given).text  # type: ignore[arg-type]


def _rest(town: Town) -> Callable[[Client], HttpResponse]:
    headers = {"Authorization": f"Bearer {_key(town)}", "Idempotency-Key": str(uuid.uuid4())}
    body = {"text": "井盖响了一夜", "lon": LON, "lat": LAT}
    return lambda client: client.post(
        "/api/v1/reports", body, content_type="application/json", headers=headers
    )


def _open311(town: Town) -> Callable[[Client], HttpResponse]:
    body = {
        "api_key": _key(town),
        "service_code": "R01",
        "lat": LAT,
        "long": LON,
        "description": "井盖响了一夜",
    }
    return lambda client: client.post("/open311/v2/requests.json", body)


def _desk(town: Town) -> Callable[[Client], HttpResponse]:
    body = {
        "channel": "phone", "text": "井盖响了一夜", "nature": "help", "lon": LON, "lat": LAT, "phone": "13800001234",
        "idempotency_key": str(uuid.uuid4()),
    }  # fmt: skip
    session = town.client("receptionist").cookies

    def send(client: Client) -> HttpResponse:
        client.cookies = session
        return client.post(reverse("desk:phone"), body)

    return send


def _form(town: Town, who: str, name: str, body: dict[str, object]) -> Callable[[Client], HttpResponse]:
    session, given = town.client(who).cookies, {**body, "key": str(uuid.uuid4())}

    def send(client: Client) -> HttpResponse:
        client.cookies = session
        return client.post(reverse(name), given)

    return send


def _whistle(town: Town) -> Callable[[Client], HttpResponse]:
    body = {"kind": "coordination", "units": [town.heating.pk], "asked": "管沟塌了一段。"}
    return _form(town, "dispatcher", "desk:whistle-new", body)


def _matter(town: Town) -> Callable[[Client], HttpResponse]:
    return _form(town, "leader", "desk:supervision-new", {"why": "leader", "asked": "冬天前修好。"})


@pytest.mark.parametrize("way", [_whistle, _matter])
def test_opens_once(way: Callable[[Town], Callable[[Client], HttpResponse]]) -> None:
    answers = _together(way(build_town()))
    case = Case.objects.get()
    assert [one.status_code for one in answers] == [302] * TIMES
    assert all(case.number in one.headers["Location"] for one in answers)
    assert verify_log() == []


@pytest.mark.parametrize("way", [_rest, _open311, _desk])
def test_files_once(way: Callable[[Town], Callable[[Client], HttpResponse]]) -> None:
    answers = _together(way(build_town()))
    case = Case.objects.get()
    assert Reporter.objects.count() == 1
    assert all(case.number in f"{one.content.decode()} {one.headers.get('Location', '')}" for one in answers)
    assert verify_log() == []


def _together(send: Callable[[Client], HttpResponse]) -> list[HttpResponse]:
    """Send the same from three phones at the same moment, and give what each of them hears."""
    gate, answers = threading.Barrier(TIMES), []

    def go() -> None:
        gate.wait(120)
        try:
            answers.append(send(Client()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == TIMES
    return answers

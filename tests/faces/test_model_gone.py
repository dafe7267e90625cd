"""A model that is missing, broken or being learned never stands between a resident and a report."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from linli.base.language import learnable, proposing, urgent
from linli.base.language.models import LearnedModel
from linli.kernel import clock
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Report
from tests.town import IN_FIRST_GRID, MONDAY, Town

LON, LAT = IN_FIRST_GRID
FIRE = {"text": "三号楼四楼着火了", "lon": f"{LON}", "lat": f"{LAT}"}
SPOILT = (b"", b"no zip at all", b"PK\x03\x04cut off")


@pytest.fixture(autouse=True)
def _fresh(town: Town) -> Iterator[None]:
    proposing.forget()
    with clock.frozen(MONDAY):
        yield
    proposing.forget()
    proposing._learned.cache_clear()
    urgent.first_model.cache_clear()


@pytest.mark.parametrize("packed", SPOILT)
def test_versions_that_cannot_be_read(client: Client, town: Town, packed: bytes) -> None:
    for subject in learnable.subjects():
        LearnedModel.objects.create(
            subject=subject.name, office=town.office, version=1, outcome="kept", is_current=True,
            learned_at=MONDAY, examples=60, packed=packed,
        )  # fmt: skip
    assert client.post("/report/", {**FIRE, "sure": "1"}).status_code == 302
    report = Report.objects.select_related("case").get()
    assert report.alarm == "life"
    desk = town.client("dispatcher")
    number = report.case.number
    for address in (
        "/d/?view=all",
        f"/d/reports/{number}/",
        f"/d/dispatch/{number}/",
    ):
        assert desk.get(address).status_code == 200, address
    assert desk.post("/d/phone/guess/", {"text": "路灯不亮"}).status_code == 200


def test_no_companion_at_all(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(urgent, "_file", lambda name: tmp_path / name)
    urgent.first_model.cache_clear()
    assert client.post("/report/", {**FIRE, "sure": "1"}).status_code == 302
    assert Report.objects.get().alarm == "life"  # the rules answer


@pytest.mark.django_db(transaction=True)
def test_while_a_lesson_holds_the_office_and_its_versions(client: Client, town: Town) -> None:
    """A lesson that is just being kept has locked the office's row and written versions that nobody sees yet."""
    held, done = threading.Event(), threading.Event()

    def lesson() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT 1 FROM orgs_unit WHERE id = %s FOR NO KEY UPDATE", [town.office.pk])
                cursor.execute("LOCK TABLE language_learnedmodel IN SHARE ROW EXCLUSIVE MODE")
                held.set()
                done.wait(60)
                cursor.execute("ROLLBACK")
        finally:
            connection.close()

    other = threading.Thread(target=lesson)
    other.start()
    try:
        assert held.wait(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
        assert client.post("/report/", {**FIRE, "sure": "1"}).status_code == 302
        assert Report.objects.count() == 1
    finally:
        done.set()
        other.join()


def test_the_first_day_says_what_it_has(town: Town) -> None:
    states: dict[str, Any] = {
        subject.name: proposing.state_of(subject.name, town.office.pk) for subject in learnable.subjects()
    }
    assert states[queries.URGENCY].source == "cold"
    assert not any(state.is_broken for state in states.values())

"""Work found on the phone: plain words, one press to be introduced, and everything gone with another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.service.enterprises import queries as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import operations as op
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.enterprises.doing import firm
from tests.town import MONDAY, Town


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def one(town: Town) -> Enterprise:
    return firm(town)


def offered(client: Client, one: Enterprise, **fields: object) -> int:
    given = {
        "title": "帮厨", "duties": "切菜洗碗", "places": 2, "wage_from": 3000, "wage_to": 4000, "hours": "full",
        "skills": ["cook"], "until_date": "2026-12-10",
    }  # fmt: skip
    return client.post(f"{enterprises.link_of(one)}jobs/", {**given, **fields}).status_code


def test_an_enterprise_offers_and_is_told_what_cannot_stand(
    town: Town, one: Enterprise, client: Client
) -> None:
    assert offered(client, one, asks="限女性") == 422
    assert offered(client, one) == 302
    posting = JobPosting.objects.get()
    assert client.get(f"/jobs/{posting.pk}/").status_code == 404
    assert "帮厨" not in client.get("/jobs/").content.decode()
    op.show_posting(actor=town.actor("dispatcher"), at=MONDAY, posting=posting)
    assert "帮厨" in client.get("/jobs/?q=会做饭").content.decode()
    assert "没找到" in client.get("/jobs/?q=航天员").content.decode()
    assert "在招" in client.get(f"{enterprises.link_of(one)}jobs/").content.decode()


def test_asks_is_introduced_and_leaves(town: Town, one: Enterprise, client: Client) -> None:
    offered(client, one)
    posting = JobPosting.objects.get()
    op.show_posting(actor=town.actor("dispatcher"), at=MONDAY, posting=posting)
    assert "/account/login/" in client.post(f"/jobs/{posting.pk}/ask/").headers["Location"]
    client.force_login(resident("13800001234"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/jobs/{posting.pk}/ask/").headers["Location"] == f"/jobs/me/?for={posting.pk}"
    assert client.post("/jobs/me/", {"skills": ["cook"]}).status_code == 422
    client.post(f"/jobs/me/?for={posting.pk}", {"skills": ["cook"], "agrees": "on"})
    client.post(f"/jobs/{posting.pk}/ask/")
    assert JobMatch.objects.get().state == "asked"
    assert "想去，等介绍" in client.get("/jobs/me/").content.decode()
    client.post("/jobs/me/leave/")
    assert not JobSeeker.objects.exists()
    assert JobMatch.objects.get().seeker_id is None

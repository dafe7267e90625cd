"""An enterprise's own page: it files over its link, hears what became of it, and says whether that solved it."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.kernel import clock
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises import queries
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed
from tests.pillars.service.bulletins.doing import resident
from tests.pillars.service.enterprises.doing import HOUR, firm
from tests.town import MONDAY, Town


@pytest.fixture
def one(town: Town) -> Enterprise:
    return firm(town)


def test_files_follows_and_says_that_it_is_not_solved(town: Town, one: Enterprise, client: Client) -> None:
    link = queries.link_of(one)
    with clock.frozen(MONDAY):
        given = {
            "what": "supply",
            "text": "整条街停电，烤箱开不了",
            "key": "6d2a3d0e-6e2d-4a9e-8f55-0d4f6f4f3a10",
        }
        assert client.post(f"{link}file/", {**given, "text": ""}).status_code == 422
        for _press in range(2):
            assert client.post(f"{link}file/", given).status_code == 302
    need = EnterpriseNeed.objects.get()
    number = need.case.number
    page = client.get(link).content.decode()
    assert "绿色通道" in page
    clerk = town.actor("clerk")
    op.accept_need(actor=clerk, number=number, at=MONDAY + HOUR)
    op.note_need(actor=clerk, number=number, at=MONDAY + HOUR, note="老板着急")
    op.settle_need(actor=clerk, number=number, at=MONDAY + 2 * HOUR, answer="供电所抢修好了")
    page = client.get(link).content.decode()
    assert "供电所抢修好了" in page
    assert "老板着急" not in page
    assert client.post(f"{link}{number}/reopen/", {"answer": ""}).status_code == 422
    assert client.post(f"{link}{number}/reopen/", {"answer": "下午又停了"}).status_code == 302
    need.case.refresh_from_db()
    assert (need.case.state, need.case.holder_id) == ("accepted", town.office.pk)
    op.settle_need(actor=town.actor("dispatcher"), number=number, at=MONDAY + 4 * HOUR, answer="换了变压器")
    assert client.post(f"{link}{number}/confirm/").status_code == 302
    need.case.refresh_from_db()
    assert need.case.state == "closed"
    assert client.post(f"{link}{number}/withdraw/").status_code == 409


def test_another_link_opens_and_moves_nothing(town: Town, one: Enterprise, client: Client) -> None:
    other = firm(town, 2)
    need = op.file_need(actor=town.actor("clerk"), at=MONDAY, enterprise=one, what="other", text="想问问")
    assert client.get(f"/enterprise/{one.pk}/{queries.token_of(other)}/").status_code == 404
    assert client.post(f"{queries.link_of(other)}{need.case.number}/withdraw/").status_code == 404
    need.case.refresh_from_db()
    assert need.case.is_open


def test_agrees_to_be_told_and_stops(town: Town, one: Enterprise, client: Client) -> None:
    link = queries.link_of(one)
    assert "/account/login/" in client.post(f"{link}listen/").headers["Location"]
    account = resident("13800001234")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"{link}listen/")
    one.refresh_from_db()
    assert one.account_id == account.pk
    assert "不用通知了" in client.get(link).content.decode()
    client.post(f"{link}stop/")
    one.refresh_from_db()
    assert (one.account_id, one.told_since) == (None, None)

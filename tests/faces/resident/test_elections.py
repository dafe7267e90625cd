"""The ballot of an owners' committee on the phone: what is not lawful is said before it is sent, and stays as ticked."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Mark
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.governance.estates.doing import housed
from tests.town import Town

pytestmark = pytest.mark.django_db
SEATS = 5


def phone(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_too_many_are_refused_with_words_and_what_was_ticked_stays(town: Town) -> None:
    number, at, _doors, (owner,) = housed(town)
    names = [f"vote{vote.pk}" for vote in queries.latest_votes(Election.objects.get())]
    with clock.frozen(at):
        client = phone(owner)
        page = client.get(f"/elections/{number}/").content.decode()
        assert "1号楼" in page
        assert f'data-seats="{SEATS}"' in page
        assert f"/elections/{number}/" in client.get("/topics/").content.decode(), "it waits for a vote"
        too_many = client.post(f"/elections/{number}/vote/", dict.fromkeys(names, "0"))
        words = too_many.content.decode()
        assert (too_many.status_code, words.count(" checked")) == (422, len(names))
        assert "同意了 6 人，只选 5 名" in words
        missing = client.post(f"/elections/{number}/vote/", dict.fromkeys(names[:-1], "0"))
        assert (missing.status_code, Mark.objects.count()) == (422, 0)
        assert (
            client.post(
                f"/elections/{number}/vote/", {**dict.fromkeys(names, "0"), names[-1]: "1"}
            ).status_code
            == 302
        )
        again = client.get(f"/elections/{number}/").content.decode()
        assert "已经投过了" in again
        assert names[0] not in again
        assert "等您投票" not in client.get("/topics/").content.decode()


def test_a_question_is_voted_on_nowhere_else_and_who_is_on_no_roll_is_told_where_to_go(town: Town) -> None:
    number, at, _doors, (owner,) = housed(town)
    topic = queries.latest_votes(Election.objects.get())[1].topic.case.number
    with clock.frozen(at):
        client = phone(owner)
        assert f"/elections/{number}/" in client.get(f"/topics/{topic}/").content.decode()
        assert client.post(f"/topics/{topic}/vote/", {"choice": "0"}).status_code == 409
        page = phone(resident("13900000010")).get(f"/elections/{number}/").content.decode()
    assert not Mark.objects.exists()
    assert "您不在这次的业主名册上" in page
    assert "data-candidate" not in page

"""When much comes from one address, the next visitor answers a sum in words; nothing typed is lost, nobody shut out."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from linli.base.flow.models import Case
from linli.base.people.models import Account
from linli.faces.resident.asking import number_of, question_of
from tests.faces.resident.test_report import GIVEN
from tests.town import Town

FIRST = uuid.UUID(int=1)


@pytest.fixture(autouse=True)
def _after_one(settings: Any) -> None:
    settings.UPKEEP = replace(settings.UPKEEP, ask_after=1)


def send(client: Client, key: uuid.UUID | str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    return client.post("/report/", GIVEN | {"idempotency_key": str(key), "sure": "1"} | more, headers=headers)


def answer_of(key: uuid.UUID) -> str:
    return str(question_of(key)[1])


@pytest.mark.django_db
class TestFiling:
    def test_the_first_ones_are_not_asked(self, client: Client, town: Town) -> None:
        assert send(client, FIRST).status_code == 302

    def test_the_next_is_asked_and_loses_nothing(self, client: Client, town: Town) -> None:
        send(client, FIRST)
        key = uuid.uuid4()
        asked = send(client, key)
        page = asked.content.decode()
        assert asked.status_code == 422
        assert Case.objects.count() == 1
        assert question_of(key)[0] in page
        assert GIVEN["text"] in page
        # A label for the field, so that it is read aloud.
        field = re.search(
            r'<input[^>]*name="proof"[^>]*id="([^"]+)"|<input[^>]*id="([^"]+)"[^>]*name="proof"', page
        )
        assert field
        assert f'for="{field[1] or field[2]}"' in page
        assert send(client, key, proof=answer_of(key)).status_code == 302
        assert Case.objects.count() == 2

    def test_a_wrong_answer_is_told_and_an_answer_serves_one_filing(self, client: Client, town: Town) -> None:
        send(client, FIRST)
        key = uuid.uuid4()
        wrong = send(client, key, proof="99")
        assert wrong.status_code == 422
        assert "再算一下" in wrong.content.decode()
        assert send(client, key, proof=answer_of(key)).status_code == 302
        other = next(k for k in (uuid.UUID(int=n) for n in range(5, 99)) if answer_of(k) != answer_of(key))
        assert send(client, other, proof=answer_of(key)).status_code == 422
        assert Case.objects.count() == 2

    def test_a_form_that_is_none_of_ours_waits(self, client: Client, town: Town) -> None:
        send(client, FIRST)
        assert send(client, "").status_code == 429

    def test_a_phone_that_sends_on_its_own_keeps_its_draft(self, client: Client, town: Town) -> None:
        send(client, FIRST)
        assert send(client, uuid.uuid4(), headers={"X-Linli-Draft": "late"}).status_code == 429

    def test_who_is_logged_in_and_another_address_are_not_asked(self, town: Town, client: Client) -> None:
        send(client, FIRST)
        assert send(Client(REMOTE_ADDR="10.1.1.1"), uuid.uuid4()).status_code == 302
        account = Account.objects.create_user("r1", None, name="常住", is_resident=True)
        known = Client()
        known.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        assert send(known, uuid.uuid4()).status_code == 302

    def test_an_office_may_leave_it_out(self, client: Client, town: Town, settings: Any) -> None:
        settings.UPKEEP = replace(settings.UPKEEP, ask_after=0)
        assert [send(client, uuid.uuid4()).status_code for _ in range(3)] == [302] * 3


class TestQuestions:
    def test_each_has_one_answer_that_fits_its_words(self) -> None:
        words = dict(zip("二三四五六七八九", range(2, 10), strict=True))
        with translation.override("zh-hans"):
            for n in range(200):
                question, answer = question_of(uuid.UUID(int=n))
                one, sign, other = question[0], question[1], question[2]
                assert (
                    answer == (words[one] + words[other] if sign == "加" else words[one] - words[other]) >= 0
                )

    def test_in_english_it_is_english(self) -> None:
        with translation.override("en"):
            assert re.fullmatch(r"What is \w+ (plus|minus) \w+\?", question_of(FIRST)[0])

    @pytest.mark.parametrize(
        ("given", "number"),
        [
            ("7", 7),
            (" ７ ", 7),
            ("七", 7),
            ("十四", 14),
            ("014", 14),
            ("seven", None),
            ("", None),
            ("²", 2),
            ("-1", None),
        ],
    )
    def test_digits_and_characters_are_numbers(self, given: str, number: int | None) -> None:
        assert number_of(given) == number

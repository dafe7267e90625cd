"""Getting in where one must not: names found out, sessions fixed, posts that ended, a second factor left out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from linli.base.people import operations
from linli.base.people.models import Account, Post
from linli.kernel import clock
from tests.town import Town

GOOD = "crane-over-quiet-river"
pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatcher(town: Town) -> Account:
    account = town.people["dispatcher"]
    account.set_password(GOOD)
    account.save()
    return account


def log_in(client: Client, name: str, password: str = GOOD) -> Any:
    return client.post("/accounts/login/", {"login": name, "password": password})


def told(response: Any, name: str) -> str:
    """The page without what one typed and without its tokens."""
    html = response.content.decode().replace(name, "NAME")
    return re.sub(r'(csrfmiddlewaretoken" value=|content=|nonce=)"[^"]*"', "", html)


class TestEnumeration:
    def test_a_name_that_is_not_there_is_answered_like_one_that_is(self, dispatcher: Account) -> None:
        known, unknown = (log_in(Client(), name, "wrong") for name in ("dispatcher", "nobody-at-all"))
        assert known.status_code == unknown.status_code
        assert told(known, "dispatcher") == told(unknown, "nobody-at-all")

    def test_and_costs_as_many_hashes(self, dispatcher: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        hasher, spent = type(get_hasher()), []
        encode = hasher.encode

        def counted(self: Any, password: str, salt: str, *more: Any) -> str:
            spent.append(password)
            encoded: str = encode(self, password, salt, *more)
            return encoded

        monkeypatch.setattr(hasher, "encode", counted)
        for name in ("dispatcher", "nobody-at-all"):
            log_in(Client(), name, "wrong")
        assert spent == ["wrong", "wrong"]

    def test_a_closed_account_is_answered_like_a_wrong_password(
        self, town: Town, dispatcher: Account
    ) -> None:
        wrong = told(log_in(Client(), "dispatcher", "wrong"), "dispatcher")
        operations.close_account(actor=town.actor("sysadmin"), account=dispatcher, at=clock.now())
        assert told(log_in(Client(), "dispatcher"), "dispatcher") == wrong

    def test_a_telephone_that_nobody_has_is_sent_on_like_one_that_somebody_has(self, town: Town) -> None:
        with clock.frozen(clock.now()):
            code = operations.ask_code(phone="13800001234", address="x", at=clock.now()).code
            operations.enter_code(
                phone="13800001234", code=code, address="x", language="zh-hans", at=clock.now()
            )
        with clock.shifted(clock.now() + timedelta(minutes=5)):
            answers = {
                (r.status_code, r.headers.get("Location", ""))
                for r in (
                    Client().post("/account/login/", {"phone": phone})
                    for phone in ("13800001234", "13900004321")
                )
            }
        assert len(answers) == 1


class TestSession:
    def test_a_key_planted_before_the_log_in_is_worth_nothing_after(self, dispatcher: Account) -> None:
        victim, thief = Client(), Client()
        session = thief.session
        session["planted"] = "1"
        session.save()
        victim.cookies["linli_session"] = thief.cookies["linli_session"].value
        log_in(victim, "dispatcher")
        assert victim.get("/d/").status_code == 200
        assert victim.cookies["linli_session"].value != thief.cookies["linli_session"].value
        assert thief.get("/d/").headers["Location"].startswith("/accounts/login/")

    def test_logging_out_ends_the_key_on_the_server(self, dispatcher: Account) -> None:
        client, copy = Client(), Client()
        log_in(client, "dispatcher")
        copy.cookies["linli_session"] = client.cookies["linli_session"].value
        assert copy.get("/d/").status_code == 200
        client.post("/accounts/logout/")
        assert copy.get("/d/").status_code == 302

    def test_a_changed_password_ends_every_other_session(self, dispatcher: Account) -> None:
        client = Client()
        log_in(client, "dispatcher")
        operations.set_own_password(account=dispatcher, password="nine long rivers", at=clock.now())
        assert client.get("/d/").status_code == 302


class TestNextRequest:
    def test_of_somebody_whose_post_ended_finds_nothing(self, town: Town, dispatcher: Account) -> None:
        client = Client()
        log_in(client, "dispatcher")
        assert client.get("/d/").status_code == 200
        post = Post.objects.get(account=dispatcher)
        operations.end_post(actor=town.actor("sysadmin"), post=post, at=clock.now())
        assert client.get("/d/").status_code == 404
        assert client.get("/b/").status_code == 404

    def test_of_a_closed_account_is_led_to_the_log_in(self, town: Town, dispatcher: Account) -> None:
        client = Client()
        log_in(client, "dispatcher")
        operations.close_account(actor=town.actor("sysadmin"), account=dispatcher, at=clock.now())
        assert client.get("/d/").headers["Location"].startswith("/accounts/login/")


class TestSecondFactor:
    PAGES = ("/d/", "/d/new/", "/d/export.xlsx", "/b/", "/accounts/password/change/", "/accounts/2fa/")

    def test_between_password_and_code_nothing_is_open(self, dispatcher: Account) -> None:
        totp.TOTP.activate(dispatcher, totp.generate_totp_secret())
        client = Client()
        assert log_in(client, "dispatcher").headers["Location"] == "/accounts/2fa/authenticate/"
        for path in self.PAGES:
            assert client.get(path).headers["Location"].startswith("/accounts/login/"), path
            assert client.post(path).headers["Location"].startswith("/accounts/login/"), path

    def test_whoever_has_none_where_all_need_one_makes_one_first(
        self, dispatcher: Account, settings: Any
    ) -> None:
        settings.SECOND_FACTOR = True
        client = Client()
        log_in(client, "dispatcher")
        for path in self.PAGES[:4]:
            assert client.get(path).headers["Location"] == "/accounts/2fa/totp/activate/", path
            assert client.post(path).headers["Location"] == "/accounts/2fa/totp/activate/", path

    def test_a_code_works_once(self, dispatcher: Account) -> None:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(dispatcher, secret)
        code = f"{totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))):06}"
        opened = []
        for client in (Client(), Client()):
            to = log_in(client, "dispatcher").headers["Location"]
            client.post(to, {"code": code})
            opened.append("_auth_user_id" in client.session)
        assert opened == [True, False]

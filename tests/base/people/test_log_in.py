"""Coming in: locks, second factors, codes for residents, and what is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from linli.base.people import login, operations, refusals
from linli.base.people.knocks import TooOften
from linli.base.people.models import AccessLog, Account, LogInCode
from linli.kernel import clock
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
GOOD = "crane-over-quiet-river"
PHONE = "13800001234"
HERE = "203.0.113.7"


@pytest.fixture
def town() -> Town:
    town = build_town()
    for name in ("dispatcher", "worker"):
        town.people[name].set_password(GOOD)
        town.people[name].save()
    return town


def log_in(client: Client, username: str, password: str, **headers: str) -> Any:
    return client.post("/accounts/login/", {"login": username, "password": password}, headers=headers)


def whats() -> list[str]:
    return list(AccessLog.objects.order_by("id").values_list("what", flat=True))


class TestPassword:
    def test_leads_to_the_desk_and_is_written_down(self, town: Town) -> None:
        client = Client()
        response = log_in(client, "dispatcher", GOOD)
        assert response.headers["Location"] == "/d/"
        client.post("/accounts/logout/")
        assert whats() == ["logged_in", "logged_out"]
        row = AccessLog.objects.earliest("id")
        assert (row.actor, row.address) == (town.people["dispatcher"], "127.0.0.1")

    def test_five_wrong_ones_lock_the_name_for_a_while(self, town: Town) -> None:
        client = Client()
        for _ in range(5):
            log_in(client, "dispatcher", "wrong")
        page = log_in(client, "Dispatcher", GOOD)
        assert "_auth_user_id" not in client.session
        assert "15" in page.content.decode()
        assert whats() == ["log_in_failed"] * 4 + ["locked"]
        with clock.shifted(clock.now() + 16 * MINUTE):
            log_in(client, "dispatcher", GOOD)
        assert "_auth_user_id" in client.session

    def test_a_name_that_does_not_exist_locks_the_same(self, town: Town) -> None:
        client = Client()
        for _ in range(5):
            log_in(client, "nobody", "wrong")
        assert "15" in log_in(client, "nobody", "wrong").content.decode()
        assert AccessLog.objects.exclude(subject="").count() == 0

    def test_what_was_typed_is_never_kept(self, town: Town) -> None:
        log_in(Client(), "my-secret-password", "wrong")
        row = AccessLog.objects.get()
        assert "secret" not in f"{row.subject}{row.field}{row.reason}"

    def test_a_success_forgets_the_failures_before(self, town: Town) -> None:
        client = Client()
        for _ in range(4):
            log_in(client, "dispatcher", "wrong")
        log_in(client, "dispatcher", GOOD)
        for _ in range(4):
            log_in(Client(), "dispatcher", "wrong")
        log_in(other := Client(), "dispatcher", GOOD)
        assert "_auth_user_id" in other.session

    def test_the_security_administrator_unlocks(self, town: Town) -> None:
        for _ in range(5):
            log_in(Client(), "dispatcher", "wrong")
        account = town.people["dispatcher"]
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.unlock(actor=town.actor("sysadmin"), account=account, at=clock.now())
        operations.unlock(actor=town.actor("secadmin"), account=account, at=clock.now())
        client = Client()
        log_in(client, "dispatcher", GOOD)
        assert "_auth_user_id" in client.session

    def test_one_address_does_not_try_many_names_for_long(self, town: Town) -> None:
        for n in range(60):
            operations.log_in_failed(username=f"n{n}", address=HERE, at=MONDAY)
        with pytest.raises(refusals.LogInLocked):
            operations.check_lock(username="somebody", address=HERE, at=MONDAY)
        operations.check_lock(username="somebody", address="203.0.113.8", at=MONDAY)

    def test_nobody_signs_up(self, town: Town) -> None:
        Client().post("/accounts/signup/", {"username": "x", "password1": GOOD, "password2": GOOD})
        assert not Account.objects.filter(username="x").exists()

    def test_staff_are_logged_out_when_away(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        client = Client()
        log_in(client, "dispatcher", GOOD)
        assert client.get("/d/").status_code == 200
        import time

        later = time.time() + (django_settings.STAFF_IDLE_MINUTES + 1) * 60
        monkeypatch.setattr("linli.config.middleware.time.time", lambda: later)
        assert "login" in client.get("/d/").headers["Location"]


class TestAddress:
    @pytest.mark.parametrize(
        ("trusted", "forwarded", "found"),
        [
            (0, "198.51.100.9", "127.0.0.1"),
            (1, "1.1.1.1, 198.51.100.9", "198.51.100.9"),
            (2, "6.6.6.6, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
            (2, "198.51.100.9", "127.0.0.1"),
            (1, "", "127.0.0.1"),
        ],
    )
    def test_believes_only_the_proxies_we_run(
        self, settings: Any, trusted: int, forwarded: str, found: str
    ) -> None:
        settings.TRUSTED_PROXIES = trusted
        request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
        assert login.address_of(request) == found


class TestSecondFactor:
    def test_staff_make_one_before_they_work_where_it_is_asked(self, town: Town, settings: Any) -> None:
        client = Client()
        log_in(client, "dispatcher", GOOD)
        assert client.get("/d/").status_code == 200
        settings.SECOND_FACTOR = True
        assert client.get("/d/").headers["Location"] == "/accounts/2fa/totp/activate/"
        assert client.get("/accounts/2fa/totp/activate/").status_code in (200, 302)

    def test_who_has_one_is_asked_for_it_and_works_then(self, town: Town, settings: Any) -> None:
        settings.SECOND_FACTOR = True
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(town.people["dispatcher"], secret)
        stored = Authenticator.objects.get().data["secret"]
        assert stored.startswith("sealed:")
        assert secret not in stored
        client = Client()
        response = log_in(client, "dispatcher", GOOD)
        assert "_auth_user_id" not in client.session
        code = f"{totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))):06}"
        client.post(response.headers["Location"], {"code": code})
        assert client.get("/d/").status_code == 200
        assert whats() == ["logged_in"]

    def test_wrong_codes_lock_as_wrong_passwords_do(self, town: Town) -> None:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(town.people["dispatcher"], secret)
        client = Client()
        to = log_in(client, "dispatcher", GOOD).headers["Location"]
        for _ in range(5):
            client.post(to, {"code": "000000"})
        code = f"{totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))):06}"
        page = client.post(to, {"code": code})
        assert "15" in page.content.decode()
        assert "_auth_user_id" not in client.session
        assert whats() == ["log_in_failed"] * 5

    def test_an_unsealed_secret_is_not_believed(self) -> None:
        from linli.base.people.vault import DamagedError

        with pytest.raises(DamagedError):
            login.FactorAdapter().decrypt("JBSWY3DPEHPK3PXP")


def ask(phone: str = PHONE, at: Any = MONDAY, address: str = HERE) -> operations.AskedCode:
    return operations.ask_code(phone=phone, address=address, at=at)


def enter(code: str, phone: str = PHONE, at: Any = MONDAY, address: str = HERE) -> Account:
    return operations.enter_code(phone=phone, code=code, address=address, language="zh-hans", at=at)


class TestCode:
    def test_makes_an_account_the_first_time_and_finds_it_later(self) -> None:
        account = enter(ask("+86 138-0000-1234").code)
        assert account.is_resident
        assert account.phone == PHONE
        assert PHONE not in account.username
        assert not account.has_usable_password()
        later = MONDAY + 10 * MINUTE
        assert enter(ask(at=later).code, at=later) == account

    def test_works_once(self) -> None:
        code = ask().code
        enter(code)
        with pytest.raises(refusals.WrongCode):
            enter(code)

    def test_runs_out(self) -> None:
        code = ask().code
        with pytest.raises(refusals.WrongCode):
            enter(code, at=MONDAY + 5 * MINUTE)

    def test_five_wrong_tries_use_it_up(self) -> None:
        code = ask().code
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for _ in range(5):
            with pytest.raises(refusals.WrongCode):
                enter(wrong)
        with pytest.raises(refusals.WrongCode):
            enter(code)

    def test_is_good_for_its_own_phone_only(self) -> None:
        code = ask().code
        with pytest.raises(refusals.WrongCode):
            enter(code, phone="13900001234")

    def test_a_new_one_replaces_the_old(self) -> None:
        old, new = ask().code, ask(at=MONDAY + MINUTE).code
        if old != new:
            with pytest.raises(refusals.WrongCode):
                enter(old, at=MONDAY + MINUTE)
        assert enter(new, at=MONDAY + MINUTE)

    def test_is_sent_once_a_minute_and_six_times_in_six_hours(self) -> None:
        ask()
        with pytest.raises(TooOften):
            ask(at=MONDAY + MINUTE / 2)
        for n in range(1, 6):
            ask(at=MONDAY + n * 5 * MINUTE)
        with pytest.raises(TooOften):
            ask(at=MONDAY + 60 * MINUTE)

    def test_one_address_does_not_ring_the_whole_town(self) -> None:
        for n in range(30):
            ask(phone=f"139000{n:05}")
        with pytest.raises(TooOften):
            ask(phone="13900099999")

    def test_one_address_does_not_guess_for_long(self) -> None:
        code = ask().code
        for n in range(60):
            with pytest.raises(refusals.WrongCode):
                enter("x", phone=f"137000{n:05}")
        with pytest.raises(TooOften):
            enter(code)

    @pytest.mark.parametrize("phone", ["", "110", "053186012345", "1380000123", "+442079460958", "x" * 500])
    def test_needs_a_mobile_number(self, phone: str) -> None:
        with pytest.raises(refusals.PhoneUnfit):
            ask(phone=phone)

    def test_neither_the_number_nor_the_code_lies_in_the_database(self) -> None:
        asked = ask()
        row = LogInCode.objects.get()
        for kept in (bytes(row.print), bytes(row.digest)):
            assert PHONE.encode() not in kept
            assert asked.code.encode() not in kept

    def test_a_member_of_staff_with_the_same_number_is_somebody_else(self, town: Town) -> None:
        operations.change_account(
            actor=town.actor("sysadmin"),
            account=town.people["leader"],
            name="领",
            phone=PHONE,
            email="",
            at=MONDAY,
        )
        assert enter(ask().code) != town.people["leader"]

    def test_a_closed_account_stays_out(self, town: Town) -> None:
        account = enter(ask().code)
        operations.close_account(actor=town.actor("sysadmin"), account=account, at=MONDAY)
        later = MONDAY + 10 * MINUTE
        with pytest.raises(refusals.WrongCode):
            enter(ask(at=later).code, at=later)

    @given(st.text(max_size=20))
    def test_no_guess_opens_what_was_never_asked_for(self, guess: str) -> None:
        with pytest.raises((refusals.WrongCode, TooOften)):
            enter(guess)

"""The pages of coming in: ours in every line, closed where Linli has no such thing, in words when something is wrong."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import get_resolver

from linli.base.people.models import AccessLog, Account
from linli.faces.parts.accounts import closed, urlpatterns
from linli.kernel import clock
from tests.town import Town, build_town

GOOD = "seven bright lanterns"
OPEN = {"account_login", "account_logout", "account_inactive", "mfa_authenticate"}


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    for account in town.people.values():
        account.set_password(GOOD)
        account.save()
    return town


def log_in(town: Town, name: str, **headers: Any) -> Client:
    client = Client(**headers)
    client.post("/accounts/login/", {"login": name, "password": GOOD})
    return client


def proven(town: Town, name: str = "dispatcher") -> Client:
    """Give somebody who is logged in and has just shown who they are once more."""
    client = log_in(town, name)
    client.post("/accounts/reauthenticate/", {"password": GOOD})
    return client


def path_of(pattern: Any) -> str:
    route = str(pattern.pattern).lstrip("^").rstrip("$").replace("<int:pk>", "1")
    return "/accounts/" + re.sub(r"\(\?P<\w+>[^)]*\)", "abc", route)


class TestRoutes:
    def test_allauth_adds_none_beside_ours(self) -> None:
        found = [p for p in get_resolver().url_patterns if str(p.pattern) == "accounts/"]
        assert [len(one.url_patterns) for one in found] == [len(urlpatterns)]

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_what_linli_does_not_want_is_not_there(self, town: Town, method: str) -> None:
        shut = [p for p in urlpatterns if p.callback is closed]
        assert len(shut) == 10
        for client in (Client(), log_in(town, "dispatcher")):
            for pattern in shut:
                assert getattr(client, method)(path_of(pattern)).status_code == 404, pattern

    def test_visitors_are_led_to_the_log_in_and_residents_find_nothing(self, town: Town) -> None:
        resident = Client()
        resident.force_login(
            Account.objects.create_user("r1", None, name="李", is_resident=True),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for pattern in urlpatterns:
            if pattern.callback is closed or pattern.name in OPEN:
                continue
            path = path_of(pattern)
            assert Client().get(path).headers["Location"].startswith("/accounts/login/"), path
            assert resident.get(path).status_code == 404, path


class TestLook:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_every_page_is_ours_without_anything_inline(self, town: Town, language: str) -> None:
        anna = town.people["dispatcher"]
        client = proven(town)
        other = proven(town, "worker")
        totp.TOTP.activate(anna, totp.generate_totp_secret())
        RecoveryCodes.activate(anna)
        key = Authenticator.objects.create(
            user=anna, type="webauthn", data={"name": "抽屉里的", "credential": {}}
        )
        pages = {
            "/accounts/logout/": client,
            "/accounts/password/change/": client,
            "/accounts/reauthenticate/": client,
            "/accounts/2fa/": client,
            "/accounts/2fa/reauthenticate/": client,
            "/accounts/2fa/totp/deactivate/": client,
            "/accounts/2fa/recovery-codes/": client,
            "/accounts/2fa/recovery-codes/generate/": client,
            "/accounts/2fa/webauthn/": client,
            f"/accounts/2fa/webauthn/keys/{key.pk}/edit/": client,
            f"/accounts/2fa/webauthn/keys/{key.pk}/remove/": client,
            "/accounts/2fa/totp/activate/": other,
            "/accounts/2fa/webauthn/add/": other,
            "/accounts/login/": Client(),
            "/accounts/inactive/": Client(),
        }
        for path, who in pages.items():
            who.cookies["linli_language"] = language
            response = who.get(path)
            assert response.status_code == 200, path
            html = response.content.decode()
            assert 'class="ll-entrance"' in html, path
            assert "<style" not in html, path
            scripts = re.findall(r"<script\b[^>]*>", html)
            assert all("src=" in tag or "application/json" in tag for tag in scripts), path
            bare = re.sub(r"<(script|title)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S)
            if language == "zh-hans":
                for left in ("Menu:", "Sign In", "Password", "Security Key", "Authenticator", "Are you sure"):
                    assert left not in bare, (path, left)

    def test_the_demo_has_its_switcher_on_the_log_in(self, town: Town, settings: Any) -> None:
        settings.DEMO_MODE = True
        html = Client().get("/accounts/login/").content.decode()
        assert 'id="role-switch"' in html
        assert "在最上面选一个人" in html


class TestErrors:
    def test_a_wrong_password_keeps_the_name_and_says_what_comes(self, town: Town) -> None:
        html = Client().post("/accounts/login/", {"login": "dispatcher", "password": "x"}).content.decode()
        assert "用户名或密码不对" in html
        assert 'value="dispatcher"' in html
        assert 'value="x"' not in html

    def test_nothing_typed_names_the_fields(self, town: Town) -> None:
        html = Client().post("/accounts/login/", {}).content.decode()
        assert "请填：用户名。" in html
        assert "请填：密码。" in html

    def test_a_lock_says_how_long(self, town: Town) -> None:
        client = Client()
        for _ in range(6):
            html = client.post("/accounts/login/", {"login": "dispatcher", "password": "x"}).content.decode()
        assert "请过 15 分钟再试" in html

    def test_a_wrong_code_says_which_to_type(self, town: Town) -> None:
        totp.TOTP.activate(town.people["dispatcher"], totp.generate_totp_secret())
        client = log_in(town, "dispatcher")
        html = client.post("/accounts/2fa/authenticate/", {"code": "000 000"}).content.decode()
        assert "没有对上" in html

    def test_two_new_passwords_that_differ(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        given = {"oldpassword": GOOD, "password1": "nine long rivers", "password2": "nine long river"}
        html = client.post("/accounts/password/change/", given).content.decode()
        assert html.count("两遍输得不一样") == 1
        assert "You must type" not in html

    def test_a_weak_password_is_told_in_words(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        given = {"oldpassword": GOOD, "password1": "12345", "password2": "12345"}
        response = client.post("/accounts/password/change/", given)
        assert "10" in response.content.decode()
        town.people["dispatcher"].refresh_from_db()
        assert town.people["dispatcher"].check_password(GOOD)

    def test_too_many_tries_of_the_same_page_have_a_page_of_ours(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        answers = [client.post("/accounts/password/change/", {"oldpassword": "x"}) for _ in range(7)]
        assert answers[-1].status_code == 429
        assert "试得太快了" in answers[-1].content.decode()


class TestSecondFactor:
    def test_is_set_up_with_a_code_that_has_a_space_in_it(
        self, town: Town, django_capture_on_commit_callbacks: Any
    ) -> None:
        client = proven(town)
        html = client.get("/accounts/2fa/totp/activate/").content.decode()
        secret = re.search(r'id="authenticator_secret">(\w+)<', html)
        assert secret
        assert "otpauth://totp/" in html
        code = totp.format_hotp_value(totp.hotp_value(secret[1], int(time.time()) // 30))
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/accounts/2fa/totp/activate/", {"code": f"{code[:3]} {code[3:]}"})
        assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
        assert "备用码" in client.get("/accounts/2fa/recovery-codes/").content.decode()
        assert client.get("/accounts/2fa/recovery-codes/download/").content.decode().count("\n") > 10
        rows = AccessLog.objects.filter(what=AccessLog.What.FACTOR_ADDED)
        assert list(rows.values_list("field", "person__username")) == [("totp", "dispatcher")]

    def test_the_last_one_stays_where_everybody_needs_one(self, town: Town, settings: Any) -> None:
        client = proven(town)
        totp.TOTP.activate(town.people["dispatcher"], totp.generate_totp_secret())
        settings.SECOND_FACTOR = True
        html = client.post("/accounts/2fa/totp/deactivate/").content.decode()
        assert "这是最后一样" in html
        assert Authenticator.objects.count() == 1
        Authenticator.objects.create(user=town.people["dispatcher"], type="webauthn", data={"name": "k"})
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
        key = Authenticator.objects.get()
        answer = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
        assert answer.status_code == 409
        assert "这是最后一样" in answer.content.decode()
        settings.SECOND_FACTOR = False
        assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 302
        gone = AccessLog.objects.filter(what=AccessLog.What.FACTOR_REMOVED)
        assert list(gone.order_by("id").values_list("field", flat=True)) == ["totp", "webauthn"]

    def test_a_bad_key_is_refused_where_the_button_is(self, town: Town) -> None:
        client = proven(town)
        client.get("/accounts/2fa/webauthn/add/")
        for credential in ("", "{}", "[]", '{"id": "x"}', "nonsense"):
            response = client.post("/accounts/2fa/webauthn/add/", {"name": "坏的", "credential": credential})
            assert response.status_code == 200
            assert 'role="alert"' in response.content.decode(), credential
        assert Authenticator.objects.count() == 0


class TestAway:
    """Who was away too long is told so, and what they were sending waits for them and for nobody else."""

    def away(self, client: Client) -> None:
        session = client.session
        session["seen"] = 0
        session.save()

    def test_is_told_why(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        client.get("/d/")
        self.away(client)
        response = client.get("/d/", follow=True)
        assert "已经自动退出" in response.content.decode()

    def test_gets_back_what_was_not_sent_and_sends_it(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        client.get("/d/")
        self.away(client)
        words = "三号楼 <水管> 还在漏"
        response = client.post("/d/new/?x=1", {"text": words, "csrfmiddlewaretoken": "t"})
        assert response.headers["Location"] == "/accounts/login/?next=%2Faccounts%2Funsent%2F"
        assert words not in str(dict(client.session))
        client.post("/accounts/login/?next=/accounts/unsent/", {"login": "dispatcher", "password": GOOD})
        html = client.get("/accounts/unsent/").content.decode()
        assert "三号楼 &lt;水管&gt; 还在漏" in html
        assert 'action="/d/new/?x=1"' in html
        assert 'value="t"' not in html
        assert client.post("/accounts/unsent/").headers["Location"] == "/d/"
        assert client.get("/accounts/unsent/").status_code == 302

    def test_somebody_else_at_the_same_desk_gets_nothing(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        client.get("/d/")
        self.away(client)
        client.post("/d/new/", {"text": "只给自己看的话"})
        client.post("/accounts/login/", {"login": "worker", "password": GOOD})
        assert client.get("/accounts/unsent/").status_code == 302
        assert "unsent" not in client.session

    def test_is_forgotten_after_two_hours(self, town: Town) -> None:
        client = log_in(town, "dispatcher")
        client.get("/d/")
        self.away(client)
        client.post("/d/new/", {"text": "太久以前的话"})
        client.post("/accounts/login/", {"login": "dispatcher", "password": GOOD})
        with clock.shifted(clock.now() + timedelta(hours=3)):
            assert client.get("/accounts/unsent/").status_code == 302

    def test_passwords_and_what_scripts_send_are_not_kept(self, town: Town) -> None:
        for path, headers in (("/accounts/password/change/", {}), ("/d/new/", {"Sec-Fetch-Mode": "cors"})):
            client = log_in(town, "dispatcher")
            client.get("/d/")
            self.away(client)
            client.post(path, {"oldpassword": GOOD, "text": "话"}, headers=headers)
            assert "unsent" not in client.session

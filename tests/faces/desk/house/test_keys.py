"""Keys of other systems at the desk: the security administrator issues, lists and revokes them, after a second factor."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog, ApiKey
from linli.kernel import clock
from tests.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return town.client("secadmin")


def url(name: str, *args: object) -> str:
    return reverse(f"desk:house-{name}", args=args)


def given(town: Town, **fields: object) -> dict[str, object]:
    return {
        "name": "环卫平台",
        "unit": town.sanitation.pk,
        "abilities": ["read", "act"],
        "account": town.people["sweeper"].pk,
        "days": 90,
        **fields,
    }


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "sysadmin"])
def test_others_find_nothing(town: Town, name: str) -> None:
    other = town.client(name)
    for path in (url("keys"), url("key-new"), url("key", 1), url("key-revoke", 1)):
        assert other.get(path).status_code in (404, 405)
        assert other.post(path).status_code in (404, 405)


def test_a_key_is_issued_and_shown_once(town: Town, client: Client) -> None:
    html = client.post(url("key-new"), given(town)).content.decode()
    text = re.search(r"linli_[0-9a-z]{8}_[0-9a-z]{32}", html)
    assert text
    key = ApiKey.objects.get()
    assert api_keys.open_with(text[0], at=clock.now()) == key
    assert (key.unit, key.account, key.abilities) == (
        town.sanitation,
        town.people["sweeper"],
        ["read", "act"],
    )
    assert timedelta(days=89) < key.expires_at - key.issued_at <= timedelta(days=90)
    for path in (url("keys"), url("key", key.pk)):
        page = client.get(path)
        assert "no-store" not in text[0]
        assert text[0] not in page.content.decode()
        assert "环卫平台" in page.content.decode()
    line = AccessLog.objects.get(what=AccessLog.What.KEY_ISSUED)
    assert line.actor == town.people["secadmin"]
    assert key.prefix in line.reason
    assert text[0] not in line.reason


def test_the_page_with_the_text_is_kept_nowhere(town: Town, client: Client) -> None:
    assert "no-store" in client.post(url("key-new"), given(town)).headers["Cache-Control"]


def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(town: Town, client: Client) -> None:
    for wrong, words in (
        ({"account": ""}, "要用在"),
        ({"account": town.people["stoker"].pk}, "要用在"),
        ({"abilities": []}, "能做什么"),
        ({"days": 4000}, "用到什么时候"),
        ({"unit": town.district.pk}, "管哪个单位"),
        ({"account": town.people["sysadmin"].pk}, "以谁的岗位"),
    ):
        response = client.post(url("key-new"), given(town, **wrong))
        assert response.status_code == 422, wrong
        assert words in response.content.decode(), wrong
        assert 'value="环卫平台"' in response.content.decode()
    assert not ApiKey.objects.exists()


def test_a_second_factor_comes_first_and_lately(town: Town, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(town.people["secadmin"], secret)
    to = client.get(url("key-new")).headers["Location"]
    assert to == f"/accounts/2fa/reauthenticate/?next={url('key-new').replace('/', '%2F')}"
    assert client.post(url("key-new"), given(town)).headers["Location"].startswith("/accounts/2fa/reauth")
    assert not ApiKey.objects.exists()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post(to, {"code": code}).headers["Location"] == url("key-new")
    assert client.post(url("key-new"), given(town)).status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()
    assert client.get(url("key-new")).status_code == 302
    assert ApiKey.objects.count() == 1


def test_a_password_alone_is_no_second_factor(town: Town, client: Client) -> None:
    account = town.people["secadmin"]
    account.set_password("seven bright lanterns")
    account.save()
    totp.TOTP.activate(account, totp.generate_totp_secret())
    client = town.client("secadmin")
    client.post("/accounts/reauthenticate/", {"password": "seven bright lanterns"})
    assert client.get(url("key-new")).status_code == 302


def test_where_everybody_needs_one_nobody_without_gets_near(
    town: Town, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    assert client.get(url("key-new")).headers["Location"] == "/accounts/2fa/totp/activate/"


def test_a_revoked_key_is_dead_and_says_why(town: Town, client: Client) -> None:
    issued = api_keys.issue_key(
        actor=SYSTEM, at=clock.now(), unit=town.office, name="旧系统", abilities=["file"]
    )
    path = url("key-revoke", issued.key.pk)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "合作到期"}).status_code == 302
    with pytest.raises(api_keys.BadApiKey):
        api_keys.open_with(issued.text, at=clock.now())
    line = AccessLog.objects.get(what=AccessLog.What.KEY_REVOKED)
    assert "合作到期" in line.reason
    assert "已停用" in client.get(url("key", issued.key.pk)).content.decode()
    shown = town.client("auditor").get(url("audit"), {"what": "key_revoked"}).content.decode()
    assert "合作到期" in shown


def test_the_list_names_the_last_use_and_asks_a_fixed_number_of_queries(
    town: Town, client: Client, django_assert_max_num_queries
) -> None:
    at = clock.now()
    for index in range(6):
        issued = api_keys.issue_key(
            actor=SYSTEM, at=at, unit=town.office, name=f"系统{index}", abilities=["file"]
        )
    api_keys.open_with(issued.text, at=at)
    with django_assert_max_num_queries(12):
        html = client.get(url("keys")).content.decode()
    assert html.count("还没用过") == 5
    assert f"{clock.local(at):%Y-%m-%d}" in html


def test_keys_of_another_office_are_not_there(town: Town, client: Client) -> None:
    issued = api_keys.issue_key(
        actor=SYSTEM, at=clock.now(), unit=town.district, name="区里的", abilities=["file"]
    )
    assert "区里的" not in client.get(url("keys")).content.decode()
    assert client.get(url("key", issued.key.pk)).status_code == 404
    assert client.post(url("key-revoke", issued.key.pk), {"reason": "不归我"}).status_code == 404

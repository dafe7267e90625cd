"""Coming in, in a real browser: a password, codes from a phone, security keys, spare codes; axe finds nothing."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from linli.base.people.models import Account
from tests.browser.axe import troubles
from tests.town import Town, build_town

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = "seven bright lanterns"


@pytest.fixture
def town(transactional_db: None) -> Town:
    town = build_town()
    for name in ("dispatcher", "secadmin"):
        town.people[name].set_password(GOOD)
        town.people[name].save()
    return town


def log_in(page, live_server, name: str = "dispatcher") -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(GOOD)
    page.get_by_role("button", name="登录", exact=True).click()


def code_of(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def put_key(page) -> None:
    """Plug a security key into the browser that says yes to everything."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


class TestSecurityKey:
    def test_is_added_and_logs_in(self, page, live_server, town: Town):
        put_key(page)
        log_in(page, live_server)
        page.wait_for_url("**/d/**")
        page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
        page.get_by_label("密码").fill(GOOD)
        page.get_by_role("button", name="是我").click()
        page.get_by_label("名字").fill("抽屉里的")
        page.get_by_role("button", name="加上").click()
        page.get_by_text("这是新的备用码").wait_for()
        assert Authenticator.objects.get(type="webauthn").data["name"] == "抽屉里的"

        page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
        assert troubles(page) == []
        page.get_by_text("还没用过").wait_for()
        page.context.clear_cookies(name="linli_session")
        log_in(page, live_server)
        page.get_by_text("还差一步").wait_for()
        assert troubles(page) == []
        page.get_by_role("button", name="用安全密钥或指纹").click()
        page.wait_for_url("**/d/**")
        assert Authenticator.objects.get(type="webauthn").last_used_at is not None

    def test_one_that_says_nothing_is_told_and_codes_stay_open(self, page, live_server, town: Town):
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(town.people["dispatcher"], secret)
        log_in(page, live_server)
        page.get_by_text("还差一步").wait_for()
        assert page.get_by_role("button", name="用安全密钥或指纹").count() == 0
        page.get_by_label("动态码或备用码").fill("123456")
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_role("alert").first.wait_for()
        assert troubles(page) == []
        page.get_by_label("动态码或备用码").fill(code_of(secret))
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/d/**")


class TestWithoutScript:
    def test_codes_are_set_up_and_used(self, new_page, live_server, town: Town):
        page = new_page(scripts=False)
        log_in(page, live_server)
        page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
        page.get_by_label("密码").fill(GOOD)
        page.get_by_role("button", name="是我").click()
        page.get_by_text("扫不了").click()
        secret = page.locator("#authenticator_secret").inner_text()
        assert page.get_by_role("img", name=re.compile("二维码")).is_visible()
        page.get_by_label("六位动态码").fill(code_of(secret))
        page.get_by_role("button", name="设好了").click()
        codes = page.locator(".ll-codes code").all_inner_texts()
        assert len(codes) == 10
        page.goto(f"{live_server.url}/accounts/logout/")
        page.get_by_role("button", name="退出").click()
        log_in(page, live_server)
        page.get_by_label("动态码或备用码").fill(codes[0])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/d/**")


class TestAway:
    def test_what_was_being_written_is_back_after_the_log_in(self, new_page, live_server, town: Town):
        page = new_page(scripts=False, width=1440, height=900)
        log_in(page, live_server, "secadmin")
        page.goto(f"{live_server.url}/d/house/keys/new/")
        page.get_by_label("给哪个系统").fill("区环卫作业平台")
        page.get_by_label("代人反映", exact=False).first.check()
        page.get_by_label("管哪个单位").select_option(str(town.office.pk))
        from django.contrib.sessions.models import Session

        row = Session.objects.get()
        row.session_data = Session.objects.encode({**row.get_decoded(), "seen": 0})
        row.save()
        page.get_by_role("button", name="发密钥").click()
        page.get_by_text("已经自动退出").wait_for()
        page.get_by_label("用户名").fill("secadmin")
        page.get_by_label("密码").fill(GOOD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_text("刚才没交上去的，还在").first.wait_for()
        assert page.get_by_text("区环卫作业平台").is_visible()
        page.get_by_role("button", name="现在交上去").click()
        page.get_by_text("密钥，只显示这一次").wait_for()


class TestEveryPage:
    @pytest.mark.parametrize(
        ("width", "theme", "size", "lang"),
        [
            (390, "light", "normal", "zh-hans"),
            (390, "dark", "large", "en"),
            (1440, "dark", "normal", "zh-hans"),
        ],
    )
    def test_axe_finds_nothing(self, new_page, live_server, town: Town, width, theme, size, lang):
        page = new_page(width=width, height=900, theme=theme, size=size, lang=lang)
        found: dict[str, list[str]] = {}

        def look(path: str, name: str = "") -> None:
            page.goto(f"{live_server.url}{path}")
            here(name or path)

        def here(name: str) -> None:
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found[name] = [*troubles(page), *([f"{wide} px too wide"] if wide > 0 else [])]

        look("/accounts/login/")
        look("/accounts/inactive/")
        page.goto(f"{live_server.url}/accounts/login/")
        page.locator("input[name=login]").fill("secadmin")
        page.locator("input[name=password]").fill("wrong")
        page.locator("input[name=password]").press("Enter")
        page.locator("[role=alert]").first.wait_for()
        here("wrong password")
        page.locator("input[name=password]").fill(GOOD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/d/**")
        look("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/")
        page.locator("input[name=password]").fill(GOOD)
        page.locator("input[name=password]").press("Enter")
        page.locator("#authenticator_secret").wait_for(state="attached")
        here("set up")
        for path in ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/"):
            look(path)
        account = Account.objects.get(username="secadmin")
        totp.TOTP.activate(account, totp.generate_totp_secret())
        for path in (
            "/accounts/logout/",
            "/accounts/password/change/",
            "/accounts/2fa/recovery-codes/generate/",
            "/accounts/2fa/totp/deactivate/",
            "/accounts/2fa/reauthenticate/",
        ):
            look(path)
        look("/accounts/2fa/", "with codes")
        Account.objects.update(must_change_password=True)
        look("/accounts/password/change/", "first password")
        assert {path: told for path, told in found.items() if told} == {}

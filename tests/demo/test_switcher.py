"""The role switcher is there in demo mode on this machine, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from linli.base.people.models import Account
from linli.demo import switcher


@pytest.fixture
def demo(settings: Settings) -> Settings:
    settings.DEMO_MODE = True
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    return settings


@pytest.fixture
def dispatcher(db: None) -> Account:
    return Account.objects.create_user(username="liumin", password=None, name="刘敏")


class TestPlay:
    def test_logs_in_as_the_chosen_one(self, demo: Settings, dispatcher: Account, client: Client) -> None:
        answer = client.post("/demo/role/", {"role": "liumin"})
        assert (answer.status_code, answer["Location"]) == (302, "/d/")
        assert client.session["_auth_user_id"] == str(dispatcher.pk)

    def test_plays_nobody_again(self, demo: Settings, dispatcher: Account, client: Client) -> None:
        client.force_login(dispatcher)
        assert client.post("/demo/role/", {"role": "-"})["Location"] == "/"
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("role", ["", "nobody", "root"])
    def test_knows_only_the_cast(self, demo: Settings, db: None, client: Client, role: str) -> None:
        Account.objects.create_user(username="root", password=None, name="别人")
        assert client.post("/demo/role/", {"role": role}).status_code == 404

    def test_is_absent_outside_demo_mode(self, dispatcher: Account, client: Client) -> None:
        assert client.post("/demo/role/", {"role": "liumin"}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_takes_no_get(self, demo: Settings, db: None, client: Client) -> None:
        assert client.get("/demo/role/").status_code == 405


class TestLoopback:
    @pytest.mark.parametrize(
        "meta",
        [
            {"REMOTE_ADDR": "192.0.2.7"},
            {"HTTP_HOST": "linli.example.cn"},
            {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        ],
    )
    def test_turns_others_away(self, demo: Settings, client: Client, meta: dict[str, str]) -> None:
        assert client.get("/healthz", **meta).status_code == 403

    def test_lets_this_machine_in(self, demo: Settings, client: Client) -> None:
        assert client.get("/healthz", HTTP_HOST="127.0.0.1:8000").status_code == 200

    def test_refuses_to_start_under_a_public_address(self, demo: Settings) -> None:
        demo.PUBLIC_URL = "https://linli.example.cn"
        with pytest.raises(ImproperlyConfigured):
            switcher.Loopback(lambda request: None)  # type: ignore[arg-type, return-value]


class TestSwitch:
    def test_offers_nothing_outside_demo_mode(self, rf: RequestFactory) -> None:
        assert switcher.switch(rf.get("/")) == {}

    def test_marks_whom_the_reader_plays(self, demo: Settings, rf: RequestFactory) -> None:
        request = rf.get("/")
        request.user = Account(username="liumin", name="刘敏")
        offered = switcher.switch(request)["role_switch"]
        current = [choice.value for _, choices in offered.groups for choice in choices if choice.is_current]
        assert current == ["liumin"]
        assert offered.current == "刘敏"

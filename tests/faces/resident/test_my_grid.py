"""My grid: as the phone was told, else where my household is, else (said to be a guess) where I last reported."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from linli.base.people.actors import ANYONE
from linli.base.people.models import Account, Household, Resident
from linli.base.people.vault import fingerprint
from linli.base.places.models import Building
from linli.pillars.governance.reports import operations
from tests.faces.resident.conftest import HOUR
from tests.faces.resident.stories import Filing
from tests.town import MONDAY, Town


class TestMyGrid:
    """Nobody should have to look up twice where they live, and nothing is guessed against their word."""

    @pytest.fixture
    def me(self, client: Client, town: Town) -> Account:
        account = Account.objects.create_user(
            "13800001234",
            None,
            name="王秀英",
            phone_print=fingerprint("13800001234", "phone"),
            is_resident=True,
        )
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return account

    def at_home(self, town: Town, **who: Any) -> None:
        door = Household.objects.create(building=Building.objects.get(number="3号楼"), room="301")
        Resident.objects.create(household=door, source="本人登记", **who)

    def test_follows_from_the_household_of_the_account(self, client: Client, town: Town, me: Account) -> None:
        assert "陈桂芳" not in client.get("/").content.decode()
        self.at_home(town, account=me)
        assert "陈桂芳" in client.get("/").content.decode()
        assert "不是我家的网格" in client.get(f"/grid/{town.grids[0].pk}/").content.decode()
        assert "就在我家这一片" in client.get("/report/").content.decode()

    def test_follows_from_a_household_noted_with_the_same_number(
        self, client: Client, town: Town, me: Account
    ) -> None:
        self.at_home(town, phone_print=fingerprint("13800001234", "phone"))
        assert "陈桂芳" in client.get("/").content.decode()

    def test_is_not_that_of_another_account_with_the_number(
        self, client: Client, town: Town, me: Account
    ) -> None:
        other = Account.objects.create_user("13900009999", None, name="别人", is_resident=True)
        self.at_home(town, account=other, phone_print=fingerprint("13800001234", "phone"))
        assert "陈桂芳" not in client.get("/").content.decode()

    def test_what_the_phone_was_told_wins(self, client: Client, town: Town, me: Account) -> None:
        self.at_home(town, account=me)
        client.post(f"/grid/{town.grids[1].pk}/mine/")
        assert "陈桂芳" not in client.get("/").content.decode()
        client.post(f"/grid/{town.grids[1].pk}/mine/", {"forget": "1"})
        page = client.get("/").content.decode()
        assert "陈桂芳" not in page
        assert "告诉我们您住哪个小区" in page

    def test_is_guessed_from_the_last_report_and_said_to_be(
        self, client: Client, town: Town, file: Filing, me: Account
    ) -> None:
        file(phone="", account_id=me.pk)
        page = client.get("/").content.decode()
        assert "按您上次报的地方找的" in page
        assert "陈桂芳" in page
        assert "就在我家这一片" not in client.get("/report/").content.decode()
        client.post(f"/grid/{town.grids[0].pk}/mine/")
        assert "按您上次报的地方找的" not in client.get("/").content.decode()

    def test_joining_a_neighbours_report_tells_nothing_of_where_one_lives(
        self, client: Client, town: Town, file: Filing, me: Account
    ) -> None:
        filed = file(phone="13700007777")
        operations.join_report(
            actor=ANYONE, at=MONDAY + HOUR, number=filed.report.case.number, account_id=me.pk
        )
        assert "按您上次报的地方找的" not in client.get("/").content.decode()

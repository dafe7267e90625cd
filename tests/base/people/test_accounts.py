"""Three administrators, three people; a first password is changed; a closed account is out at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from linli.base.orgs.roles import Role
from linli.base.people import operations, queries, refusals
from linli.base.people.actors import SYSTEM
from linli.base.people.models import AccessLog, Account, Deputy, Post
from linli.kernel import clock
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GOOD = "crane-over-quiet-river"


@pytest.fixture
def town() -> Town:
    return build_town()


def opened(town: Town, username: str = "new") -> Account:
    return operations.open_account(
        actor=town.actor("sysadmin"), username=username, name="新人", password=GOOD, at=MONDAY
    )


def logged(what: str) -> list[AccessLog]:
    return list(AccessLog.objects.filter(what=what))


class TestSeparation:
    def test_the_system_administrator_gives_posts_of_work_and_no_others(self, town: Town) -> None:
        account = opened(town)
        admin = town.actor("sysadmin")
        given = {"account": account, "unit": town.office, "at": MONDAY}
        operations.give_post(actor=admin, role=Role.DISPATCHER, **given)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            with pytest.raises(refusals.UnableToKeepAccounts):
                operations.give_post(actor=admin, role=role, **given)
        assert logged("post_given")[0].person == account

    def test_the_security_administrator_gives_administrators_posts_and_no_others(self, town: Town) -> None:
        account = opened(town)
        admin = town.actor("secadmin")
        given = {"account": account, "unit": town.office, "at": MONDAY}
        operations.give_post(actor=admin, role=Role.AUDIT_ADMIN, **given)
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.give_post(actor=admin, role=Role.DISPATCHER, **given)
        with pytest.raises(refusals.AdministratorsAreSeparate):
            operations.give_post(actor=admin, role=Role.SYSTEM_ADMIN, **given)

    @pytest.mark.parametrize("name", ["auditor", "secadmin", "leader", "dispatcher", "worker"])
    def test_nobody_else_opens_closes_or_resets(self, town: Town, name: str) -> None:
        actor, other = town.actor(name), town.people["sweeper"]
        doings: list[Any] = [
            lambda: operations.open_account(actor=actor, username="xy", name="x", password=GOOD, at=MONDAY),
            lambda: operations.close_account(actor=actor, account=other, at=MONDAY),
            lambda: operations.reopen_account(actor=actor, account=other, at=MONDAY),
            lambda: operations.reset_password(actor=actor, account=other, password=GOOD, at=MONDAY),
            lambda: operations.change_account(
                actor=actor, account=other, name="x", phone="", email="", at=MONDAY
            ),
            lambda: operations.end_post(actor=actor, post=other.posts.get(), at=MONDAY),
        ]
        for doing in doings:
            with pytest.raises(refusals.UnableToKeepAccounts):
                doing()

    def test_no_administrator_can_take_over_an_account_alone(self, town: Town) -> None:
        other = town.people["leader"]
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.reset_second_factor(
                actor=town.actor("sysadmin"), account=other, reason="丢了手机", at=MONDAY
            )
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.reset_password(actor=town.actor("secadmin"), account=other, password=GOOD, at=MONDAY)
        Authenticator.objects.create(user=other, type="totp", data={"secret": "x"})
        gone = operations.reset_second_factor(
            actor=town.actor("secadmin"), account=other, reason="丢了手机", at=MONDAY
        )
        assert gone == 1
        assert logged("factor_reset")[0].reason == "丢了手机"

    def test_nobody_does_it_for_themselves(self, town: Town) -> None:
        system, security = town.actor("sysadmin"), town.actor("secadmin")
        with pytest.raises(refusals.NotYourself):
            operations.give_post(
                actor=system,
                account=town.people["sysadmin"],
                unit=town.office,
                role=Role.LEADER,
                at=MONDAY,
            )
        with pytest.raises(refusals.NotYourself):
            operations.close_account(actor=system, account=town.people["sysadmin"], at=MONDAY)
        with pytest.raises(refusals.NotYourself):
            operations.reset_password(actor=system, account=town.people["sysadmin"], password=GOOD, at=MONDAY)
        with pytest.raises(refusals.NotYourself):
            operations.reset_second_factor(
                actor=security, account=town.people["secadmin"], reason="x", at=MONDAY
            )

    def test_the_last_system_administrator_stays(self, town: Town) -> None:
        post = town.people["sysadmin"].posts.get()
        with pytest.raises(refusals.LastAdministrator):
            operations.end_post(actor=town.actor("secadmin"), post=post, at=MONDAY)

    def test_only_the_auditor_reads_the_log(self, town: Town) -> None:
        opened(town)
        for name in town.people:
            rows, _ = queries.audit_log(actor=town.actor(name))
            assert bool(rows) == (name == "auditor")
        rows, _ = queries.audit_log(actor=town.actor("auditor"), what="account_opened")
        assert "sysadmin" in rows[0].who


class TestPosts:
    def test_an_ended_post_gives_nothing_any_more(self, town: Town) -> None:
        post = town.people["worker"].posts.get()
        operations.end_post(actor=town.actor("sysadmin"), post=post, at=MONDAY)
        assert town.actor("worker").posts == ()
        with pytest.raises(refusals.PostNotHeld):
            operations.end_post(actor=town.actor("sysadmin"), post=post, at=MONDAY)

    def test_a_colleague_stands_in_for_the_days_agreed(self, town: Town) -> None:
        post, colleague = town.people["worker"].posts.get(), town.people["worker2"]
        today = clock.local(MONDAY).date()
        operations.lend_post(
            actor=town.actor("worker"), post=post, account=colleague, first=today, last=today, at=MONDAY
        )
        assert {p.unit_id for p in town.actor("worker2").posts} == {town.grids[0].pk, town.grids[1].pk}
        assert len(town.actor("worker2", MONDAY + DAY).posts) == 1
        operations.take_post_back(actor=town.actor("worker"), deputy=Deputy.objects.get(), at=MONDAY)
        assert len(town.actor("worker2").posts) == 1

    def test_nobody_stands_in_for_an_administrator_or_for_themselves_or_for_ever(self, town: Town) -> None:
        today = clock.local(MONDAY).date()
        worker, leader = town.people["worker"], town.people["leader"]
        given = {"first": today, "at": MONDAY}
        system, security = town.actor("sysadmin"), town.actor("secadmin")
        with pytest.raises(refusals.AdministratorsAreSeparate):
            operations.lend_post(
                actor=security, post=town.people["auditor"].posts.get(), account=leader, last=today, **given
            )
        for account, last, refusal in (
            (worker, today, refusals.StandInUnfit),
            (leader, today + 100 * DAY, refusals.StandInUnfit),
            (leader, today - DAY, refusals.AwayNeedsDates),
        ):
            with pytest.raises(refusal):
                operations.lend_post(
                    actor=system, post=worker.posts.get(), account=account, last=last, **given
                )


class TestPasswords:
    def client(self, username: str, password: str) -> Client:
        client = Client()
        client.post("/accounts/login/", {"login": username, "password": password})
        return client

    def test_a_first_password_must_be_changed_before_anything_else(self, town: Town) -> None:
        account = opened(town)
        assert account.must_change_password
        client = self.client("new", GOOD)
        assert client.get("/d/").headers["Location"] == "/accounts/password/change/"
        assert client.get("/d/", headers={"HX-Request": "true"}).headers["HX-Redirect"]
        fresh = "heron-beside-slow-water"
        client.post(
            "/accounts/password/change/", {"oldpassword": GOOD, "password1": fresh, "password2": fresh}
        )
        account.refresh_from_db()
        assert not account.must_change_password
        assert account.check_password(fresh)
        assert logged("password_changed")

    def test_system_and_residents_choose_their_own(self) -> None:
        account = operations.open_account(actor=SYSTEM, username="first", name="首", password=GOOD, at=MONDAY)
        assert not account.must_change_password

    def test_a_weak_one_is_refused(self, town: Town) -> None:
        with pytest.raises(refusals.PasswordTooWeak):
            operations.set_own_password(account=town.people["worker"], password="12345678", at=MONDAY)

    def test_grows_old_only_where_the_office_says_so(self, town: Town, settings: Any) -> None:
        account = town.people["worker"]
        operations.set_own_password(account=account, password=GOOD, at=clock.now() - 91 * DAY)
        client = self.client("worker", GOOD)
        assert client.get("/d/").status_code != 302
        settings.PASSWORD_DAYS = 90
        assert "password/change" in client.get("/d/").headers["Location"]

    def test_a_reset_one_ends_the_sessions_of_the_old(self, town: Town) -> None:
        account = opened(town)
        account.must_change_password = False
        account.save()
        client = self.client("new", GOOD)
        assert "_auth_user_id" in client.session
        operations.reset_password(
            actor=town.actor("sysadmin"), account=account, password="lantern-in-the-north-wind", at=MONDAY
        )
        assert "login" in client.get("/d/").headers["Location"]

    def test_a_closed_account_is_refused_at_its_next_request(self, town: Town) -> None:
        account = opened(town)
        account.must_change_password = False
        account.save()
        operations.give_post(
            actor=town.actor("sysadmin"),
            account=account,
            unit=town.office,
            role=Role.DISPATCHER,
            at=clock.now(),
        )
        client = self.client("new", GOOD)
        assert client.get("/d/").status_code == 200
        operations.close_account(actor=town.actor("sysadmin"), account=account, at=clock.now(), reason="调走")
        assert "login" in client.get("/d/").headers["Location"]
        assert "_auth_user_id" not in self.client("new", GOOD).session
        assert not Post.objects.filter(account=account, held_until__isnull=True).exists()
        operations.reopen_account(actor=town.actor("sysadmin"), account=account, at=clock.now())
        assert "_auth_user_id" in self.client("new", GOOD).session


class TestChange:
    def test_a_number_is_kept_in_one_spelling(self, town: Town) -> None:
        given = {"actor": town.actor("sysadmin"), "name": "工", "email": "", "at": MONDAY}
        row = operations.change_account(account=town.people["worker"], phone="+86 138-0000-1234", **given)
        assert row.phone == "13800001234"
        with pytest.raises(refusals.PhoneUnfit):
            operations.change_account(account=town.people["worker"], phone="一二三", **given)

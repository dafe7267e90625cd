"""The first administrator, and everybody after."""

import argparse
import io
import sys

import pytest

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.cli import createuser
from linli.cli._world import Trouble

GOOD = "Grün-blau-2026"


@pytest.fixture
def make(monkeypatch):
    def make(username="zhang", password=GOOD, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        given = {"name": "", "role": None, "admin": False, "unit": "", "office": "", "password_stdin": True}
        createuser.create(argparse.Namespace(username=username, **(given | options)))

    return make


@pytest.mark.django_db
class TestCreating:
    def test_the_first_administrator_brings_the_subdistrict(self, make, capsys):
        make(admin=True, office="春晓街道", name="张三")
        account = Account.objects.get()
        assert account.check_password(GOOD)
        post = account.posts.get()
        assert (post.role, post.unit.name, post.unit.kind) == ("system_admin", "春晓街道", "subdistrict")
        assert post.unit.path == f"/{post.unit_id}/"

    def test_others_are_given_a_unit_by_name_or_code(self, make):
        make(admin=True, office="春晓街道")
        office = Unit.objects.get()
        Unit.objects.create(
            kind="department", name="环卫所", code="X1", parent=office, path=f"{office.path}9/"
        )
        make("li", role="handler", unit="X1")
        make("wu", role="handler", unit="环卫所")
        make("wang", role="dispatcher")
        assert Account.objects.get(username="wang").posts.get().unit == office

    def test_without_a_role_it_says_that_nothing_can_be_done(self, make, capsys):
        make()
        assert "还没有岗位" in capsys.readouterr().out


@pytest.mark.django_db
class TestRefusing:
    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"admin": True}, "--office"),
            ({"admin": True, "office": "街道", "password": "123"}, "密码不够安全"),
            ({"username": "x y", "admin": True, "office": "街道"}, "用户名用"),
            ({"role": "handler", "office": "街道"}, "没有“经办人”这个岗位"),
        ],
    )
    def test_says_why_and_makes_nothing(self, make, options, words):
        with pytest.raises(Trouble, match=words):
            make(**options)
        assert not Account.objects.exists()
        assert not Unit.objects.exists()

    def test_a_name_that_is_taken(self, make):
        make()
        with pytest.raises(Trouble, match="已经有人用了"):
            make()

    def test_a_unit_that_nobody_knows(self, make):
        make(admin=True, office="街道")
        with pytest.raises(Trouble, match="--unit"):
            make("li", role="handler", unit="火星")

    def test_three_administrators_are_three_people(self, make):
        from linli.base.orgs.roles import Role
        from linli.base.people import operations, refusals
        from linli.base.people.actors import SYSTEM
        from linli.kernel import clock

        make(admin=True, office="街道")
        account, unit = Account.objects.get(), Unit.objects.get()
        with pytest.raises(refusals.AdministratorsAreSeparate):
            operations.give_post(
                actor=SYSTEM, account=account, unit=unit, role=Role.AUDIT_ADMIN, at=clock.now()
            )
        with pytest.raises(refusals.PostAlreadyHeld):
            operations.give_post(
                actor=SYSTEM, account=account, unit=unit, role=Role.SYSTEM_ADMIN, at=clock.now()
            )

    def test_only_an_administrator_above_keeps_accounts(self, make):
        from linli.base.orgs.roles import Role
        from linli.base.people import operations, queries, refusals
        from linli.kernel import clock

        make(admin=True, office="街道")
        make("wang", role="dispatcher")
        at = clock.now()
        admin = queries.actor_for(Account.objects.get(username="zhang"), at)
        other = queries.actor_for(Account.objects.get(username="wang"), at)
        account = operations.open_account(actor=admin, username="li", name="李", password=GOOD, at=at)
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.open_account(actor=other, username="wu", name="吴", password=GOOD, at=at)
        far = Unit.objects.create(kind="subdistrict", name="别的街道", path="/999/")
        with pytest.raises(refusals.UnableToKeepAccounts):
            operations.give_post(actor=admin, account=account, unit=far, role=Role.DISPATCHER, at=at)

    def test_a_password_needs_a_terminal_or_the_flag(self, make):
        with pytest.raises(Trouble, match="--password-stdin"):
            make(password_stdin=False)

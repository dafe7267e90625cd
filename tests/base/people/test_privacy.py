"""What is kept has a purpose, what is hidden opens for a reason, what is over is erased, what was done is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from linli.base.people import operations, queries, refusals, register, revealing, vault
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.journal import What, record
from linli.base.people.knocks import TooOften
from linli.base.people.models import AccessLog, Account, Deletion, Resident
from linli.base.people.vault import SealedTextField, fingerprint
from linli.kernel import clock
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHONE = "13800001234"


@pytest.fixture
def town() -> Town:
    return build_town()


def columns_with_words() -> list[str]:
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("linli."):
            continue
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, kinds) or column.get_internal_type() in ("SearchVectorField",)
            if is_text and not column.choices and column.name != "role":
                found.append(f"{model._meta.label}.{column.name}")
    return found


class TestRegister:
    def test_every_column_that_can_hold_words_has_a_purpose_or_is_about_nobody(self) -> None:
        assert [c for c in columns_with_words() if not register.is_known(c)] == []

    def test_every_sealed_column_has_a_purpose_and_says_that_it_is_sealed(self) -> None:
        for model in apps.get_models():
            for column in model._meta.concrete_fields:
                if isinstance(column, SealedTextField) and model._meta.label != "notices.Hook":
                    entry = register.entry_of(f"{model._meta.label}.{column.name}")
                    assert entry is not None, column
                    assert entry.is_sealed, column

    def test_names_only_columns_there_are(self) -> None:
        there = {f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in m._meta.concrete_fields}
        there |= {m._meta.label for m in apps.get_models()} | {m._meta.app_label for m in apps.get_models()}
        named = {f for e in register.REGISTER for f in e.fields} | set(register.NOT_PERSONAL)
        assert named <= there | {"insight", "demo"}

    def test_no_column_has_two_purposes(self) -> None:
        fields = [f for e in register.REGISTER for f in e.fields]
        assert len(fields) == len(set(fields))

    def test_whatever_can_be_revealed_is_registered(self) -> None:
        for subject, fields in revealing.registered().items():
            assert all(register.entry_of(f"{subject}.{field}") for field in fields)


class TestReveal:
    @pytest.fixture(autouse=True)
    def _owner(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(revealing, "_OWNERS", {})
        self.resident = Resident.objects.create(
            name="张三", phone=PHONE, phone_print=fingerprint(PHONE, "phone")
        )

        def find(actor: Any, id: int, field: str) -> revealing.Found | None:
            row = Resident.objects.filter(pk=id).first()
            if row is None or town.grids[0].pk not in actor.unit_ids:
                return None
            return revealing.Found(getattr(row, field), person_print=bytes(row.phone_print or b""))

        revealing.register("people.Resident", ("name", "phone"), find)

    def reveal(self, actor: Any, **more: Any) -> str:
        asked = {
            "subject": "people.Resident",
            "id": self.resident.pk,
            "field": "phone",
            "reason": "核实门牌号",
        }
        return operations.reveal(actor=actor, at=MONDAY, **asked | more)

    def test_shows_one_value_and_the_person_reads_who_saw_it_and_why(self, town: Town) -> None:
        assert self.reveal(town.actor("worker")) == PHONE
        code = operations.ask_code(phone=PHONE, address="x", at=MONDAY)
        me = operations.enter_code(phone=PHONE, code=code.code, address="x", language="en", at=MONDAY)
        rows, _ = queries.accesses_of(account=me)
        seen = rows[-1]
        assert (seen.field, seen.reason, seen.is_success) == ("phone", "核实门牌号", True)
        assert "第1网格" in seen.who
        assert "worker" not in seen.who

    @pytest.mark.parametrize("change", [{"id": 0}, {"field": "source"}, {"subject": "people.Account"}])
    def test_absent_forbidden_and_unknown_look_the_same_and_are_on_record(
        self, town: Town, change: Any
    ) -> None:
        with pytest.raises(refusals.UnableToReveal) as refused:
            self.reveal(town.actor("worker"), **change)
        assert refused.value.data == {}
        assert AccessLog.objects.get().is_success is False

    @pytest.mark.parametrize("name", ["worker3", "sysadmin", "secadmin", "auditor"])
    def test_is_not_for_others(self, town: Town, name: str) -> None:
        with pytest.raises(refusals.UnableToReveal):
            self.reveal(town.actor(name))

    def test_is_not_for_visitors(self) -> None:
        with pytest.raises(refusals.UnableToReveal):
            self.reveal(ANYONE)

    @pytest.mark.parametrize("reason", ["", "   ", "看看", "a  b"])
    def test_needs_a_reason(self, town: Town, reason: str) -> None:
        with pytest.raises(refusals.ReasonMissing):
            self.reveal(town.actor("worker"), reason=reason)
        assert AccessLog.objects.count() == 0

    def test_is_one_at_a_time(self, town: Town) -> None:
        for _ in range(40):
            self.reveal(town.actor("worker"))
        with pytest.raises(TooOften):
            self.reveal(town.actor("worker"))


class TestLog:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE people_accesslog SET reason = 'x'",
            "UPDATE people_accesslog SET at = at - interval '9 years'",
            "DELETE FROM people_accesslog",
            "TRUNCATE people_accesslog CASCADE",
            "UPDATE people_deletion SET basis = 'x'",
            "DELETE FROM people_deletion",
            "TRUNCATE people_deletion",
        ],
    )
    def test_cannot_be_changed_or_emptied(self, change: str) -> None:
        record(What.EXPORTED, at=clock.now(), reason="表")
        Deletion.objects.create(at=MONDAY, subject="x.Y", subject_id=1, fields="a", basis="asked")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(change)

    def test_goes_only_after_three_years(self) -> None:
        old = record(What.EXPORTED, at=clock.now() - 4 * 365 * DAY)
        young = record(What.EXPORTED, at=clock.now() - 2 * 365 * DAY)
        assert operations.forget_old(actor=SYSTEM, at=clock.now())["log"] == 1
        assert list(AccessLog.objects.all()) == [young]
        assert old.pk


class TestErasure:
    def test_a_residents_account_becomes_nameless_and_never_opens_again(self, town: Town) -> None:
        code = operations.ask_code(phone=PHONE, address="x", at=MONDAY)
        me = operations.enter_code(phone=PHONE, code=code.code, address="x", language="en", at=MONDAY)
        Resident.objects.create(account=me, name="张三", phone=PHONE, phone_print=me.phone_print)
        operations.erase_account(actor=SYSTEM, account=me, basis="asked", at=MONDAY, request_number="R1")
        me.refresh_from_db()
        assert (me.name, me.phone, me.phone_print, me.is_active) == ("", "", None, False)
        assert Resident.objects.get().erased_at == MONDAY
        assert set(Deletion.objects.values_list("subject", "request_number")) == {
            ("people.Account", "R1"),
            ("people.Resident", "R1"),
        }
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_account::text FROM people_account WHERE is_resident")
            assert PHONE not in str(cursor.fetchall())

    def test_staff_are_not_erased_by_it(self, town: Town) -> None:
        with pytest.raises(Account.DoesNotExist):
            operations.erase_account(actor=SYSTEM, account=town.people["worker"], basis="asked", at=MONDAY)

    def test_accounts_nobody_used_for_three_years_go_by_themselves(self, town: Town) -> None:
        code = operations.ask_code(phone=PHONE, address="x", at=MONDAY)
        me = operations.enter_code(phone=PHONE, code=code.code, address="x", language="en", at=MONDAY)
        assert operations.forget_old(actor=SYSTEM, at=MONDAY + 1000 * DAY)["accounts"] == 0
        assert operations.forget_old(actor=SYSTEM, at=MONDAY + 1100 * DAY)["accounts"] == 1
        assert operations.forget_old(actor=SYSTEM, at=MONDAY + 1100 * DAY)["accounts"] == 0
        assert Account.objects.get(pk=me.pk).phone == ""


class TestTurnKeys:
    def test_every_sealed_value_moves_to_the_new_key(self, town: Town, settings: Any) -> None:
        from allauth.mfa.totp.internal.auth import TOTP

        Resident.objects.create(name="张三", phone=PHONE)
        record(What.LOGGED_IN, at=MONDAY, address="203.0.113.7")
        TOTP.activate(town.people["leader"], "SECRET")
        old = dict(settings.LINLI_VAULT_KEYS)
        settings.LINLI_VAULT_KEYS = {"new": vault.new_key(), **old}
        turned = operations.turn_keys(actor=SYSTEM, at=MONDAY)
        assert turned.broken == ()
        assert turned.sealed_anew >= 4
        settings.LINLI_VAULT_KEYS = {"new": settings.LINLI_VAULT_KEYS["new"]}
        assert Resident.objects.get().phone == PHONE
        assert AccessLog.objects.earliest("id").address == "203.0.113.7"
        from allauth.mfa.models import Authenticator

        from linli.base.people.login import FactorAdapter

        assert FactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) == "SECRET"
        assert operations.turn_keys(actor=SYSTEM, at=MONDAY).sealed_anew <= 1

    def test_says_which_column_does_not_open_and_goes_on(self, town: Town, settings: Any) -> None:
        Resident.objects.create(name="张三")
        old = dict(settings.LINLI_VAULT_KEYS)
        settings.LINLI_VAULT_KEYS = {"lost": vault.new_key()}
        lost = Resident.objects.create(name="李四")
        settings.LINLI_VAULT_KEYS = {"new": vault.new_key(), **old}
        turned = operations.turn_keys(actor=SYSTEM, at=MONDAY)
        assert turned.broken == ("people.Resident.name", "people.Resident.phone")
        assert Resident.objects.exclude(pk=lost.pk).get().name == "张三"

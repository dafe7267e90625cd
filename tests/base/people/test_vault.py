"""Sealed words open only with their key and in their column; fingerprints find; tokens and digests prove."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db import connection, models
from django.test.utils import isolate_apps, override_settings
from hypothesis import given
from hypothesis import strategies as st

from linli.base.people import vault

OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"n" * 32).decode()
SM4 = vault.new_key("sm4")
LOOKUP = base64.b64encode(b"l" * 32).decode()
words = st.text(st.characters(codec="utf-8"))


@pytest.fixture(autouse=True)
def keys(settings: Any) -> Any:
    settings.LINLI_VAULT_KEYS = {"old": OLD}
    settings.LINLI_LOOKUP_KEY = LOOKUP
    return settings


class TestSeal:
    @given(words)
    def test_opens_to_the_same_words(self, text: str) -> None:
        assert vault.unseal(vault.seal(text, "people.Resident.phone"), "people.Resident.phone") == text

    def test_never_writes_the_same_bytes_twice(self) -> None:
        assert vault.seal("13800001234", "x") != vault.seal("13800001234", "x")

    def test_does_not_open_in_another_column(self) -> None:
        with pytest.raises(vault.DamagedError):
            vault.unseal(vault.seal("13800001234", "people.Resident.phone"), "people.Resident.name")

    @given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
    def test_notices_any_changed_byte(self, where: int, flip: int) -> None:
        blob = bytearray(vault.seal("13800001234", "x"))
        blob[where % len(blob)] ^= flip
        with pytest.raises(vault.VaultError):
            vault.unseal(bytes(blob), "x")

    @given(words)
    def test_sm4_seals_as_aes_does_and_both_stand_in_one_ring(self, text: str) -> None:
        before = vault.seal(text, "x")
        with override_settings(LINLI_VAULT_KEYS={"gm": SM4, "old": OLD}):
            after = vault.seal(text, "x")
            assert vault.key_id_of(after) == "gm"
            assert vault.unseal(before, "x") == vault.unseal(after, "x") == text
            for spoilt in (after[:-1], after[:-1] + bytes([after[-1] ^ 1])):
                with pytest.raises(vault.DamagedError):
                    vault.unseal(spoilt, "x")
        with override_settings(LINLI_VAULT_KEYS={"gm": OLD}), pytest.raises(vault.DamagedError):
            vault.unseal(after, "x")  # the same name, another cipher
        with override_settings(LINLI_VAULT_KEYS={"gm": "sm4." + OLD}), pytest.raises(ImproperlyConfigured):
            vault.seal(text, "x")

    def test_sm4_is_the_one_of_the_standard(self) -> None:
        # RFC 8998, appendix A.1.
        key = bytes.fromhex("0123456789abcdeffedcba9876543210")
        nonce = bytes.fromhex("00001234567800000000abcd")
        associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        plain = b"".join(bytes([value] * 8) for value in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
        sealed = vault.SM4GCM(key).encrypt(nonce, plain, associated)
        assert sealed[-16:].hex() == "83de3541e4c2b58177e065a9bf7b62ec"
        assert sealed[:16].hex() == "17f399f08c67d5ee19d0dc9969c4bb7d"
        assert vault.SM4GCM(key).decrypt(nonce, sealed, associated) == plain

    @given(st.binary(max_size=80))
    def test_refuses_what_was_never_sealed(self, junk: bytes) -> None:
        with pytest.raises(vault.VaultError):
            vault.unseal(junk, "x")

    def test_old_seals_open_after_the_ring_turned(self, keys: Any) -> None:
        before = vault.seal("张三", "x")
        keys.LINLI_VAULT_KEYS = {"new": NEW, "old": OLD}
        assert vault.unseal(before, "x") == "张三"
        assert vault.key_id_of(before) == "old"
        assert vault.key_id_of(vault.seal("张三", "x")) == vault.current_key_id() == "new"

    def test_says_which_key_is_missing(self, keys: Any) -> None:
        before = vault.seal("张三", "x")
        keys.LINLI_VAULT_KEYS = {"new": NEW}
        with pytest.raises(vault.UnknownKeyError, match="old"):
            vault.unseal(before, "x")

    @pytest.mark.parametrize(
        "ring", [{}, {"a": "not base64!"}, {"a": "c2hvcnQ="}, {"": OLD}, {"x" * 256: OLD}]
    )
    def test_a_bad_ring_fails_loudly(self, keys: Any, ring: dict[str, str]) -> None:
        keys.LINLI_VAULT_KEYS = ring
        with pytest.raises(ImproperlyConfigured):
            vault.seal("张三", "x")

    def test_a_new_key_fits_the_ring(self, keys: Any) -> None:
        keys.LINLI_VAULT_KEYS = {"fresh": vault.new_key()}
        assert vault.unseal(vault.seal("张三", "x"), "x") == "张三"


@isolate_apps("django.contrib.contenttypes")
def _letter() -> Any:
    class Letter(models.Model):
        phone = vault.SealedTextField(null=True, max_length=20)
        name = vault.SealedTextField(blank=True)

        class Meta:
            app_label = "contenttypes"

        def __str__(self) -> str:
            return "letter"

    return Letter


class TestSealedTextField:
    def from_db(self, model: Any, phone: str | None) -> Any:
        blob = model._meta.get_field("phone").get_prep_value(phone)
        field = model._meta.get_field("phone")
        return model.from_db(None, ["phone"], [field.from_db_value(blob, None, None)])

    def test_reads_like_a_string(self) -> None:
        row = self.from_db(_letter(), "13800001234")
        assert row.phone == "13800001234"
        row.phone = "13900001234"
        assert row.phone == "13900001234"

    def test_opens_nothing_until_it_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        real = vault.unseal
        monkeypatch.setattr(
            vault, "unseal", lambda blob, context: opened.append(context) or real(blob, context)
        )
        row = self.from_db(_letter(), "13800001234")
        assert opened == []
        assert row._meta.get_field("phone").pre_save(row, add=False).blob
        assert opened == []
        assert [row.phone, row.phone] == ["13800001234"] * 2
        assert opened == ["contenttypes.Letter.phone"]

    def test_an_untouched_row_keeps_its_ciphertext(self) -> None:
        row = self.from_db(_letter(), "13800001234")
        field = row._meta.get_field("phone")
        held = field.pre_save(row, add=False)
        assert field.get_prep_value(held) == held.blob

    def test_a_value_taken_from_another_column_is_sealed_again(self) -> None:
        row = self.from_db(_letter(), "13800001234")
        held = row.__dict__["phone"]
        name = row._meta.get_field("name")
        assert vault.unseal(name.get_prep_value(held), name.context) == "13800001234"

    def test_none_stays_none(self) -> None:
        assert self.from_db(_letter(), None).phone is None

    def test_is_bytea(self) -> None:
        field = _letter()._meta.get_field("phone")
        assert field.db_type(connection) == "bytea"
        assert field.deconstruct()[1].endswith("SealedTextField")

    @pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__in", "phone__gt"])
    def test_cannot_be_searched(self, lookup: str) -> None:
        model = _letter()
        with pytest.raises(FieldError):
            str(model.objects.filter(**{lookup: ["1"] if lookup.endswith("in") else "1"}).query)
        assert "IS NULL" in str(model.objects.filter(phone__isnull=True).query)

    def test_is_not_serialised(self) -> None:
        row = self.from_db(_letter(), "13800001234")
        with pytest.raises(TypeError):
            row._meta.get_field("phone").value_to_string(row)

    def test_too_long_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            _letter()(phone="1" * 21).clean_fields()

    def test_prints_a_mask(self) -> None:
        held = self.from_db(_letter(), "13800001234").__dict__["phone"]
        assert str(held) == vault.MASK
        assert "138" not in repr(held)


class TestFingerprint:
    @pytest.mark.parametrize(
        "written",
        ["138 0000 1234", "138-0000-1234", "+86 13800001234", "１３８００００１２３４", "8613800001234"],
    )
    def test_one_number_written_many_ways_is_one(self, written: str) -> None:
        assert vault.fingerprint(written, "phone") == vault.fingerprint("13800001234", "phone")

    def test_kinds_are_apart(self) -> None:
        assert vault.fingerprint("13800001234", "phone") != vault.fingerprint("13800001234", "id_number")

    def test_letters_of_an_id_number_are_one_case(self) -> None:
        assert vault.fingerprint("11010519491231002x", "id_number") == vault.fingerprint(
            "11010519491231002X", "id_number"
        )

    def test_stays_when_the_ring_turns_and_changes_with_its_own_key(self, keys: Any) -> None:
        before = vault.fingerprint("13800001234", "phone")
        keys.LINLI_VAULT_KEYS = {"new": NEW}
        assert vault.fingerprint("13800001234", "phone") == before
        keys.LINLI_LOOKUP_KEY = NEW
        assert vault.fingerprint("13800001234", "phone") != before

    def test_without_its_key_fails_loudly(self, keys: Any) -> None:
        keys.LINLI_LOOKUP_KEY = ""
        with pytest.raises(ImproperlyConfigured):
            vault.fingerprint("1", "phone")


class TestDigest:
    @given(words, words)
    def test_differs_with_the_words(self, one: str, other: str) -> None:
        salt = b"s" * 32
        assert (vault.digest(one, salt) == vault.digest(other, salt)) == (one == other)

    def test_differs_with_the_salt(self) -> None:
        assert vault.digest("下水道堵了", vault.new_salt()) != vault.digest("下水道堵了", vault.new_salt())

    def test_words_and_bytes_are_apart(self) -> None:
        salt = vault.new_salt()
        assert vault.digest("abc", salt) != vault.digest(b"abc", salt)

    def test_refuses_a_weak_salt(self) -> None:
        with pytest.raises(ValueError, match="16"):
            vault.digest("x", b"short")


class TestToken:
    def test_has_128_bits_in_an_alphabet_that_can_be_read_aloud(self) -> None:
        token = vault.secret_token("case", 42)
        assert len(token) == 26
        assert not set(token) & set("ilou")

    @pytest.mark.parametrize(
        "change", [str.upper, lambda t: " ".join(t), lambda t: t.replace("0", "O").replace("1", "l")]
    )
    def test_forgives_how_it_was_copied(self, change: Any) -> None:
        for number in range(20):
            assert vault.check_token(change(vault.secret_token("case", number)), "case", number)

    @pytest.mark.parametrize("other", [("case", 43, 0), ("case", 42, 1), ("file", 42, 0), ("case4", 2, 0)])
    def test_opens_only_its_own_thing(self, other: tuple[str, int, int]) -> None:
        assert not vault.check_token(vault.secret_token("case", 42), *other)

    @given(st.text())
    def test_refuses_a_guess(self, guess: str) -> None:
        assert not vault.check_token(guess, "case", 42)

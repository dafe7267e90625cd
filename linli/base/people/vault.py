"""Sealing, finding and proving personal words: everything cryptographic that Linli does, in one page.

Two secrets, with different lives:

* the **key ring** (`LINLI_VAULT_KEYS`: id → 32 bytes in base64, the first is current) seals columns with
  AES-256-GCM, or with SM4-GCM (GB/T 32907, RFC 8998) under a key written `sm4.` and 16 bytes in base64. The ring turns, from
  one cipher to the other too: put a new key first, run the rotation, drop the old one.
* the **look-up key** (`LINLI_LOOKUP_KEY`: 32 bytes in base64) makes fingerprints and link tokens. It stays
  when the ring turns, because links are printed on paper and fingerprints are unique columns.

No models here, so that any app may import it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

KEY_BYTES = 32
SM4 = "sm4."
SM4_KEY_BYTES = 16
_TAG_BYTES = 16
NONCE_BYTES = 12
TOKEN_BYTES = 16  # 128 bits: more than anybody can try, short enough to be copied from paper
FORMAT = 1
MASK = "•••"
# Crockford's alphabet: no I, L, O, U, so a code read over the telephone is read right.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RFC_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_TO_CROCKFORD = str.maketrans(_RFC_ALPHABET, _ALPHABET)
_LOOK_ALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", " ": None, "-": None})


class VaultError(Exception):
    """What is sealed cannot be opened; `code` says why. The words never hold any part of what is sealed."""

    code = "vault"


class UnknownKeyError(VaultError):
    """The ring does not hold the key that sealed this value."""

    code = "unknown_key"


class DamagedError(VaultError):
    """The value was altered, cut, or belongs to another column."""

    code = "damaged"


# --- keys -------------------------------------------------------------------------------------------------


def new_key(cipher: str = "aes") -> str:
    """Return a fresh key in the form the settings want it, for `aes` or `sm4`."""
    mark, size = (SM4, SM4_KEY_BYTES) if cipher == "sm4" else ("", KEY_BYTES)
    return mark + base64.b64encode(secrets.token_bytes(size)).decode("ascii")


class SM4GCM:
    """SM4 in Galois/Counter Mode, used as `AESGCM` is."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        """Return the ciphertext with its tag behind it."""
        made = Cipher(self._key, modes.GCM(nonce)).encryptor()
        made.authenticate_additional_data(associated)
        return made.update(data) + made.finalize() + made.tag

    def decrypt(self, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        """Return what was encrypted.

        :raises InvalidTag: anything of it was changed
        """
        body, tag = data[:-_TAG_BYTES], data[-_TAG_BYTES:]
        opened = Cipher(self._key, modes.GCM(nonce, tag)).decryptor()
        opened.authenticate_additional_data(associated)
        return opened.update(body) + opened.finalize()


def _cipher(text: str, name: str) -> AESGCM | SM4GCM:
    if text.startswith(SM4):
        return SM4GCM(_key_bytes(text[len(SM4) :], name, SM4_KEY_BYTES))
    return AESGCM(_key_bytes(text, name))


def _key_bytes(text: str, name: str, size: int = KEY_BYTES) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name} is not base64") from error
    if len(key) != size:
        raise ImproperlyConfigured(f"{name} holds {len(key)} bytes; {size} are needed")
    return key


@lru_cache(maxsize=8)
def _ring_of(items: tuple[tuple[str, str], ...]) -> dict[str, AESGCM | SM4GCM]:
    if not items:
        raise ImproperlyConfigured("LINLI_VAULT_KEYS is empty: nothing personal can be kept without a key")
    for name, _ in items:
        if not name or len(name.encode()) > 255:
            raise ImproperlyConfigured("a key id of LINLI_VAULT_KEYS must have 1 to 255 bytes")
    return {name: _cipher(text, f"LINLI_VAULT_KEYS[{name!r}]") for name, text in items}


def _ring() -> dict[str, AESGCM | SM4GCM]:
    keys: Mapping[str, str] = getattr(settings, "LINLI_VAULT_KEYS", None) or {}
    return _ring_of(tuple(keys.items()))


@lru_cache(maxsize=8)
def _purpose_key_of(secret: str, purpose: str) -> bytes:
    # One secret, many uses: a fingerprint must never equal a token, whatever went in.
    return hmac.digest(_key_bytes(secret, "LINLI_LOOKUP_KEY"), b"linli/" + purpose.encode(), "sha256")


def _purpose_key(purpose: str) -> bytes:
    secret: str = getattr(settings, "LINLI_LOOKUP_KEY", "") or ""
    if not secret:
        raise ImproperlyConfigured("LINLI_LOOKUP_KEY is empty: fingerprints and links need it")
    return _purpose_key_of(secret, purpose)


def current_key_id() -> str:
    """Return the id of the key that seals today."""
    return next(iter(_ring()))


# --- sealing ----------------------------------------------------------------------------------------------


def seal(words: str, context: str) -> bytes:
    """Return `words` as ciphertext that opens only under the same `context` ("people.Resident.phone")."""
    key_id = current_key_id()
    name = key_id.encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = bytes((FORMAT, len(name))) + name
    return head + nonce + _ring()[key_id].encrypt(nonce, words.encode(), head + context.encode())


def _split(blob: bytes) -> tuple[bytes, bytes, bytes]:
    if len(blob) < 2 or blob[0] != FORMAT or len(blob) < 2 + blob[1] + NONCE_BYTES + 16:
        raise DamagedError("not a sealed value")
    cut = 2 + blob[1]
    return blob[:cut], blob[cut : cut + NONCE_BYTES], blob[cut + NONCE_BYTES :]


def key_id_of(blob: bytes) -> str:
    """Return the id of the key that sealed `blob`.

    :raises DamagedError: when it is no sealed value at all
    """
    try:
        return _split(blob)[0][2:].decode()
    except UnicodeDecodeError as error:
        raise DamagedError("not a sealed value") from error


def unseal(blob: bytes, context: str) -> str:
    """Return the words sealed in `blob`.

    :raises UnknownKeyError: the ring has no such key
    :raises DamagedError: altered, cut, or sealed for another context
    """
    head, nonce, body = _split(blob)
    key_id = key_id_of(blob)
    key = _ring().get(key_id)
    if key is None:
        raise UnknownKeyError(f"no key {key_id!r} in the ring")
    try:
        return key.decrypt(nonce, body, head + context.encode()).decode()
    except InvalidTag as error:
        raise DamagedError(f"sealed value of {context} does not open") from error


class Sealed:
    """A sealed value as it came from the database. Prints as a mask, so no log or template can leak it."""

    __slots__ = ("blob", "context")

    def __init__(self, blob: bytes, context: str) -> None:
        self.blob = blob
        self.context = context

    def open(self) -> str:
        """Return the words."""
        return unseal(self.blob, self.context)

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"<Sealed {self.context}>"


class OpensOnAccess(DeferredAttribute):
    """Decrypts when the attribute is read, once per instance: a list that shows no phone decrypts none."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = value.open()
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text kept as ciphertext in a `bytea` column.

    On an instance it reads and writes like a string. In `values()` it stays a `Sealed`. It cannot be
    searched: keep a `fingerprint` beside it and look that up.
    """

    descriptor_class: type[DeferredAttribute] = OpensOnAccess

    @cached_property
    def context(self) -> str:
        """Name what this column holds; part of the seal, so a value moved to another column does not open."""
        return f"{self.model._meta.label}.{self.name}"

    @cached_property
    def validators(self) -> list[Any]:
        limit = [] if self.max_length is None else [MaxLengthValidator(self.max_length)]
        return [*super().validators, *limit]

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), self.context)

    def to_python(self, value: Any) -> str | None:
        return value.open() if isinstance(value, Sealed) else super().to_python(value)

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Sealed):
            # Read and saved untouched: keep the ciphertext, unless it comes from another column.
            return value.blob if value.context == self.context else seal(value.open(), self.context)
        return seal(str(value), self.context)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        blob = value if prepared else self.get_prep_value(value)
        return None if blob is None else connection.Database.Binary(blob)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # Straight from the instance's dictionary, so that saving an untouched row opens nothing.
        held = model_instance.__dict__
        return held[self.attname] if self.attname in held else getattr(model_instance, self.attname)

    def get_lookup(self, lookup_name: str) -> Any:
        # Two seals of the same words differ: any comparison but "is there one" would silently find nothing.
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("sealed columns are not serialised; `linli backup` keeps them sealed")


# --- finding and proving ----------------------------------------------------------------------------------


def _canonical(value: str, kind: str) -> str:
    text = unicodedata.normalize("NFKC", value).casefold()
    text = "".join(c for c in text if not (c.isspace() or c in "-()‐‑–—" or unicodedata.category(c) == "Cf"))
    if kind == "phone":
        for prefix in ("+86", "0086"):
            text = text.removeprefix(prefix)
        if len(text) == 13 and text.startswith("861"):
            text = text[2:]
    return text


def _framed(*parts: bytes) -> bytes:
    # Lengths first, so that ("ab", "c") and ("a", "bc") differ.
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def fingerprint(value: str, kind: str) -> bytes:
    """Return 32 bytes by which a sealed value is found without opening any.

    Ways of writing the same number (full-width digits, spaces, +86) give the same bytes; `kind` ("phone",
    "id_number", "email") keeps equal digits of different things apart.
    """
    framed = _framed(kind.encode(), _canonical(value, kind).encode())
    return hmac.digest(_purpose_key("fingerprint"), framed, hashlib.sha256)


def new_salt() -> bytes:
    """Return the 32 random bytes that `digest` wants."""
    return secrets.token_bytes(32)


def digest(words: str | bytes, salt: bytes) -> bytes:
    """Return the 32 bytes by which the step chain binds words or a file it does not hold.

    The salt is the key and lies beside the words. When both are erased nothing on earth can test a guess
    against the digest, and the chain still verifies; while they exist, whoever may read them can check them.
    """
    if len(salt) < 16:
        raise ValueError("a salt needs at least 16 bytes")
    kind, data = (b"text", words.encode()) if isinstance(words, str) else (b"bytes", words)
    return hmac.digest(salt, _framed(b"linli/digest", kind, data), hashlib.sha256)


def secret_token(kind: str, id: int | str, version: int = 0) -> str:
    """Return the 26 characters that let whoever holds them follow one thing: ("case", 42, 0).

    Nothing is stored; raising `version` makes every earlier link dead.
    """
    framed = _framed(kind.encode(), str(id).encode(), str(version).encode())
    mac = hmac.digest(_purpose_key("token"), framed, hashlib.sha256)[:TOKEN_BYTES]
    return base64.b32encode(mac).decode("ascii").rstrip("=").lower().translate(_TO_CROCKFORD)


def check_token(given: str, kind: str, id: int | str, version: int = 0) -> bool:
    """Return, in constant time, whether `given` is that thing's token; capitals and o-for-0 are forgiven."""
    written = unicodedata.normalize("NFKC", given[:200]).lower().translate(_LOOK_ALIKES)
    return hmac.compare_digest(written.encode(), secret_token(kind, id, version).encode())

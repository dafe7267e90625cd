"""The secrets of second factors, sealed like everything that opens a door. They lie in a JSON column of allauth's."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from linli.base.people import vault

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

SEALED = "sealed:"
_CONTEXT = "mfa.Authenticator.data"


def seal_secret(secret: str) -> str:
    """Return a factor's secret, sealed under the current key."""
    return SEALED + base64.b64encode(vault.seal(secret, _CONTEXT)).decode("ascii")


def open_secret(sealed: str) -> str:
    """Return a factor's secret.

    :raises DamagedError: it was never sealed, or not here. :raises UnknownKeyError: its key is gone.
    """
    return vault.unseal(_blob(sealed), _CONTEXT)


def key_id_of(sealed: str) -> str:
    """Return which key sealed a factor."""
    return vault.key_id_of(_blob(sealed))


def _blob(sealed: str) -> bytes:
    if not sealed.startswith(SEALED):
        raise vault.DamagedError("a second factor that was never sealed")
    return base64.b64decode(sealed.removeprefix(SEALED))


def others_of(factor: Authenticator) -> int:
    """Count the second factors somebody has besides this one, recovery codes aside. One query."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rest = Authenticator.objects.filter(user_id=factor.user_id, type__in=kinds).exclude(pk=factor.pk)
    return int(rest.count())

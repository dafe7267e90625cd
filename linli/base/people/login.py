"""Coming in: what allauth asks us when somebody logs in, changes a password or adds a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse

from linli.base.people import factors, operations
from linli.base.people.models import Account
from linli.base.people.refusals import LogInLocked
from linli.base.people.texts import REFUSALS
from linli.kernel import clock


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address: the peer, or what the nearest trusted proxies wrote."""
    trusted: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords are for staff; too many wrong ones lock; everything is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say that nobody opens an account for themselves: administrators do, residents get theirs by code."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to look at another password when there were too many wrong ones."""
        try:
            operations.check_lock(
                username=credentials.get("username") or "", address=address_of(request), at=clock.now()
            )
        except LogInLocked as locked:
            raise ValidationError(str(REFUSALS[LogInLocked][1]) % locked.data, code=locked.code) from locked

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check a password; allauth's own counters live in one process and are not used."""
        from django.contrib.auth import authenticate

        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is None:
            self.authentication_failed(request, **credentials)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password."""
        operations.log_in_failed(
            username=credentials.get("username") or "", address=address_of(request), at=clock.now()
        )

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Write down that somebody is in, after every step of the way in."""
        operations.logged_in(account=user, address=address_of(request), at=clock.now())
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write down that somebody left."""
        if isinstance(request.user, Account):
            operations.logged_out(account=request.user, address=address_of(request), at=clock.now())
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """Set the password its owner chose."""
        operations.set_own_password(account=user, password=password, at=clock.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to the desk and residents home."""
        return "/" if getattr(request.user, "is_resident", True) else "/d/"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address."""
        return address_of(request) or "0.0.0.0"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are sealed like everything that opens a door."""

    def encrypt(self, text: str) -> str:
        """Seal a factor's secret."""
        return factors.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a factor's secret."""
        return factors.open_secret(encrypted_text)


class _Counted:
    """Counts wrong codes of a second factor as wrong passwords are counted: they lock too."""

    user: Account

    def clean_code(self) -> str:
        """Check a code, unless there were too many wrong ones."""
        at = clock.now()
        try:
            operations.check_factor_lock(account=self.user, at=at)
        except LogInLocked as locked:
            raise ValidationError(str(REFUSALS[LogInLocked][1]) % locked.data, code=locked.code) from locked
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            request = allauth_context.request
            operations.factor_failed(account=self.user, address=address_of(request), at=at)
            raise
        return code


class FactorForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The second factor at log-in."""


class FactorAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The second factor before something delicate."""

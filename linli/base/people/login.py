"""Coming in: what allauth asks us when somebody logs in, changes a password or adds a second factor."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from linli.base.people import factors, operations
from linli.base.people.models import Account
from linli.base.people.refusals import LogInLocked
from linli.base.people.texts import REFUSALS
from linli.kernel import clock

_AGAIN = {
    "reauthenticate": _("输入密码"),
    "mfa_reauthenticate": _("输入动态码或备用码"),
    "mfa_reauthenticate:webauthn": _("用安全密钥或指纹"),
}
_FACTOR_DEEDS = {
    "mfa/email/totp_activated": "totp",
    "mfa/email/totp_deactivated": "-totp",
    "mfa/email/webauthn_added": "webauthn",
    "mfa/email/webauthn_removed": "-webauthn",
    "mfa/email/recovery_codes_generated": "recovery_codes",
}


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address: the peer, or what the nearest trusted proxies wrote."""
    trusted: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords are for staff; too many wrong ones lock; everything is written down."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对。请看看大小写和输入法；连着错五次会锁 15 分钟。"),
        "incorrect_password": _("密码不对。连着错五次会锁 15 分钟。"),
        "enter_current_password": _("现在的密码不对，请再输一次。"),
        "too_many_login_attempts": _("试得太多了，请过一会儿再试。"),
    }

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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead on to work: who had to choose a password came to do something else."""
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to where the next one logs in, and residents home."""
        return "/" if getattr(request.user, "is_resident", True) else "/accounts/login/"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """List how somebody can prove who they are, in our words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**one, "description": _AGAIN.get(one["id"], one["description"])} for one in methods]

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Write down that a second factor was added or taken away: the log is read, mail may not be."""
        deed = _FACTOR_DEEDS.get(template_prefix)
        if deed is not None:
            request = allauth_context.request
            address = address_of(request) if request is not None else ""
            operations.factor_changed(account=user, deed=deed, address=address, at=clock.now())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address."""
        return address_of(request) or "0.0.0.0"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are sealed like everything that opens a door."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("没有对上。动态码半分钟换一次，请输入现在显示的；备用码每个只能用一次。"),
        "incorrect_key": _("这个密钥没有对上。请再试一次，或者改用动态码。"),
        "cannot_delete_authenticator": _("单位要求二次验证，这是最后一样。先加另一样，再停这一样。"),
        "cannot_generate_recovery_codes": _("先设动态码或安全密钥，才有备用码。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal a factor's secret."""
        return factors.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a factor's secret."""
        return factors.open_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say no for the last one where everybody needs one: nobody falls back to a password alone."""
        return not settings.SECOND_FACTOR or factors.others_of(authenticator) > 0

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """Name a security key: the first, the second."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("第 %(n)s 个密钥")) % {"n": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Say to security keys who asks."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def build_totp_svg(self, url: str) -> str:
        """Draw the code that an authenticator scans: black on white in either theme."""
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", border=2, dark="#000", light="#fff")
        return drawn.getvalue().decode("utf-8")

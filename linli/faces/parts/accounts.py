"""Addresses of coming in: which of allauth's pages there are, for whom, and which are closed.

Passwords and second factors are for staff. Residents come in by telephone and code and find nothing here but the way
out. Accounts are opened by the system administrator, and a lost password is reset by him and never by mail: whoever has
a mailbox must not have the desk. allauth asks for the closed addresses by name, so the names stay.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, re_path

from linli.faces.parts.unsent import unsent

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """Return a page for staff who are logged in; residents find nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request.user, "is_resident", True):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Find nothing: the address is named for allauth only."""
    raise Http404


class KeyAgain(keys.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A security key once more; what is wrong is said where the button is."""

    def form_invalid(self, form: Any) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data()
        return {**context, **kwargs}


class NewKey(keys.AddWebAuthnView):  # type: ignore[misc]
    """A new security key; what is wrong is said beside its name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **kwargs}


class KeyGone(keys.RemoveWebAuthnView):  # type: ignore[misc]
    """A security key is taken away, unless it is the last second factor where everybody needs one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "is_kept": not get_adapter().can_delete_authenticator(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            page: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=409)
            return page
        done: HttpResponse = super().form_valid(form)
        return done


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("unsent/", staff(unsent), name="account_unsent"),
    path("reauthenticate/", staff(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", staff(account.password_change), name="account_change_password"),
    path("2fa/", staff(factors.index), name="mfa_index"),
    path("2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", staff(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", staff(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", staff(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", staff(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        staff(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        staff(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", staff(keys.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", staff(NewKey.as_view()), name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", staff(KeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", staff(KeyGone.as_view()), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", staff(keys.edit_webauthn), name="mfa_edit_webauthn"),
    *(
        path(address, closed, name=name)
        for address, name in (
            ("signup/", "account_signup"),
            ("email/", "account_email"),
            ("confirm-email/", "account_email_verification_sent"),
            ("password/set/", "account_set_password"),
            ("password/reset/", "account_reset_password"),
            ("password/reset/done/", "account_reset_password_done"),
            ("password/reset/key/done/", "account_reset_password_from_key_done"),
            ("login/code/confirm/", "account_confirm_login_code"),
        )
    ),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed, name="account_confirm_email"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        closed,
        name="account_reset_password_from_key",
    ),
]

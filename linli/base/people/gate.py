"""Between logging in and working: a first password is changed, and staff have a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.base.people.models import Account
from linli.kernel import clock

PASSED = "second_factor"
#: LOCAL: how long a second factor shown lately is good for opening a door to a machine.
FRESH = timedelta(minutes=15)
_ALWAYS_OPEN = ("/accounts/", "/static/", "/i18n/", "/healthz", "/readyz")


class StaffGate:
    """Leads staff to what they owe before they may work. Residents and visitors pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(_ALWAYS_OPEN):
            account = request.user
            if isinstance(account, Account) and not account.is_resident:
                owed = owes(request, account)
                if owed:
                    return _lead(request, reverse(owed))
        return self.get_response(request)


def owes(request: HttpRequest, account: Account) -> str:
    """Return the name of the page a member of staff must see first, or an empty text. At most one query a session."""
    if account.must_change_password or _is_old(account):
        return "account_change_password"
    if settings.SECOND_FACTOR and not request.session.get(PASSED):
        from allauth.mfa.models import Authenticator

        if not Authenticator.objects.filter(
            user_id=account.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists():
            return "mfa_activate_totp"
        request.session[PASSED] = True
    return ""


def ask_factor_again(request: HttpRequest, account: Account) -> str:
    """Return where somebody must show a second factor once more before going on, or an empty text.

    A log-in with a second factor within the last quarter of an hour counts. Whoever has none is asked for nothing
    here: where everybody needs one, the gate let nobody in without. Two queries at most.
    """
    from allauth.account.adapter import get_adapter
    from allauth.account.authentication import get_authentication_records

    # Real seconds on purpose, as allauth's: a shifted clock of a demo makes nothing fresh.
    since = time.time() - FRESH.total_seconds()
    if any(
        one["method"] == "mfa" and one["at"] > since for one in get_authentication_records(request, account)
    ):
        return ""
    ways = [one for one in get_adapter().get_reauthentication_methods(account) if one["id"].startswith("mfa")]
    return f"{ways[0]['url']}?{urlencode({'next': request.get_full_path()})}" if ways else ""


def _is_old(account: Account) -> bool:
    days: int = settings.PASSWORD_DAYS
    set_at = account.password_set_at or account.joined_at
    return bool(days and set_at and clock.now() - set_at > timedelta(days=days))


def _lead(request: HttpRequest, to: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)

"""Who sits before a page of a browser test: staff of the hamlet and residents, logged in without a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from linli.base.people.models import Account
from tests.town import Town

LONG = 90_000
"""As long as a machine with much else to do may take for a page, in milliseconds."""


def logged_in(page: Any, client: Client, url: str) -> Any:
    """Let a page be the browser in which somebody logged in."""
    page.set_default_timeout(LONG)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])
    return page


def desk_of(new_page: Callable[..., Any], town: Town, name: str, url: str, **look: Any) -> Any:
    """Give the desk of somebody of the town; `width=390` makes it their phone."""
    page = new_page(**{"width": 1440, "height": 900, **look})
    return logged_in(page, town.client(name), url)


def phone_of(new_page: Callable[..., Any], account: Account, url: str, **look: Any) -> Any:
    """Give the phone of a resident with an account."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return logged_in(new_page(**look), client, url)

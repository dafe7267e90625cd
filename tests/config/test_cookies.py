"""Behind https, cookies carry the prefix by which browsers refuse what another host sets."""

import pytest

from tests.cli import installation

SHOW = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)
print(s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)
"""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://linli.example.cn", "__Host-linli_session __Host-csrftoken True True\nNone /"),
        ("http://127.0.0.1:8000", "linli_session csrftoken False False\nNone /"),
    ],
)
def test_names(url, shown):
    town = installation.make(LINLI_PUBLIC_URL=url)
    try:
        assert town.python("-c", SHOW).stdout.strip() == shown
    finally:
        installation.remove(town)

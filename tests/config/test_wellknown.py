"""What crawlers, browsers and finders of weaknesses look for at a fixed address."""

from datetime import datetime
from typing import Any

from django.test import Client

from linli.kernel import clock
from tests.town import Town


def test_crawlers_may_read_what_is_published_and_no_secret_link(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[-1] == "Disallow: /"
    allowed = [line.removeprefix("Allow: ") for line in lines if line.startswith("Allow")]
    assert "/p/" in allowed
    assert not [
        path for path in ("/r/20261118-0042/abc/", "/d/", "/account/") if path.startswith(tuple(allowed))
    ]


def test_says_whom_to_tell_of_a_weakness_once_an_office_names_somebody(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = ["mailto:security@example.cn", "https://example.cn/report"]
    fields = [
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    ]
    assert [value for name, value in fields if name == "Contact"] == settings.SECURITY_CONTACT
    expires = datetime.fromisoformat(dict(fields)["Expires"])
    assert 0 < (expires - clock.now()).days < 365


def test_the_desk_can_stand_on_the_phones_first_screen(client: Client, town: Town) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    given = answer.json()
    assert given["start_url"].startswith(given["scope"])
    assert client.get("/favicon.ico")["Location"] == given["icons"][0]["src"]
    assert (
        '<link rel="manifest" href="/manifest.webmanifest"'
        in town.client("worker").get("/d/").content.decode()
    )

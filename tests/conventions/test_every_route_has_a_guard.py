"""Whoever is not staff finds nothing behind the desk and the boards: every address is tried, none is trusted."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from linli.base.people.models import Account

#: Faces that only staff with a live post may enter.
GUARDED = ("desk", "boards")
#: The empty form that a grid worker's phone keeps for when there is no signal; it holds nobody's data.
OPEN = {"/d/new/shell/", "/d/till/shell/", "/d/daycare/shell/", "/d/visits/shell/", "/d/patrols/shell/"}
#: Who is let in is decided before a page is drawn, so none is.
UNDRAWN = [{"BACKEND": "tests.security.blank.Blank", "DIRS": [], "APP_DIRS": False, "NAME": "blank"}]
VALUES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def routes(
    patterns, prefix: str = "/", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every address with values in the place of its parts, and the namespaces it lies in."""
    for entry in patterns:
        route = str(entry.pattern)
        for name, converter in entry.pattern.converters.items():
            kind = next((k for k in VALUES if type(converter).__name__.lower().startswith(k)), "")
            value = VALUES.get(kind, "x")
            route = route.replace(f"<{name}>", value)
            for spelled in ("str", "int", "slug", "uuid", "path"):
                route = route.replace(f"<{spelled}:{name}>", value)
        if isinstance(entry, URLPattern):
            yield prefix + route.lstrip("^").rstrip("$"), spaces
        elif isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from routes(entry.url_patterns, prefix + route.lstrip("^"), inner)


def guarded() -> list[str]:
    found = {path for path, spaces in routes(get_resolver().url_patterns) if set(spaces) & set(GUARDED)}
    return sorted(found - OPEN)


def test_there_are_routes_to_try():
    assert len(guarded()) > 30
    assert not [path for path in guarded() if "<" in path]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
class TestGuards:
    def open_to(self, client, method):
        with override_settings(TEMPLATES=UNDRAWN):
            answers = {path: getattr(client, method)(path) for path in guarded()}
        return {
            path: answer.status_code
            for path, answer in answers.items()
            if answer.status_code not in {401, 404, 405}
            and not (answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/"))
        }

    def test_visitors_are_asked_who_they_are(self, client, method):
        assert self.open_to(client, method) == {}

    @pytest.mark.parametrize("resident", [True, False])
    def test_residents_and_people_without_a_post_find_nothing(self, client, method, resident):
        account = Account.objects.create_user("li", None, name="李", is_resident=resident)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        assert self.open_to(client, method) == {}

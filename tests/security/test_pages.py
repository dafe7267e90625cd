"""Every page, with hostile words in every field that people fill: nothing runs, nothing is inline, nothing is forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.security.matrix import PERSONAL, WHO, address_of
from tests.security.page import group_of
from tests.security.routes import routes
from tests.security.twin import OWN, Twin, build_twin, keepsakes
from tests.town import MONDAY

#: Breaks out of text, of both kinds of attribute, of a script's text and of JSON.
EVIL = "'\"><img src=x onerror=alert(7)></script><script>alert(7)</script>{{7*7}}"
SHORT = '"><svg onload=7>'
ASKS = {
    "": ("anonymous",),
    "accounts": ("anonymous", "dispatcher"),
    "parts": ("anonymous",),
    "demo": (),
    "resident": ("anonymous", "resident"),
    "desk": ("dispatcher", "grid worker", "security"),
    "move": ("dispatcher", "handler"),
    "house": ("system", "security", "audit"),
    "boards": ("leader",),
    "open311": ("anonymous",),
}
#: What people write: every one of these columns holds the evil words. Columns with a closed vocabulary cannot.
FILLED = {
    "orgs.Unit": ("name",),
    "people.Account": ("name",),
    "people.Post": ("title",),
    "places.Compound": ("name",),
    "reports.Category": ("name",),
    "reports.Report": ("text", "title", "public_text", "public_answer"),
    "reports.Reporter": ("name",),
    "reports.StandardAnswer": ("title", "text"),
    "flow.Case": ("place_words",),
    "flow.SavedView": ("name",),
    "flow.LimitOverride": ("basis",),
    "flow.CalendarDay": ("basis",),
    "flow.OfficeHours": ("basis",),
    "notices.Hook": ("name", "last_error"),
    "people.ApiKey": ("name",),
    "people.Deputy": ("reason",),
    "topics.Topic": ("place",),
    "rights.RightsRequest": ("words",),
}


@pytest.fixture
def twin(db: None) -> Iterator[Twin]:
    with clock.frozen(MONDAY + timedelta(hours=2)):
        yield build_twin()


def spoil(twin: Twin) -> int:
    """Write the evil words into every column people fill, past every form; notes and answers go by their verbs."""
    worker, number = twin.town.actor("worker"), twin.things[OWN].number
    operations.note_report(actor=worker, number=number, at=clock.now(), note=EVIL)
    operations.supplement_report(
        actor=twin.town.actor("dispatcher"), number=number, at=clock.now(), words=EVIL, as_reporter=False
    )
    count = 0
    for label, names in FILLED.items():
        model = apps.get_model(label)
        known = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
        for name in names:
            if name not in known:
                continue
            most = known[name].max_length
            for n, row in enumerate(model._default_manager.all()):
                words = next(
                    w for w in (f"{EVIL}{n}", f"{SHORT}{n}", SHORT[: most or 0]) if not most or len(w) <= most
                )
                model._default_manager.filter(pk=row.pk).update(**{name: words})
                count += 1
    return count


class Inspector(HTMLParser):
    """Finds whatever a browser would run or take for a style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = str(given.get("type", "")).endswith("json")
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if (
                name.startswith("on")
                or name == "style"
                or str(value).strip().lower().startswith("javascript:")
            ):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name in ("src", "href", "action", "formaction") and str(value).startswith(("//", "http")):
                if "127.0.0.1" not in str(value) and tag in ("script", "img", "link", "form", "iframe"):
                    self.found.append(f"<{tag} {name}={value!r}>")


def clients(twin: Twin, **more: Any) -> dict[str, Client]:
    found = {}
    for column, name in WHO.items():
        found[column] = Client(**more)
        if name:
            found[column].force_login(twin.account(name), backend="django.contrib.auth.backends.ModelBackend")
    return found


def addresses(twin: Twin) -> Iterator[tuple[str, str, str]]:
    """Yield who asks, the name of each address, and the address itself about something there is."""
    kept = {column: keepsakes(twin, twin.account(name)) for column, name in WHO.items() if name}
    for route in routes():
        for column in ASKS[group_of(route.name)]:
            mine = kept.get(column, {}) if route.name in PERSONAL else {}
            if route.name not in PERSONAL or mine:
                yield column, route.name, address_of(route, twin.things[OWN], mine)


def test_nothing_written_by_anybody_runs_on_any_page(twin: Twin) -> None:
    assert spoil(twin) > 40
    browsers, seen, wrong = clients(twin), 0, []
    for column, name, path in addresses(twin):
        response = browsers[column].get(path)
        assert response.status_code < 500, path
        policy = response.headers["Content-Security-Policy"]
        # A file somebody sent is shown in a sandbox, where a browser's own viewer may style itself and nothing runs.
        if ("unsafe" in policy and "sandbox;" not in policy) or "default-src 'none'" not in policy:
            wrong.append((name, policy))
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        html = response.content.decode()
        inspector = Inspector()
        inspector.feed(html)
        seen += "onerror=alert(7)" in html or "svg onload=7" in html
        wrong += [(name, found) for found in inspector.found]
        if "<img src=x" in html or "<svg onload" in html or "<script>alert" in html:
            wrong.append((name, "as markup"))
    assert wrong == []
    assert seen > 25, "the evil words should be shown, and harmless, on many pages"


#: Changes nothing but the reader's own cookies (language, theme, size).
WITHOUT_TOKEN = {"parts:look"}


def test_no_form_is_taken_without_its_token(twin: Twin) -> None:
    browsers, taken = clients(twin, enforce_csrf_checks=True), []
    for column, name, path in addresses(twin):
        if name in WITHOUT_TOKEN or name.startswith(("open311:", "api")):
            continue  # other systems have no cookies, so nobody can borrow them
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = browsers[column].post(path, {"text": "x", "note": "x", "words": "x"})
        wrote = [
            q["sql"]
            for q in asked.captured_queries
            if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
            and not any(t in q["sql"] for t in ("django_session", "people_knock"))
        ]
        if wrote or response.status_code in (201, 204):
            taken.append((name, response.status_code, wrote[:1]))
    assert taken == []

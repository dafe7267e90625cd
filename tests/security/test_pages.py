"""Every page, with hostile words in every field that people fill: nothing runs, nothing is inline, nothing is forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.base.places.models import Building, Compound, Facility
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.security.matrix import PERSONAL, WHO, address_of
from tests.security.page import group_of
from tests.security.routes import routes
from tests.security.twin import OWN, Twin, keepsakes

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
#: Columns whose words come from a list, a digest or the program itself, by name: no operation lets anybody write into them.
CLOSED = frozenset(
    """
    actor_kind after basis before boundary_kind channel code component_code digest due_unit end_reason
    erase_reason fields gaps gb group handles indicator key kind language limit limits media_type number
    parts password path prefix prior_state reader request_number resolve_unit roles room rule scale
    sha256 shape slot source state subject template topic uscc username verb
    """.split()  # noqa: SIM905
)
#: The same for one column of a name that elsewhere is people's.
CLOSED_HERE = {
    "appointments.Appointment.papers",
    "canteens.Stay.given",
    # codes, days and sums by which a register is computed; the name in it is a member's own column elsewhere
    "cooperative.ShareChange.facts",
    "cooperative.Portion.content",
    "cooperative.Resolution.content",
    # codes of what a place of a form means and where its value stands; its words are those of the paper
    "forms.AskedForm.filled",
    "people.AccessLog.field",
    "topics.Topic.category",
    "topics.Signal.category",
    "flow.SavedView.query",
}
#: Written by people and yet refused by the database's own triggers: these hold what a verb wrote, which `spoil` uses.
BY_VERB = {"flow.StepWords.note", "flow.StepWords.answer", "people.AccessLog.reason"}
#: What is kept as a structure: the words inside it.
INSIDE = {
    "forms.AskedForm.paper": "paper",
    "reports.Report.answers": "{}",
    "applications.Application.situation": "whole",
    "applications.Application.answers": "whole",
    "applications.Document.content": "whole",
    "campaigns.Target.answers": "{}",
    "places.Compound.aliases": "[]",
    "reports.Category.questions": "label",
}
#: `basis` names a law in some tables and is chosen from a list in others.
WORDS_ALL_THE_SAME = {"flow.LimitOverride.basis", "flow.CalendarDay.basis", "flow.OfficeHours.basis"}
#: Columns that must be among those written, so that a renamed one is not forgotten without a word.
SURELY = {
    "orgs.Unit.name",
    "people.Account.name",
    "people.Post.title",
    "places.Compound.name",
    "places.Building.name",
    "places.Facility.name",
    "places.Grid.scope_words",
    "reports.Category.name",
    "reports.Category.help",
    "reports.Report.text",
    "reports.Report.public_title",
    "reports.Report.public_text",
    "reports.Report.public_answer",
    "reports.Reporter.name",
    "reports.StandardAnswer.text",
    "flow.Case.title",
    "flow.Case.place_words",
    "flow.LimitOverride.basis",
    "notices.Hook.name",
    "notices.Hook.last_error",
    "people.ApiKey.name",
    "topics.Topic.place",
}


def grow(twin: Twin) -> None:
    """Put something onto the map, so that its words are there to be spoilt."""
    town = twin.town
    at = {"lon": 117.005, "lat": 36.005}
    estate = Compound.objects.create(community=town.communities[0], name="康乐花园", aliases=["康乐"], **at)
    Building.objects.create(compound=estate, grid=town.grids[0], number="3号楼", name="东楼", **at)
    Facility.objects.create(area=town.grids[0], kind="school", name="实验小学", **at)


def columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Yield every column of ours that may hold words which somebody wrote."""
    for model in apps.get_models():
        if not model.__module__.startswith("linli."):
            continue
        for field in model._meta.concrete_fields:
            label = f"{model._meta.label}.{field.name}"
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if (
                label in WORDS_ALL_THE_SAME
                or label in INSIDE
                or (
                    is_text
                    and field.name not in CLOSED
                    and (field.max_length or len(SHORT) + 1)
                    > len(SHORT)  # shorter ones hold a word of a list
                    and label not in CLOSED_HERE | BY_VERB
                    and not isinstance(field, models.EmailField | models.URLField)
                )
            ):
                yield model, field


def evil_for(field: models.Field[Any, Any], n: int, before: Any) -> Any:
    """Return evil words that fit the column, different for each row."""
    most = field.max_length
    words = next(w for w in (f"{EVIL}{n}", f"{SHORT}{n}", SHORT[: most or 0]) if not most or len(w) <= most)
    match INSIDE.get(f"{field.model._meta.label}.{field.name}"):
        case "{}":
            return dict.fromkeys(before if isinstance(before, dict) and before else {"since": ""}, words)
        case "[]":
            return [words]
        case "whole":
            return _within(field.to_python(before), words)
        case "paper":
            kept = field.to_python(before)
            tables = [
                {
                    **t,
                    "name": words,
                    "cells": [[row, col, words, *rest] for row, col, _text, *rest in t["cells"]],
                }
                for t in kept["tables"]
            ]
            return {**kept, "tables": tables, "lines": [[place, words] for place, _text in kept["lines"]]}
        case "label":
            return [{**one, **{k: words for k in one if k in ("label", "help")}} for one in before or ()]
        case _:
            return words


def _within(kept: Any, words: str) -> Any:
    """Put the words wherever words stand in a structure; moments, numbers and yes or no stay what they are."""
    match kept:
        case dict():
            return {name: _within(value, words) for name, value in kept.items()}
        case list():
            return [_within(value, words) for value in kept]
        case str() if kept and not _is_moment(kept):
            return words
    return kept


def _is_moment(kept: str) -> bool:
    try:
        datetime.fromisoformat(kept)
    except ValueError:
        return False
    return True


def write(model: type[models.Model], pk: Any, words: dict[str, Any]) -> bool:
    """Change a row, by the side of triggers where it may not be changed any more: a verb wrote it once.

    False when a constraint of the database says that no such words can ever be in it.
    """
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**words)
    except IntegrityError:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                model._default_manager.filter(pk=pk).update(**words)
                cursor.execute("SET LOCAL session_replication_role = origin")
        except IntegrityError:
            return False
    return True


def spoil(twin: Twin) -> set[str]:
    """Write evil words into every column people fill, past every form; notes and answers go by their verbs."""
    worker, number = twin.town.actor("worker"), twin.things[OWN].number
    operations.note_report(actor=worker, number=number, at=clock.now(), note=EVIL)
    operations.supplement_report(
        actor=twin.town.actor("dispatcher"), number=number, at=clock.now(), words=EVIL, as_reporter=False
    )
    grow(twin)
    done = set()
    for model, field in columns():
        for n, (pk, before) in enumerate(model._default_manager.values_list("pk", field.name)):
            words = evil_for(field, n, before)
            if write(model, pk, {field.name: words}):
                done.add(f"{model._meta.label}.{field.name}")
    return done


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
    missing = SURELY - spoil(twin)
    assert not missing
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
    browsers, taken, sent = clients(twin, enforce_csrf_checks=True), [], set()
    for column, name, path in addresses(twin):
        if name in WITHOUT_TOKEN or name.startswith(("open311:", "api")):
            continue  # other systems have no cookies, so nobody can borrow them
        if path in sent:
            continue  # what is asked for its token is the address, whoever sends
        sent.add(path)
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

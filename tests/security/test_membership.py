"""Nobody without a post at a Party organisation reads anywhere whom one has: no page, sheet, search, answer or log says it.

Everybody reads every address of the URL conf while the database is watched. A request that so much as asks the tables of
members on behalf of somebody without the permission fails, whatever its page would have shown; and the member's name, which
stands nowhere else, is looked for in every answer.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people import api_keys
from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.faces.desk import partymembers
from linli.faces.openapi.v1.api import api
from linli.insight.forms import operations as asked_forms
from linli.insight.forms import queries as form_queries
from linli.kernel import clock
from linli.pillars.party.branches import queries
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.partners.models import MemberReport
from tests.insight.forms.templates.statistics import WORD_PARTY
from tests.pillars.governance.deliberation.doing import resident
from tests.security.matrix import WHO, _session, address_of
from tests.security.partying import MEMBER
from tests.security.routes import Route, routes
from tests.security.twin import OWN, Twin
from tests.town import MONDAY

EVERYTHING = os.environ.get("LINLI_SLOW") == "1"
TABLES = (
    *(
        PartyMember._meta.db_table,
        "branches_joining",
        "life_attendance",
        "study_quizanswer",
        "floating_floatingmember",
        "team_memberhonour",
    ),
    *("contacts_vanguard", "contacts_tie", "contacts_knownconsent", "contacts_told", "contacts_raised"),
    MemberReport._meta.db_table,
)
OWN_PAGES = ("/d/party/", "/d/partners/", "/d/contacts/", "/party/", "/report-in/")
MARKS = (MEMBER.encode(), "密云里".encode())
#: Who reports in or reads their own page is looked for by their own number, and by nothing else.
OF_THEMSELVES = ("resident:report-in",)
OF_ONESELF = ("/party/", "/report-in/", "/account/")
#: Everybody but the resident whose own membership it is and the secretary of the branch that has them.
OTHERS = [who for who in WHO if who not in ("resident", "branch")]


class Watch:
    """Notes whether the tables of members were asked."""

    asked = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.asked = self.asked or any(f'"{table}"' in sql for table in TABLES)
        return execute(sql, *rest)


@contextmanager
def _watched() -> Iterator[Watch]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


def _read(client: Client, path: str) -> tuple[int, bytes, bool]:
    cache.clear()
    with transaction.atomic(), _watched() as watch:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    return response.status_code, body, watch.asked


def _addresses(twin: Twin, turn: int, who: list[str]) -> Iterator[tuple[str, str]]:
    """Give who asks what: of the Party's own pages everybody all, of the others each one in turn, all with LINLI_SLOW=1."""
    things = twin.things[OWN]
    for n, route in enumerate(routes()):
        if route.name.endswith(("log-in", "log-out", "login", "logout")):
            continue
        path = _path(route, things)
        if path is None:
            continue
        is_own = path.startswith(OWN_PAGES)
        for column in who if EVERYTHING or is_own else [who[(n + turn) % len(who)]]:
            yield column, path
    searches = (
        "/d/?q={}",
        "/d/party/?q={}",
        "/d/house/audit/?q={}",
        "/d/export.xlsx?q={}",
        "/d/find/?q={}",
        "/p/?q={}",
        "/open/?q={}",
    )
    for n, column in enumerate(who):
        for path in searches if EVERYTHING else (searches[n % len(searches)],):
            yield column, path.format(MEMBER)


def _path(route: Route, things: Any) -> str | None:
    try:
        return address_of(route, things, {})
    except (KeyError, AttributeError):
        return None  # about what one person keeps for themselves


def test_no_address_tells_anybody_without_the_permission_whom_an_organisation_has(twin: Twin) -> None:
    town = twin.town
    top = Organisation.objects.get(office=town.office, superior=None)
    organiser = town.hire("organiser", Role.HANDLER, top.unit)
    member_id = twin.things[OWN].party["person_id"]
    given = {"actor": town.actor("organiser"), "subject": queries.MEMBERS, "id": member_id, "at": clock.now()}
    # What was opened before leaves its trace in the log, which administrators read.
    assert people.reveal(field="name", reason="上门慰问前核对", **given) == MEMBER
    sessions = {who: _session(twin.account(WHO[who])) if WHO[who] else "" for who in OTHERS}
    client = Client(raise_request_exception=False)
    told = []
    opened = set()
    for who, path in _addresses(twin, 3, OTHERS):
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: sessions[who]} if sessions[who] else {})
        status, body, asked = _read(client, path)
        opened |= {path} if status == 200 else set()
        # What somebody typed stands in the field it was typed into.
        found = any(mark in body for mark in MARKS) and "=" not in path
        if asked or found:
            told.append((who, path, "asked" if asked else "read"))
    assert told == []
    assert len(opened) > 100
    # The walk sees membership where it may be seen: the same pages, asked by who keeps an organisation.
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: _session(organiser)})
    status, body, asked = _read(client, f"/d/party/members/{member_id}/")
    assert (status, asked) == (200, True)
    assert "庄" in body.decode()
    assert MEMBER not in body.decode()
    own = twin.things[OWN].party
    pages = (
        *("members.xlsx", "", "members/"),
        *(f"life/{own['pk']}/", f"life/meetings/{own['meeting_id']}/"),
    )
    read = [_read(client, f"/d/party/{path}")[2] for path in pages]
    assert read == [True, True, True, False, True]  # what is due names nobody; a meeting has its list
    status, body, asked = _read(client, "/d/partners/members/")
    assert (status, asked, MEMBER in body.decode()) == (200, True, False)


def test_what_is_sent_asks_for_no_member_before_it_is_refused(twin: Twin) -> None:
    """A form of the Party's pages, sent by who may not, is refused without looking: its answer says nothing either."""
    member_id = twin.things[OWN].party["person_id"]
    form = {
        "reason": "核对",
        "person_id": member_id,
        "member": member_id,
        "name": MEMBER,
        "phone": "13800001234",
    }
    paths = [
        (route.name, path)
        for route in routes()
        if (path := _path(route, twin.things[OWN])) is not None and path.startswith(OWN_PAGES)
    ]
    client = Client(raise_request_exception=False)
    sessions = {who: _session(twin.account(WHO[who])) if WHO[who] else "" for who in OTHERS}
    told = []
    for n, (name, path) in enumerate(paths):
        for who in OTHERS if EVERYTHING else [OTHERS[n % len(OTHERS)]]:
            client.cookies = SimpleCookie(
                {settings.SESSION_COOKIE_NAME: sessions[who]} if sessions[who] else {}
            )
            body, asked = _send(client, path, form)
            # Whoever reports in writes what they are themselves: nobody else is looked for.
            if asked and name not in OF_THEMSELVES:
                told.append((who, path))
            assert not any(mark in body for mark in MARKS if mark != MEMBER.encode())
    assert len(paths) > 100
    assert told == []


def _send(client: Client, path: str, form: dict[str, Any]) -> tuple[bytes, bool]:
    cache.clear()
    with transaction.atomic(), _watched() as watch:
        response = client.post(path, form)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return body, watch.asked


def test_no_key_of_another_system_reads_a_member(twin: Twin) -> None:
    """Every reading of the REST API, with a key that may do everything a key may."""
    issued = api_keys.issue_key(
        actor=SYSTEM,
        at=MONDAY,
        unit=twin.town.sanitation,
        name="all",
        abilities=["read", "file", "act", "hook"],
        account=twin.town.people["sweeper"],
    )
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {issued.text}"})
    things = twin.things[OWN]
    read = 0
    for path, calls in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        if "get" not in calls:
            continue
        given = {"number": things.number, "file_id": things.file_id, "topic_id": things.topic, "hook_id": 1}
        for tail in ("", f"?q={MEMBER}", "?phone=13800001234"):
            status, body, asked = _read(client, path.format(**given) + tail)
            read += status == 200
            assert not asked, path
            assert not any(mark in body for mark in MARKS if mark != MEMBER.encode() or not tail), path
    assert read > 10


def test_a_neighbour_reads_nobody(twin: Twin) -> None:
    """A resident like any: nothing that residents open asks for members, their own page says that they are none."""
    neighbour = resident("13911112222", MONDAY)
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: _session(neighbour)})
    # What is found by one's own number is one's own: there is nothing, and the page says so.
    told = []
    for n, route in enumerate(routes()):
        if route.name.partition(":")[0] not in ("resident", "boards") or route.name.endswith("log-out"):
            continue
        path = _path(route, twin.things[OWN])
        if path is None or (
            not EVERYTHING and n % 3 and not path.startswith(("/party", "/grid", "/partners"))
        ):
            continue
        _status, body, asked = _read(client, path)
        if (asked and not path.startswith(OF_ONESELF)) or any(mark in body for mark in MARKS):
            told.append(path)
    assert told == []


def test_a_form_of_a_department_that_asks_for_members_stays_empty(twin: Twin) -> None:
    """Whoever fills forms without a post of the Party: its blanks about members are not looked up."""
    clerk = twin.town.actor("dispatcher")
    with _watched() as watch:
        made = asked_forms.take_in_form(
            actor=clerk,
            at=MONDAY,
            data=WORD_PARTY.data,
            name="a.docx",
            about=asked_forms.About("区委组织部"),
            ground=form_queries.grounds_of(actor=clerk)[0],
        )
    assert not watch.asked
    assert {cell.why for cell in form_queries.cells_of(made) if cell.value is None} >= {"party"}


def test_the_walk_knows_the_pages_of_members() -> None:
    names = {r.name for r in routes() if r.name.startswith("desk:party-member")}
    assert {"desk:party-members", "desk:party-members-sheet", "desk:party-member-reveal"} <= names
    assert set(partymembers.FIELDS) == set(queries.MEMBER_FIELDS)


def test_the_table_by_itself_names_nobody(twin: Twin) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {PartyMember._meta.db_table}")
        held = repr(
            [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
        )
    assert MEMBER not in held
    assert "13800001234" not in held
    assert not {f.related_model for f in PartyMember._meta.get_fields() if f.many_to_one} - {
        Unit,
        Organisation,
    }

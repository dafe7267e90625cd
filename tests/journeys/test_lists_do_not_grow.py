"""However many cases there are, a page asks the database as often: every address, ten cases against a thousand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import Account, Post
from linli.bench import load, people
from linli.bench.plan import Plan
from linli.insight import filler
from linli.kernel import clock
from tests.security.routes import routes

UNTIL = datetime(2026, 11, 20, 6, tzinfo=UTC)
#: Who is asked first; the next only where the one before finds nothing.
ROLES = (
    Role.DISPATCHER, Role.LEADER, Role.GRID_WORKER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
)  # fmt: skip
#: Of cases drawn by their number, and of what a list is narrowed and ordered by.
MORE = (
    "/d/?view=all", "/d/?view=all&order=filed", "/d/?view=units", "/d/?view=all&q=小区", "/d/?q=13900000001",
    "/d/export.xlsx?view=all", "/d/map/points.json?bbox=100,20,130,50&open=no", "/d/reports/{number}/",
    "/d/reports/{number}/around/", "/d/reports/{number}/beside/", "/d/reports/{number}/paper/",
    "/b/rates/response_rate/", "/b/rates/satisfaction_rate/?part=missed",
    "/around/?standing=done", "/around/points/?box=100,20,130,50", "/open311/v2/requests.json",
    "/open311/v2/requests.xml?status=closed", "/d/phone/same/?lon=116.01&lat=36.01&text=井盖松了",
)  # fmt: skip
SLACK = 2
"""Statements that some page needs only where there is anything at all: which few cases stand on it, and their rows."""


def counted(cases: int) -> tuple[dict[str, int], str]:
    """Count the statements of every page that answers somebody, in a city of so many cases."""
    load.load(Plan(cases=cases, until=UNTIL, subdistricts=1), workers=1, progress=lambda *_: None)
    filler.fill_all(UNTIL)
    clients = [Client(raise_request_exception=False), *(_client(role) for role in ROLES)]
    number = Case.objects.order_by("pk").values_list("number", flat=True)[7]
    found: dict[str, int] = {}
    for path in [
        *(r.written for r in routes() if not r.asks),
        *(path.format(number=number) for path in MORE),
    ]:
        for client in clients:
            status, count = _statements(client, path)
            if status == 200:
                found[path] = count
            if status not in (302, 403, 404):
                break
    return found, number


def _client(role: Role) -> Client:
    post = Post.objects.filter(role=role).first()
    if post is None:
        office = Unit.objects.get(kind=UnitKind.SUBDISTRICT)
        account = Account.objects.create(username=f"grows-{role.value}", name=role.value)
        post = Post.objects.create(account=account, unit=office, role=role, held_from=date(2020, 1, 1))
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = people.open_session(post.account, UNTIL)
    return client


def _statements(client: Client, path: str) -> tuple[int, int]:
    """Ask for a page; its status and how many statements it took the second time: once a process does not count."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
            if answer.status_code != 200:
                break
            for _part in answer:
                pass
    return answer.status_code, len(captured)


@pytest.mark.django_db
@pytest.mark.first
def test_as_many_statements_for_a_thousand_cases_as_for_ten() -> None:
    with clock.frozen(UNTIL):
        with transaction.atomic():
            few, _number = counted(10)
            transaction.set_rollback(True)
        many, number = counted(1_000)
    assert len(few) > 50
    answered = {path.replace(number, "{number}") for path in many}
    assert set(MORE) <= answered
    assert {path: (few[path], many[path]) for path in few if many.get(path, 0) > few[path] + SLACK} == {}

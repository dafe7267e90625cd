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


class City:
    """So many cases, and everybody who reads them."""

    def __init__(self, cases: int) -> None:
        load.load(Plan(cases=cases, until=UNTIL, subdistricts=1), workers=1, progress=lambda *_: None)
        filler.fill_all(UNTIL)
        self.clients = [Client(raise_request_exception=False), *(_client(role) for role in ROLES)]
        number = Case.objects.order_by("pk").values_list("number", flat=True)[7]
        written = [route.written for route in routes() if not route.asks]
        self.paths = {path: path.replace("{number}", number) for path in (*written, *MORE)}

    def first_answer(self, path: str) -> tuple[int, int] | None:
        """Say who is the first to be answered here, and with how many statements: what is asked once a process aside."""
        for who, _ in enumerate(self.clients):
            status, _ = self.statements(path, who)
            if status == 200:
                return who, self.statements(path, who)[1]
            if status not in (302, 403, 404):
                break
        return None

    def statements(self, path: str, who: int) -> tuple[int, int]:
        """Ask for a page; its status and how many statements it took."""
        with CaptureQueriesContext(connection) as captured:
            answer = self.clients[who].get(self.paths[path])
            if answer.status_code == 200:
                for _part in answer:
                    pass
        return answer.status_code, len(captured)


def _client(role: Role) -> Client:
    post = Post.objects.filter(role=role).first()
    if post is None:
        office = Unit.objects.get(kind=UnitKind.SUBDISTRICT)
        account = Account.objects.create(username=f"grows-{role.value}", name=role.value)
        post = Post.objects.create(account=account, unit=office, role=role, held_from=date(2020, 1, 1))
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = people.open_session(post.account, UNTIL)
    return client


@pytest.mark.django_db
@pytest.mark.first
def test_as_many_statements_for_a_thousand_cases_as_for_ten() -> None:
    grown = {}
    with clock.frozen(UNTIL):
        with transaction.atomic():
            city = City(10)
            few = {path: found for path in city.paths if (found := city.first_answer(path))}
            transaction.set_rollback(True)
        assert len(few) > 50
        city = City(1_000)
        assert set(MORE) <= {path for path in MORE if path in few or city.first_answer(path)}
        for path, (who, count) in few.items():
            for _ in range(2):
                status, many = city.statements(path, who)
                if status != 200 or many <= count + SLACK:
                    break
            else:
                grown[path] = (count, many)
    assert grown == {}

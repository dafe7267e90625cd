"""`linli bench reads`: what a page costs, whoever asks, and whether it costs more where more is kept.

Pages are asked for in this process, as the server would answer them, by people drawn from all who work there about
cases drawn from all that were filed. Time on a shared machine drifts, so what counts beside it is processor time (of
the page and of its PostgreSQL connection) and blocks read, which do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.test import Client

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account, Post
from linli.bench import people, wanted
from linli.bench.plans import Plans, explaining
from linli.bench.visiting import percentile
from linli.insight import boards
from linli.insight import queries as insight
from linli.insight.finding.models import SearchName
from linli.insight.indicators import INDICATORS, Scope
from linli.kernel import clock
from linli.kernel.sounds import initials
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Reporter

WORKING: Final = (
    Role.DISPATCHER, Role.LEADER, Role.SECTION_STAFF, Role.COMMUNITY_SECRETARY, Role.GRID_WORKER,
)  # fmt: skip
WORDS: Final = ("井盖", "漏水", "路灯不亮", "垃圾没人收", "电梯停了", "占道", "噪音", "停车")
WARM: Final = 8
"""Requests before the first that counts: what is kept in memory is there, and statements are prepared."""


class Broken(Exception):
    """Raised when a page did not answer as it should: nothing that it took would mean anything."""


@dataclass
class Sample:
    """Who and what is drawn from. The same seed draws the same from the same data."""

    at: datetime
    rng: Random
    last_case: int
    sessions: dict[int, str] = field(default_factory=dict)

    def case(self) -> Case:
        """Draw a case from all that there are."""
        found = Case.objects.filter(pk__gte=self.rng.randint(1, self.last_case)).order_by("pk")
        return found.select_related("office")[:1].get()

    def staff(self, role: Role, unit_id: int | None = None) -> int:
        """Draw somebody with a post, of a unit where one is named; the id of the account."""
        posts = Post.objects.filter(role=role, **({} if unit_id is None else {"unit_id": unit_id}))
        ids = list(posts.order_by("pk").values_list("account_id", flat=True)[:20_000])
        if not ids:
            raise Broken(f"nobody is {role.value}")
        return self.rng.choice(ids)

    def anybody(self) -> int:
        """Draw somebody who works, each kind of post as often."""
        return self.staff(self.rng.choice(WORKING))

    def dispatcher(self, case: Case) -> int:
        """Draw a dispatcher of a case's office."""
        return self.staff(Role.DISPATCHER, case.office_id)

    def client(self, account_id: int | None) -> Client:
        """Give a browser, logged in where somebody is named."""
        client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
        if account_id is not None:
            if account_id not in self.sessions:
                self.sessions[account_id] = people.open_session(Account.objects.get(pk=account_id), self.at)
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[account_id]
        return client

    def page(
        self, account_id: int | None, path: str, query: dict[str, str] | None = None
    ) -> Callable[[], Any]:
        """Prepare to ask for a page."""
        client = self.client(account_id)

        def ask() -> None:
            answer = client.get(path, query)
            if answer.status_code != 200:
                raise Broken(f"{path} answered {answer.status_code}")
            for _part in answer:
                pass

        return ask


Probe = Callable[[Sample], Callable[[], Any]]


def _own(path: str, **query: str) -> Probe:
    return lambda sample: sample.page(sample.anybody(), path, query)


def _led(path: str, **query: str) -> Probe:
    return lambda sample: sample.page(sample.staff(Role.LEADER), path, query)


def _found(**of_case: Callable[[Case], str]) -> Probe:
    """Look something up that belongs to a case of one's office."""

    def probe(sample: Sample) -> Callable[[], Any]:
        case = sample.case()
        return sample.page(sample.dispatcher(case), "/d/", {name: of(case) for name, of in of_case.items()})

    return probe


def _phone(case: Case) -> str:
    return str(Reporter.objects.filter(report=case.pk).order_by("pk")[0].phone)


def _of_case(rest: str = "") -> Probe:
    def probe(sample: Sample) -> Callable[[], Any]:
        case = sample.case()
        return sample.page(sample.dispatcher(case), f"/d/reports/{case.number}/{rest}")

    return probe


def _words(sample: Sample) -> Callable[[], Any]:
    words = sample.rng.choice(WORDS)
    return sample.page(sample.dispatcher(sample.case()), "/d/", {"q": words, "view": "all"})


def _named(asked: Callable[[SearchName], str]) -> Probe:
    """Look in everything for a name of one's own ground."""

    def probe(sample: Sample) -> Callable[[], Any]:
        case = sample.case()
        near = SearchName.objects.filter(area__path__contains=f"/{case.office_id}/", source="building")
        some = list(near.order_by("pk")[:200])
        if not some:
            raise Broken("no names: run linli bench names")
        name = sample.rng.choice(some)
        return sample.page(sample.dispatcher(case), "/d/find/", {"q": asked(name)})

    return probe


def _next_page(sample: Sample) -> Callable[[], Any]:
    case = sample.case()
    after = f"{case.filed_at.isoformat()}.{case.pk}"
    query = {"view": "all", "order": "filed", "after": after}
    return sample.page(sample.dispatcher(case), "/d/", query)


def _viewport(path: str, name: str, degrees: float, *, logged_in: bool, **query: str) -> Probe:
    def probe(sample: Sample) -> Callable[[], Any]:
        case = sample.case()
        lon, lat = case.lon or 0.0, case.lat or 0.0
        box = f"{lon - degrees:.5f},{lat - degrees:.5f},{lon + degrees:.5f},{lat + degrees:.5f}"
        return sample.page(sample.dispatcher(case) if logged_in else None, path, {name: box, **query})

    return probe


def _nearby(sample: Sample) -> Callable[[], Any]:
    case = sample.case()
    asked = queries.Problem("楼下的井盖松了，车一过就响", "", case.lon, case.lat, case.area_id, case.topic)
    return lambda: queries.nearby_open(problem=asked, at=sample.at)


def _same(sample: Sample) -> Callable[[], Any]:
    case = sample.case()
    place = {"lon": str(case.lon), "lat": str(case.lat), "area": str(case.area_id)}
    said = {"text": "楼下的井盖松了，车一过就响", "place_words": case.place_words, "category": case.topic}
    return sample.page(sample.dispatcher(case), "/d/phone/same/", {**place, **said})


def _rates(sample: Sample) -> Callable[[], Any]:
    """Compute three rates of any ground for any span of up to a year that ends now."""
    kinds = (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.SUBDISTRICT, UnitKind.COMMUNITY, UnitKind.GRID)
    grounds = list(
        Unit.objects.filter(kind=sample.rng.choice(kinds)).order_by("pk").values_list("path", flat=True)
    )
    window = timedelta(days=sample.rng.choice((7, 30, 90, 365)))
    scope = Scope(SYSTEM, sample.rng.choice(grounds))
    three = [INDICATORS[code] for code in insight.THREE]
    return lambda: insight.figures(three, scope, sample.at, window=window)


def _wide(kind: UnitKind, path: str = "/b/", **query: str) -> Probe:
    """Open a board of a city or a district: somebody of the office above looks."""

    def probe(sample: Sample) -> Callable[[], Any]:
        units = list(Unit.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
        return sample.page(sample.staff(Role.LEADER, sample.rng.choice(units)), path, query)

    return probe


#: What is asked for, by name. Chinese full text may take three times as long.
PROBES: Final[dict[str, Probe]] = {
    "inbox": _own("/d/"),
    "inbox: everything, newest first": _own("/d/", view="all", order="filed"),
    "inbox: everything, due first": _own("/d/", view="all"),
    "inbox: a page of long ago": _next_page,
    "case": _of_case(),
    "case: around it": _of_case("around/"),
    "map: view port": _viewport("/d/map/points.json", "bbox", 0.02, logged_in=True),
    "map: view port of all years": _viewport("/d/map/points.json", "bbox", 0.004, logged_in=True, open="no"),
    "nearby, resident": _nearby,
    "nearby, by telephone": _same,
    "search: number": _found(q=lambda case: case.number),
    "search: telephone": _found(q=_phone),
    "search: place": _found(q=lambda case: case.place_words, view=lambda _: "all"),
    "search: words": _words,
    "search: everything, a building": _named(lambda name: name.title),
    "search: everything, first letters": _named(lambda name: max(initials(name.title))[:4]),
    "search: everything, one word": _named(lambda name: name.title[2:4]),
    "search: everything, a number": _named(lambda name: name.title[-4:]),
    "board: subdistrict": _led("/b/", unit=""),
    "board: behind a rate": _led("/b/rates/response_rate/"),
    "board: behind the flow": _led("/b/flow/"),
    "board: cases in hand": _led("/b/cases/open/"),
    "board: hot topics": _led("/b/topics/"),
    "board: district": _wide(UnitKind.DISTRICT),
    "board: city": _wide(UnitKind.CITY),
    "board: coloured map": _led("/b/map/", code="filed", days="year"),
    "board: coloured map, a rate": _led("/b/map/", code="answered", days="year"),
    "board: coloured map of a city": _wide(UnitKind.CITY, "/b/map/", code="filed", days="year"),
    "board: comparison": _led("/b/compare/", days="year"),
    "board: comparison of a month": _led("/b/compare/", days="month"),
    "board: behind a figure of a year": _led("/b/compare/filed/"),
    "board: figures": _led("/b/figures/"),
    "board: the wall": _led("/b/wall/map/"),
    "board: the wall, comparison": _wide(UnitKind.SUBDISTRICT, "/b/wall/compare/"),
    "rates, any ground and span": _rates,
    "public list": lambda sample: sample.page(None, "/around/"),
    "public map": _viewport("/around/points/", "box", 0.01, logged_in=False),
    "Open311 requests": lambda sample: sample.page(
        None, "/open311/v2/requests.json", {"jurisdiction_id": sample.case().office.code}
    ),
}
COUNTED: Final = tuple(
    name
    for name in PROBES
    if name.startswith(("board: coloured", "board: comp", "board: behind a figure", "board: the wall"))
)
"""Boards that count whole years of a ground when they are opened."""
SLOW: Final = (
    {"search: words": 300.0, "search: place": 300.0}
    | {name: 200.0 for name in PROBES if name.startswith("search: everything")}
    | dict.fromkeys(COUNTED, 1_000.0)
)
ALLOWED_MS: Final = 100.0
RATIO: Final = 1.3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a read cost: milliseconds on the clock and of processors, statements, blocks; scans of large tables."""

    count: int
    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float
    statements: int
    blocks_p50: int
    blocks_max: int
    scans: tuple[str, ...]
    slowest: str
    indexes: tuple[str, ...] = ()


def measure(names: list[str], rounds: int, at: datetime, say: Callable[[str], None]) -> dict[str, Cost]:
    """Measure reads by name.

    :raises Broken: a page did not answer.
    """
    last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: dict[str, Cost] = {}
    with _sampled(at, last) as sample:
        for name in names:
            if name.startswith("board"):
                boards.keep_boards(clock.now())  # as the worker does every minute
            try:
                found[name] = _cost(PROBES[name], sample, rounds)
            except Broken as error:
                say(f"  {name:34}{error}")
                continue
            say(f"  {name:34}{line(found[name])}")
    return found


def line(cost: Cost) -> str:
    """Write a cost in a line."""
    told = (
        f"{cost.p50_ms:8.1f}{cost.p95_ms:8.1f} ms  cpu{cost.cpu_p50_ms:8.1f}{cost.cpu_p95_ms:8.1f}  "
        f"{cost.statements:3} statements{cost.blocks_p50:8,}{cost.blocks_max:8,} blocks"
    )
    return told + (f"  SCANS {', '.join(cost.scans)}" if cost.scans else "")


@contextmanager
def _sampled(at: datetime, last_case: int) -> Iterator[Sample]:
    sample = Sample(at, Random(7), last_case)
    try:
        yield sample
    finally:
        people.end_sessions(sample.sessions.values())


def _cost(probe: Probe, sample: Sample, rounds: int) -> Cost:
    asks = [probe(sample) for _ in range(rounds)]
    for ask in asks:  # a server writes the statements for a reader's posts once, in its first minutes
        ask()
    backend = _backend()
    took, cpu = [], []
    for ask in asks:
        began, own, other = time.perf_counter(), time.thread_time(), backend()
        ask()
        took.append(time.perf_counter() - began)
        cpu.append(time.thread_time() - own + backend() - other)
    plans = Plans()
    for ask in asks[: max(WARM, rounds // 5)]:
        with explaining(plans):
            ask()
    took.sort()
    cpu.sort()
    return Cost(
        rounds,
        percentile(took, 0.5),
        percentile(took, 0.95),
        percentile(cpu, 0.5),
        percentile(cpu, 0.95),
        plans.statements,
        plans.blocks(0.5),
        plans.blocks(1.0),
        tuple(sorted(plans.scans)),
        plans.slowest,
        tuple(sorted(plans.indexes)),
    )


def _backend() -> Callable[[], float]:
    """Return what tells the processor seconds of this connection's PostgreSQL process; 0 where it is elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not told.exists():
        return lambda: 0.0
    return lambda: int(told.read_text().split()[0]) / 1e9


def is_large() -> bool:
    """Say whether there are so many cases that plans may be asserted. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [Case._meta.db_table])
        return bool(cursor.fetchone()[0] >= wanted.MANY)


def verdict(
    found: dict[str, Cost], before: dict[str, dict[str, Any]], *, plans_count: bool = False
) -> list[str]:
    """Say what is too slow, scans a large table, misses an index (where plans count), or costs more than `before`."""
    wrong = []
    for name, cost in found.items():
        allowed = SLOW.get(name, ALLOWED_MS)
        if cost.p95_ms > allowed:
            wrong.append(f"{name}: p95 {cost.p95_ms} ms of {allowed:.0f}")
        if cost.scans:
            wrong.append(f"{name}: reads all of {', '.join(cost.scans)}")
        if plans_count and (left := wanted.missing(name, cost.indexes)):
            wrong.append(f"{name}: does not use {', '.join(left)}")
        if (then := before.get(name)) and cost.cpu_p95_ms > RATIO * then["cpu_p95_ms"]:
            ratio = cost.cpu_p95_ms / then["cpu_p95_ms"]
            wrong.append(f"{name}: processor time p95 grew {ratio:.2f}-fold")
    return wrong

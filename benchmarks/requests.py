"""What a request costs: processor time of the page and of its PostgreSQL connection, and statements.

    LINLI_DATA_DIR=… python -m linli bench load --cases 10000
    LINLI_DATA_DIR=… python -m benchmarks.requests

Requests go through the whole application in this process, as `linli bench serve` sends them, so that on a shared machine
the figures say what the code costs and not who else was at work. Cases are filed and carried to their end: the data grows.
"""

import argparse
import io
import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from http.client import HTTPMessage
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

BATCHES = 8
YARDSTICK = "yardstick"
"""A fixed piece of work of no page. Divide by its time when two runs are compared: a busy machine slows both alike."""


class Costs:
    """Milliseconds of both processes and statements, by kind of request."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[float, float, int]]] = {}

    def note(self, kind: str, page: float, database: float, statements: int) -> None:
        self.found.setdefault(kind, []).append((page, database, statements))


class InProcess:
    """Stands where a visitor's connection stands, and asks the application of this process."""

    sock = None

    def __init__(self, costs: Costs, application: Callable[..., Any]) -> None:
        self.costs, self.application, self.kind = costs, application, ""

    def request(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> None:
        from django.db import connection

        parts, sent = urlsplit(path), (body or "").encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(sent)),
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "wsgi.input": io.BytesIO(sent),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "HTTP_HOST": "127.0.0.1",
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        count = 0

        def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        def start(status: str, given: list[tuple[str, str]]) -> None:
            self.status, self.given = int(status.split()[0]), given

        connection.ensure_connection()
        database = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        transactions = _transactions()
        with connection.execute_wrapper(counted):
            asked, began = _nanoseconds(database), time.process_time()
            answer = self.application(environ, start)
            self.body = b"".join(answer)
            answer.close()
            took = time.process_time() - began
        self.costs.note(
            self.kind,
            1000 * took,
            (_nanoseconds(database) - asked) / 1e6,
            count + 2 * (_transactions() - transactions),
        )

    def getresponse(self) -> Any:
        self.status_line, self.msg = self.status, HTTPMessage()
        for name, value in self.given:
            self.msg[name] = value
        return _Answer(self.status, self.msg, self.body)

    def close(self) -> None:
        """Nothing is held."""


class _Answer:
    def __init__(self, status: int, msg: HTTPMessage, body: bytes) -> None:
        self.status, self.msg, self.headers, self.body = status, msg, msg, body

    def read(self) -> bytes:
        return self.body


def _nanoseconds(of: Path) -> int:
    """Return how long a process has run, in nanoseconds."""
    return int(of.read_text().split()[0])


_begun = 0


def _transactions() -> int:
    return _begun


def _count_transactions() -> None:
    """Count explicit transactions too: each is two statements, which no wrapper of Django's sees."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    before = BaseDatabaseWrapper.set_autocommit

    def set_autocommit(self: Any, autocommit: bool, **more: Any) -> None:
        global _begun
        _begun += not autocommit
        before(self, autocommit, **more)

    BaseDatabaseWrapper.set_autocommit = set_autocommit  # type: ignore[method-assign]


def measure(times: int) -> Costs:
    """Press filings, inbox, case pages and whole lives; what each kind of request cost."""
    from django.conf import settings
    from django.core import signals
    from django.core.wsgi import get_wsgi_application
    from django.db import close_old_connections

    from linli.bench import people
    from linli.bench.acting import Stage
    from linli.bench.visiting import Tally, Visitor
    from linli.config import warming
    from linli.kernel import clock

    settings.TRUSTED_PROXIES, settings.DEMO_MODE = 1, False
    application = get_wsgi_application()
    warming.warm()
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    _count_transactions()
    costs = Costs()

    class Inside(Visitor):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.connection: Any = InProcess(costs, application)

        def _ask(self, kind: str, method: str, path: str, fields: Mapping[str, str] | None) -> Any:
            name = path.rstrip("/").rpartition("/")[2] if kind == "form" else kind
            self.connection.kind = f"{name} (form)" if kind == "form" else name
            return super()._ask(kind, method, path, fields)

    from linli.bench import acting

    acting.Visitor = Inside  # type: ignore[misc]
    offices = people.gather(4, clock.now())
    stage = Stage(0, offices, settings.SESSION_COOKIE_NAME, Tally(), Random().getrandbits(32), 0.0)

    def rest() -> None:
        began = time.process_time()
        for n in range(4_000):
            json.loads(json.dumps({"number": n, "words": ["井盖", "路灯"], "at": str(n)}))
        costs.note(YARDSTICK, 1000 * (time.process_time() - began), 0.0, 0)

    try:
        for _ in range(times // 4):
            stage.life()
            stage.inbox()
            stage.case()
        costs.found.clear()
        for _ in range(times):
            stage.life()
            rest()
        measured = costs.found.pop(YARDSTICK)
        lives = {f"life: {kind}": rows for kind, rows in costs.found.items()}
        costs.found.clear()
        costs.found[YARDSTICK] = measured
        for act in (stage.file, stage.inbox, stage.case):
            for _ in range(times * BATCHES):
                act()
        costs.found |= lives
    finally:
        people.close(offices)
    if stage.tally.errors:
        raise SystemExit(f"errors: {stage.tally.errors}")
    return costs


def rows_of(costs: Costs, times: int) -> list[dict[str, Any]]:
    """Give, a kind of request, the best median of several batches, so that a busy moment of the machine counts least."""
    rows = []
    for kind, found in costs.found.items():
        size = max(5, len(found) // BATCHES)
        batches = [found[i : i + size] for i in range(0, len(found) - size + 1, size)] or [found]
        rows.append(
            {
                "what": kind,
                "page_ms": round(min(statistics.median(row[0] for row in b) for b in batches), 2),
                "database_ms": round(min(statistics.median(row[1] for row in b) for b in batches), 2),
                "statements": max(row[2] for row in found),
                "times": len(found) / times if kind.startswith("life: ") else 1,
            }
        )
    return rows


def main() -> int:
    """Run it; a table, and with --json a line for machines."""
    from linli.cli._world import hush, world

    parser = argparse.ArgumentParser(prog="python -m benchmarks.requests", description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=40, help="whole lives (default 40)")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    with world(quiet=True):
        hush()
        rows = rows_of(measure(options.times), options.times)
    life = [row for row in rows if row["what"].startswith("life: ")]
    total = {
        "what": "a whole life",
        "times": 1,
        **{
            name: round(sum(row[name] * row["times"] for row in life), 1)
            for name in ("page_ms", "database_ms", "statements")
        },
    }
    rows.append(total)
    print("| what | times | page ms | PostgreSQL ms | statements |\n|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['what']} | {row['times']:g} | {row['page_ms']} | {row['database_ms']} | {row['statements']} |"
        )
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

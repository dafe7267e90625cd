"""One embedded PostgreSQL for the whole test run, shared by all workers, each with a database of its own.

The migrated but empty database is made once for each state of the migrations and kept as a template; every
run copies it, which takes a moment where migrating takes seconds. `LINLI_TEST_DATABASE_URL` names another
server to use.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import pytest_django

ROOT = Path(__file__).parent

# How fast a machine is that has other work at the moment says nothing about what is tested.
hypothesis.settings.register_profile(
    "linli", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("linli")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controlling process; workers of xdist find it running."""
    if hasattr(config, "workerinput") or config.option.collectonly or config.option.help:
        return
    from linli.config.messages import compile_all

    compile_all()
    if os.environ.get("LINLI_TEST_DATABASE_URL"):
        return
    from django.conf import settings

    from linli.config.embedded import TESTING, Server

    server = Server(Path(settings.DATA_DIR), TESTING)
    server.start()
    config.add_cleanup(server.stop)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no browser, and slow ones unless LINLI_SLOW=1 asks for them.

    What is marked `first` begins the run, so that no worker is left alone with it at the end; and as work is taken over
    from the end of a worker's list, what such a module shares is built once.
    """
    items.sort(key=lambda item: item.get_closest_marker("first") is None)
    from tests.browser.chromium import MISSING, find_chromium

    if find_chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=MISSING))
    if os.environ.get("LINLI_SLOW") != "1":
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="slow: set LINLI_SLOW=1"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly when browser tests were left out."""
    from tests.browser.chromium import MISSING

    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(MISSING in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} browser tests were left out. {MISSING}", yellow=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    request: pytest.FixtureRequest, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Name this run's database after its process and worker, and have it copied from the template."""
    from django.conf import settings
    from django.db import connections

    with django_db_blocker.unblock():
        template = _template(settings.DATABASES["default"])
    name = f"test_linli_{os.getppid() if hasattr(request.config, 'workerinput') else os.getpid()}"
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = f"{name}_{worker}" if worker else name
    test["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """End what still talks to this run's database, such as a live server's thread, before it is dropped."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _template(database: dict[str, Any]) -> str:
    """Return the name of a migrated database for the migrations as they are; make it when there is none."""
    from tests.migrated import digest

    name = f"linli_template_{digest()}"
    lock = ROOT / ".linli" / "tests" / "template-lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with psycopg.connect(_conninfo(database), autocommit=True) as connection:
            known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if name not in known:
                for old in _unused(known):
                    connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
                connection.execute(f'CREATE DATABASE "{name}_part"')
                _migrate(f"{name}_part")
                connection.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')
    return name


def _unused(known: set[str]) -> Iterator[str]:
    """Yield templates of migrations that are gone, and databases of runs that were killed."""
    for name in known:
        if name.startswith("linli_template_") or (
            name.startswith("test_linli_") and not _alive(name.split("_")[2])
        ):
            yield name


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass
    return True


def _conninfo(database: dict[str, Any]) -> str:
    return psycopg.conninfo.make_conninfo(
        "",
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        dbname="postgres",
    )


def _migrate(name: str) -> None:
    """Migrate the database `name`, which no connection may hold open afterwards, or it cannot be copied."""
    from django.core.management import call_command
    from django.db import connection

    from linli.config.lean_migrations import lean

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        with lean():
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session", autouse=True)
def _empty_tables_past_their_triggers() -> None:
    """Let tests with real transactions empty tables that may never be emptied."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        flush(self, ["SET LOCAL session_replication_role = replica", *sql_list])

    DatabaseOperations.execute_sql_flush = execute_sql_flush

"""What goes wrong in a test of faults: each takes a running installation and a source of chance, and harms it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random

import psutil
import psycopg

from linli.bench.scene import Scene, free_port

Harm = Callable[[Scene, Random], None]
CLOCKS = (-2 * 86400, -3600, -90, 90, 3600, 2 * 86400)
"""By how many seconds a web node's clock is off."""


def conninfo(at: Scene, database: str = "linli") -> str:
    """Give libpq's words for the installation's own server."""
    from linli.config.embedded import Server

    return f"{Server(at.data_dir).conninfo(database)} connect_timeout=5"


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def web_master(at: Scene, rng: Random) -> None:
    """Kill the web server whole."""
    _kill(at.processes("serve"))


def web_process(at: Scene, rng: Random) -> None:
    """Kill one of the processes that answer."""
    _kill(rng.sample(at.processes("serve")[1:] or at.processes("serve"), 1))


def worker(at: Scene, rng: Random) -> None:
    """Kill the worker."""
    _kill(at.processes("worker"))


def database(at: Scene, rng: Random) -> None:
    """Kill PostgreSQL's first process; its backends leave when they notice."""
    if pid := at.postmaster():
        os.kill(pid, signal.SIGKILL)


def backend(at: Scene, rng: Random) -> None:
    """Kill one backend: PostgreSQL drops every connection and replays its log."""
    pids = _backends(at)
    if pids:
        with suppress(ProcessLookupError):
            os.kill(rng.choice(pids), signal.SIGKILL)


def _backends(at: Scene) -> list[int]:
    with psycopg.connect(conninfo(at)) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " ORDER BY pid"
        )
        return [row[0] for row in rows]


def connections(at: Scene, rng: Random) -> None:
    """Cut every connection to the database, some times in a row."""
    for _ in range(rng.randint(1, 4)):
        with psycopg.connect(conninfo(at), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        time.sleep(rng.uniform(0.05, 0.5))


def owner(at: Scene, rng: Random) -> None:
    """Kill `linli run` alone; what it started must leave by itself."""
    if at.run is not None:
        at.run.kill()
        at.run.wait()


def everything(at: Scene, rng: Random) -> None:
    """Kill every process of the installation in one moment, PostgreSQL among them."""
    pid = at.postmaster()
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        if at.run is not None:
            family += [psutil.Process(at.run.pid), *psutil.Process(at.run.pid).children(recursive=True)]
        if pid:
            family += [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    _kill(family)
    if at.run is not None:
        at.run.wait()


def disk(at: Scene, rng: Random) -> None:
    """Fill the disk to the last byte for some seconds."""
    ballast = at.folder / "ballast"
    with ballast.open("wb") as file:
        usage = os.statvfs(at.folder)
        with suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, usage.f_bavail * usage.f_frsize)
    time.sleep(rng.uniform(2, 5))
    ballast.unlink()


def clock(at: Scene, rng: Random) -> None:
    """Set a second web node beside the first whose clock is wrong, let visitors use it, take it away."""
    port = free_port()
    node = at.start(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "4", "--log-level", "error", "linli.bench.wrongclock:application",
        ],
        BENCH_CLOCK_SECONDS=str(rng.choice(CLOCKS)),
    )  # fmt: skip
    at.beside.append(node)
    until = time.monotonic() + 30
    while time.monotonic() < until and not at.is_ready(port):
        time.sleep(0.1)
    at.extra_port = port
    time.sleep(rng.uniform(2, 4))
    at.extra_port = 0
    at.beside.remove(node)
    node.terminate()
    try:
        node.wait(15)
    except subprocess.TimeoutExpired:
        node.kill()


class NotWhole(Exception):
    """Raised when a database migrated through kills is not the one that was migrated in peace."""


def migration(at: Scene, rng: Random) -> None:
    """Migrate a second, empty database on the same server, killed again and again on the way.

    :raises NotWhole: it ends other than the first.
    """
    name = f"halfway_{rng.getrandbits(32):08x}"
    with psycopg.connect(conninfo(at, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    host = psycopg.conninfo.conninfo_to_dict(conninfo(at))["host"]
    url = f"postgresql:///{name}?host={host}&port=5432&user=postgres"
    try:
        for _ in range(3):
            command = at.linli("migrate", LINLI_DATABASE_URL=url)
            with suppress(subprocess.TimeoutExpired):
                command.wait(rng.uniform(2, 7))
            command.kill()
            command.wait()
        if (status := at.linli("migrate", LINLI_DATABASE_URL=url).wait(120)) != 0:
            raise NotWhole(f"linli migrate ends with {status}")
        if left := shape(at, name) ^ shape(at, "linli"):
            raise NotWhole(f"the database is another one: {sorted(left)[:5]}")
    finally:
        with psycopg.connect(conninfo(at, "postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def shape(at: Scene, database: str) -> set[str]:
    """Describe a database: columns, constraints, indexes, triggers, migrations applied."""
    with psycopg.connect(conninfo(at, database)) as connection:
        rows = connection.execute(
            "SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
            "  FROM information_schema.columns WHERE table_schema = 'public'"
            " UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)"
            "  FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT 'migration ' || app || ' ' || name FROM django_migrations"
        )
        return {str(row[0]) for row in rows}


HARMS: dict[str, Harm] = {
    "web master killed": web_master,
    "web process killed": web_process,
    "worker killed": worker,
    "PostgreSQL killed": database,
    "one backend killed": backend,
    "connections cut": connections,
    "linli run killed": owner,
    "everything killed": everything,
    "disk full": disk,
    "clock wrong": clock,
    "migration killed": migration,
}

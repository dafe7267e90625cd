"""The short way to migrate makes the database that Django's own way makes."""

from __future__ import annotations

import contextlib
import subprocess

import psycopg
import pytest
from django.db.migrations.state import ProjectState

from linli.config.embedded import Server
from linli.config.lean_migrations import lean
from tests.cli import installation

METHODS = ("add_model", "add_field", "_append_option", "_remove_option")


def test_django_is_itself_again_afterwards() -> None:
    before = [getattr(ProjectState, name) for name in METHODS]
    with contextlib.suppress(ZeroDivisionError), lean():
        assert [getattr(ProjectState, name) for name in METHODS] != before
        raise ZeroDivisionError
    assert [getattr(ProjectState, name) for name in METHODS] == before


@pytest.mark.slow
def test_the_database_is_the_same_to_the_line() -> None:
    town = installation.make()
    server = Server(town.data_dir)
    server.start()
    try:
        host = str(server.place.socket_dir)
        dumps = []
        for name, way in (("short", "lean()"), ("long", "nullcontext()")):
            with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as made:
                made.execute(f'CREATE DATABASE "{name}"')
            town.settings["LINLI_DATABASE_URL"] = f"postgresql://postgres@/{name}?host={host}&port=5432"
            done = town.python("-c", MIGRATE.format(way=way))
            assert done.returncode == 0, done.stdout
            dumped = subprocess.run(
                [server.place.bin_dir / "pg_dump", "-h", host, "-U", "postgres", "-s", name],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            dumps.append([line for line in dumped.stdout.splitlines() if "restrict" not in line])
        assert len(dumps[0]) > 10_000
        assert dumps[0] == dumps[1]
    finally:
        server.stop()
        installation.remove(town)


MIGRATE = """
import django
django.setup()
from contextlib import nullcontext
from django.core.management import call_command
from linli.config.lean_migrations import lean
with {way}:
    call_command("migrate", verbosity=0, interactive=False)
"""

"""Boards and exports read from a real replica by streaming replication; without it they read from the primary."""

import json
import os
import shutil
import signal
import subprocess
import time

import psycopg
import pytest

from linli.config.database import read
from linli.config.embedded import Server, address
from linli.config.env import Env, SettingError
from tests.cli import installation

FILL = """
from linli.cli._world import world
with world(quiet=True):
    from tests.town import build_town
    town = build_town()
    account = town.people["leader"]
    account.set_password("a-long-password-1"); account.save()
    print(account.username)
"""
LOOK = """
import json, sys, time
import django
from django.conf import settings
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()
from django.db import connections
from django.test import Client
from linli.base.people.models import Account
counted = {"default": 0, "replica": 0}
def counting(name):
    def wrap(execute, sql, params, many, context):
        counted[name] += 1
        return execute(sql, params, many, context)
    return wrap
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(Account.objects.get(username=sys.argv[1]), "django.contrib.auth.backends.ModelBackend")
found = {}
# The session that was made this moment is not on the replica yet, and counts all the same.
for address in ("/b/", "/b/", "/d/", "/d/export.xlsx"):
    for name in counted:
        counted[name] = 0
        connections[name].execute_wrappers[:] = [counting(name)]
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found[address] = [answer.status_code, dict(counted)]
print(json.dumps(found))
"""


class Replica:
    """A second PostgreSQL that follows the first."""

    def __init__(self, primary, folder):
        self.place, self.folder = primary.place, folder
        self.socket = folder / "s"
        primary.run("pg_basebackup", "-h", str(primary.place.socket_dir), "-U", "postgres", "-D", str(folder / "db"),
                    "-X", "stream", "-c", "fast", "-R")  # fmt: skip
        self.socket.mkdir()
        if primary.place.user:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, primary.place.user, primary.place.user)
        self.process = subprocess.Popen(
            [primary.place.bin_dir / "postgres", "-D", folder / "db", "-c", "listen_addresses=",
             "-c", f"unix_socket_directories={self.socket}", "-c", "max_connections=60"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **primary._as_user(),
        )  # fmt: skip
        self._wait()

    def _wait(self):
        """Return once it answers: on a busy machine it goes through the copy for longer than a page takes to start."""
        until = time.monotonic() + 240
        while True:
            try:
                psycopg.connect(
                    host=str(self.socket), user="postgres", dbname="linli", connect_timeout=5
                ).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    @property
    def url(self):
        return f"postgresql://postgres@/linli?host={self.socket}&port=5432"

    def stop(self):
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGINT)
            self.process.wait(120)


def test_boards_and_exports_read_from_it_and_do_without_it():
    town = installation.make_ready()
    folder = town.data_dir / "replica"
    folder.mkdir()
    primary = Server(town.data_dir)
    primary.start()
    replica = None
    try:
        filled = town.python("-c", FILL)
        assert filled.returncode == 0, filled.stdout
        username = filled.stdout.split()[-1]
        replica = Replica(primary, folder)
        town.settings["LINLI_REPLICA_URL"] = replica.url
        found = look(town, username)
        status, counts = found["/b/"]
        assert status == 200
        assert counts["replica"] > counts["default"] > 0
        status, counts = found["/d/export.xlsx"]
        assert status == 200
        assert counts["replica"] > 0
        # The inbox shows what one has just done: never from a replica.
        assert found["/d/"][0] == 200
        assert found["/d/"][1]["replica"] == 0
        replica.stop()
        found = look(town, username)
        assert {status for status, _counts in found.values()} == {200}
        assert found["/b/"][1]["replica"] == 0
    finally:
        if replica:
            replica.stop()
        primary.stop()
        installation.remove(town)


def look(town, username):
    done = town.python("-c", LOOK, username)
    assert done.returncode == 0, done.stdout
    return json.loads(done.stdout.splitlines()[-1])


class TestSettings:
    def test_one_database_unless_a_replica_is_named(self, tmp_path):
        assert list(read(Env({}), address(tmp_path))) == ["default"]
        both = read(Env({"LINLI_REPLICA_URL": "postgresql://a@b/c"}), address(tmp_path))
        assert both["replica"]["HOST"] == "b"
        with pytest.raises(SettingError, match="LINLI_REPLICA_URL"):
            read(Env({"LINLI_REPLICA_URL": "mysql://x"}), address(tmp_path))

    def test_a_pool_takes_the_place_of_kept_connections(self, tmp_path):
        kept = read(Env({}), address(tmp_path))["default"]
        assert kept["CONN_MAX_AGE"] == 600
        assert "pool" not in kept["OPTIONS"]
        pooled = read(Env({"LINLI_CONN_POOL": "7"}), address(tmp_path))["default"]
        assert pooled["CONN_MAX_AGE"] == 0
        assert pooled["OPTIONS"]["pool"]["max_size"] == 7

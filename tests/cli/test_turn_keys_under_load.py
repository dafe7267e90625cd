"""Keys are turned from AES to SM4 while people write and read; killed in the middle it goes on; all stays readable."""

import base64
import signal
import time

import psycopg
import pytest

from linli.base.people import vault
from linli.config.embedded import Server
from tests.cli import installation

LOOKUP = base64.b64encode(bytes(range(32))).decode()
OLD, NEW = f"k1:{base64.b64encode(bytes(32)).decode()}", f"gm:{vault.new_key('sm4')}"
PEOPLE = 4000
FILL = f"""
from linli.cli._world import world
with world(quiet=True):
    from linli.base.people.models import Resident
    Resident.objects.bulk_create([Resident(name=f"居民{{n}}", phone=f"139{{n:08}}") for n in range({PEOPLE})])
"""
#: Writes and reads until the file `stop` is there; says what it did, or dies of what it could not read.
WORK = """
import random, sys
from pathlib import Path
from linli.cli._world import world
with world(quiet=True):
    from linli.base.people.models import Resident
    stop, turns = Path(sys.argv[1]), 0
    first, last = Resident.objects.earliest("pk").pk, Resident.objects.latest("pk").pk
    while not stop.exists():
        for pk in random.sample(range(first, last + 1), 50):
            row = Resident.objects.get(pk=pk)
            assert row.name.removeprefix("居民").lstrip("改").isdigit(), row.name
            assert row.phone == f"139{int(row.name.removeprefix('居民').lstrip('改')):08}"
            if sys.argv[2] == "write":
                row.name = row.name.replace("居民", "居民改")
                row.save(update_fields=["name"])
        turns += 1
    print("turns", turns)
"""
LOOK = """
from linli.cli._world import world
with world(quiet=True):
    from linli.base.people import vault
    from linli.base.people.models import Resident
    rows = list(Resident.objects.all())
    assert all(row.phone == f"139{int(row.name.removeprefix('居民').lstrip('改')):08}" for row in rows)
    print(len(rows), sum("改" in row.name for row in rows) > 0)
"""


@pytest.fixture
def town():
    made = installation.make_ready(LINLI_LOOKUP_KEY=LOOKUP, LINLI_VAULT_KEYS=OLD)
    yield made
    installation.remove(made)


def turned(server):
    """Return how many values the new key has sealed already."""
    with psycopg.connect(server.conninfo(), autocommit=True) as db:
        sql = r"SELECT count(*) FROM people_resident WHERE substring(phone from 3 for 2) = '\x676d'::bytea"
        return db.execute(sql).fetchone()[0]


def test_everything_opens_before_during_and_after(town, tmp_path):
    server = Server(town.data_dir)
    server.start()
    workers = []
    try:
        done = town.python("-c", FILL)
        assert done.returncode == 0, done.stdout
        # Every process is started anew with the new key in front; then the old values are turned.
        town.settings["LINLI_VAULT_KEYS"] = f"{NEW},{OLD}"
        stop = tmp_path / "stop"
        workers = [town.start_python("-c", WORK, str(stop), kind) for kind in ("write", "read")]
        first = town.start("turn-keys")
        until = time.monotonic() + 300
        while not 0 < (half := turned(server)) < PEOPLE:
            assert first.process.poll() is None, first.said
            assert time.monotonic() < until
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        assert 0 < half <= turned(server) < PEOPLE
        assert "The old key" in town.linli("turn-keys")
        assert turned(server) == PEOPLE
        stop.touch()
        for worker in workers:
            said = worker.process.communicate(timeout=240)[0]
            assert worker.process.returncode == 0, said
            assert int(said.split()[-1]) > 0
        town.settings["LINLI_VAULT_KEYS"] = NEW
        assert town.python("-c", LOOK).stdout.split() == [str(PEOPLE), "True"]
    finally:
        for worker in workers:
            worker.process.kill()
        server.stop()

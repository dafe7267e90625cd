"""The drill: a working office backed up by its log, harmed, brought back to a minute, compared table by table."""

import base64
import dataclasses
import datetime
import json
import shutil
import signal
import time

import psycopg
import pytest

from linli.bench.scene import free_port
from linli.cli import _sealed
from linli.cli._keeping import Base
from linli.config.embedded import Server
from tests.cli import installation

pytestmark = pytest.mark.first

FILL = """
from linli.cli._world import world
with world(quiet=True):
    from linli.base.files import operations as files
    from linli.base.people.actors import ANYONE
    from linli.pillars.governance.reports import operations
    from tests.town import IN_FIRST_GRID, MONDAY, build_town
    build_town()
    for n in range(3):
        operations.file_report(
            actor=ANYONE, at=MONDAY, category="R01", text=f"第{n}处井盖坏了", phone=f"1390000000{n}", name="赵六",
            lon=IN_FIRST_GRID[0], lat=IN_FIRST_GRID[1],
            files=[files.keep_file(actor=ANYONE, data=f"第{n}份材料".encode(), name="a.txt", at=MONDAY)],
        )
"""
#: One person is erased by law; somebody else then reports, under numbers that the restored database gives anew.
ERASE = """
from linli.cli._world import world
with world(quiet=True):
    from linli.base.people.actors import ANYONE, SYSTEM
    from linli.kernel import clock
    from linli.pillars.governance.reports import operations
    from linli.pillars.governance.reports.models import Reporter
    from tests.town import IN_FIRST_GRID
    operations.erase_reporter(
        actor=SYSTEM, reporter=Reporter.objects.order_by("pk")[1], basis="asked", at=clock.now()
    )
    late = operations.file_report(
        actor=ANYONE, at=clock.now(), category="R01", text="后来的一件", phone="13900000009", name="孙七",
        lon=IN_FIRST_GRID[0], lat=IN_FIRST_GRID[1],
    )
    operations.erase_reporter(
        actor=SYSTEM, reporter=Reporter.objects.latest("pk"), basis="asked", at=clock.now()
    )
"""
LOOK = """
from linli.cli._world import world
with world(quiet=True):
    from linli.pillars.governance.reports.models import Report, Reporter
    print([(r.name, r.phone) for r in Reporter.objects.order_by("pk")])
    print(Report.objects.filter(salt=b"").count())
"""
SUM = """
SELECT coalesce(md5(string_agg(row::text, E'\\n' ORDER BY row::text COLLATE "C")), 'empty') FROM {} AS row
"""


def sums(town):
    """Return the checksum of every table."""
    with psycopg.connect(Server(town.data_dir).conninfo(), autocommit=True) as db:
        names = db.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        assert len(names) > 50
        return {name: db.execute(SUM.format(f'"{name}"')).fetchone()[0] for (name,) in names}


def files_in(town):
    """Return what the files hold."""
    found = (path for path in (town.data_dir / "files").rglob("*") if path.is_file())
    return sorted(path.read_bytes().decode() for path in found)


def now_in(town):
    with psycopg.connect(Server(town.data_dir).conninfo(), autocommit=True) as db:
        return db.execute("SELECT clock_timestamp()").fetchone()[0]


def words(at):
    """Write a moment as people type it: to the second, on the wall's clock; the second after it."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return f"{at.astimezone(zone) + datetime.timedelta(seconds=1):%Y-%m-%d %H:%M:%S}"


class Held:
    """Keeps the database up between commands, as `linli run` does."""

    def __init__(self, town):
        self.server = Server(town.data_dir, shelves_log="LINLI_BACKUP_DIR" in town.settings)

    def __enter__(self):
        self.server.start()
        return self.server

    def __exit__(self, *_):
        self.server.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with a backup: a base, three filings in its log, then an erasure after the moment `at`."""
    town = installation.make_ready()
    town.folder = tmp_path_factory.mktemp("backup") / "here"
    town.settings["LINLI_BACKUP_DIR"] = str(town.folder)
    town.keys = town.folder.with_name("keys")
    with Held(town):
        town.said = town.linli("backup", "--incremental", "--keys-to", str(town.keys))
        done = town.python("-c", FILL)
        assert done.returncode == 0, done.stdout
        town.sums, town.at = sums(town), now_in(town)
        datetime_of_next = words(town.at)
        while words(now_in(town)) <= datetime_of_next:
            pass
        town.then = town.linli("backup", "--incremental")
        town.before = town.folder.with_name("before")
        shutil.copytree(town.folder, town.before)
        done = town.python("-c", ERASE)
        assert done.returncode == 0, done.stdout
        town.last = town.linli("backup", "--incremental")
        town.late = sums(town)
    yield town
    installation.remove(town)


def restore(office, elsewhere, *more, ok=True):
    return elsewhere.linli("restore", str(office.folder), "--keys", str(office.keys), *more, ok=ok)


class TestDrill:
    def test_every_table_and_file_is_as_it_was_at_that_minute(self, office, elsewhere, tmp_path):
        # Without the list of erasures and with the files of before, to compare what the log itself brings back.
        bare = tmp_path / "bare"
        shutil.copytree(office.folder, bare, ignore=shutil.ignore_patterns("erasures", "files"))
        shutil.copytree(office.before / "files", bare / "files")
        said = elsewhere.linli("restore", str(bare), "--keys", str(office.keys), "--to", words(office.at))
        assert "3 cases, 0 flaws" in said
        # It goes on from there: it takes changes, and is backed up anew.
        elsewhere.settings["LINLI_BACKUP_DIR"] = str(bare)
        with Held(elsewhere):
            assert sums(elsewhere) == office.sums
            assert files_in(elsewhere) == ["第0份材料", "第1份材料", "第2份材料"]
            assert elsewhere.python("-c", ERASE).returncode == 0
            assert "a whole copy" in elsewhere.linli("backup", "--incremental")

    def test_who_was_erased_stays_erased(self, office, elsewhere):
        assert "earliest moment" in restore(office, elsewhere, "--to", "2020-01-01 00:00", ok=False)
        assert "in the future" in restore(office, elsewhere, "--to", "2099-01-01 00:00", ok=False)
        assert "3 cases, 0 flaws" in restore(office, elsewhere, "--to", words(office.at))
        people, masked = elsewhere.python("-c", LOOK).stdout.strip().splitlines()
        # The second is gone again; the fourth was made after that moment, so nobody has its number yet.
        assert people == "[('赵六', '13900000000'), ('', ''), ('赵六', '13900000002')]"
        assert int(masked) == 1
        assert files_in(elsewhere) == ["第0份材料", "第2份材料"]

    def test_without_a_moment_it_is_the_last_that_was_kept(self, office, elsewhere):
        assert "4 cases, 0 flaws" in restore(office, elsewhere)
        with Held(elsewhere):
            assert sums(elsewhere) == office.late
        assert "already a database" in restore(office, elsewhere, ok=False)

    def test_a_quiet_minute_after_the_last_change_is_reached_too(self, office, elsewhere):
        # Nothing happened between that moment and the end of this backup: PostgreSQL itself calls that a failure.
        said = elsewhere.linli(
            "restore", str(office.before), "--keys", str(office.keys), "--to", words(office.at)
        )
        assert "no change after that moment" in said
        assert "3 cases, 0 flaws" in said


class TestKeeping:
    def test_only_the_first_pass_takes_everything(self, office):
        assert "a whole copy" in office.said
        assert "a whole copy" not in office.then
        assert "3 files" in office.then
        assert "0 files" in office.last

    def test_nothing_in_it_can_be_read_without_the_key(self, office):
        kept = [path for path in office.folder.rglob("*") if path.is_file() and path.name != ".turn"]
        assert {path.parent.name for path in kept} > {"bases", "wal", "erasures"}
        for path in kept:
            assert path.stat().st_mode & 0o077 == 0
            body = path.read_bytes()
            assert body.startswith(b"LINLI-SEALED-1\n")
            assert "材料".encode() not in body

    def test_an_erased_file_leaves_the_backup_too(self, office):
        # Three were kept; one person was erased after that.
        assert sum(1 for path in (office.folder / "files").rglob("*") if path.is_file()) == 2

    def test_what_was_taken_is_off_the_shelf(self, office):
        # PostgreSQL lays out one more piece when it is stopped: that one waits for the next pass.
        shelf = {path.name for path in Server(office.data_dir).place.shelf.iterdir() if path.name[0] != "."}
        taken = {path.name for path in (office.folder / "wal").iterdir()}
        assert len(taken) >= 3
        assert shelf & taken == set()


class TestByItself:
    def test_linli_run_keeps_it_and_stops_well(self, tmp_path):
        folder = tmp_path / "kept"
        (folder / "bases").mkdir(parents=True)
        torn = folder / "bases" / ".20260101T000000Z.base.part"
        torn.write_bytes(b"of a pass that was killed")
        town = installation.make_ready(LINLI_BACKUP_DIR=str(folder), LINLI_PORT=str(free_port()))
        try:
            running = town.start("run", "--no-demo")
            until = time.monotonic() + 240
            while not list(folder.glob("bases/*.about")):
                assert time.monotonic() < until
                assert running.process.poll() is None
                time.sleep(0.2)
            assert running.end(signal.SIGTERM) == 0, running.said
            assert not torn.exists()
            assert Server(town.data_dir).running_pid() is None
        finally:
            installation.remove(town)


class TestRefusing:
    def test_another_installations_folder(self, office, tmp_path):
        found = Base("x", "1", "another", 1, "0", "", "2026-01-01T00:00:00+00:00", {})
        key = dict(line.split("=", 1) for line in office.keys.read_text().splitlines())["LINLI_BACKUP_KEY"]
        with _sealed.writing(tmp_path / "bases/x.about", base64.b64decode(key)) as file:
            file.write(json.dumps(dataclasses.asdict(found)).encode())
        said = office.linli("backup", "--incremental", str(tmp_path), ok=False)
        assert "another installation" in said

    def test_a_server_that_does_not_lay_out_its_log(self, office):
        plain = installation.Installation(office.data_dir)
        assert "LINLI_BACKUP_DIR" in plain.linli("backup", "--incremental", str(office.folder), ok=False)

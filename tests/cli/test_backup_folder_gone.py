"""The folder of the backup is full or gone: people go on filing, the data disk does not fill, and it is said."""

import json
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from linli.cli import _checks, _keeping
from linli.config import embedded
from linli.kernel import clock
from tests.cli import installation
from tests.cli.test_back_to_a_minute import ERASE, FILL, Held, sums

MOST = 4


@pytest.fixture(autouse=True)
def small_shelf(monkeypatch):
    monkeypatch.setattr(embedded, "SHELF_MOST", MOST)


def shelve(place, name, body=b"log"):
    """Lay out one piece as PostgreSQL would."""
    source = place.cluster.with_name(name)
    source.write_bytes(body)
    command = embedded.shelving(place)["archive_command"].replace("%p", str(source)).replace("%f", name)
    return subprocess.run(["sh", "-c", command], check=False, capture_output=True).returncode


class TestShelf:
    @pytest.fixture
    def place(self, tmp_path):
        made = embedded.Layout(tmp_path / "postgres", tmp_path, tmp_path, None, moved=False)
        made.shelf.mkdir()
        return made

    def test_keeps_the_oldest_and_gives_up_what_comes_when_it_is_full(self, place):
        for number in range(MOST + 2):
            assert (
                shelve(place, f"{number:024}") == 0
            )  # or PostgreSQL would keep it until its own disk is full
        kept = sorted(path.name for path in place.shelf.iterdir())
        assert kept == [embedded.GAP, *(f"{number:024}" for number in range(MOST))]

    def test_says_no_when_it_cannot_write_so_that_postgresql_tries_again(self, place):
        place.shelf.rmdir()
        place.shelf.write_text("no folder")
        assert shelve(place, "0" * 24) != 0


def turn_log(town, times):
    """Have PostgreSQL finish pieces of its log, each with a change in it."""
    with psycopg.connect(embedded.Server(town.data_dir).conninfo(), autocommit=True) as db:
        for _ in range(times):
            db.execute("SELECT pg_logical_emit_message(true, 'x', 'y')")
            piece = db.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()[0]
            until = time.monotonic() + 180
            asked = "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver"
            while db.execute(asked).fetchone()[0] < piece:
                assert time.monotonic() < until
                time.sleep(0.05)


def test_people_go_on_the_disk_does_not_fill_and_it_is_made_good(tmp_path, elsewhere):
    town = installation.make_ready()
    folder, keys = tmp_path / "mount" / "backup", tmp_path / "keys"
    town.settings["LINLI_BACKUP_DIR"] = str(folder)
    try:
        with Held(town) as server:
            town.linli("backup", "--incremental", "--keys-to", str(keys))
            kept = {
                path.relative_to(tmp_path / "mount"): path.read_bytes()
                for path in folder.glob("*/*")
                if path.is_file()
            }
            # The disk is pulled out: a file stands where the folder was.
            away = tmp_path / "away"
            folder.parent.rename(away)
            folder.parent.write_text("")
            assert town.python("-c", FILL).returncode == 0
            turn_log(town, MOST + 3)
            said = town.linli("backup", "--incremental", ok=False)
            assert "Traceback" not in said
            shelf = server.place.shelf
            assert len([path for path in shelf.iterdir() if path.name[0] != "."]) == MOST
            assert "backup folder" in town.linli("doctor", ok=False)
            # It is put back: what it held is as it was, and the next pass makes it good without being told.
            assert {name: (away / name).read_bytes() for name in kept} == kept
            folder.parent.unlink()
            away.rename(folder.parent)
            assert "a whole copy" in town.linli("backup", "--incremental")
            assert not (shelf / embedded.GAP).exists()
            assert "backup folder" not in town.python("-m", "linli", "doctor").stdout
            assert town.python("-c", ERASE).returncode == 0
            town.linli("backup", "--incremental")
            last = sums(town)
        elsewhere.linli("restore", str(folder), "--keys", str(keys))
        with Held(elsewhere):
            assert sums(elsewhere) == last
    finally:
        installation.remove(town)


class TestSaying:
    @pytest.fixture
    def kept(self, settings, tmp_path, monkeypatch):
        settings.DATA_DIR, settings.EMBEDDED = tmp_path, True
        settings.UPKEEP = type(settings.UPKEEP)(backup_dir=Path("/mnt/backup"))
        shelf = embedded.layout(tmp_path).shelf
        shelf.mkdir(parents=True)
        yield shelf
        for path in shelf.iterdir():
            path.unlink()
        shelf.rmdir()

    def words(self, at):
        return [finding.words for finding in _checks.backup_taken(at)]

    def test_a_short_absence_is_not_worth_a_word_and_a_longer_one_is(self, kept, settings):
        now = clock.now()
        assert self.words(now) == []
        _keeping._note_trouble(now, "No space left on device")
        _keeping._note_trouble(now + timedelta(minutes=8), "No space left on device")
        assert self.words(now + timedelta(minutes=9)) == []
        (said,) = self.words(now + timedelta(minutes=11))
        assert "No space left on device" in said
        assert json.loads((settings.DATA_DIR / _keeping.TROUBLE).read_text())["since"] == now.isoformat()

    def test_what_waits_and_what_was_given_up(self, kept, monkeypatch, client, db):
        monkeypatch.setattr(_checks, "FULL_SHELF", 10)
        (kept / ("0" * 24)).write_bytes(bytes(100))
        assert ["GB" in said for said in self.words(clock.now())] == [True]
        figures = client.get("/metrics").content.decode()
        assert "linli_backup_waiting_bytes 100" in figures
        assert "linli_backup_gap 0" in figures
        (kept / embedded.GAP).touch()
        assert ["重做整库备份" in said for said in self.words(clock.now())] == [True]
        assert "linli_backup_gap 1" in client.get("/metrics").content.decode()

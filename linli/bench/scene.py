"""An installation of its own for tests of faults, run as systemd would run it: what ends is started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from linli.config import health

DISK = "768m"
"""Room for the whole installation where it gets a file system of its own."""


def free_port() -> int:
    """Find a port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Scene:
    """A data directory, the `linli run` on it, and everything that runs beside it."""

    folder: Path
    has_own_disk: bool
    port: int
    settings: dict[str, str]
    run: subprocess.Popen[bytes] | None = None
    beside: list[subprocess.Popen[bytes]] = field(default_factory=list)
    starts: int = 0
    extra_port: int = 0
    """A second web node that visitors use meanwhile; 0: none."""

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
        return clean | {"DJANGO_SETTINGS_MODULE": "linli.config.settings"} | self.settings

    def linli(self, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a command of this installation; what it says goes to a file beside the data."""
        return self.start([sys.executable, "-m", "linli", *arguments], **settings)

    def start(self, command: list[str], **settings: str) -> subprocess.Popen[bytes]:
        # Beside the disk that is filled, or what is said about it would be lost.
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=self.environment | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def keep_running(self) -> None:
        """Start `linli run` when it is not running."""
        if self.run is None or self.run.poll() is not None:
            self.run = self.linli("run", "--no-demo")
            self.starts += 1

    def is_ready(self, port: int = 0) -> bool:
        """Say whether a node answers and reaches its database."""
        return health.is_ready(port or self.port)

    def wait_until_ready(self, seconds: float = 90) -> float:
        """Wait until pages are answered again; the seconds it took.

        :raises TimeoutError: it did not come back.
        """
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            self.keep_running()
            if self.is_ready():
                return time.monotonic() - began
            time.sleep(0.1)
        raise TimeoutError(f"not ready after {seconds} s; see {self.log}")

    def processes(self, word: str) -> list[psutil.Process]:
        """Find the parts of the run whose command line has a word, masters before their children."""
        found = []
        with suppress(psutil.Error):
            if self.run is not None:
                for process in psutil.Process(self.run.pid).children():
                    with suppress(psutil.Error):
                        if word in process.cmdline():
                            found += [process, *process.children(recursive=True)]
        return found

    def postmaster(self) -> int | None:
        """Give the process id of PostgreSQL; None when it is down."""
        from linli.config.embedded import Server

        return Server(self.data_dir).running_pid()

    def end(self) -> None:
        """Stop everything."""
        for process in [*self.beside, *([self.run] if self.run else [])]:
            process.terminate()
        for process in [*self.beside, *([self.run] if self.run else [])]:
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
        if pid := self.postmaster():
            psutil.Process(pid).kill()


@contextmanager
def scene(**settings: str) -> Iterator[Scene]:
    """Make an installation in a folder of its own, on a small disk of its own where we may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="linli-faults-", dir="/tmp"))
    folder.chmod(0o755)
    mounted = _mount(folder)
    port = free_port()
    found = Scene(
        folder,
        mounted,
        port,
        {
            "LINLI_DATA_DIR": str(folder / "data"),
            "LINLI_PORT": str(port),
            "LINLI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LINLI_TRUSTED_PROXIES": "1",
            "LINLI_ASK_AFTER": "0",
            "LINLI_LANG": "en",
            **settings,
        },
    )
    try:
        yield found
    finally:
        found.end()
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _mount(folder: Path) -> bool:
    """Mount a small disk in memory on a folder; False where we may not."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "linli-faults", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0

"""One installation of Linli for tests: a data directory of its own, and the command run as people run it."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.migrated import digest

ROOT = Path(__file__).resolve().parents[2]
_PUBLISH = "from linli.cli._world import settle; settle(); from linli.cli._static import publish; publish()"


@dataclass
class Installation:
    """A data directory and the environment that `linli` sees."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
        clean["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
        return clean | {"LINLI_DATA_DIR": str(self.data_dir), "LINLI_LANG": "en"} | self.settings

    def linli(self, *arguments: str, stdin: str = "", ok: bool = True) -> str:
        """Run one command and return what it said, errors too."""
        done = self.python("-m", "linli", *arguments, stdin=stdin)
        assert (done.returncode == 0) is ok, done.stdout
        return done.stdout

    def python(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run Python as this installation."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )

    def start(self, *arguments: str) -> "Running":
        """Start `linli …` and return while it runs."""
        return self.start_python("-m", "linli", *arguments)

    def start_python(self, *arguments: str) -> "Running":
        """Start Python as this installation and return while it runs."""
        return Running(
            subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )


@dataclass
class Running:
    """A `linli run` under way."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def wait_for(self, words: str, seconds: float = 240) -> None:
        """Read on until a line holds `words`."""
        until = time.monotonic() + seconds
        assert self.process.stdout
        while time.monotonic() < until:
            line = self.process.stdout.readline()
            self.said.append(line)
            if words in line:
                return
            if not line:
                break
        raise AssertionError(f"never said {words!r}:\n{''.join(self.said)}")

    def end(self, how: signal.Signals) -> int:
        """Send a signal, wait, and return the exit status."""
        self.process.send_signal(how)
        assert self.process.stdout
        self.said.append(self.process.stdout.read())
        self.process.stdout.close()
        return self.process.wait(240)


def make(**settings: str) -> Installation:
    """Return an installation in a folder that the database's user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="linli-cli-", dir="/tmp"))
    folder.chmod(0o755)
    return Installation(folder, settings)


def make_ready(**settings: str) -> Installation:
    """Return one that was migrated and has its styles and scripts: a copy of one that is kept for all tests."""
    kept = ROOT / ".linli" / "tests" / "migrated" / digest()
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in kept.parent.glob("*/"):
                shutil.rmtree(old)
            first = make()
            first.linli("migrate")
            first.python("-c", _PUBLISH)
            _copy(first.data_dir, kept.with_suffix(".part"))
            kept.with_suffix(".part").rename(kept)
            remove(first)
    made = make(**settings)
    made.data_dir.rmdir()
    _copy(kept, made.data_dir)
    return made


def _copy(source: Path, target: Path) -> None:
    """Copy with owners and rights: the database's files are its own."""
    subprocess.run(["cp", "-a", source, target], check=True)


def remove(installation: Installation) -> None:
    """Stop what a failed test left running, and delete the data."""
    from linli.config.embedded import Server

    pid = Server(installation.data_dir).running_pid()
    if pid:
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
    shutil.rmtree(installation.data_dir, ignore_errors=True)

"""`linli run`: everything on one machine, from an empty folder to a page in the browser, with one command."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psutil
from django.utils.translation import gettext as _

from linli.cli import demo
from linli.cli._console import problem, say, step
from linli.cli._static import publish
from linli.cli._world import Trouble, own_server, settle, world
from linli.cli.migrate import migrate
from linli.cli.serve import address, refuse_demo_in_public

SUMMARY = "everything on this machine: database, pages, jobs, demo 在本机启动全部"

#: A part that ends by itself is started again, but not for ever; one that held for a minute starts anew.
MOST_RESTARTS = 5
HELD_SECONDS = 60
READY_SECONDS = 60


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--no-demo", action="store_true", help="no demo subdistrict, no role switcher")
    parser.add_argument("--days", type=int, default=30, help="days of the demo's story (default 30)")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.no_demo:
        os.environ["LINLI_DEMO"] = "0"
    else:
        os.environ.setdefault("LINLI_DEMO", "1")
    settle()
    from django.conf import settings

    refuse_demo_in_public(address(), settings.DEMO_MODE)
    stop = _Stop()
    record = settings.DATA_DIR / "running.json"
    end_leftovers(record)
    _refuse_taken_port(address(), settings.PORT)
    say(_("邻里的数据在 %(folder)s") % {"folder": settings.DATA_DIR})
    with world():
        migrate()
        publish()
        if settings.DEMO_MODE and demo.is_missing():
            demo.tell(days=options.days, scale="small")
        parts = [Part("web", "serve"), Part("worker", "worker")]
        if settings.UPKEEP.backup_dir is not None:
            parts.append(Part("backup", "backup", ("--incremental", "--follow")))
        status = 0
        try:
            with step(_("启动网页服务和后台任务")):
                for part in parts:
                    part.start()
                _wait_until_ready(parts[0], address(), settings.PORT, stop)
            _remember(record, parts)
            if not stop.wanted:
                _greet(settings.PORT, demo=settings.DEMO_MODE)
            status = _supervise(parts, record, stop)
        except KeyboardInterrupt:
            pass  # asked to stop, however early: that is no failure
        finally:
            say()
            with step(_("停止")):
                for part in reversed(parts):
                    part.stop()
                record.unlink(missing_ok=True)
    return status


class _Stop:
    """Remembers that somebody asked us to stop: Ctrl-C, or the system's SIGTERM or SIGHUP."""

    def __init__(self) -> None:
        self.wanted = False
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if not self.wanted:
            self.wanted = True
            raise KeyboardInterrupt


@dataclass
class Part:
    """One process that we run beside us; it ends when we do, because it holds the other end of our pipe."""

    name: str
    command: str
    options: tuple[str, ...] = ()
    restarts: int = 0
    started: float = 0.0
    process: subprocess.Popen[bytes] | None = None
    _pipe: int | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C in the terminal is for us to pass on."""
        theirs, self._pipe = os.pipe()
        self.started = time.monotonic()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "linli", self.command, *self.options, "--watch-pipe", str(theirs)],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs,),
                start_new_session=True,
            )
        finally:
            os.close(theirs)

    def ended(self) -> bool:
        """Return whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Ask the process to stop, insist after 25 seconds, and leave none of its children behind."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
        if self.process is None:
            return
        family = _family(self.process.pid)
        if not self.ended():
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(25)
        _end(family)
        self.process.wait()
        self.process = None


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _end(family: list[psutil.Process]) -> None:
    for act in (psutil.Process.terminate, psutil.Process.kill):
        family = [process for process in family if process.is_running()]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                act(process)
        _gone, family = psutil.wait_procs(family, timeout=5)


def _remember(record: Path, parts: list[Part]) -> None:
    """Write down who runs, so that the next start can clear away what a killed one left."""
    family = [process for part in parts if part.process for process in _family(part.process.pid)]
    rows = []
    for process in family:
        with suppress(psutil.NoSuchProcess):
            rows.append({"pid": process.pid, "began": process.create_time()})
    fresh = record.with_suffix(".part")
    began = psutil.Process().create_time()
    fresh.write_text(json.dumps({"owner": os.getpid(), "began": began, "parts": rows}))
    fresh.replace(record)


def end_leftovers(record: Path) -> None:
    """End processes of an earlier run whose owner was killed; refuse to start beside one that still runs.

    :raises Trouble: when Linli already runs on this data directory
    """
    try:
        last: dict[str, Any] = json.loads(record.read_text())
        owner = _same(last["owner"], last["began"])
        leftovers = [_same(row["pid"], row["began"]) for row in last["parts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if owner:
        raise Trouble(_("邻里已经在运行（进程 %(pid)s）。") % {"pid": owner.pid})
    _end([process for process in leftovers if process])


def _same(pid: int, began: float) -> psutil.Process | None:
    """Return the process `pid` if it is still the one that began then."""
    try:
        process = psutil.Process(pid)
        return process if abs(process.create_time() - began) < 1 else None
    except psutil.Error:
        return None


def _refuse_taken_port(address: str, port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise Trouble(
                _("端口 %(port)s 已被占用，请换一个：LINLI_PORT=8080 linli run") % {"port": port}
            ) from error


def _wait_until_ready(web: Part, host: str, port: int, stop: _Stop) -> None:
    from linli.config.health import is_ready

    host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and not stop.wanted:
        if web.ended():
            raise Trouble(_("网页服务没有启动起来，原因见上面的输出。"))
        if is_ready(port, host):
            return
        time.sleep(0.1)
    if not stop.wanted:
        raise Trouble(_("网页服务 %(seconds)s 秒内没有应答。") % {"seconds": READY_SECONDS})


def _supervise(parts: list[Part], record: Path, stop: _Stop) -> int:
    """Wait until somebody asks us to stop; start again what ended by itself, PostgreSQL among it."""
    while not stop.wanted:
        time.sleep(0.5)
        if not _database_runs():
            continue
        for part in parts:
            if not part.ended():
                continue
            if time.monotonic() - part.started > HELD_SECONDS:
                part.restarts = 0
            if part.restarts >= MOST_RESTARTS:
                problem(_("%(name)s 一再退出，停止运行。") % {"name": part.name})
                return 1
            part.restarts += 1
            problem(_("%(name)s 意外退出，重新启动。") % {"name": part.name})
            part.stop()
            part.start()
            time.sleep(1)
            with suppress(OSError):  # a full disk must not end what still runs
                _remember(record, parts)
    return 0


def _database_runs() -> bool:
    """Say whether the database is there; start our own again when it was killed or went down on a full disk."""
    from django.conf import settings

    from linli.config.embedded import EmbeddedError

    if not settings.EMBEDDED:
        return True
    server = own_server()
    if server.running_pid() is not None:
        return True
    problem(_("%(name)s 意外退出，重新启动。") % {"name": "PostgreSQL"})
    try:
        server.revive()
    except (EmbeddedError, OSError) as error:
        problem(str(error))
        return False
    return True


def _greet(port: int, *, demo: bool) -> None:
    base = f"http://127.0.0.1:{port}"
    say()
    rows: list[tuple[str, str]] = [
        (_("居民：报告问题、查看进度"), f"{base}/"),
        (_("工作人员：收件箱、派件、处理"), f"{base}/d/"),
        (_("领导：今日看板"), f"{base}/b/"),
        (_("其他系统：Open311 接口"), f"{base}/open311/v2/discovery.json"),
    ]
    for words, url in rows:
        say(f"  {url:<46} {words}")
    say()
    if demo:
        _introduce()
    else:
        say(_("建立第一个管理员：linli createuser zhangsan --admin --office 街道名称"))
    say(_("按 Ctrl-C 停止。"))


def _introduce() -> None:
    """Say who can be played in the demo, and how to log in as them."""
    from linli.demo import cast

    say(
        _("演示模式：在页面顶上换角色，或者用下面的用户名登录，密码都是 %(password)s")
        % {"password": cast.PASSWORD}
    )
    names = {person.username: person.name for person in (*cast.PRINCIPALS, *cast.RESIDENTS)}
    for part in cast.PARTS:
        say(f"  {part.username:<14} {names[part.username]} {part.part}")

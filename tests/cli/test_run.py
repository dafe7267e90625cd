"""One command brings everything up, a signal takes everything down, a kill loses nothing."""

import json
import os
import signal
import time
import urllib.request

import psutil
import pytest

from linli.bench.scene import free_port
from linli.config.embedded import Server
from tests.cli import installation


@pytest.fixture
def town():
    town = installation.make(LINLI_PORT=str(free_port()))
    yield town
    installation.remove(town)


@pytest.fixture
def ready():
    """One that was started before."""
    town = installation.make_ready(LINLI_PORT=str(free_port()))
    yield town
    installation.remove(town)


def get(town, path):
    with urllib.request.urlopen(
        f"http://127.0.0.1:{town.settings['LINLI_PORT']}{path}", timeout=60
    ) as answer:
        return answer.status


def parts_of(town):
    record = json.loads((town.data_dir / "running.json").read_text())
    return [row["pid"] for row in record["parts"]]


def gone(pids, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_comes_up_goes_down_and_survives_a_kill(town):
    first = town.start("run", "--no-demo")
    first.wait_for("Ctrl-C")
    assert get(town, "/readyz") == 200
    assert "createuser" in "".join(first.said)

    # A second start beside it says so and disturbs nothing.
    assert "already running" in town.linli("run", "--no-demo", ok=False)
    assert get(town, "/readyz") == 200

    # Killed without warning: its children notice and leave, the database is whole.
    parts = parts_of(town)
    assert len(parts) >= 4
    first.process.kill()
    first.process.communicate()
    assert gone(parts)

    second = town.start("run", "--no-demo")
    second.wait_for("Ctrl-C")
    assert "nothing to do" in "".join(second.said)
    assert get(town, "/readyz") == 200

    # Asked to stop: nothing of it is left.
    parts = parts_of(town)
    assert second.end(signal.SIGTERM) == 0
    assert gone(parts, 10)
    assert not (town.data_dir / "running.json").exists()
    assert not (town.data_dir / "postgres" / "postmaster.pid").exists()


def test_a_part_that_dies_is_started_again(ready):
    run = ready.start("run", "--no-demo")
    run.wait_for("Ctrl-C")
    worker = next(
        child for child in psutil.Process(run.process.pid).children() if "worker" in " ".join(child.cmdline())
    )
    worker.kill()
    run.wait_for("worker ended by itself; starting it again")
    assert run.end(signal.SIGINT) == 0


def test_the_database_is_started_again_when_it_was_killed(ready):
    run = ready.start("run", "--no-demo")
    run.wait_for("Ctrl-C")
    os.kill(Server(ready.data_dir).running_pid(), signal.SIGKILL)
    run.wait_for("PostgreSQL ended by itself; starting it again")
    until = time.monotonic() + 240
    while time.monotonic() < until:
        try:
            if get(ready, "/readyz") == 200:
                break
        except OSError:  # 503 while the database is away
            time.sleep(0.2)
    assert get(ready, "/readyz") == 200
    assert run.end(signal.SIGINT) == 0


def test_refuses_a_taken_port(town):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", int(town.settings["LINLI_PORT"])))
        other.listen()
        assert "is taken" in town.linli("run", "--no-demo", ok=False)


@pytest.mark.parametrize("command", ["run", "serve"])
def test_the_demo_opens_on_this_machine_only(town, command):
    town.settings |= {"LINLI_ADDRESS": "0.0.0.0", "LINLI_DEMO": "1"}
    assert "opens on this machine only" in town.linli(command, ok=False)


def test_a_bad_setting_is_named(town):
    town.settings["LINLI_PORT"] = "eight"
    assert "LINLI_PORT='eight' is not a whole number" in town.linli("migrate", ok=False)


def test_speaks_chinese_on_a_chinese_terminal(town):
    town.settings |= {"LINLI_LANG": "zh_CN.UTF-8", "LINLI_DATABASE_URL": "postgresql:///x?host=/nowhere"}
    assert "连不上 LINLI_DATABASE_URL" in town.linli("migrate", ok=False)

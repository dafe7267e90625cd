"""`linli bench serve`: the real server under residents and staff, on this machine, and what it bears."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import psutil
from django.conf import settings

from linli.bench.acting import Stage
from linli.bench.people import Office
from linli.bench.visiting import Tally, Unexpected, percentile
from linli.config.health import is_ready

CLIENTS = 8
SPIKE = 5
"""How many times as many visitors come in the spike (PEERS: bursts of five times for a minute)."""

RECOVERED = 1.5
"""Recovered when the slowest twentieth of a second's answers is within this of what it was before the spike."""


@dataclass(frozen=True, slots=True)
class Load:
    """How hard to press: seconds a part, visitors at once, seconds they think between pages in a whole life."""

    seconds: float
    clients: int = CLIENTS
    think: float = 0.1


@contextmanager
def server(port: int) -> Iterator[psutil.Process]:
    """Start the real server; stop it afterwards.

    :raises RuntimeError: it does not answer.
    """
    environment = os.environ | {
        "LINLI_PORT": str(port),
        "LINLI_TRUSTED_PROXIES": "1",
        "LINLI_ASK_AFTER": "0",
        "LINLI_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    environment["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
    running = subprocess.Popen([sys.executable, "-m", "linli", "serve"], env=environment)
    try:
        for _ in range(600):
            if running.poll() is not None:
                raise RuntimeError(f"the server ended with {running.returncode}")
            if is_ready(port, patience=5):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("the server does not answer")
        yield psutil.Process(running.pid)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


class Run:
    """A whole run against one server."""

    def __init__(self, port: int, offices: list[Office], load: Load) -> None:
        self.port, self.offices, self.load = port, offices, load
        # Another one each time: keys made anew are new filings, not those of the last run sent again.
        self.seed = Random().getrandbits(40)

    def crowd(
        self, act: Callable[[Stage], None], clients: int, seconds: float, tally: Tally, think: float = 0.0
    ) -> None:
        """Let some visitors act over and over for some seconds."""
        until = time.perf_counter() + seconds

        def work(seed: int) -> None:
            stage = Stage(self.port, self.offices, settings.SESSION_COOKIE_NAME, tally, seed, think)
            while time.perf_counter() < until:
                try:
                    act(stage)
                except Unexpected:
                    continue
                if think:
                    stage.pause()
            stage.close()

        threads = [threading.Thread(target=work, args=(self.seed + i,)) for i in range(clients)]
        self.seed += clients
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def rate(
        self, kind: str, act: Callable[[Stage], None], clients: int = 0, think: float = 0.0
    ) -> dict[str, Any]:
        """Press one kind of act; its rate, percentiles in milliseconds and errors."""
        tally = Tally()
        self.crowd(act, clients or self.load.clients, self.load.seconds, tally, think)
        took = tally.took(kind)
        return {
            "a_second": round(len(took) / self.load.seconds, 1),
            **{f"p{n}_ms": percentile(took, n / 100) for n in (50, 95, 99)},
            "errors": tally.errors,
        }

    def spike(self) -> dict[str, Any]:
        """Calm, five times as many for a minute, calm again: errors, and how soon it is as quick as before."""
        tally, seconds = Tally(), self.load.seconds
        think, clients = 1.0, self.load.clients * 2
        began = time.perf_counter()
        base = threading.Thread(target=self.crowd, args=(_mixed, clients, 3 * seconds, tally, think))
        base.start()
        time.sleep(seconds)
        self.crowd(_mixed, clients * (SPIKE - 1), seconds, tally, think)
        ended = time.perf_counter()
        base.join()
        calm = tally.took(since=began + seconds / 4, until=began + seconds)
        burst = tally.took(since=began + seconds, until=ended)
        return {
            "calm_p95_ms": percentile(calm, 0.95),
            "spike_p95_ms": percentile(burst, 0.95),
            "spike_a_second": round(len(burst) / (ended - began - seconds), 1),
            "recovered_s": self._recovered(tally, ended, percentile(calm, 0.95)),
            "errors": tally.errors,
        }

    def _recovered(self, tally: Tally, ended: float, before: float) -> float | None:
        for second in range(int(self.load.seconds)):
            took = tally.took(since=ended + second, until=ended + second + 1)
            if took and percentile(took, 0.95) <= max(before * RECOVERED, before + 20):
                return float(second)
        return None


def _mixed(stage: Stage) -> None:
    """Do what an ordinary minute is made of."""
    chance = stage.rng.random()
    if chance < 0.35:
        stage.file()
    elif chance < 0.7:
        stage.inbox()
    else:
        stage.case()


def run(port: int, offices: list[Office], load: Load, say: Callable[[str], None]) -> dict[str, Any]:
    """Run every part; figures by part."""
    with server(port) as process:
        parts = Run(port, offices, load)
        parts.rate("inbox", Stage.inbox, clients=2)  # warm
        found: dict[str, Any] = {}
        for name, kind, act in (
            ("inbox", "inbox", Stage.inbox),
            ("case", "case", Stage.case),
            ("filings", "file", Stage.file),
        ):
            found[name] = parts.rate(kind, act)  # type: ignore[arg-type]
            say(f"  {name:10}{found[name]}")
        found["lives"] = parts.rate("life", Stage.life, clients=load.clients * 3, think=load.think)
        say(f"  {'lives':10}{found['lives']}")
        found["spike"] = parts.spike()
        say(f"  {'spike':10}{found['spike']}")
        found["worker_mb"] = [
            round(_held(p) / 1e6) for p in process.children(recursive=True) if "python" in p.name()
        ]
    return found


def _held(process: psutil.Process) -> int:
    """Give the bytes a process holds; of what several share, its part, where the system says so."""
    held = process.memory_full_info()
    return int(getattr(held, "pss", 0) or held.rss)


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """Give the figures that are compared from run to run. Percentiles are those of filings."""
    filings = found["filings"]
    errors = sum(sum(part["errors"].values()) for part in found.values() if isinstance(part, dict))
    return {
        "filings_per_second": filings["a_second"],
        "lives_per_second": found["lives"]["a_second"],
        **{name: filings[name] for name in ("p50_ms", "p95_ms", "p99_ms")},
        "errors": errors,
        "parts": found,
    }

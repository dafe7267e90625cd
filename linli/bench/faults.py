"""`linli bench faults`: an installation under load is harmed again and again, and must have lost nothing each time."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Max

from linli.base.flow.models import Case, Step
from linli.base.notices.models import Notice
from linli.bench import harming, proving
from linli.bench.acting import RECEIPT, TEXTS, Stage
from linli.bench.gateway import Gateway
from linli.bench.people import Office
from linli.bench.scene import Scene
from linli.bench.visiting import Tally, Unexpected, Visitor, percentile

FILERS = 3
LIVES = 1
THINK = 0.15
"""Seconds between two filings of one visitor: enough that every fault meets some, few enough to prove hundreds of rounds."""


@dataclass
class Ledger:
    """What visitors were told: the number under which each key was acknowledged, and every key ever sent."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    tried: int = 0
    repeats: int = 0
    last_at: float = 0.0
    contradictions: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: str, number: str) -> None:
        """Note that a filing was acknowledged."""
        with self.lock:
            if self.acknowledged.setdefault(key, number) != number:
                self.contradictions.append(f"{key}: {self.acknowledged[key]} and {number}")
            self.last_at = time.monotonic()


class Crowd:
    """Visitors who file without end, each filing repeated with its key until it is acknowledged."""

    def __init__(self, at: Scene, offices: list[Office], seed: int) -> None:
        self.at, self.offices, self.seed = at, offices, seed
        self.ledger, self.tally = Ledger(), Tally()
        self.go, self.ended = threading.Event(), threading.Event()
        self.threads = [
            *(threading.Thread(target=self._file, args=(seed + i,), daemon=True) for i in range(FILERS)),
            *(threading.Thread(target=self._live, args=(seed + 100 + i,), daemon=True) for i in range(LIVES)),
        ]
        self.busy = 0
        self.lock = threading.Lock()
        for thread in self.threads:
            thread.start()

    def start(self) -> None:
        self.go.set()

    def pause(self) -> None:
        """Let everybody finish what they are at, then rest."""
        self.go.clear()
        while self.busy:
            time.sleep(0.05)

    def end(self) -> None:
        self.ended.set()
        self.go.set()
        for thread in self.threads:
            thread.join(60)

    def _turns(self) -> Any:
        while not self.ended.is_set():
            self.go.wait()
            if self.ended.is_set():
                return
            with self.lock:
                self.busy += 1
            try:
                yield
            finally:
                with self.lock:
                    self.busy -= 1
            time.sleep(THINK)

    def _file(self, seed: int) -> None:
        rng = Random(seed)
        for _ in self._turns():
            self.file_once(rng)

    def file_once(self, rng: Random) -> None:
        """File something; again with the same key until it is acknowledged, twice as often as not even then."""
        lon, lat = rng.choice(rng.choice(self.offices).points)
        key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        fields = {
            "text": f"{rng.choice(TEXTS)}（{rng.randint(1, 60)}号楼）",
            "nature": "help",
            "lon": f"{lon + rng.uniform(-1e-3, 1e-3):.6f}",
            "lat": f"{lat + rng.uniform(-1e-3, 1e-3):.6f}",
            "phone": f"138{rng.randint(0, 99_999_999):08d}",
            "idempotency_key": key,
            "sure": "1",
        }
        with self.ledger.lock:
            self.ledger.tried += 1
        again = rng.random() < 0.1  # the answer was lost on the way: it is sent once more
        while not self.ended.is_set():
            if self._send(rng, fields, key):
                if not again:
                    return
                again = False
                self.ledger.repeats += 1
            else:
                self.ledger.repeats += 1
                time.sleep(0.3)

    def _send(self, rng: Random, fields: dict[str, str], key: str) -> bool:
        visitor = Visitor(self.at.extra_port or self.at.port, self.tally, rng)
        visitor.connection.timeout = 10
        try:
            visitor.get("report page", "/report/")
            found = RECEIPT.search(visitor.post("file", "/report/", fields))
        except (Unexpected, KeyError):
            return False
        finally:
            visitor.close()
        if found is None:
            self.tally.fail("file without a receipt")
            return False
        self.ledger.note(key, found[1])
        return True

    def _live(self, seed: int) -> None:
        stage = Stage(self.at.port, self.offices, settings.SESSION_COOKIE_NAME, self.tally, seed, 0)
        for _ in self._turns():
            with self.ledger.lock:
                self.ledger.tried += 1
            try:
                stage.life()
            except (Unexpected, KeyError):
                stage.close()
                stage.visitors.clear()
                time.sleep(0.3)


@dataclass
class Round:
    """One fault and what came of it."""

    harm: str
    seconds: float
    flaws: list[str]


def run(
    at: Scene, offices: list[Office], gateway: Gateway, rounds: int, seed: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Harm an installation that runs, `rounds` times; what was found."""
    rng = Random(seed)
    names = [name for name in harming.HARMS if name != "disk full" or at.has_own_disk]
    before, notices_before = Case.objects.count(), Notice.objects.aggregate(n=Max("id"))["n"] or 0
    crowd, done, deck = Crowd(at, offices, seed), list[Round](), list[str]()
    step_before = Step.objects.aggregate(n=Max("id"))["n"] or 0
    try:
        for nth in range(rounds):
            if not deck:
                deck = rng.sample(names, len(names))
            found = _round(at, crowd, deck.pop(), rng)
            found.flaws += _prove(crowd.ledger, gateway, before, notices_before, step_before)
            step_before = _newest_step() or step_before
            done.append(found)
            say(
                f"  {nth + 1:4} {found.harm:22}{found.seconds:6.1f} s  {'; '.join(found.flaws[:3]) or 'whole'}"
            )
    finally:
        crowd.end()
    at.wait_until_ready()
    proving.send_leased()
    last = [
        *_prove(crowd.ledger, gateway, before, notices_before, None),
        *proving.unsent(),
    ]
    return _summary(done, last, crowd, gateway, sorted(set(harming.HARMS) - set(names)))


def _round(at: Scene, crowd: Crowd, harm: str, rng: Random) -> Round:
    flaws: list[str] = []
    crowd.start()
    time.sleep(rng.uniform(0.5, 2.0))
    began = time.monotonic()
    try:
        harming.HARMS[harm](at, rng)
    except harming.NotWhole as error:
        flaws.append(str(error))
    at.keep_running()
    back = _until_filed(at, crowd, time.monotonic())
    seconds = back - began
    if back == float("inf"):
        flaws.append(f"nothing was filed for {PATIENCE} s")
    time.sleep(rng.uniform(0.2, 1.0))
    at.wait_until_ready()
    crowd.pause()
    connections.close_all()
    if not proving.is_read(60, at.keep_running):
        flaws.append("the log was not read to its end within a minute")
    return Round(harm, round(seconds, 1), flaws)


PATIENCE = 60


def _newest_step() -> int:
    try:
        return Step.objects.aggregate(n=Max("id"))["n"] or 0
    except DatabaseError:  # then the next proof reads from where the last one did
        connections.close_all()
        return 0


def _until_filed(at: Scene, crowd: Crowd, since: float) -> float:
    """Wait until somebody's filing is acknowledged again; when that was."""
    until = since + PATIENCE
    while time.monotonic() < until:
        at.keep_running()
        if crowd.ledger.last_at > since:
            return crowd.ledger.last_at
        time.sleep(0.05)
    return float("inf")


def _prove(
    ledger: Ledger, gateway: Gateway, before: int, notices_before: int, step_before: int | None
) -> list[str]:
    for _ in range(3):
        try:
            return [
                *ledger.contradictions,
                *proving.filings(ledger.acknowledged, ledger.tried, before),
                *proving.log(step_before),
                *proving.told(gateway, notices_before),
                *proving.facts(),
            ]
        except DatabaseError as error:  # what a fault left dying, such as a connection, may reach this far
            problem = str(error).strip()
            connections.close_all()
            time.sleep(2)
    return [f"the database cannot be asked: {problem}"]


def _summary(
    done: list[Round], last: list[str], crowd: Crowd, gateway: Gateway, left_out: list[str]
) -> dict[str, Any]:
    by_harm: dict[str, list[float]] = {}
    for found in done:
        by_harm.setdefault(found.harm, []).append(found.seconds)
    arrived = gateway.arrived()
    return {
        "rounds": len(done),
        "acknowledged": len(crowd.ledger.acknowledged),
        "repeated": crowd.ledger.repeats,
        "messages": len(arrived),
        "messages_repeated": sum(arrived.values()) - len(arrived),
        "harms": {
            harm: {
                "times": len(took),
                "back_s_median": percentile(sorted(took), 0.5) / 1000,
                "back_s_worst": max(took),
            }
            for harm, took in sorted(by_harm.items())
        },
        "left_out": left_out,
        "flaws": [*(flaw for found in done for flaw in found.flaws), *last],
    }

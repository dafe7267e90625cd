"""Somebody with a browser, without the browser: keeps cookies, sends forms, and notes how long each answer took."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from random import Random
from typing import Final
from urllib.parse import urlencode

PATIENCE: Final = 60.0
HIDDEN = re.compile(rb'name="(seen|idempotency_key)"[^>]*value="([^"]*)"')


@dataclass
class Tally:
    """What was asked and how it was answered: seconds by kind of request, and what went wrong."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, at: float, took: float) -> None:
        """Note that an answer of a kind came at a moment of this process's clock, after so many seconds."""
        with self.lock:
            self.times.setdefault(kind, []).append((at, took))

    def fail(self, what: str) -> None:
        with self.lock:
            self.errors[what] = self.errors.get(what, 0) + 1

    def took(self, *kinds: str, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """Give the seconds of some kinds (all when none is named) in a span, in order of size."""
        chosen = kinds or tuple(self.times)
        return sorted(t for kind in chosen for at, t in self.times.get(kind, ()) if since <= at < until)


def percentile(ordered: list[float], share: float) -> float:
    """Give a percentile in milliseconds of seconds in order of size; 0 when there are none."""
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0


class Unexpected(Exception):
    """Raised when an answer was not what a person would have gone on from."""


class Visitor:
    """One browser, with its own address on the network."""

    def __init__(
        self, port: int, tally: Tally, rng: Random, cookies: Mapping[str, str] | None = None
    ) -> None:
        self.tally, self.rng = tally, rng
        self.cookies = dict(cookies or {})
        self.address = ".".join(str(rng.randint(1, 254)) for _ in range(4))
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, kind: str, path: str) -> bytes:
        """Read a page.

        :raises Unexpected: anything but 200.
        """
        status, _, body = self._ask(kind, "GET", path, None)
        if status != 200:
            raise self._odd(kind, status)
        return body

    def post(self, kind: str, path: str, fields: Mapping[str, str]) -> str:
        """Send a form; where it leads.

        :raises Unexpected: it was not taken.
        """
        token = self.cookies.get("csrftoken", "")
        status, location, _ = self._ask(kind, "POST", path, {"csrfmiddlewaretoken": token, **fields})
        if status not in (302, 303):
            raise self._odd(kind, status)
        return location

    def fill(self, kind: str, path: str, fields: Mapping[str, str]) -> str:
        """Open a form, fill it in and send it: two requests."""
        page = self.get("form", path)
        hidden = {name.decode(): value.decode() for name, value in HIDDEN.findall(page)}
        return self.post(kind, path, {**hidden, **fields})

    def close(self) -> None:
        self.connection.close()

    def _odd(self, kind: str, status: int) -> Unexpected:
        self.tally.fail(f"{kind} {status}")
        return Unexpected(f"{kind} answered {status}")

    def _ask(
        self, kind: str, method: str, path: str, fields: Mapping[str, str] | None
    ) -> tuple[int, str, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": self.address,
            "Accept-Encoding": "identity",
        }
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            answer, read = self._send(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.tally.fail(f"{kind} {type(error).__name__}")
            raise Unexpected(str(error)) from error
        now = time.perf_counter()
        self.tally.note(kind, now, now - began)
        for line in answer.msg.get_all("Set-Cookie", ()):
            for name, morsel in SimpleCookie(line.lstrip()).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location", ""), read

    def _send(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request; once more on a new connection when the server had closed the idle one, as browsers do."""
        is_kept = self.connection.sock is not None
        try:
            self.connection.request(method, path, body, dict(headers))
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()
            if not is_kept:
                raise
            self.connection.request(method, path, body, dict(headers))
            answer = self.connection.getresponse()
        return answer, answer.read()

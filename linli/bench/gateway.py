"""An SMS gateway for tests of faults: takes messages, drops repetitions by their id as gateways do, and counts both."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    """What arrived: how often each message came, by its id."""

    def __init__(self) -> None:
        self.came: Counter[int] = Counter()
        self.lock = threading.Lock()
        self.port = 0

    def take(self, body: bytes) -> None:
        """Note one message."""
        with self.lock:
            self.came[int(json.loads(body)["id"])] += 1

    def arrived(self) -> Counter[int]:
        with self.lock:
            return self.came.copy()


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Open a gateway on a free port of this machine."""
    taken = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the bodies hold telephone numbers."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    taken.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()

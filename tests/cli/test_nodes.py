"""Machines apart: two web nodes and a worker, each with its own folder, on one PostgreSQL; nodes restarted in turn."""

import base64
import http.client
import signal
import threading
import time

import pytest

from linli.bench.scene import free_port
from linli.config.embedded import Server
from tests.cli import installation

KEY = base64.b64encode(bytes(range(32))).decode()
SHARED = {
    "LINLI_SECRET_KEY": "x" * 60,
    "LINLI_VAULT_KEYS": f"k1:{KEY}",
    "LINLI_LOOKUP_KEY": KEY,
    "LINLI_BACKUP_KEY": KEY,
    "LINLI_WEB_WORKERS": "1",
    "LINLI_WEB_THREADS": "2",
}


@pytest.fixture
def server():
    """PostgreSQL alone, in a data directory that no node knows."""
    place = installation.make()
    own = Server(place.data_dir)
    own.start()
    yield own
    own.stop()
    installation.remove(place)


@pytest.fixture
def nodes(server):
    url = f"postgresql://postgres@/linli?host={server.place.socket_dir}&port=5432"
    made = [
        installation.make(LINLI_DATABASE_URL=url, LINLI_PORT=str(free_port()), **SHARED) for _ in range(3)
    ]
    yield made
    for node in made:
        installation.remove(node)


class Visitors(threading.Thread):
    """Asks without a pause, as through a balancer: a node that does not take the connection is passed over."""

    def __init__(self, ports):
        super().__init__(daemon=True)
        self.ports, self.answered, self.failed, self.over = ports, 0, [], threading.Event()

    def run(self):
        turn = 0
        while not self.over.is_set():
            turn += 1
            try:
                self.ask(turn)
                self.answered += 1
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failed.append(repr(error))
            time.sleep(0.02)

    def ask(self, turn):
        refused = None
        for step in range(len(self.ports)):
            connection = http.client.HTTPConnection(
                "127.0.0.1", self.ports[(turn + step) % len(self.ports)], timeout=20
            )
            try:
                connection.connect()
            except ConnectionRefusedError as error:
                refused = error
                continue
            try:
                connection.request("GET", "/find/")
                answer = connection.getresponse()
                assert answer.status == 200, answer.status
                answer.read()
                return
            finally:
                connection.close()
        raise refused


def wait_until_ready(port, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"port {port} was never ready")


def test_a_rolling_restart_loses_no_request(nodes):
    *web, jobs = nodes
    ports = [int(node.settings["LINLI_PORT"]) for node in web]
    web[0].linli("migrate")
    running = [node.start("serve") for node in web]
    worker = jobs.start("worker")
    visitors = Visitors(ports)
    try:
        for port in ports:
            wait_until_ready(port)
        visitors.start()
        for n, node in enumerate(web):
            assert running[n].end(signal.SIGTERM) == 0
            before = visitors.answered
            running[n] = node.start("serve")
            wait_until_ready(ports[n])
            assert visitors.answered > before
        visitors.over.set()
        visitors.join(30)
        assert visitors.failed == []
        # The worker is another process with another folder; what it does it does for all.
        assert worker.process.poll() is None
        assert worker.end(signal.SIGTERM) == 0
        # No node keeps anything of its own that another would need.
        for node in nodes:
            kept = {path.name for path in node.data_dir.iterdir()} - {"static", "measures"}
            assert kept <= {"keys", "files", "outbox"}
    finally:
        visitors.over.set()
        for part in (*running, worker):
            if part.process.poll() is None:
                part.end(signal.SIGTERM)  # -9 would leave its children, who hold the pipe

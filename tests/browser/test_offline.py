"""The service worker: without signal an empty form opens, and no page that knows the reader is kept."""

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings

from linli.config.wsgi import application
from linli.faces.parts import offline
from tests.browser.chromium import come_under_worker

pytestmark = [pytest.mark.django_db(transaction=True)]


class Quiet(WSGIRequestHandler):
    """HTTP/1.0: no connection is kept open, so that a cut is a cut."""

    def log_message(self, *_args):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Line:
    """A server that can be cut off, as a phone's line is."""

    def __init__(self):
        self.port = 0
        self.restore()
        self.url = f"http://localhost:{self.port}"

    def restore(self):
        """Serve, at the same port as before the cut."""
        self.server = Server(("127.0.0.1", self.port), Quiet)
        self.port = self.server.server_port
        self.server.set_app(StaticFilesHandler(application))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def line(monkeypatch):
    monkeypatch.setattr(offline, "SHELLS", [offline.Shell("parts:parts", "parts:offline")])
    with override_settings(DEMO_MODE=True, ALLOWED_HOSTS=["localhost"]):
        made = Line()
        yield made
        made.cut()


def test_a_page_that_is_not_kept_says_so_and_a_form_opens_from_its_shell(phone, line):
    phone.goto(f"{line.url}/parts/layouts/resident/")
    come_under_worker(phone)
    line.cut()
    phone.goto(f"{line.url}/parts/layouts/desk/")
    assert phone.get_by_role("heading", name="现在没有信号").is_visible()
    # Its styles came from the phone too.
    assert phone.evaluate("getComputedStyle(document.body).maxWidth") == "640px"
    phone.goto(f"{line.url}/parts/")
    assert phone.get_by_role("heading", name="现在没有信号").is_visible()
    kept = phone.evaluate(
        """async () => {
            const names = await caches.keys();
            const caches_ = await Promise.all(names.map((name) => caches.open(name)));
            const keys = await Promise.all(caches_.map((cache) => cache.keys()));
            return keys.flat().map((request) => new URL(request.url).pathname);
        }"""
    )
    assert "/parts/layouts/resident/" not in kept
    assert "/parts/offline/" in kept

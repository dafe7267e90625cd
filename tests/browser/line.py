"""A server that a test cuts off and restores, at an address that pages take for a safe one: service workers run there."""

from __future__ import annotations

import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.contrib.staticfiles.handlers import StaticFilesHandler

from linli.config.wsgi import application


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

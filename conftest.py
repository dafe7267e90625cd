"""One embedded PostgreSQL for the whole test run, shared by all workers, each with a database of its own."""

import fcntl
import os
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controlling process; workers of xdist find it running."""
    if os.environ.get("LINLI_TEST_DATABASE_URL") or hasattr(config, "workerinput"):
        return
    if config.option.collectonly or config.option.help:
        return
    from django.conf import settings

    from linli.config.embedded import TESTING, Server

    server = Server(Path(settings.DATA_DIR), TESTING)
    server.start()
    # Several test runs of one checkout share the server; the last one to end stops it.
    using = (Path(settings.DATA_DIR) / "in-use").open("w")
    fcntl.flock(using, fcntl.LOCK_SH)

    def leave() -> None:
        try:
            fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            using.close()
        server.stop()

    config.add_cleanup(leave)

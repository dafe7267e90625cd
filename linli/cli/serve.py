"""`linli serve`: answer requests. For an installation whose database and worker run elsewhere."""

import argparse
import ipaddress
import os
import signal
import threading

from django.utils.translation import gettext as _

from linli.cli._static import publish
from linli.cli._world import Trouble, require_migrated, settle, world

SUMMARY = "answer requests on LINLI_ADDRESS:LINLI_PORT 只提供网页服务"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--watch-pipe", type=int, default=None, help=argparse.SUPPRESS)


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.watch_pipe is not None:
        stop_with_parent(options.watch_pipe)
    settle()
    from django.conf import settings

    refuse_demo_in_public(address(), settings.DEMO_MODE)
    with world(quiet=options.watch_pipe is not None):
        require_migrated()
        if options.watch_pipe is None:
            publish()
        serve()
    return 0


def serve() -> None:
    """Answer requests until told to stop."""
    from django.conf import settings
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from linli.config import measuring, processes, warming
    from linli.config.env import env

    processes.keep_memory_small()
    measuring.start_anew(settings.DATA_DIR / measuring.FOLDER)
    warming.warm()
    connections.close_all()  # the workers open their own
    processes.children_end_with_us()
    Granian(
        "linli.config.wsgi:application",
        address=address(),
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=env.number("LINLI_WEB_WORKERS", 2, least=1, most=64),
        blocking_threads=env.number("LINLI_WEB_THREADS", 4, least=1, most=64),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


def address() -> str:
    """Return the address to answer on; this machine alone unless somebody chose another."""
    from linli.config.env import env

    return env.text("LINLI_ADDRESS", "127.0.0.1")


def refuse_demo_in_public(address: str, demo: bool) -> None:
    """Refuse to serve the role switcher where others can reach it.

    :raises Trouble: when the demo is on and the address is not loopback
    """
    if demo and not is_loopback(address):
        raise Trouble(
            _("演示模式允许任何人扮演任何角色，只能在本机打开，不能用 %(address)s。") % {"address": address}
        )


def is_loopback(address: str) -> bool:
    """Return whether only this machine can reach `address`."""
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def stop_with_parent(pipe: int) -> None:
    """Stop this process when the other end of `pipe` closes, as it does however its owner ends."""

    def watch() -> None:
        os.read(pipe, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="stop-with-parent").start()

"""`linli worker`: do the jobs that requests leave behind, and the ones that come with the clock."""

import argparse
import threading
from typing import Any

from linli.cli._console import say
from linli.cli._world import require_migrated, world
from linli.cli.serve import stop_with_parent

SUMMARY = "do the jobs that requests leave behind 处理后台任务"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("--queue", action="append", help="only this queue (may be given more than once)")
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at once (default 4)")
    parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
    parser.add_argument("--watch-pipe", type=int, default=None, help=argparse.SUPPRESS)


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.watch_pipe is not None:
        stop_with_parent(options.watch_pipe)
    with world(quiet=True):
        require_migrated()
        work(queues=options.queue, concurrency=options.concurrency, wait=not options.once)
    return 0


def work(*, queues: list[str] | None, concurrency: int, wait: bool) -> None:
    """Do jobs until told to stop; the one under way is finished first."""
    from procrastinate.contrib.django import app

    from linli.base.notices import jobs as notices
    from linli.kernel import clock

    stop = threading.Event()
    listener = threading.Thread(target=notices.listen, args=(stop,), name="notices", daemon=True)
    if not wait:
        notices.turn(clock.now())
    elif queues is None:
        listener.start()
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    try:
        with worker.replace_connector(worker.connector):
            worker.run_worker(
                queues=queues,
                concurrency=concurrency,
                wait=wait,
                name="linli",
                delete_jobs="successful",
                shutdown_graceful_timeout=20,
                task_middleware=_around_jobs(),
            )
    finally:
        stop.set()
        if listener.is_alive():
            listener.join(20)
    if wait:
        say()


def _around_jobs() -> list[Any]:
    from django.conf import settings

    if not settings.UPKEEP.traces_url:
        return []
    from linli.config import tracing

    return [tracing.job]

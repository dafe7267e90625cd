"""Boards and exports read from a replica, when `LINLI_REPLICA_URL` names one; everything else from the primary.

A replica is a moment behind: good enough for a board, not for the page that shows what one has just done. So who asks is
still read from the primary (a log-in of this second counts), and only what the page itself reads comes from the replica.
A replica that does not answer is left alone for a while: boards then read from the primary as if there were none.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

REPLICA: Final = "replica"
#: What reads much and writes nothing that it reads again: whole faces, and single pages by name.
NAMESPACES: Final = frozenset({"boards"})
PAGES: Final = frozenset({"desk:export"})
#: Seconds for which a replica that did not answer is not asked again.
LEFT_ALONE: Final = 30.0

_reads: ContextVar[bool] = ContextVar("reads_from_replica", default=False)
_silent_until = 0.0


class Router:
    """Tells Django where to read; all writing goes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return REPLICA if _reads.get() else None

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # the same rows, whichever server they came from

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


class ReadsElsewhere:
    """Sends what boards and exports read to the replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reads.set(False)
        try:
            response = self.get_response(request)
            if _reads.get() and isinstance(response, StreamingHttpResponse):
                # What is streamed is read after we have returned.
                response.streaming_content = _from_replica(response.streaming_content)
            return response
        finally:
            _reads.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> None:
        """Switch over once it is known which page is asked for, and by whom."""
        match = request.resolver_match
        if request.method not in {"GET", "HEAD"} or REPLICA not in settings.DATABASES or match is None:
            return
        if match.view_name in PAGES or NAMESPACES & set(match.namespaces):
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                # Asked here, of the primary, and remembered by the request.
                _ = request.user.is_authenticated
            _reads.set(_answers())


def _from_replica(parts: Any) -> Iterator[bytes]:
    with reading():
        yield from parts


@contextmanager
def reading() -> Iterator[None]:
    """Read from the replica in this block."""
    token = _reads.set(True)
    try:
        yield
    finally:
        _reads.reset(token)


def _answers() -> bool:
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        connections[REPLICA].close()
        _silent_until = time.monotonic() + LEFT_ALONE
        return False
    return True

"""What a log line looks like, and what none may hold: secret links, telephone and identity numbers."""

import json
import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest

#: However loud the rest is: templates and the database would write whole contexts and parameters, with all they hold.
QUIET: Final = {
    "procrastinate": {"level": "WARNING"},
    "django.security.DisallowedHost": {"level": "ERROR"},
    "django.template": {"level": "INFO"},
    "django.db.backends": {"level": "INFO"},
}
FORMATS: Final = ("text", "json")

# A page that is not found, refused or in conflict is logged with its address, and the address of a followed report is
# its key. The same for handles of photos that were sent and not yet attached.
_SECRET = re.compile(r"(/[rta]/[^/\s]+/|/report/photos/)[^/\s?]+")
# What a library or a database error quotes may be what somebody typed.
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)([1-9]\d{5})(?:19|20)\d{9}([\dXx])(?![\dXx])")
#: A name for a request that a proxy may give; anything else is not taken over into our log.
_NAME = re.compile(r"[0-9A-Za-z._-]{8,64}")

_LINE_BREAKS = {ord(c): repr(c)[1:-1] for c in "\n\r\v\f\x1b\x85\u2028\u2029"}

_request: ContextVar[str] = ContextVar("request", default="")
_requests = logging.getLogger("linli.requests")


def masked(text: str) -> str:
    """Return a line without the secret half of links and without the middle of numbers that name a person."""
    text = _SECRET.sub(r"\1…", text)
    return _ID_NUMBER.sub(r"\1***********\2", _PHONE.sub(r"\1****\2", text))


@contextmanager
def request_named(given: str) -> Iterator[str]:
    """Give the request under way a name that every line about it carries: the proxy's, if it is one."""
    name = given if _NAME.fullmatch(given) and masked(given) == given else secrets.token_hex(8)
    token = _request.set(name)
    try:
        yield name
    finally:
        _request.reset(token)


def tell_request(request: HttpRequest, status: int, seconds: float) -> None:
    """Write one line about a request: which page, never of whom; the address itself is left out."""
    match = request.resolver_match
    page = (match.view_name if match else "") or "-"
    facts = {"method": request.method or "", "page": page, "status": status, "ms": round(seconds * 1000, 1)}
    _requests.info("%(method)s %(page)s %(status)s %(ms)s ms", facts, extra={"facts": facts})


class NoSecrets(logging.Formatter):
    """Writes a line as it was meant, without what no line may hold; also in what a traceback quotes."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 — logging's own spelling
        """Return the line before a traceback: one line, whatever somebody put into an address."""
        return super().formatMessage(record).translate(_LINE_BREAKS)


class JsonLines(NoSecrets):
    """Writes each line as one JSON object, for those who collect logs of many machines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
            "process": record.process,
        }
        if _request.get():
            line["request"] = _request.get()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


FORMATTERS: Final = {"text": "linli.config.logs.NoSecrets", "json": "linli.config.logs.JsonLines"}

"""OpenTelemetry, for whoever sets `LINLI_TRACES_URL`: a span for each request, each statement in it and each job.

Nobody is in a span. A request is called after its page, never after its address (which may be a secret link); a statement
stands without its values; an error is called by its kind, never by its words. Not set, nothing of this is imported or run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from linli import __version__
from linli.config import metrics

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, SpanKind

Handler = Callable[[HttpRequest], HttpResponse]

#: What an installer adds for traces; without it the setting is refused at the start.
NEEDS: Final = "requirements/traces.lock"
_LITERAL = re.compile(r"'(?:[^']|'')*'|(?<![\w$.])\d+(?:\.\d+)?(?![\w.])")
_TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE|JOIN)\s+"?([a-z_]+)"?', re.IGNORECASE)
_LONGEST = 1000


def provider(exporter: SpanExporter) -> TracerProvider:
    """Return what makes spans and hands a share of them to `exporter`, in a thread of its own."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

    # Without Resource.create: it would add the machine's environment to ours.
    named = Resource({"service.name": "linli", "service.version": __version__})
    made = TracerProvider(
        resource=named, sampler=TraceIdRatioBased(settings.UPKEEP.traces_percent / 100), shutdown_on_exit=True
    )
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made


@lru_cache(maxsize=1)
def own_provider() -> TracerProvider:
    """Return the one of this process, which sends to the collector that is set."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return provider(OTLPSpanExporter(endpoint=settings.UPKEEP.traces_url))


@contextmanager
def span(name: str, kind: SpanKind, **attributes: str) -> Iterator[Span]:
    """Make a span around what is done inside; what is raised is named by its kind."""
    from opentelemetry.trace import Status, StatusCode

    tracer = own_provider().get_tracer("linli", __version__)
    with tracer.start_as_current_span(
        name, kind=kind, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield made
        except BaseException as error:
            made.set_attribute("error.type", type(error).__qualname__)
            made.set_status(Status(StatusCode.ERROR))
            raise


class Traced:
    """Makes a span for each request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from opentelemetry.trace import SpanKind, Status, StatusCode

        method = request.method if request.method in _METHODS else "_OTHER"
        with (
            span(str(method), SpanKind.SERVER, **{"http.request.method": str(method)}) as made,
            _statements(),
        ):
            response = self.get_response(request)
            found = request.resolver_match
            if found is not None:
                made.update_name(f"{method} {found.view_name}")
                made.set_attribute("http.route", f"/{found.route}")
            made.set_attribute("http.response.status_code", response.status_code)
            made.set_attribute("linli.face", metrics.face_of(request.path))
            # The name that log lines carry: from a slow span to what was logged about it.
            made.set_attribute("linli.request", response.headers.get("X-Request-ID", ""))
            if response.status_code >= 500:
                made.set_status(Status(StatusCode.ERROR))
            return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@contextmanager
def _statements() -> Iterator[None]:
    """Make a span for each statement of this thread."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(_statement))
        yield


def _statement(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    from opentelemetry.trace import SpanKind

    text = without_values(str(sql))
    verb = text.split(" ", 1)[0].upper()
    table = _TABLE.search(text)
    name = f"{verb} {table[1]}" if table else verb
    with span(name, SpanKind.CLIENT, **{"db.system.name": "postgresql", "db.query.text": text}):
        return execute(sql, params, many, context)


def without_values(sql: str) -> str:
    """Return a statement without any literal, in one line, cut at a thousand characters."""
    return " ".join(_LITERAL.sub("?", sql).split())[:_LONGEST]


def job(process: Callable[..., Any], context: Any, worker: Any) -> Any:
    """Make a span for each job; its arguments are left out."""
    from opentelemetry.trace import SpanKind

    attributes = {"messaging.system": "procrastinate", "messaging.destination.name": context.job.queue}
    with span(f"job {context.job.task_name}", SpanKind.CONSUMER, **attributes), _statements():
        return process()

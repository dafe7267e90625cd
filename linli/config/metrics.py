"""`/metrics` for Prometheus: how requests end, what waits, what fails. Whoever may not ask finds nothing there."""

import hmac
import ipaddress
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse

from linli.config import embedded, logs, measuring
from linli.kernel import clock

Handler = Callable[[HttpRequest], HttpResponse]
Sample = tuple[dict[str, str], float]

#: The first part of an address → its face; everything else a resident opens.
_FACE = {
    "d": "desk",
    "b": "boards",
    "open311": "openapi",
    "api": "openapi",
    "metrics": "other",
    "healthz": "other",
}
_FACE |= {"readyz": "other", "static": "other", "accounts": "desk", "parts": "other", "demo": "other"}

#: One statement a figure: what a busy table is asked goes through an index and is counted up to `MOST`.
MOST = 100_000
_WAITING = (
    "SELECT queue_name, count(*) FROM (SELECT queue_name FROM procrastinate_jobs WHERE status = 'todo'"
    f" AND (scheduled_at IS NULL OR scheduled_at <= %s) LIMIT {MOST}) AS waiting GROUP BY 1 ORDER BY 1"
)
_DOING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
_BEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
_OUTBOX = (
    f"SELECT count(*), min(next_try_at) FROM (SELECT next_try_at FROM notices_notice WHERE next_try_at <= %s LIMIT {MOST})"
    " AS waiting"
)
_UNREAD = "SELECT reader, greatest((SELECT coalesce(max(id), 0) FROM flow_step) - seen_id, 0) FROM flow_bookmark ORDER BY 1"
_CONNECTIONS = (
    "SELECT coalesce(state, 'other') AS doing, count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() GROUP BY doing ORDER BY doing"
)
_LIMIT = "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'"
_REPLICAS = (
    "SELECT application_name, coalesce(extract(epoch FROM replay_lag), 0) FROM pg_stat_replication ORDER BY 1"
)


class Measured:
    """Times every request, gives it a name that log lines carry, and writes one line about it when asked to."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with logs.request_named(request.headers.get("X-Request-ID", "")) as name:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            response.headers["X-Request-ID"] = name
            measuring.count(
                settings.DATA_DIR / measuring.FOLDER, face_of(request.path), response.status_code, seconds
            )
            if settings.UPKEEP.log_requests:
                logs.tell_request(request, response.status_code, seconds)
        return response


def face_of(path: str) -> str:
    """Return which face answers an address."""
    return _FACE.get(path.split("/", 2)[1] if "/" in path else "", "resident")


def is_allowed(request: HttpRequest) -> bool:
    """Return whether whoever asks may see the figures: by the token, or from this machine when there is none."""
    token = settings.UPKEEP.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # Behind a proxy everybody comes from this machine: then only the token tells who asks.
    if settings.TRUSTED_PROXIES or settings.SECURE_PROXY_SSL_HEADER:
        return False
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def show(request: HttpRequest) -> HttpResponse:
    """Write all figures in Prometheus' own form.

    :raises Http404: whoever asks may not
    """
    if not is_allowed(request):
        raise Http404
    body = "".join(_lines(clock.now()))
    answer = HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _lines(at: datetime) -> Iterator[str]:
    yield from _requests(measuring.total(settings.DATA_DIR / measuring.FOLDER))
    try:
        found = list(_kept(at))
    except DatabaseError:
        yield from _one("linli_database_up", "gauge", "Whether the database answers.", [({}, 0)])
        return
    yield from _one("linli_database_up", "gauge", "Whether the database answers.", [({}, 1)])
    for name, kind, words, samples in found:
        yield from _one(name, kind, words, samples)


def _requests(sums: list[int]) -> Iterator[str]:
    name = "linli_request_seconds"
    yield f"# HELP {name} How long requests took.\n# TYPE {name} histogram\n"
    for row, (face, end) in enumerate((f, e) for f in measuring.FACES for e in measuring.ENDS):
        *counts, micros = sums[row * measuring.ROW : (row + 1) * measuring.ROW]
        so_far = 0
        for bound, number in zip((*map(str, measuring.BOUNDS), "+Inf"), counts, strict=True):
            so_far += number
            yield f'{name}_bucket{{face="{face}",status="{end}",le="{bound}"}} {so_far}\n'
        yield f'{name}_sum{{face="{face}",status="{end}"}} {micros / 1e6:.6f}\n'
        yield f'{name}_count{{face="{face}",status="{end}"}} {so_far}\n'


def _kept(at: datetime) -> Iterator[tuple[str, str, str, list[Sample]]]:
    """Yield what the database knows; nine statements."""
    waiting = [({"queue": queue}, number) for queue, number in _rows(_WAITING, at)]
    yield "linli_jobs_waiting", "gauge", "Jobs whose time has come and that nobody does yet.", waiting
    yield "linli_jobs_running", "gauge", "Jobs under way.", [({}, _rows(_DOING)[0][0])]
    yield (
        "linli_jobs_failed",
        "gauge",
        "Jobs that failed and are kept to be looked at.",
        [({}, _rows(_FAILED)[0][0])],
    )
    beat = _rows(_BEAT)[0][0]
    if beat is not None:
        yield "linli_worker_silent_seconds", "gauge", "Since any worker was heard of.", [({}, float(beat))]
    number, oldest = _rows(_OUTBOX, at)[0]
    late = (at - oldest).total_seconds() if oldest else 0.0
    yield "linli_outbox_waiting", "gauge", "Messages that are due and have not left.", [({}, number)]
    yield (
        "linli_outbox_lag_seconds",
        "gauge",
        "How long the oldest of them has been due.",
        [({}, max(late, 0.0))],
    )
    unread = [({"reader": reader}, behind) for reader, behind in _rows(_UNREAD)]
    yield "linli_log_unread_steps", "gauge", "Steps of the log that a reader has not read.", unread
    busy = [({"state": state}, number) for state, number in _rows(_CONNECTIONS)]
    yield "linli_database_connections", "gauge", "Open connections to the database.", busy
    yield "linli_database_connections_most", "gauge", "How many it takes.", [({}, _rows(_LIMIT)[0][0])]
    replicas = [({"replica": name}, float(lag)) for name, lag in _rows(_REPLICAS)]
    if replicas:
        yield "linli_replica_lag_seconds", "gauge", "How far a replica is behind.", replicas
    shelf = embedded.layout(settings.DATA_DIR).shelf
    if shelf.is_dir():
        # Only the embedded server's log waits there for the folder of the backup.
        waiting_log = [path for path in shelf.iterdir() if not path.name.startswith(".")]
        size = float(sum(path.stat().st_size for path in waiting_log))
        yield "linli_backup_waiting_bytes", "gauge", "Log that the backup has not taken yet.", [({}, size)]
        lost = float((shelf / embedded.GAP).exists())
        yield (
            "linli_backup_gap",
            "gauge",
            "1: log was given up, the backup waits for its folder.",
            [({}, lost)],
        )
    made = _last_backup()
    if made:
        age = (at - made).total_seconds()
        yield "linli_backup_age_seconds", "gauge", "Since the last backup was finished.", [({}, age)]


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _last_backup() -> datetime | None:
    try:
        return datetime.fromisoformat((settings.DATA_DIR / "last-backup").read_text())
    except (OSError, ValueError):
        return None


def _one(name: str, kind: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {words}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{inside}}} {value:g}\n" if inside else f"{name} {value:g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

"""Traces say what took how long and nothing about anybody; unasked for, they cost nothing."""

import http.server
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from procrastinate.contrib.django import app

from linli.config import tracing, upkeep
from linli.config.env import Env, SettingError
from tests.conventions.test_tree import ROOT
from tests.town import IN_FIRST_GRID

SAID = ("三号楼下水井冒水", "王建国", "13800001234")
OUTERMOST = "linli.config.tracing.Traced"


@pytest.fixture
def traced(settings, monkeypatch):
    """Trace into memory, as if a collector were set; return what gives every span made so far."""
    kept = InMemorySpanExporter()
    settings.UPKEEP = replace(settings.UPKEEP, traces_url="http://127.0.0.1:1")
    settings.MIDDLEWARE = [OUTERMOST, *settings.MIDDLEWARE]
    made = tracing.provider(kept)
    monkeypatch.setattr(tracing, "own_provider", lambda: made)

    def spans():
        made.force_flush()
        return kept.get_finished_spans()

    yield spans
    made.shutdown()


def file(client):
    words, name, phone = SAID
    lon, lat = IN_FIRST_GRID
    given = {"text": words, "name": name, "phone": phone, "category": "R02", "lon": lon, "lat": lat}
    return client.post("/report/", given)


def test_a_request_and_its_statements_are_one_trace_without_anybody_in_it(client, town, traced):
    follow = file(client).url.removesuffix("receipt/")
    assert client.get(follow).status_code == 200
    spans = traced()
    requests = {span.name: span for span in spans if span.parent is None}
    assert set(requests) == {"POST resident:report", "GET resident:follow"}
    filed = requests["POST resident:report"]
    assert filed.attributes["http.response.status_code"] == 302
    assert filed.attributes["linli.face"] == "resident"
    inside = [s for s in spans if s.parent and s.parent.span_id == filed.context.span_id]
    assert len(inside) > 5
    assert any("flow_case" in span.attributes["db.query.text"] for span in inside)
    assert all(span.attributes["db.query.text"] for span in inside)
    everything = " ".join(f"{s.name} {dict(s.attributes)} {s.status.description} {s.events}" for s in spans)
    number, token = follow.strip("/").split("/")[1:]
    for secret in (*SAID, number, token, "127.0.0.1", "sessionid"):
        assert secret not in everything


def test_what_fails_is_called_by_its_kind(client, town, traced, monkeypatch):
    def break_off(**_):
        raise RuntimeError("王建国 13800001234")

    monkeypatch.setattr("linli.pillars.governance.reports.operations.file_report", break_off)
    client.raise_request_exception = False
    assert file(client).status_code == 500
    (span,) = [s for s in traced() if s.parent is None]
    assert not span.status.is_ok
    assert "王建国" not in f"{dict(span.attributes)}{span.events}{span.status.description}"
    with pytest.raises(ValueError, match="x"), tracing.span("broken", span.kind):
        raise ValueError("x")
    assert {s.name: dict(s.attributes) for s in traced()}["broken"] == {"error.type": "ValueError"}


def test_a_job_is_traced_without_its_arguments(town, traced, settings):
    from linli.cli.worker import _around_jobs

    (around,) = _around_jobs()
    task = app.tasks["files.drop_bytes"]
    context = type("C", (), {"job": type("J", (), {"task_name": task.name, "queue": task.queue})})
    around(lambda: task.func(sha256="ab" * 32, is_photo=True), context, None)
    (job,) = [s for s in traced() if s.parent is None]
    assert job.name == "job files.drop_bytes"
    assert {s.name for s in traced() if s.parent} >= {"SELECT files_storedfile"}
    assert "abab" not in " ".join(str(dict(s.attributes)) for s in traced())
    settings.UPKEEP = replace(settings.UPKEEP, traces_url="")
    assert _around_jobs() == []


def test_a_collector_hears_of_it_and_one_that_is_gone_delays_nobody(client, town, settings):
    heard = []

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1/traces"
    settings.UPKEEP = replace(settings.UPKEEP, traces_url=url)
    settings.MIDDLEWARE = [OUTERMOST, *settings.MIDDLEWARE]
    tracing.own_provider.cache_clear()
    try:
        assert client.get("/find/").status_code == 200
        assert tracing.own_provider().force_flush()
        server.shutdown()
        server.server_close()
        assert client.get("/find/").status_code == 200
    finally:
        tracing.own_provider().shutdown()
        tracing.own_provider.cache_clear()
    (path, body), *_ = heard
    assert path == "/v1/traces"
    (sent,) = ExportTraceServiceRequest.FromString(body).resource_spans
    assert {a.key: a.value.string_value for a in sent.resource.attributes}["service.name"] == "linli"
    assert "GET resident:find" in {span.name for scope in sent.scope_spans for span in scope.spans}


def test_unasked_for_nothing_of_it_is_loaded():
    look = "import sys, linli.config.wsgi; print([n for n in sys.modules if n.startswith('opentelemetry')])"
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"
    assert OUTERMOST not in upkeep.read(Env({})).outermost
    assert upkeep.read(Env({"LINLI_TRACES_URL": "http://c:4318/v1/traces"})).outermost[0] == OUTERMOST


def test_asked_for_without_its_packages_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(upkeep, "find_spec", lambda _name: None)
    with pytest.raises(SettingError, match=tracing.NEEDS):
        upkeep.read(Env({"LINLI_TRACES_URL": "http://c:4318/v1/traces"}))
    with pytest.raises(SettingError, match="must begin with"):
        upkeep.read(Env({"LINLI_TRACES_URL": "c:4318"}))


@pytest.mark.parametrize(
    ("sql", "plain"),
    [
        ("SELECT a FROM t WHERE b = 'O''Brien' AND c = 12", "SELECT a FROM t WHERE b = ? AND c = ?"),
        ("UPDATE t1 SET\n  x = 1.5, y = $2 WHERE z = %s", "UPDATE t1 SET x = ?, y = $2 WHERE z = %s"),
    ],
)
def test_a_statement_stands_without_values(sql, plain):
    assert tracing.without_values(sql) == plain


def test_the_extra_asks_for_what_its_lock_holds():
    import tomllib

    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["traces"]
    lines = (ROOT / "requirements/traces.in").read_text().splitlines()
    assert extra == [line for line in lines if line and not line.startswith(("#", "-"))]

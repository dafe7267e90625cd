"""The figures for Prometheus: right, whole over processes, and for nobody who may not ask."""

import logging
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from linli.base.notices.models import Notice
from linli.config import measuring
from linli.config.metrics import face_of
from linli.kernel import clock

LINE = re.compile(r'^(\w+)(?:\{((?:\w+="[^"]*",?)+)\})? (-?[0-9.e+-]+|\+Inf)$')


@pytest.fixture
def folder(tmp_path):
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path / measuring.FOLDER


@pytest.fixture
def upkeep(settings):
    def change(**changes):
        settings.UPKEEP = replace(settings.UPKEEP, **changes)

    return change


def figures(client):
    """Read every line as Prometheus would; one that it could not read fails."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    found = {}
    for line in answer.content.decode().splitlines():
        if not line.startswith("#"):
            match = LINE.match(line)
            assert match, line
            found[match[1], match[2] or ""] = float(match[3])
    return found


COUNTING = """
import sys; from pathlib import Path; from linli.config import measuring
for _ in range(50): measuring.count(Path(sys.argv[1]), "desk", 200, 0.03)
"""


@pytest.mark.django_db
class TestFigures:
    def test_requests_are_counted_by_face_and_end(self, folder, client):
        for address in ("/", "/open311/v2/discovery.json", "/d/", "/nothing-here/"):
            client.get(address)
        found = figures(client)
        assert found["linli_request_seconds_count", 'face="resident",status="2xx"'] == 1
        assert found["linli_request_seconds_count", 'face="resident",status="4xx"'] == 1
        assert found["linli_request_seconds_count", 'face="openapi",status="2xx"'] == 1
        assert found["linli_request_seconds_count", 'face="desk",status="3xx"'] == 1
        assert found["linli_request_seconds_bucket", 'face="desk",status="3xx",le="+Inf"'] == 1
        assert found["linli_request_seconds_sum", 'face="desk",status="3xx"'] > 0

    def test_what_waits_and_fails_is_told(self, folder, client):
        found = figures(client)
        assert found["linli_database_up", ""] == 1
        assert found["linli_database_connections", 'state="active"'] >= 1
        assert found["linli_database_connections_most", ""] > 10
        assert found["linli_jobs_failed", ""] == 0
        assert ("linli_outbox_waiting", "") in found
        assert ("linli_outbox_lag_seconds", "") in found

    def test_an_unsent_notice_makes_the_lag_grow(self, folder, client):
        Notice.objects.create(
            channel="sms",
            template="x",
            made_at=clock.now(),
            next_try_at=clock.now() - timedelta(minutes=7),
            key="k",
        )
        found = figures(client)
        assert found["linli_outbox_waiting", ""] == 1
        assert 419 < found["linli_outbox_lag_seconds", ""] < 480


class TestProcesses:
    def test_all_processes_are_added_up_also_those_that_ended(self, tmp_path):
        for _ in range(2):
            subprocess.run([sys.executable, "-c", COUNTING, str(tmp_path)], check=True)
        for _ in range(50):
            measuring.count(tmp_path, "desk", 200, 0.03)
        assert (
            sum(measuring.total(tmp_path)[i] for i in range(measuring.SIZE) if i % measuring.ROW < 12) == 150
        )
        measuring.start_anew(tmp_path)
        assert sum(measuring.total(tmp_path)) == 0

    def test_a_request_falls_into_one_bucket(self, tmp_path):
        counts = measuring.Counts(tmp_path)
        counts.add("resident", 200, 0.005)
        counts.add("resident", 200, 0.0051)
        counts.add("resident", 200, 99)
        row = measuring.total(tmp_path)[: measuring.ROW]
        assert (row[0], row[1], row[len(measuring.BOUNDS)]) == (1, 1, 1)
        assert row[-1] == 99_010_100

    @pytest.mark.parametrize(
        ("path", "face"),
        [
            ("/", "resident"),
            ("/r/1/x/", "resident"),
            ("/d/", "desk"),
            ("/b/", "boards"),
            ("/api/v1/x", "openapi"),
        ],
    )
    def test_each_address_has_its_face(self, path, face):
        assert face_of(path) == face


@pytest.mark.django_db
class TestWhoMayAsk:
    def test_only_this_machine_when_there_is_no_token(self, folder):
        assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
        assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200
        assert Client(REMOTE_ADDR="10.0.0.7").get("/metrics").status_code == 404

    @pytest.mark.parametrize(
        "header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"]
    )
    def test_nobody_through_a_proxy(self, folder, header, settings):
        assert Client(REMOTE_ADDR="127.0.0.1", **{header: "1.2.3.4"}).get("/metrics").status_code == 404
        settings.TRUSTED_PROXIES = 1
        assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404

    def test_with_a_token_whoever_shows_it_and_nobody_else(self, folder, upkeep):
        upkeep(metrics_token="a-token")
        far = Client(REMOTE_ADDR="10.0.0.7")
        assert far.get("/metrics", headers={"Authorization": "Bearer a-token"}).status_code == 200
        for wrong in ("Bearer a-tokem", "Bearer ", "", "Bearer é"):
            assert far.get("/metrics", headers={"Authorization": wrong}).status_code == 404
        assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404


@pytest.mark.django_db
class TestRequestLines:
    def test_a_request_has_a_name_that_its_lines_carry(self, folder, client, upkeep, caplog):
        upkeep(log_requests=True)
        with caplog.at_level(logging.INFO, "linli.requests"):
            answer = client.get(
                "/open311/v2/services.json?q=13812345678", headers={"X-Request-ID": "abc-12345"}
            )
        assert answer.headers["X-Request-ID"] == "abc-12345"
        (line,) = [record.getMessage() for record in caplog.records if record.name == "linli.requests"]
        assert line.startswith("GET open311:services ")
        assert "13812345678" not in line

    @pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g h", "13812345678", "a\"b'c<d>e"])
    def test_a_name_that_is_none_is_not_taken_over(self, folder, client, given):
        answer = client.get("/healthz", headers={"X-Request-ID": given})
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])

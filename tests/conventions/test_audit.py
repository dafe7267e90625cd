"""The audit asks about everything that is installed, says what it heard, and never hides that it heard nothing."""

import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.conventions.test_tree import ROOT

_spec = importlib.util.spec_from_file_location("audit", ROOT / "requirements" / "audit.py")
audit = importlib.util.module_from_spec(_spec)
import sys  # noqa: E402

sys.modules["audit"] = audit
_spec.loader.exec_module(audit)


@pytest.fixture
def osv(monkeypatch):
    """Stand in for OSV on this machine; `answer(package url)` returns ids."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            urls = [query["package"]["purl"] for query in body["queries"]]
            asked.extend(urls)
            results = [{"vulns": [{"id": i} for i in self.server.answer(url)]} for url in urls]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": results[: self.server.most]}).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.answer, server.most, server.asked = (lambda _url: []), None, asked
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("LINLI_OSV_URL", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def test_everything_installed_is_asked_about(osv, capsys):
    assert audit.main([]) == 0
    assert "nothing known" in capsys.readouterr().out
    names = {url.split("@")[0] for url in osv.asked}
    assert {"pkg:pypi/django", "pkg:pypi/cryptography", "pkg:pypi/pytest", "pkg:npm/maplibre-gl"} <= names
    assert len(osv.asked) == len(set(osv.asked)) > 80


def test_an_advisory_fails_and_is_named(osv, capsys):
    osv.answer = lambda url: ["GHSA-aaaa"] if url.startswith("pkg:pypi/django@") else []
    assert audit.main([]) == 1
    assert "django" in (said := capsys.readouterr().out)
    assert "https://osv.dev/vulnerability/GHSA-aaaa" in said


@pytest.mark.parametrize("broken", ["closed", "short"])
def test_that_nobody_could_be_asked_is_said(osv, capsys, monkeypatch, broken):
    if broken == "closed":
        monkeypatch.setenv("LINLI_OSV_URL", "http://127.0.0.1:1")
    else:
        osv.most = 3
    assert audit.main([]) == 0
    assert "audit NOT done" in capsys.readouterr().out
    assert audit.main(["--strict"]) == 3


def test_the_list_of_parts_has_each_with_its_hashes(tmp_path):
    assert audit.main(["--sbom", str(tmp_path / "a.json")]) == 0
    found = json.loads((tmp_path / "a.json").read_text())
    parts = {part["purl"].split("@")[0]: part for part in found["components"]}
    assert parts["pkg:pypi/django"]["scope"] == "required"
    assert parts["pkg:pypi/django"]["hashes"]
    assert parts["pkg:pypi/pytest"]["scope"] == "excluded"
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")

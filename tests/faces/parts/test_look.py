"""Language, theme and size are the reader's; nothing of them is kept on the server."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse

from linli.faces.parts import offline


class TestLook:
    def test_is_kept_on_the_readers_machine_and_leads_back(self, client):
        answer = client.post(
            reverse("parts:look"), {"size": "large", "theme": "dark", "lang": "en", "next": "/parts/offline/"}
        )
        assert answer.status_code == 302
        assert answer.url == "/parts/offline/"
        page = client.get("/parts/offline/").content.decode()
        assert 'data-size="large"' in page
        assert 'data-bs-theme="dark"' in page
        assert 'lang="en"' in page
        assert "No signal right now" in page

    def test_leads_to_no_other_host(self, client):
        for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
            assert client.post(reverse("parts:look"), {"size": "large", "next": elsewhere}).url == "/"

    def test_odd_values_are_left_aside(self, client):
        answer = client.post(reverse("parts:look"), {"size": "huge", "theme": '"><script>', "lang": "xx"})
        assert not answer.cookies
        client.cookies["ll_theme"] = '"><script>'
        assert "<script>" not in client.get("/parts/offline/").content.decode()

    def test_asks_for_a_post(self, client):
        assert client.get(reverse("parts:look")).status_code == 405


class TestOffline:
    @pytest.mark.skipif(not finders.find("built/sw.js"), reason="the front end is not built: make web")
    def test_the_worker_knows_where_things_are(self, client):
        answer = client.get(reverse("parts:worker"))
        assert answer.headers["Service-Worker-Allowed"] == "/"
        assert "javascript" in answer.headers["Content-Type"]
        first = answer.content.decode().split("\n")[0]
        known = json.loads(first.removeprefix("self.LINLI = ").rstrip(";"))
        assert known["offline"] == "/parts/offline/"
        assert known["token"] == "/parts/token/"

    def test_shells_are_registered_once_and_unknown_ones_are_left_out(self, monkeypatch):
        monkeypatch.setattr(offline, "SHELLS", [])
        for _ in range(2):
            offline.register(page="parts:offline", shell="parts:offline")
        offline.register(page="no:such", shell="no:such")
        assert len(offline.SHELLS) == 2

    def test_a_draft_gets_a_fresh_token(self, client):
        answer = client.get(reverse("parts:token"))
        assert answer.json()["csrf"]
        assert "no-store" in answer.headers["Cache-Control"]


class TestErrorPages:
    @pytest.mark.parametrize("name", ["400", "404", "500", "stale", "offline"])
    def test_say_what_happened_what_was_kept_and_what_to_do(self, name):
        page = render_to_string(f"errors/{name}.html")
        assert "ll-say" in page
        assert page.count("<p>") >= 1
        assert "btn-primary" in page

    def test_a_missing_page_is_in_the_readers_language(self, client):
        client.cookies["linli_language"] = "en"
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert "There is no such page" in answer.content.decode()


class TestLivingPage:
    def test_is_for_developers_and_the_demo_only(self, client):
        assert client.get("/parts/").status_code == 404
        with override_settings(DEMO_MODE=True):
            assert client.get("/parts/").status_code == 200

    @pytest.mark.parametrize("name", ["cases", "shapes"])
    def test_the_sample_town_is_geojson(self, client, name):
        with override_settings(DEMO_MODE=True):
            found = client.get(f"/parts/samples/{name}.json").json()
        assert found["type"] == "FeatureCollection"
        assert len(found["features"]) > 20
        assert client.get(f"/parts/samples/{name}.json").status_code == 404

    @pytest.mark.parametrize(
        "name", ["resident", "desk", "wide", "map", "grids", "board", "paper", "trouble"]
    )
    def test_shows_every_layout(self, client, name):
        with override_settings(DEMO_MODE=True):
            assert client.get(f"/parts/layouts/{name}/?roles&long").status_code == 200
        assert client.get(f"/parts/layouts/{name}/").status_code == 404

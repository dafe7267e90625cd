"""What went wrong is said in words, in the reader's language, and gives nothing away."""

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory

from linli.config import errors, health


class TestPages:
    @pytest.fixture
    def request_(self):
        return RequestFactory().get("/x")

    @pytest.mark.parametrize(
        ("view", "status", "words"),
        [
            (errors.bad_request, 400, "看不懂"),
            (errors.not_found, 404, "没有这一页"),
            (errors.forbidden, 404, "没有这一页"),
            (errors.server_error, 500, "我们这边出了错"),
            (errors.stale_form, 403, "没有交上去"),
        ],
    )
    def test_each_has_its_words(self, request_, view, status, words):
        response = view(request_)
        assert response.status_code == status
        assert words in response.content.decode()

    def test_ours_is_said_even_when_no_page_can_be_made(self, request_, monkeypatch, caplog):
        def broken(*_, **__):
            raise DatabaseError("gone")

        monkeypatch.setattr(errors, "render", broken)
        response = errors.server_error(request_)
        assert response.status_code == 500
        assert "12345" in response.content.decode()
        assert "could not be made" in caplog.text

    @pytest.mark.django_db
    def test_an_unknown_page_in_english(self, client):
        response = client.get("/no/such/page", headers={"accept-language": "en"})
        assert response.status_code == 404
        assert "There is no such page" in response.content.decode()

    @pytest.mark.django_db
    def test_a_form_without_its_token_is_stale_not_forbidden(self):
        response = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "en"})
        assert response.status_code == 403
        assert "没有交上去" in response.content.decode()


class TestHealth:
    def test_alive_asks_nothing(self, client):
        assert client.get("/healthz").content == b"ok\n"

    @pytest.mark.django_db
    def test_ready_asks_the_database(self, client):
        assert client.get("/readyz").status_code == 200

    def test_not_ready_without_a_database(self, client, monkeypatch):
        class Broken:
            def cursor(self):
                raise DatabaseError

        monkeypatch.setattr(health, "connection", Broken())
        assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/cases", "application/problem+json"),
        ("/open311/v2/services.json", "application/json; charset=utf-8"),
        ("/open311/v2/services.xml", "text/xml; charset=utf-8"),
        ("/find/", "text/html; charset=utf-8"),
    ],
)
def test_a_host_that_is_not_ours_is_refused_in_the_form_that_is_read(client, path, kind):
    answer = client.get(path, headers={"Host": "J.@evil<"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, kind)

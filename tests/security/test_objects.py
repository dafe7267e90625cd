"""Objects of others by guessing: numbers, secret links, files and their variants, exports, views, handles, the API."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.base.files import queries as files
from linli.base.files.models import StoredFile
from linli.base.files.operations import keep_file
from linli.base.flow.models import SavedView
from linli.base.notices.models import Notice
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.governance.reports.models import Reporter
from tests.base.files import samples
from tests.security.twin import BESIDE, ELSEWHERE, OWN, Twin, keepsakes
from tests.town import MONDAY

NOW = MONDAY + timedelta(hours=2)


def others(twin: Twin) -> list[str]:
    return [twin.things[place].number for place in (BESIDE, ELSEWHERE)]


def cells_of(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return "\n".join(str(value) for sheet in book for row in sheet.values for value in row)


class TestSecretLinks:
    def test_are_too_long_to_guess_and_all_differ(self, twin: Twin) -> None:
        tokens = {things.token for things in twin.things.values()}
        assert len(tokens) == 3
        assert min(map(len, tokens)) >= 22  # 128 bits and more in this alphabet

    def test_open_their_own_report_and_no_other(self, twin: Twin) -> None:
        mine, other = twin.things[OWN], twin.things[ELSEWHERE]
        assert Client().get(f"/r/{mine.number}/{mine.token}/").status_code == 200
        for token in (other.token, mine.token[:-1], mine.token[::-1], mine.token + "=", "0" * 26):
            assert Client().get(f"/r/{mine.number}/{token}/").status_code == 404, token

    def test_are_dead_once_their_version_was_turned(self, twin: Twin) -> None:
        mine = twin.things[OWN]
        reporter = Reporter.objects.get(pk=mine.reporter_id)
        Reporter.objects.filter(pk=reporter.pk).update(link_version=reporter.link_version + 1)
        assert Client().get(f"/r/{mine.number}/{mine.token}/").status_code == 404


class TestFiles:
    def test_of_one_report_are_not_found_below_another(self, twin: Twin) -> None:
        mine, other = twin.things[OWN], twin.things[ELSEWHERE]
        for path, client in (
            (f"/r/{mine.number}/{mine.token}/photos/%s/small/", Client()),
            (f"/p/{mine.number}/photos/%s/small/", Client()),
            (f"/d/reports/{mine.number}/files/%s/small/", twin.town.client("worker")),
        ):
            assert client.get(path % mine.file_id).status_code == 200, path
            for guess in (other.file_id, twin.things[BESIDE].file_id, 0, 999999):
                assert client.get(path % guess).status_code == 404, path % guess

    @pytest.mark.parametrize("variant", ["original", "raw", "..", "small.jpg", "SMALL", "small%2f..", "0"])
    def test_have_no_other_variants(self, twin: Twin, variant: str) -> None:
        mine = twin.things[OWN]
        for path in (
            f"/r/{mine.number}/{mine.token}/photos/{mine.file_id}/",
            f"/p/{mine.number}/photos/{mine.file_id}/",
            f"/d/reports/{mine.number}/files/{mine.file_id}/",
        ):
            assert twin.town.client("worker").get(f"{path}{variant}/").status_code == 404, path

    def test_handles_cannot_be_made_up_changed_or_used_once_attached(self, twin: Twin) -> None:
        kept = keep_file(actor=ANYONE, data=samples.photo(size=(40, 30)), name="", at=NOW)
        handle = files.handle_of(kept)
        assert Client().get(f"/report/photos/{handle}/small/").status_code == 200
        attached = files.handle_of(StoredFile.objects.get(pk=twin.things[OWN].file_id))
        later = str(kept.pk + 1) + handle[len(str(kept.pk)) :]
        for guess in (str(kept.pk), handle[:-1], handle[::-1], later, attached):
            assert Client().get(f"/report/photos/{guess}/small/").status_code == 404, guess


class TestLists:
    @pytest.mark.parametrize("name", ["worker", "sweeper", "secretary"])
    def test_an_export_holds_what_its_reader_sees_and_no_more(self, twin: Twin, name: str) -> None:
        for query in ("", "?standing=all", f"?unit={twin.office.pk}", f"?q={twin.things[ELSEWHERE].number}"):
            found = cells_of(twin.town.client(name).get(f"/d/export.xlsx{query}"))
            assert not [number for number in others(twin) if number in found], query

    def test_neither_do_lists_maps_and_searches(self, twin: Twin) -> None:
        client, far = twin.town.client("worker"), twin.things[ELSEWHERE].number
        box = "box=115,35,119,37"
        for path in (
            "/d/",
            f"/d/?unit={twin.office.pk}",
            f"/d/?q={far}",
            f"/d/find/?q={far}",
            "/d/map/",
            f"/d/map/points.json?{box}",
            "/d/notices/",
        ):
            html = client.get(path).content.decode()
            assert not [number for number in others(twin) if f"reports/{number}" in html], path
        assert twin.town.client("leader").get(f"/b/?unit={twin.office.pk}").status_code == 404

    def test_logs_of_another_office_are_neither_shown_nor_exported(self, twin: Twin) -> None:
        for path in ("/d/house/audit/export.xlsx", "/d/house/holders/export.xlsx"):
            found = cells_of(twin.town.client("auditor").get(path))
            assert "far_" not in found, path


class TestOnesOwn:
    def test_views_and_notices_of_others_are_not_there(self, twin: Twin) -> None:
        kept, client = keepsakes(twin, twin.town.people["sweeper"]), twin.town.client("leader")
        client.post(
            f"/d/views/{kept['view_id']}/drop/"
        )  # pressed twice is no error, so nothing is said either
        number = twin.things[OWN].number
        client.get(f"/d/notices/{number}/{kept['notice_id']}/")  # leads to the case, whose own door decides
        assert SavedView.objects.filter(pk=kept["view_id"]).exists()
        assert Notice.objects.get(pk=kept["notice_id"]).read_at is None

    def test_requests_about_ones_data_are_ones_own(self, twin: Twin) -> None:
        client = Client()
        client.force_login(twin.residents[OWN], backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/account/data/{twin.things[OWN].rights}/").status_code == 200
        for place in (BESIDE, ELSEWHERE):
            path = f"/account/data/{twin.things[place].rights}/"
            assert client.get(path).status_code == 404
            assert client.post(f"{path}withdraw/").status_code == 404


class TestApi:
    @pytest.fixture
    def client(self, twin: Twin) -> Client:
        text = api_keys.issue_key(
            actor=SYSTEM,
            at=MONDAY,
            unit=twin.town.sanitation,
            name="x",
            abilities=["read", "act", "file", "hook"],
            account=twin.town.people["sweeper"],
        ).text
        return Client(headers={"Authorization": f"Bearer {text}"})

    def test_lists_and_objects_are_those_of_the_keys_unit(self, twin: Twin, client: Client) -> None:
        listed = client.get("/api/v1/cases?limit=100").json()["items"]
        assert [row["number"] for row in listed] == [twin.things[OWN].number]
        for place in (BESIDE, ELSEWHERE):
            things = twin.things[place]
            for path in ("", "/steps", f"/files/{things.file_id}"):
                assert client.get(f"/api/v1/cases/{things.number}{path}").status_code == 404
        mine = twin.things[OWN].number
        assert client.get(f"/api/v1/cases/{mine}/files/{twin.things[BESIDE].file_id}").status_code == 404
        hook = twin.things[ELSEWHERE].house["hook-drop"]
        assert client.delete(f"/api/v1/webhooks/{hook}").status_code == 404

    def test_a_key_changed_by_one_letter_opens_nothing(self, client: Client) -> None:
        text = client.defaults["HTTP_AUTHORIZATION"]
        for guess in (text[:-1], text[:-1] + ("0" if text[-1] != "0" else "1"), text.upper(), text + "0"):
            assert Client(headers={"Authorization": guess}).get("/api/v1/me").status_code == 401

"""One box for everything: what is found leads where it is opened, and nobody finds what their post does not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.base.flow.table import REGISTRY
from linli.base.places.models import Compound, Facility
from linli.faces.desk import find
from linli.insight.finding.sources import SOURCES
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, Town

pytestmark = pytest.mark.django_db


def page(town: Town, name: str, asked: str) -> str:
    answer = town.client(name).get("/d/find/", {"q": asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_and_every_source_has_words() -> None:
    assert set(find.KIND_WORDS) == set(REGISTRY)
    assert set(find.SOURCE_WORDS) == set(SOURCES)


def test_a_compound_opens_and_a_facility_is_shown_on_the_map(town: Town) -> None:
    lon, lat = IN_FIRST_GRID
    one = Compound.objects.create(community=town.communities[0], name="翠湖园", lon=lon, lat=lat)
    Facility.objects.create(area=town.grids[0], kind="park", name="翠湖公园", lon=lon, lat=lat)
    html = page(town, "secretary", "翠湖")
    assert f"/d/estates/{one.pk}/" in html
    assert f"/d/map/?at={lon:.6f},{lat:.6f}" in html


def test_pages_are_found_by_first_letters(town: Town) -> None:
    assert 'href="/d/map/"' in page(town, "worker", "dt").split('id="hits"')[1]


def test_a_case_is_found_by_its_number_with_its_kind(town: Town) -> None:
    case = file(town, text="翠湖园门口井盖坏了").report.case
    html = page(town, "worker", case.number)
    assert f"/d/reports/{case.number}/" in html.split('id="hits"')[1]
    assert case.number not in page(town, "worker3", case.number).split('id="hits"')[1]


def test_a_telephone_leads_to_what_it_raised_and_shows_nobodys_name(town: Town) -> None:
    file(town, text="井盖坏了", phone="13911112222", name="欧阳小满")
    html = page(town, "dispatcher", "139 1111 2222")
    assert "view=all&amp;q=13911112222" in html or "看这个号码反映过的事" in html
    assert "欧阳小满" not in html


def test_administrators_find_no_residents_matters(town: Town) -> None:
    case = file(town, text="翠湖园门口井盖坏了").report.case
    assert f"/d/reports/{case.number}/" not in page(town, "sysadmin", "井盖")


@pytest.mark.parametrize(
    "asked", ["", "   ", "'", "\\", ":*", "%_", "~a", "&|!", "<script>", "长" * 400, "139"]
)
def test_whatever_is_typed_is_answered(town: Town, asked: str) -> None:
    assert "<script>" not in page(town, "leader", asked).split('id="hits"')[1]


def test_a_piece_is_given_to_who_types(town: Town) -> None:
    answer = town.client("leader").get("/d/find/", {"q": "dt"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "/d/map/" in answer.content.decode()


def test_the_offices_of_who_looks_are_asked_for_once(town: Town) -> None:
    """Cases, items and names all ask where somebody works."""
    file(town, text="翠湖园门口井盖坏了")
    Compound.objects.create(community=town.communities[0], name="翠湖园")
    client = town.client("secretary")
    client.get("/d/find/", {"q": "翠湖"})
    with CaptureQueriesContext(connection) as asked:
        client.get("/d/find/", {"q": "翠湖"})
    which = """SELECT "orgs_unit"."id" AS "pk" FROM "orgs_unit" WHERE ("orgs_unit"."kind" = 'subdistrict'"""
    offices = [one["sql"] for one in asked if one["sql"].startswith(which)]
    assert len(offices) == 1, offices

"""Open data: a leader publishes, everybody reads what stands as it was shown, and a small number is not in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.places.models import Building, Facility, Grid, Road
from linli.insight.opendata import operations, queries
from linli.insight.opendata.models import OpenSet
from linli.insight.opendata.sets import SETS
from linli.kernel.refusals import Refusal
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(town: Town) -> Town:
    """Put a canteen, a house of forty households and a street on the map; one grid has three households."""
    Facility.objects.create(
        area=town.grids[0], kind="canteen", name="=食堂", hours="11:00", lon=117.001, lat=36.001
    )
    Road.objects.create(
        office=town.office,
        name="路",
        line={"type": "LineString", "coordinates": [[117.0, 36.001], [117.02, 36.001]]},
    )
    Building.objects.create(grid=town.grids[0], number="1", households_count=40, lon=117.002, lat=36.001)
    Grid.objects.filter(pk=town.grids[1].pk).update(households_count=3)
    return town


def page(code: str, office: int, what: str = "open-set") -> str:
    return reverse(f"resident:{what}", args=[office, code])


def test_what_stands_is_for_everybody_and_nothing_else(built: Town, client: Client) -> None:
    office = built.office.pk
    for code in (*SETS, "people"):
        assert client.get(page(code, office)).status_code == 404
    leader = built.client("leader")
    assert leader.get(reverse("desk:open-sets")).status_code == 200
    for code in ("facilities", "grids", "circles"):
        assert (
            leader.post(reverse("desk:open-set", args=[office, code]), {"do": "publish"}).status_code == 302
        )
        assert client.get(page(code, office)).status_code == 200
    drawn = client.get(page("facilities", office)).content.decode()
    assert all(one.name.removesuffix("社区") in drawn for one in built.communities), "a dot lies somewhere"
    listed = client.get(reverse("resident:open-sets")).content.decode()
    assert "公共设施" in listed
    assert "一年来反映的事" not in listed
    text = client.get(page("facilities", office, "open-csv")).content.decode("utf-8-sig")
    assert text.splitlines() == ["name,kind,hours,lon,lat", "'=食堂,canteen,11:00,117.001,36.001"]
    drawn = json.loads(client.get(page("grids", office, "open-geojson")).content)
    households = {each["properties"]["code"]: each["properties"]["households"] for each in drawn["features"]}
    assert households[built.grids[1].grid.code] is None
    assert "＊" in client.get(page("grids", office)).content.decode()
    assert client.get(page("circles", office, "open-geojson")).status_code == 404


def test_what_stands_stays_as_it_was_shown(built: Town, client: Client) -> None:
    leader, office = built.actor("leader"), built.office
    operations.publish_set(actor=leader, office=office, code="facilities", at=MONDAY)
    Facility.objects.update(name="别的食堂")
    assert "别的" not in client.get(page("facilities", office.pk)).content.decode()
    with pytest.raises(operations.UnableToPublishSoon):
        operations.publish_set(actor=leader, office=office, code="facilities", at=MONDAY + timedelta(days=27))
    operations.publish_set(actor=leader, office=office, code="facilities", at=MONDAY + timedelta(days=29))
    assert "别的" in client.get(page("facilities", office.pk)).content.decode()
    assert OpenSet.objects.count() == 2  # what was replaced stays on record


def test_a_set_is_taken_back_with_a_reason(built: Town, client: Client) -> None:
    leader, office = built.client("leader"), built.office
    url = reverse("desk:open-set", args=[office.pk, "facilities"])
    leader.post(url, {"do": "publish"})
    assert leader.post(url, {"do": "withdraw", "note": ""}).status_code == 422
    assert leader.post(url, {"do": "withdraw", "note": "地点有误"}).status_code == 302
    assert client.get(page("facilities", office.pk)).status_code == 404
    one = OpenSet.objects.get()
    assert (one.end_note, one.ended_by_id is not None) == ("地点有误", True)
    assert leader.post(url, {"do": "publish"}).status_code == 422  # four weeks apart, withdrawn or not


@pytest.mark.parametrize("name", ["worker", "dispatcher", "sysadmin", "secretary", "auditor"])
def test_only_leaders_publish(built: Town, name: str) -> None:
    url = reverse("desk:open-set", args=[built.office.pk, "facilities"])
    assert built.client(name).post(url, {"do": "publish"}).status_code == 403
    with pytest.raises(Refusal):
        operations.publish_set(actor=built.actor(name), office=built.office, code="facilities", at=MONDAY)
    assert not OpenSet.objects.exists()


def test_the_dictionary_names_every_column_and_no_more(built: Town) -> None:
    for code, of in SETS.items():
        content = queries.draft(office=built.office, code=code, at=MONDAY)
        for row in content["rows"]:
            assert set(row) - {"geometry"} == {column.name for column in of.columns}, code

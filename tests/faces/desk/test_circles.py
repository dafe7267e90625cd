"""Circles at the desk: what is shown equals what one counts by hand, and the sheet says the same."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.base.places.models import Building, Compound, Facility, FootNetwork, Footway, PeopleCount
from linli.insight.circles import queries
from tests.town import Town

pytestmark = pytest.mark.django_db
URL = reverse("desk:circles")
WALKS = reverse("desk:house-footways")
STREET = {"type": "LineString", "coordinates": [[117.0005, 36.0011], [117.0195, 36.0011]]}
MAP = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"highway": highway}, "geometry": STREET}
            for highway in ("residential", "motorway")
        ],
    }
)


@pytest.fixture
def built(town: Town) -> Town:
    """Put ten houses of twenty households on one street, 180 metres apart, and a canteen at its western end."""
    compounds = [Compound.objects.create(community=town.communities[0], name=name, lon=lon, lat=36.001)
                 for name, lon in (("东苑", 117.0172), ("西苑", 117.0012))]  # fmt: skip
    Building.objects.bulk_create(
        Building(
            compound=compounds[number < 5],
            grid=town.grids[number // 5],
            number=f"{number}",
            households_count=20,
            lon=117.001 + number * 0.002,
            lat=36.001,
        )
        for number in range(10)
    )
    Facility.objects.create(area=town.grids[0], kind="canteen", name="食堂", lon=117.001, lat=36.001)
    return town


def taken(client: Client, text: str, **more: str) -> Any:
    file = SimpleUploadedFile("map.geojson", text.encode())
    return client.post(WALKS, {"file": file, "source": "实测", **more}, follow=True)


def test_a_street_and_a_canteen_are_walked(built: Town) -> None:
    keeper = built.client("sysadmin")
    page = taken(keeper, MAP).content.decode()
    assert "收进 1 条路，1 条不能走人的没有收" in page
    assert Footway.objects.get().kind == "street"
    leader = built.client("leader")
    shown = leader.get(URL, {"kind": "canteen", "minutes": 15}).content.decode()
    # 1000 m along the street: houses 0 to 5 (five steps of 180 m and some metres to the street), twenty households each
    assert "60.0%" in shown
    assert "120 户走得到 ÷ 200 户" in shown
    assert "实测" in shown
    sheet = leader.get(reverse("desk:circles-export"), {"kind": "canteen"})
    held = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    rows = [row for row in held.active.iter_rows(values_only=True) if row[1] == 120]  # type: ignore[union-attr]
    assert rows[0][1:] == (120, 200, 80)


def test_people_of_an_age_are_counted_and_one_more_is_placed_where_it_helps(built: Town) -> None:
    keeper = built.client("sysadmin")
    taken(keeper, MAP)
    table = "网格,60–79岁,3–5岁\n" + "".join(
        f"{grid.code},{n},7\n" for grid, n in zip(built.grids, (100, 50), strict=False)
    )
    file = SimpleUploadedFile("people.csv", table.encode())
    done = keeper.post(
        reverse("desk:house-people-counts"),
        {"file": file, "source": "台账", "counted_on": "2026-11-01"},
        follow=True,
    )
    assert "收进 2 个网格的人数" in done.content.decode()
    office = queries.subdistrict_of(built.grids[0])
    assert office is not None
    found = queries.circle(unit=office, office=office, kind="canteen", minutes=15, new=1)
    assert found is not None
    assert (found.whole.within, found.whole.whole) == (
        110,
        150,
    )  # whoever is sixty: all of the west, a fifth of the east
    assert found.new is not None
    assert [one.place.name for one in found.new.places] == ["东苑"]
    assert (found.new.before, found.new.after, found.new.bound) == (110, 150, 150)
    assert found.new.is_proved
    slow = queries.circle(unit=office, office=office, kind="canteen", minutes=15, pace="older")
    assert slow is not None
    assert slow.whole.within == 100
    near = queries.circle(unit=office, office=office, kind="canteen", minutes=15, new=1, aim="near")
    assert near is not None
    assert near.new is not None
    assert near.new.metres_bound == near.new.metres_after < near.new.metres_before


def test_a_page_of_circles_asks_a_fixed_number_of_times(
    built: Town, django_assert_max_num_queries: Any
) -> None:
    taken(built.client("sysadmin"), MAP)
    leader = built.client("leader")
    leader.get(URL)
    with django_assert_max_num_queries(24):
        leader.get(URL, {"new": 3})


@pytest.mark.parametrize(
    "asked", [{"kind": "palace"}, {"minutes": "7"}, {"new": "99"}, {"pace": "x"}, {"aim": "x"}]
)
def test_what_cannot_be_asked_is_said(built: Town, asked: dict[str, str]) -> None:
    assert built.client("leader").get(URL, asked).status_code == 422


def test_paces_are_the_offices_own(built: Town) -> None:
    keeper = built.client("sysadmin")
    taken(keeper, MAP)
    given = {"ordinary_m_s": 1.1, "older_m_s": 0.8, "stick_m_s": 0.5, "crossing_s": 5, "signals_s": 45}
    assert keeper.post(reverse("desk:house-paces"), given).status_code == 302
    network = FootNetwork.objects.get()
    assert (network.older_m_s, network.signals_s) == (0.8, 45)
    assert keeper.post(reverse("desk:house-paces"), {**given, "older_m_s": 0}).status_code == 422
    taken(keeper, MAP)  # a new map keeps them
    assert FootNetwork.objects.get().older_m_s == 0.8


def test_a_map_from_elsewhere_is_refused_and_changes_nothing(built: Town) -> None:
    keeper = built.client("sysadmin")
    taken(keeper, MAP)
    far = MAP.replace("117.0", "121.4").replace("36.0", "31.2")
    assert "不在本街道" in taken(keeper, far).content.decode()
    assert ".osm" in taken(keeper, "hello").content.decode()
    assert Footway.objects.count() == 1
    assert not PeopleCount.objects.exists()


@pytest.mark.parametrize("name", ["worker", "leader", "auditor", "secretary"])
def test_only_the_keeper_of_the_map_changes_ways(built: Town, name: str) -> None:
    assert taken(built.client(name), MAP).status_code == 404
    assert not Footway.objects.exists()

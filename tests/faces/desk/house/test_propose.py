"""An administrator asks how a community could be divided, takes the proposal over into the editor, and publishes it."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.places import operations as places
from linli.base.places import queries
from linli.base.places.models import Building, Compound, Facility, Grid, MapVersion
from tests.town import Town

URL = "desk:house-grid-propose"


@pytest.fixture
def client(town: Town) -> Client:
    return town.client("sysadmin")


@pytest.fixture
def built(town: Town) -> Town:
    """Put sixty houses of twenty households on the first community: two compounds, one in each grid of today."""
    compounds = [
        Compound.objects.create(community=town.communities[0], name=name) for name in ("东苑", "西苑")
    ]
    Building.objects.bulk_create(
        Building(
            compound=compounds[column // 6],
            grid=town.grids[column // 6],
            number=f"{row}-{column}",
            households_count=20,
            lon=117.0008 + column * 0.00165,
            lat=36.001 + row * 0.002,
        )
        for row in range(5)
        for column in range(12)
    )
    Grid.objects.filter(pk__in=[grid.pk for grid in town.grids[:2]]).update(households_count=600)
    return town


def given_by(page: str) -> dict[str, str]:
    shapes = re.search(r'name="shapes" value="([^"]+)"', page)
    community = re.search(r'name="community" value="(\d+)"', page)
    assert shapes
    assert community
    return {"shapes": unescape(shapes[1]), "community": community[1]}


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin", "secretary"])
def test_others_find_nothing(town: Town, name: str) -> None:
    client = town.client(name)
    assert client.get(reverse(URL)).status_code == 404
    assert client.post(reverse(URL), {}).status_code == 404


def test_a_proposal_is_shown_with_its_reasons_in_a_fixed_number_of_queries(
    built: Town, client: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(18):
        page = client.get(reverse(URL)).content.decode()
    assert "东里社区分成 3 个网格" in page
    assert "因为" in page
    assert "0/2" in page  # 600 households are too many for a grid
    assert "3/3" in page
    assert "第3网格" in page


def test_the_number_of_grids_may_be_chosen(built: Town, client: Client) -> None:
    page = client.get(reverse(URL), {"community": built.communities[0].pk, "count": 4}).content.decode()
    assert "东里社区分成 4 个网格" in page
    assert client.get(reverse(URL), {"count": "viele"}).status_code == 422
    assert client.get(reverse(URL), {"community": built.office.pk}).status_code == 422


def test_a_community_without_homes_says_so_and_nothing_breaks(town: Town, client: Client) -> None:
    page = client.get(reverse(URL))
    assert page.status_code == 200


def test_taken_over_corrected_and_published_buildings_follow(built: Town, client: Client) -> None:
    before = MapVersion.objects.count()
    lamp = Facility.objects.create(area=built.grids[0], kind="lamp", name="灯", lon=117.0099, lat=36.005)
    given = given_by(client.get(reverse(URL)).content.decode())
    page = client.post(reverse(URL), given)
    words = page.content.decode()
    assert page.status_code == 200
    assert MapVersion.objects.count() == before  # nothing is published by taking over
    new = Grid.objects.get(unit__name="第3网格", unit__parent=built.communities[0])
    drawn = re.search(r'name="shapes" value="([^"]+)"', words)
    assert drawn
    sent = {"shapes": unescape(drawn[1]), "note": "户数多了", "do": "publish"}
    assert {f["id"] for f in json.loads(sent["shapes"])["features"]} >= {str(new.pk)}
    assert client.post(reverse("desk:house-grid-map"), sent).status_code == 302
    assert MapVersion.objects.count() == before + 1
    for house in Building.objects.filter(compound__community=built.communities[0]):
        assert queries.grid_at(house.lon, house.lat) == house.grid
    counts = Grid.objects.filter(unit__parent=built.communities[0]).values_list("households_count", flat=True)
    assert sum(counts) == 1_200
    assert all(300 <= count <= 500 for count in counts)
    lamp.refresh_from_db()
    assert lamp.area == queries.grid_at(117.0099, 36.005)


def test_taking_over_twice_registers_nothing_twice(built: Town, client: Client) -> None:
    for _ in range(2):
        client.post(reverse(URL), given_by(client.get(reverse(URL)).content.decode()))
    assert Grid.objects.filter(unit__parent=built.communities[0]).count() == 3


@pytest.mark.parametrize(
    "shapes",
    [
        "",
        "nonsense",
        "[]",
        '{"features": []}',
        '{"features": [1]}',
        '{"features": [{"properties": {"name": ""}}]}',
        '{"features": [{"properties": {"name": 7}}]}',
        '{"features": [{"properties": {"name": "x", "households": "many"}}]}',
    ],
)
def test_what_cannot_be_read_is_refused_in_words(built: Town, client: Client, shapes: str) -> None:
    page = client.post(reverse(URL), {"community": built.communities[0].pk, "shapes": shapes})
    assert page.status_code == 422
    assert Grid.objects.filter(unit__parent=built.communities[0]).count() == 2


def test_grids_of_other_communities_are_left_alone(built: Town, client: Client) -> None:
    other = built.grids[2]
    shape = places.live_shapes(built.office)[other.pk]
    feature = {"type": "Feature", "properties": {"grid": other.pk, "name": "x"}, "geometry": shape}
    shapes = json.dumps({"type": "FeatureCollection", "features": [feature]})
    page = client.post(reverse(URL), {"community": built.communities[0].pk, "shapes": shapes})
    assert f'"{other.pk}"' not in page.content.decode().split('name="shapes"')[-1][:400]

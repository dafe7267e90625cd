"""An administrator lists, adds, corrects, redraws and closes grids; nothing drawn is lost when it is refused."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.orgs.models import Unit
from linli.base.people.models import Post
from linli.base.places import operations as places
from linli.base.places import queries
from linli.base.places.models import Grid, MapVersion
from linli.kernel import clock
from linli.pillars.governance.reports import operations as op
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, MONDAY, Town, square


@pytest.fixture
def client(town: Town) -> Client:
    return town.client("sysadmin")


def box(west: float, east: float) -> dict[str, object]:
    ring = [[west, 36.0], [east, 36.0], [east, 36.01], [west, 36.01], [west, 36.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(**shapes: object) -> str:
    features = [
        {"type": "Feature", "id": name[1:], "properties": {"id": name[1:]}, "geometry": shape}
        for name, shape in shapes.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def moved(town: Town, middle: float, other: float | None = None) -> str:
    first, second = (f"g{unit.pk}" for unit in town.grids[:2])
    return collection(**{first: box(117.0, middle), second: box(other or middle, 117.02)})


MAP = "desk:house-grid-map"
PAGES = ("grids", "grid-new", "grid-map", "grid-history", "grid-file", "grid-shapes")


@pytest.mark.parametrize("name", ["worker", "dispatcher", "leader", "auditor", "secadmin", "secretary"])
def test_others_find_nothing(town: Town, name: str) -> None:
    client = town.client(name)
    for page in PAGES:
        assert client.get(reverse(f"desk:house-{page}")).status_code == 404
    assert client.get(reverse("desk:house-grid", args=[town.grids[0].pk])).status_code == 404
    assert client.post(reverse("desk:house-grid-close", args=[town.grids[0].pk])).status_code == 404
    assert client.post(reverse("desk:house-grid-check"), "{}", "application/geo+json").status_code == 404


def test_pages_ask_a_fixed_number_of_queries(
    town: Town, client: Client, django_assert_max_num_queries
) -> None:
    for page in PAGES:
        with django_assert_max_num_queries(15):
            assert client.get(reverse(f"desk:house-{page}")).status_code == 200
    with django_assert_max_num_queries(15):
        page = client.get(reverse("desk:house-grid", args=[town.grids[0].pk]))
    assert "grid_leader" in page.content.decode()
    listed = client.get(reverse("desk:house-grids"), {"q": "第1网格"}).content.decode()
    assert "第1网格" in listed
    assert "第2网格" not in listed
    assert "没有这样的网格" in client.get(reverse("desk:house-grids"), {"q": "没有"}).content.decode()


def test_a_drawn_map_is_published_and_what_waits_follows(town: Town, client: Client) -> None:
    number = file(town).report.case.number
    given = {"shapes": moved(town, 117.004), "note": "河东划给第2网格", "do": "publish"}
    assert client.post(reverse(MAP), given).status_code == 302
    version = MapVersion.objects.latest("pk")
    assert (version.note, version.published_by) == ("河东划给第2网格", town.people["sysadmin"])
    job = ProcrastinateJob.objects.get(task_name="reports.follow_map")
    assert job.args == {"office_id": town.office.pk}
    assert op.follow_map(office=town.office, at=MONDAY) == 1
    assert number
    assert "河东划给第2网格" in client.get(reverse("desk:house-grid-history")).content.decode()


def test_a_gap_is_said_with_its_size_and_nothing_drawn_is_lost(town: Town, client: Client) -> None:
    given = {"shapes": moved(town, 117.004, 117.006), "note": "为什么", "do": "publish"}
    page = client.post(reverse(MAP), given)
    words = page.content.decode()
    assert page.status_code == 422
    assert "有一块地没人管：第1网格、第2网格，约 20." in words
    assert "公顷" in words
    assert "117.006" in words
    assert "为什么" in words
    assert MapVersion.objects.count() == 1


def test_publishing_needs_a_reason_and_a_change(town: Town, client: Client) -> None:
    page = client.post(reverse(MAP), {"shapes": moved(town, 117.004), "do": "publish"})
    assert page.status_code == 422
    assert "117.004" in page.content.decode()
    same = client.post(reverse(MAP), {"shapes": moved(town, 117.01), "note": "x", "do": "publish"})
    assert "图和现在的一样" in same.content.decode()


def test_the_map_comes_down_as_a_file_and_goes_up_again(town: Town, client: Client) -> None:
    url = reverse("desk:house-grid-file")
    down = json.loads(client.get(url).content)
    for feature in down["features"]:
        del feature["id"]
        if feature["properties"]["name"] in ("第1网格", "第2网格"):
            edges = (117.0, 117.004) if feature["properties"]["name"] == "第1网格" else (117.004, 117.02)
            feature["geometry"] = box(*edges)

    def up(content: bytes, do: str) -> object:
        given = {"file": SimpleUploadedFile("map.geojson", content), "note": "改线", "do": do}
        return client.post(reverse(MAP), given)

    body = json.dumps(down, ensure_ascii=False).encode("gb18030")
    page = up(body, "check")
    assert page.status_code == 200
    assert "可以发布" in page.content.decode()
    assert MapVersion.objects.count() == 1
    assert up(body, "publish").status_code == 302
    before = json.loads(client.get(url, {"on": "2025-01-01"}).content)
    assert before["features"][0]["geometry"] == square(117.0, 36.0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xd8\xff\xe0 not a map", "这"),
        (b"[[[[", "GeoJSON"),
        (b'{"type": "Feature"}', "FeatureCollection"),
        (b'{"features": [3, {"properties": {"code": "999", "name": "<b>"}}]}', "&lt;b&gt;"),
        (b" " * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_a_bad_file_is_refused_in_words(client: Client, content: bytes, said: str) -> None:
    given = {"file": SimpleUploadedFile("x.geojson", content), "note": "x", "do": "publish"}
    page = client.post(reverse(MAP), given)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_the_editor_hears_what_is_wrong(town: Town, client: Client) -> None:
    url = reverse("desk:house-grid-check")
    told = client.post(url, moved(town, 117.012, 117.01), "application/geo+json").json()["problems"]
    assert [p["kind"] for p in told] == ["overlap"]
    assert told[0]["geometry"]["type"] == "Polygon"
    assert "第1网格" in told[0]["words"]
    assert client.post(url, moved(town, 117.004), "application/geo+json").json() == {"problems": []}
    assert client.post(url, b"\xff", "application/geo+json").status_code == 422
    drawn = collection(gnew=box(117.0, 117.005))
    assert client.post(url, drawn, "application/geo+json").json() == {"problems": []}


def test_a_new_grid_is_cut_out_of_its_neighbours(town: Town, client: Client) -> None:
    given = {"community": town.communities[0].pk, "name": "河东网格", "kind": "general", "households": 210}
    assert client.post(reverse("desk:house-grid-new"), given).status_code == 302
    grid = Grid.objects.get(unit__name="河东网格")
    assert "河东网格" in client.get(reverse("desk:house-grids")).content.decode()
    drawn = {"shapes": collection(gnew=box(117.006, 117.014)), "cuts": "on", "note": "拆分", "do": "publish"}
    page = client.post(reverse(MAP), drawn)
    assert "还没说是哪个网格" in page.content.decode()
    assert client.post(reverse(MAP), {**drawn, "new": grid.pk}).status_code == 302
    live = places.live_shapes(town.office)
    assert grid.pk in live
    assert places.check_map(office=town.office, shapes={}) == []
    assert client.post(reverse("desk:house-grid-new"), {**given, "households": -1}).status_code == 422


def test_the_register_of_a_grid_is_corrected(town: Town, client: Client) -> None:
    url = reverse("desk:house-grid", args=[town.grids[0].pk])
    given = {"name": "一号网格", "kind": "general", "households": 512, "scope_words": "东到泉港路"}
    assert client.post(url, given).status_code == 302
    grid = Grid.objects.select_related("unit").get(pk=town.grids[0].pk)
    assert (grid.unit.name, grid.households_count, grid.scope_words) == ("一号网格", 512, "东到泉港路")
    hole = client.post(url, {**given, "kind": "special", "name": "不成"})
    assert hole.status_code == 422
    assert "不成" in hole.content.decode()
    assert Grid.objects.get(pk=grid.pk).grid_kind == "general"
    assert client.post(url, {**given, "households": "很多"}).status_code == 422


def test_a_closed_grid_gives_its_ground_and_what_waits_to_a_neighbour(town: Town, client: Client) -> None:
    number = file(town).report.case.number
    url = reverse("desk:house-grid-close", args=[town.grids[0].pk])
    given = {"to": town.grids[1].pk, "note": "并网格"}
    held = client.post(url, given)
    assert held.status_code == 409
    assert Unit.objects.get(pk=town.grids[0].pk).is_active
    assert client.post(url, {**given, "to": town.grids[2].pk}).status_code == 422
    day = clock.local(MONDAY).date() - timedelta(days=1)
    Post.objects.filter(unit=town.grids[0]).update(held_until=day)
    assert client.post(url, given).status_code == 302
    assert not Unit.objects.get(pk=town.grids[0].pk).is_active
    case = op.relocate_report(actor=town.actor("dispatcher"), number=number, at=MONDAY, place_words="门口")
    assert case.holder == town.grids[1]
    assert queries.grid_at(*IN_FIRST_GRID) == town.grids[1]

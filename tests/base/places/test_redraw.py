"""An administrator redraws the grids: overlaps and gaps are refused, history stays."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.base.orgs.models import Unit
from linli.base.places import operations, queries, rules
from linli.base.places.models import Grid, GridShape
from linli.kernel import clock
from tests.town import IN_FIRST_GRID, MONDAY, Town, square


def box(west: float, east: float) -> dict[str, object]:
    ring = [[west, 36.0], [east, 36.0], [east, 36.01], [west, 36.01], [west, 36.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def redraw(town: Town, first: object, second: object) -> None:
    shapes = {town.grids[0].pk: first, town.grids[1].pk: second}
    operations.redraw_grids(
        office=town.office, shapes=shapes, by=town.people["sysadmin"].pk, at=MONDAY, note="河东划给第 2 网格"
    )


def test_the_point_belongs_to_the_grid_of_the_new_map(town: Town) -> None:
    assert queries.grid_at(*IN_FIRST_GRID) == town.grids[0]
    redraw(town, box(117.0, 117.004), box(117.004, 117.02))
    assert queries.grid_at(*IN_FIRST_GRID) == town.grids[1]


def test_history_shows_the_map_of_any_day(town: Town) -> None:
    before = operations.geojson_of(town.office)
    redraw(town, box(117.0, 117.004), box(117.004, 117.02))
    day = clock.local(MONDAY).date()
    was = operations.geojson_of(town.office, on=day - timedelta(days=1))
    assert [f["geometry"] for f in was["features"]] == [f["geometry"] for f in before["features"]]
    assert operations.geojson_of(town.office, on=day) == operations.geojson_of(town.office)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (box(117.0, 117.012), box(117.01, 117.02), "overlap"),
        (box(117.0, 117.008), box(117.01, 117.02), "gap"),
        (box(116.99, 117.01), box(117.01, 117.02), "outside"),
        ({"type": "Point", "coordinates": [117, 36]}, box(117.0, 117.02), "not_polygon"),
        ({"type": "Polygon", "coordinates": "nonsense"}, box(117.0, 117.02), "not_polygon"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[117, 36], [117.01, 36.01], [117.01, 36], [117, 36.01], [117, 36]]],
            },
            box(117.01, 117.02),
            "invalid",
        ),
    ],
)
def test_a_bad_map_is_refused_whole_and_says_where(
    town: Town, first: object, second: object, kind: str
) -> None:
    before = list(GridShape.objects.values_list("id", "valid_until"))
    with pytest.raises(operations.MapHasProblems) as said:
        redraw(town, first, second)
    assert kind in {p["kind"] for p in said.value.data["problems"]}
    assert list(GridShape.objects.values_list("id", "valid_until")) == before


def test_a_special_grid_lies_inside_a_general_one(town: Town) -> None:
    market = operations.add_grid(community=town.communities[0], name="农贸市场", at=MONDAY, kind="special")
    inside = square(117.004, 36.004, 0.002)
    operations.redraw_grids(office=town.office, shapes={market.pk: inside}, by=None, at=MONDAY)
    assert queries.grid_at(*IN_FIRST_GRID) == market.unit
    other = operations.add_grid(community=town.communities[0], name="车站", at=MONDAY, kind="special")
    with pytest.raises(operations.MapHasProblems):
        operations.redraw_grids(office=town.office, shapes={other.pk: inside}, by=None, at=MONDAY)


def test_new_grids_get_the_next_free_code(town: Town) -> None:
    codes = [
        operations.add_grid(community=town.communities[0], name=f"新 {i}", at=MONDAY).code for i in range(2)
    ]
    base = town.communities[0].code
    assert codes == [f"{base}003", f"{base}004"]
    assert Unit.objects.get(code=codes[0]).parent == town.communities[0]


def test_geojson_comes_back_as_it_went_out(town: Town) -> None:
    out = operations.geojson_of(town.office)
    assert operations.shapes_from_geojson(town.office, out) == operations.live_shapes(town.office)


def test_a_closed_grid_leaves_its_ground_to_another(town: Town) -> None:
    redraw(town, None, box(117.0, 117.02))
    assert not Grid.objects.get(pk=town.grids[0].pk).unit.is_active
    assert queries.grid_at(*IN_FIRST_GRID) == town.grids[1]


@given(st.lists(st.floats(0.001, 0.099), min_size=1, max_size=6, unique=True))
@settings(max_examples=60, deadline=None)
def test_any_cut_of_a_strip_tiles_it_and_any_shift_does_not(cuts: list[float]) -> None:
    edges = [0.0, *sorted(round(c, 4) for c in set(cuts)), 0.1]
    edges = sorted(set(edges))
    strips = {i: box(117 + a, 117 + b) for i, (a, b) in enumerate(pairwise(edges))}
    ground = rules.read_shape(box(117.0, 117.1))
    assert rules.problems(strips, ground=ground) == []
    strips[0] = box(117.0 + 0.0005, 117 + edges[1] + 0.0005)
    assert {p.kind for p in rules.problems(strips, ground=ground)} & {"gap", "overlap", "outside"}

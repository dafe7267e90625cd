import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import geo
from linli.kernel.geo import Box, Crs, Plane, Point

china = st.builds(Point, st.floats(73.5, 135.0), st.floats(3.9, 53.5))
town = st.builds(Point, st.floats(116.9, 117.1), st.floats(36.6, 36.75))
anywhere = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))


class TestOffset:
    def test_agrees_with_published_examples(self) -> None:
        moved = geo.to_gcj02((116.404, 39.915))
        assert moved == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)

    @given(china)
    def test_comes_back_within_a_millimetre(self, point: Point) -> None:
        assert geo.distance_m(geo.to_wgs84(geo.to_gcj02(point)), point) < 0.001

    @given(china)
    def test_moves_by_less_than_a_kilometre(self, point: Point) -> None:
        assert 0 < geo.distance_m(geo.to_gcj02(point), point) < 1000

    @given(anywhere.filter(lambda point: not geo.OFFSET_AREA.contains(point)))
    def test_leaves_the_rest_of_the_world_alone(self, point: Point) -> None:
        assert geo.to_gcj02(point) == point
        assert geo.to_wgs84(point) == point

    def test_takes_cgcs2000_as_it_is(self) -> None:
        assert geo.to_wgs84((117.0, 36.65), Crs.CGCS2000) == (117.0, 36.65)
        assert geo.to_wgs84((117.0, 36.65), Crs.GCJ02) != (117.0, 36.65)


class TestDistance:
    def test_of_a_degree_of_latitude(self) -> None:
        assert geo.distance_m((117, 36), (117, 37)) == pytest.approx(111_195, abs=1)
        assert geo.distance_m((117, 36), (117, 36)) == 0
        assert geo.distance_m((0, 0), (180, 0)) == pytest.approx(math.pi * geo.EARTH_RADIUS_M)

    @given(anywhere, anywhere)
    def test_is_the_same_both_ways(self, a: Point, b: Point) -> None:
        assert geo.distance_m(a, b) == pytest.approx(geo.distance_m(b, a))


class TestBox:
    @given(town, st.floats(1, 5000), st.floats(0, 2 * math.pi), st.floats(0, 1))
    def test_holds_every_point_of_the_circle(
        self, centre: Point, radius: float, angle: float, share: float
    ) -> None:
        reach = radius * share
        point = Plane(centre).to_point((reach * math.cos(angle), reach * math.sin(angle)))
        if geo.distance_m(centre, point) <= radius:
            assert geo.box_around(centre, radius).contains(point)

    def test_is_hardly_wider_than_the_circle(self) -> None:
        west, south, east, north = geo.box_around((117, 36.65), 100)
        assert geo.distance_m((west, 36.65), (east, 36.65)) == pytest.approx(200, rel=0.01)
        assert geo.distance_m((117, south), (117, north)) == pytest.approx(200, rel=0.01)

    def test_at_the_pole_goes_all_round(self) -> None:
        assert geo.box_around((0, 90), 1000).east == 180

    def test_of_points(self) -> None:
        box = geo.box_of([(117.1, 36.6), (117.0, 36.7)])
        assert box == Box(117.0, 36.6, 117.1, 36.7)
        assert box.centre == pytest.approx((117.05, 36.65))
        assert box.contains((117.0, 36.6))
        assert not box.contains((116.99, 36.6))
        with pytest.raises(ValueError, match=r".+"):
            geo.box_of([])


class TestPlane:
    @given(town, town)
    def test_agrees_with_the_sphere_over_a_town(self, a: Point, b: Point) -> None:
        plane = Plane((117.0, 36.67))
        assert plane.distance_m(a, b) == pytest.approx(geo.distance_m(a, b), rel=0.002, abs=0.01)

    @given(town)
    def test_comes_back(self, point: Point) -> None:
        plane = Plane((117.0, 36.67))
        assert plane.to_point(plane.to_xy(point)) == pytest.approx(point, abs=1e-9)

    def test_has_no_east_at_the_pole(self) -> None:
        with pytest.raises(ValueError, match="pole"):
            Plane((0, 90))


class TestParse:
    @pytest.mark.parametrize(
        "text",
        [
            "117.1,36.2",
            "36.2，117.1",
            " (117.1 36.2) ",
            "E117.1 N36.2",
            "北纬36.2° 东经117.1°",
            "geo:36.2,117.1",
            "１１７.1；36.2",
        ],
    )
    def test_reads_what_people_paste(self, text: str) -> None:
        assert geo.parse_point(text) == (117.1, 36.2)

    def test_keeps_the_order_elsewhere(self) -> None:
        assert geo.parse_point("-0.12,51.5") == (-0.12, 51.5)

    def test_converts(self) -> None:
        assert geo.parse_point("117.1,36.2", Crs.GCJ02) == geo.to_wgs84((117.1, 36.2))

    @pytest.mark.parametrize(
        "text", ["", "117.1", "117.1,36.2,5", "山东", "1171,36", "200,36", "117.1,36.2 的北边", "nan,36"]
    )
    def test_refuses_anything_else(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a point"):
            geo.parse_point(text)

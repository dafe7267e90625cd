"""Houses and ground of lots where nobody lives: schools, offices, malls, markets, works, parks, a station."""

from __future__ import annotations

from random import Random

import shapely
from shapely import LineString, Polygon

from linli.demo.lots import Draft, Layout, Patch, fitting, middle_of

Drawn = tuple[list[Draft], list[Patch]]


def _oval(u: float, v: float, length: float, radius: float, *, upright: bool) -> Polygon:
    half = length / 2 - radius
    ends = [(u, v - half), (u, v + half)] if upright else [(u - half, v), (u + half, v)]
    return LineString(ends).buffer(radius)


def school(land: Polygon, rng: Random) -> Drawn:
    """Teaching houses to the north, a running track to the south or east."""
    u, v, width, depth = middle_of(land)
    upright = depth >= width
    radius = min(width * (0.40 if upright else 0.24), 38.0, depth * 0.26 if upright else depth * 0.42)
    length = min(170.0, (depth * 0.52) if upright else width * 0.52)
    length = max(length, 2 * radius + 4)
    if upright:
        track = _oval(u, v - depth / 2 + length / 2, length, radius, upright=True)
        houses = [
            Draft(
                u,
                v + depth * 0.12 + 28.0 * row,
                width * (0.82 if row != 1 else 0.6),
                13,
                rng.choice((3, 4, 5)),
                "school",
            )
            for row in range(1 + int(depth * 0.36 / 28))
        ]
    else:
        track = _oval(u + width / 2 - length / 2, v, length, radius, upright=False)
        houses = [
            Draft(
                u - width * 0.26,
                v - depth / 2 + 10 + 28.0 * row,
                width * 0.40,
                13,
                rng.choice((3, 4, 5)),
                "school",
            )
            for row in range(int(depth / 28))
        ]
    houses.append(Draft(u - width * 0.42, v, 16, 30, 2, "school"))
    inside = track.intersection(land)
    field = inside.buffer(-7)
    patches = [Patch("track", inside)] + ([Patch("pitch", field)] if field.area > 200 else [])
    return [house for house in fitting(land, houses) if not house.outline(3).intersects(inside)], patches


def offices(land: Polygon, rng: Random) -> Drawn:
    """A tower or two on low feet with a car park in front."""
    u, v, width, depth = middle_of(land)
    houses = []
    columns, lines = max(1, int(width / 62)), max(1, int(depth / 58))
    for column in range(columns):
        for line in range(lines):
            at_u = u - width / 2 + width * (column + 0.5) / columns
            at_v = v - depth / 2 + depth * (line + 0.55) / lines
            floors = rng.choice((4, 5, 6, 8, 12, 16, 20))
            slab = rng.random() < 0.5
            houses.append(Draft(at_u, at_v, 44 if slab else 32, 16 if slab else 27, floors, "office"))
            houses.append(Draft(at_u + 1, at_v - (16 if slab else 22), 22, 12, 2, "office"))
    return fitting(land, houses), _car_park(land, houses)


def _car_park(land: Polygon, houses: list[Draft]) -> list[Patch]:
    built = shapely.unary_union([house.outline(4) for house in houses])
    west, south, east, _ = land.bounds
    strip = shapely.box(west + 6, south + 4, east - 6, south + 18).intersection(land).difference(built)
    return [Patch("parking", piece) for piece in getattr(strip, "geoms", [strip]) if piece.area > 250]


def government(land: Polygon, rng: Random) -> Drawn:
    """One long main house, wings behind, a court in front."""
    u, v, width, depth = middle_of(land)
    houses = [
        Draft(u, v + depth * 0.08, min(74.0, width * 0.7), 16, rng.choice((4, 5, 6)), "public"),
        Draft(u - width * 0.3, v + depth * 0.36, min(40.0, width * 0.35), 12, 3, "public"),
        Draft(u + width * 0.28, v + depth * 0.36, min(34.0, width * 0.3), 12, 2, "public"),
        Draft(u - width * 0.38, v - depth * 0.25, 11, min(34.0, depth * 0.3), 2, "public"),
    ]
    return fitting(land, houses), _car_park(land, houses)


def mall(land: Polygon, rng: Random) -> Drawn:
    """One big box with small ones around the square."""
    u, v, width, depth = middle_of(land)
    houses = [Draft(u, v + depth * 0.08, width * 0.66, depth * 0.56, rng.choice((5, 6)), "mall")]
    houses += [Draft(u - width * 0.42, v + depth * (0.3 - 0.2 * i), 14, 22, 2, "shop") for i in range(3)]
    houses += [Draft(u + width * 0.42, v + depth * (0.3 - 0.2 * i), 14, 22, 3, "shop") for i in range(3)]
    west, south, east, _ = land.bounds
    square = shapely.box(west + 10, south + 6, east - 10, south + depth * 0.2).intersection(land)
    return fitting(land, houses), [Patch("square", square)]


def market(land: Polygon, rng: Random) -> Drawn:
    """Long sheds in rows with a street of stalls around."""
    u, v, width, depth = middle_of(land)
    lines = max(1, int(depth / 25))
    houses = []
    for line in range(lines):
        at_v = v - depth / 2 + 10 + 25 * line
        parts_ = 1 if width < 90 else 2
        for part_ in range(parts_):
            length = width / parts_ - 12
            at_u = u - width / 2 + width * (part_ + 0.5) / parts_
            houses.append(
                Draft(at_u, at_v, length, 14 if line % 2 else 17, 1 if rng.random() < 0.6 else 2, "market")
            )
    return fitting(land, houses), []


def works(land: Polygon, rng: Random) -> Drawn:
    """Halls of an old factory, a chimney house, an office at the gate."""
    u, v, width, depth = middle_of(land)
    houses = []
    at_v = v - depth / 2 + 18
    while at_v < v + depth / 2 - 12:
        thick = rng.choice((20.0, 24.0, 30.0))
        if rng.random() < 0.5 or width < 110:
            houses.append(Draft(u - width * 0.06, at_v, width * 0.78, thick, rng.choice((1, 1, 2)), "works"))
        else:
            houses.append(Draft(u - width * 0.27, at_v, width * 0.40, thick, rng.choice((1, 2)), "works"))
            houses.append(Draft(u + width * 0.20, at_v, width * 0.42, thick - 4, rng.choice((1, 3)), "works"))
        at_v += thick + rng.choice((12, 16, 22))
    houses.append(Draft(u + width * 0.43, v - depth * 0.36, 12, 30, 3, "office"))
    return fitting(land, houses), []


def park(land: Polygon, rng: Random) -> Drawn:
    """Lawn and trees, a pond if there is room, a pavilion."""
    u, v, width, depth = middle_of(land)
    patches = [Patch("lawn", land.buffer(-3))]
    if min(width, depth) > 180 or (min(width, depth) > 105 and rng.random() < 0.6):
        pond = shapely.Point(u - width * 0.12, v).buffer(min(width, depth) * 0.2)
        bay = shapely.Point(u + width * 0.10, v + depth * 0.1).buffer(min(width, depth) * 0.14)
        patches.append(Patch("pond", pond.union(bay).buffer(8).buffer(-8)))
    paths = shapely.union_all(
        [
            LineString(
                [(u - width / 2, v - depth * 0.3), (u, v - depth * 0.34), (u + width / 2, v + depth * 0.38)]
            ).buffer(1.8),
            LineString(
                [(u - width * 0.4, v + depth / 2), (u - width * 0.3, v), (u + width * 0.2, v - depth / 2)]
            ).buffer(1.8),
        ]
    ).intersection(land)
    patches += [
        Patch("path", piece) for piece in getattr(paths, "geoms", [paths]) if piece.geom_type == "Polygon"
    ]
    houses = [
        Draft(u + width * 0.3, v - depth * 0.2, 9, 9, 1, "public"),
        Draft(u - width * 0.35, v + depth * 0.3, 12, 8, 1, "public"),
    ]
    return fitting(land, houses), patches


def hospital(land: Polygon, rng: Random) -> Drawn:
    """Out-patients in front, wards behind, joined in the middle."""
    u, v, width, depth = middle_of(land)
    houses = [
        Draft(u, v - depth * 0.20, width * 0.68, 24, 5, "hospital"),
        Draft(u, v + depth * 0.12, width * 0.60, 18, rng.choice((12, 15)), "hospital"),
        Draft(u, v + depth * 0.36, width * 0.5, 15, 6, "hospital"),
        Draft(u - width * 0.42, v + depth * 0.1, 14, 40, 3, "hospital"),
    ]
    return fitting(land, houses), _car_park(land, houses)


def station(land: Polygon, rng: Random) -> Drawn:
    """The station hall along the rails, the square before it."""
    u, v, width, depth = middle_of(land)
    hall = Draft(u, v + depth * 0.18, min(150.0, width * 0.62), 30, 2, "station")
    houses = [
        hall,
        Draft(u - width * 0.41, v + depth * 0.1, 24, 18, 3, "office"),
        Draft(u + width * 0.41, v + depth * 0.1, 26, 18, 4, "shop"),
    ]
    square = shapely.box(u - width * 0.34, v - depth / 2, u + width * 0.34, v + depth * 0.02).intersection(
        land
    )
    _ = rng
    return fitting(land, houses), [Patch("square", square)]


def hotel(land: Polygon, rng: Random) -> Drawn:
    """A hotel and eating houses around a yard."""
    u, v, width, depth = middle_of(land)
    houses = [
        Draft(u - width * 0.1, v + depth * 0.2, min(58.0, width * 0.6), 17, rng.choice((6, 9, 14)), "hotel"),
        Draft(u + width * 0.36, v, 15, min(52.0, depth * 0.5), 3, "shop"),
        Draft(u - width * 0.40, v - depth * 0.12, 14, min(40.0, depth * 0.4), 2, "shop"),
        Draft(u, v - depth * 0.36, min(50.0, width * 0.5), 12, 2, "shop"),
    ]
    return fitting(land, houses), _car_park(land, houses)


def campus(land: Polygon, rng: Random) -> Drawn:
    """A college: a track, teaching houses, halls of residence."""
    west, south, east, north = land.bounds
    cut = south + (north - south) * 0.52
    lower, upper = (
        land.intersection(shapely.box(west, south, east, cut - 4)),
        land.intersection(shapely.box(west, cut, east, north)),
    )
    houses, patches = school(lower, rng)
    u, v, width, depth = middle_of(upper)
    halls = [
        Draft(u - width * 0.25, v - depth / 2 + 12 + 27 * i, width * 0.42, 14, 6, "school")
        for i in range(max(1, int(depth / 27)))
    ]
    halls += [
        Draft(u + width * 0.27, v - depth / 2 + 16 + 40 * i, width * 0.36, 22, 4, "school")
        for i in range(max(1, int(depth / 40)))
    ]
    return houses + fitting(upper, halls), patches


def kindergarten(land: Polygon, rng: Random) -> Drawn:
    """A small house around a play court."""
    u, v, width, depth = middle_of(land)
    houses = [
        Draft(u, v + depth * 0.25, min(46.0, width * 0.8), 13, 3, "school"),
        Draft(u - min(18.0, width * 0.32), v, 12, min(24.0, depth * 0.3), 2, "school"),
    ]
    court = shapely.box(
        u - min(10.0, width * 0.2), v - depth * 0.4, u + width * 0.35, v + depth * 0.1
    ).intersection(land)
    _ = rng
    return fitting(land, houses), [Patch("court", court)]


def site(land: Polygon, rng: Random) -> Drawn:
    """A building site: huts along the fence, bare ground."""
    u, v, width, depth = middle_of(land)
    houses = [
        Draft(u - width * 0.36, v - depth * 0.42, 24, 7, 2, "works"),
        Draft(u - width * 0.1, v - depth * 0.42, 18, 7, 2, "works"),
    ]
    houses.append(Draft(u, v + depth * 0.1, 30, 24, rng.choice((3, 7)), "works"))
    return fitting(land, houses), [Patch("bare", land.buffer(-4))]


LAYOUTS: dict[str, Layout] = {
    "school": school,
    "offices": offices,
    "government": government,
    "mall": mall,
    "market": market,
    "works": works,
    "park": park,
    "hospital": hospital,
    "station": station,
    "campus": campus,
    "kindergarten": kindergarten,
    "site": site,
    "tower": offices,
    "freight": works,
    "hotel": hotel,
}

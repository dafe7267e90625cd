"""Points on the earth: the offset of Chinese maps, distances, boxes and a flat plane for one town.

Stored points are WGS-84 longitude and latitude in degrees. CGCS2000, which national standards ask for,
differs from it by centimetres and is treated as the same. GCJ-02 is the offset system of Chinese tile and
geocoding services (高德, 腾讯); a point from there is 100 to 700 m off until it is converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from math import asin, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Final, NamedTuple

from linli.kernel.chinese import half_width
from linli.kernel.sources import Source

SOURCE: Final = Source(
    "GCJ-02 offset as known from public analysis (the algorithm itself is not published)",
    "",
    "https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China",
    date(2026, 11, 22),
    "Krasovsky 1940 ellipsoid; accurate to a few metres against map services.",
)

EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius (IUGG)
_KRASOVSKY_A: Final = 6_378_245.0
_KRASOVSKY_E2: Final = 0.006_693_421_622_965_943


class Crs(StrEnum):
    """The system a point is given in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"


class Point(NamedTuple):
    """Longitude and latitude in degrees, in that order."""

    lon: float
    lat: float


class Box(NamedTuple):
    """A rectangle of longitudes and latitudes in degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, point: tuple[float, float]) -> bool:
        """Say whether the point lies in the box or on its edge."""
        lon, lat = point
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point((self.west + self.east) / 2, (self.south + self.north) / 2)


# The rectangle in which map services apply the offset; Hong Kong, Macau and Taiwan lie inside it.
OFFSET_AREA: Final = Box(72.004, 0.8293, 137.8347, 55.8271)


# -------- the offset


def to_gcj02(point: tuple[float, float]) -> Point:
    """Return where a WGS-84 point lies on a Chinese map; unchanged outside China."""
    lon, lat = point
    if not OFFSET_AREA.contains((lon, lat)):
        return Point(lon, lat)
    shift_lon, shift_lat = _offset(lon, lat)
    return Point(lon + shift_lon, lat + shift_lat)


def to_wgs84(point: tuple[float, float], crs: Crs = Crs.GCJ02) -> Point:
    """Return the WGS-84 point of a point given in `crs`; unchanged outside China. Exact to well under a
    millimetre.
    """
    lon, lat = point
    if crs is not Crs.GCJ02 or not OFFSET_AREA.contains((lon, lat)):
        return Point(lon, lat)
    # The offset changes by less than a thousandth of a degree per degree, so guessing backwards converges at
    # once.
    guess_lon, guess_lat = lon, lat
    for _ in range(6):
        shift_lon, shift_lat = _offset(guess_lon, guess_lat)
        guess_lon, guess_lat = lon - shift_lon, lat - shift_lat
    return Point(guess_lon, guess_lat)


def _offset(lon: float, lat: float) -> tuple[float, float]:
    """Return the offset in degrees at a WGS-84 point."""
    x, y = lon - 105.0, lat - 35.0
    root = sqrt(abs(x))
    ripple = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    curve = 1 - _KRASOVSKY_E2 * sin(radians(lat)) ** 2
    metres_per_lat = _KRASOVSKY_A * (1 - _KRASOVSKY_E2) / (curve * sqrt(curve)) * pi / 180
    metres_per_lon = _KRASOVSKY_A / sqrt(curve) * cos(radians(lat)) * pi / 180
    return east / metres_per_lon, north / metres_per_lat


# -------- measuring


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance in metres along the earth's surface (haversine on a sphere; 0.5 % at worst)."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    half_lat = radians(lat_b - lat_a) / 2
    half_lon = radians(lon_b - lon_a) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def box_of(points: Iterable[tuple[float, float]]) -> Box:
    """Return the smallest box around `points`.

    :raises ValueError: when there are none.
    """
    lons, lats = zip(*points, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def box_around(centre: tuple[float, float], radius_m: float) -> Box:
    """Return a box that holds every point within `radius_m` metres of `centre`, for a first sieve before
    `distance_m`.
    """
    lon, lat = centre
    high = degrees(radius_m / EARTH_RADIUS_M)
    widest = max(abs(lat - high), abs(lat + high))  # a degree of longitude is shortest there
    wide = (
        180.0 if widest >= 90 else degrees(2 * asin(min(1.0, sin(radians(high) / 2) / cos(radians(widest)))))
    )
    return Box(lon - wide, lat - high, lon + wide, lat + high)


class Plane:
    """A flat map in metres around one point: x to the east, y to the north.

    Good for a subdistrict: 10 km from the origin a distance is still within 0.2 % of the sphere's.
    """

    __slots__ = ("_metres_per_lat", "_metres_per_lon", "origin")

    def __init__(self, origin: tuple[float, float]) -> None:
        """Lay the plane with (0, 0) at `origin`.

        :raises ValueError: at the poles, where east has no meaning.
        """
        self.origin = Point(*origin)
        if abs(self.origin.lat) > 89:
            raise ValueError("no plane at the poles")
        self._metres_per_lat = EARTH_RADIUS_M * pi / 180
        self._metres_per_lon = self._metres_per_lat * cos(radians(self.origin.lat))

    def to_xy(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return metres east and north of the origin."""
        lon, lat = point
        return (lon - self.origin.lon) * self._metres_per_lon, (lat - self.origin.lat) * self._metres_per_lat

    def to_point(self, xy: tuple[float, float]) -> Point:
        """Return the point that many metres east and north of the origin."""
        x, y = xy
        return Point(self.origin.lon + x / self._metres_per_lon, self.origin.lat + y / self._metres_per_lat)

    def distance_m(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        """Return the straight distance in metres on the plane; several times faster than the sphere's."""
        (ax, ay), (bx, by) = self.to_xy(a), self.to_xy(b)
        return hypot(ax - bx, ay - by)


# -------- reading

_NUMBER: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?(?![\d.])")
_LEFT_OVER: Final = re.compile(r"[\s,;:/|()\[\]°nesw北纬南东经西度xypointgeolatlng=]*", re.IGNORECASE)
_LEAST_LON_IN_CHINA: Final = 60.0  # latitudes of China end at 54°, its longitudes begin at 73°


def parse_point(text: str, crs: Crs = Crs.WGS84) -> Point:
    """Read a point that people paste: `120.1,36.2`, `36.2，120.1`, `E120.1 N36.2`, `北纬36.2 东经120.1`.

    In China a longitude is always above 60 and a latitude below, so the order doesn't matter there; elsewhere
    the longitude comes first.

    :raises ValueError: when it is not two numbers that can be a point.
    """
    plain = half_width(text)
    numbers = [float(match[0]) for match in _NUMBER.finditer(plain)]
    if len(numbers) != 2 or not _LEFT_OVER.fullmatch(_NUMBER.sub("", plain)):
        raise ValueError(f"not a point: {text!r}")
    lon, lat = numbers
    if abs(lon) < _LEAST_LON_IN_CHINA <= lat:
        lon, lat = lat, lon
    if abs(lon) > 180 or abs(lat) > 90:
        raise ValueError(f"not a point on the earth: {text!r}")
    return to_wgs84((lon, lat), crs)

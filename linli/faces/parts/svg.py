"""Geometry of the maps and charts that the server draws: degrees in, path strings out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.faces.parts.shapes import Ring


@dataclass(frozen=True, slots=True)
class Frame:
    """Fits a piece of the earth into a box; a city is small enough for a plane and one cosine."""

    west: float
    north: float
    scale: float
    squeeze: float
    left: float
    top: float

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        y = self.top + (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, rings: Iterable[Ring]) -> str:
        return "".join(self._ring(ring) for ring in rings)

    def line(self, points: Ring) -> str:
        pairs = [self.xy(lon, lat) for lon, lat in points]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in pairs) if len(pairs) > 1 else ""

    def _ring(self, ring: Ring) -> str:
        pairs = [self.xy(lon, lat) for lon, lat in ring]
        if len(pairs) > 1 and pairs[0] == pairs[-1]:
            pairs.pop()
        kept = [pair for index, pair in enumerate(pairs) if index == 0 or pair != pairs[index - 1]]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "z" if len(kept) > 2 else ""


def fit(points: Sequence[tuple[float, float]], *, width: float, height: float, margin: float) -> Frame:
    """Return the frame in which ``points`` (lon, lat) fill the box inside a margin."""
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    across = max((east - west) * squeeze, 1e-5)
    down = max(north - south, 1e-5)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down)
    left = (width - across * scale) / 2
    top = (height - down * scale) / 2
    return Frame(west=west, north=north, scale=scale, squeeze=squeeze, left=left, top=top)


def box_for(
    points: Sequence[tuple[float, float]], *, width: float, flattest: float, tallest: float
) -> tuple[float, float]:
    """Return a box of this width that suits the shape of the ground, between two proportions."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    across = max((max(lons) - min(lons)) * squeeze, 1e-5)
    shape = across / max(max(lats) - min(lats), 1e-5)
    return width, round(width / min(max(shape, tallest), flattest))


def middle_of(ring: Ring) -> tuple[float, float]:
    """Return the centroid of a ring; of a ring without area, the mean of its points."""
    area = x = y = 0.0
    points = list(ring)
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if abs(area) < 1e-12:
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    return x / (3 * area), y / (3 * area)


def classes(values: Sequence[float], count: int = 5) -> tuple[float, ...]:
    """Return the upper bounds of all classes but the last, at round figures.

    Equal steps from zero, because classes must stay put while the figures move.
    """
    top = max(values, default=0.0)
    if top <= 0:
        return tuple(float(step) for step in range(1, count))
    step = _round_up(top / count)
    return tuple(round(step * index, 6) for index in range(1, count))


def class_of(value: float | None, bounds: Sequence[float]) -> int:
    """Return the class of a value, from 1; 0 says that there is no value."""
    if value is None:
        return 0
    return 1 + sum(value >= bound for bound in bounds)


def _round_up(step: float) -> float:
    size = 10 ** math.floor(math.log10(step))
    for nice in (1, 2, 2.5, 5, 10):
        if step <= nice * size * (1 + 1e-9):
            return float(nice * size)
    return float(10 * size)


def spark(
    values: Sequence[float], *, width: float = 166, height: float = 60, margin: float = 8
) -> tuple[str, float, float]:
    """Return the line through ``values`` and its last point.

    The line has no axis: it shows a way, not an amount.
    """
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    points = [
        (
            round(margin + index * step, 1),
            round(height - margin - (value - low) / span * (height - 2 * margin), 1),
        )
        for index, value in enumerate(values)
    ]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points), points[-1][0], points[-1][1]


def top_of(values: Sequence[float]) -> float:
    """Return a round figure at or above all values, for the top of an axis from zero."""
    top = max(values, default=0.0)
    return 2 * _round_up(top / 2) if top > 0 else 1.0


def broken(points: Iterable[tuple[float, float | None]]) -> str:
    """Return the line through points, lifted where one has no height."""
    path, is_down = "", False
    for x, y in points:
        if y is None:
            is_down = False
            continue
        path += f"{'L' if is_down else 'M'}{x:g} {y:g}"
        is_down = True
    return path

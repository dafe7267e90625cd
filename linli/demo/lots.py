"""Where homes stand on a piece of land: rows of flats, towers, courtyards, and the shops before them.

All in drawing metres. Houses of Chinese flats face south, so they lie along u in rows along v, and the older
the compound, the closer the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import shapely
from shapely import Polygon, box


@dataclass(frozen=True, slots=True)
class Draft:
    """A house on the drawing: centre, size along u and v, height, and what is in it."""

    u: float
    v: float
    width: float
    depth: float
    floors: int
    use: str
    stairwells: int = 0
    doors: int = 0  # on each floor of a stairwell

    @property
    def homes(self) -> int:
        return self.floors * self.stairwells * self.doors

    def outline(self, margin: float = 0.0) -> Polygon:
        """Return the ground it covers, with `margin` metres around."""
        half_u, half_v = self.width / 2 + margin, self.depth / 2 + margin
        return box(self.u - half_u, self.v - half_v, self.u + half_u, self.v + half_v)


@dataclass(frozen=True, slots=True)
class Patch:
    """Ground that is not built on: garden, court, track, pond, car park."""

    kind: str
    sheet: Polygon


@dataclass(frozen=True, slots=True)
class Rows:
    """How the flats of one kind of compound are built."""

    lengths: tuple[float, ...]
    depth: float
    pitch: float  # from row to row, metres
    gap: float  # between houses of a row
    floors: tuple[int, ...]
    stairwell_m: float
    doors: int
    built: tuple[int, int]


ROWS = {
    "dorm": Rows((34, 45, 56), 10.5, 23.5, 7, (4, 5), 11.3, 3, (1974, 1988)),
    "walkup": Rows((39, 52, 65), 11.8, 27.5, 8, (5, 6), 13.0, 2, (1986, 1999)),
    "resettled": Rows((48, 64), 12.8, 31, 10, (6, 7, 11), 16.0, 2, (2006, 2015)),
    "estate": Rows((42, 56), 13.5, 35, 12, (7, 9, 11), 14.0, 2, (2001, 2012)),
    "highrise": Rows((27, 52), 17.5, 56, 24, (18, 24, 26, 33), 26.5, 4, (2010, 2023)),
}


def split(land: Polygon, most: float) -> Iterator[Polygon]:
    """Yield land in lots of at most `most` square metres, with a path of 7 m between them."""
    if land.area <= most:
        yield land
        return
    west, south, east, north = land.bounds
    if east - west > north - south:
        middle = land.centroid.x
        halves = (box(west, south, middle - 3.5, north), box(middle + 3.5, south, east, north))
    else:
        middle = land.centroid.y
        halves = (box(west, south, east, middle - 3.5), box(west, middle + 3.5, east, north))
    for half in halves:
        piece = land.intersection(half)
        largest = max(getattr(piece, "geoms", [piece]), key=lambda each: each.area)
        if largest.area > 1500:
            yield from split(largest, most)


def shops(land: Polygon, street: Polygon, rng: Random) -> list[Draft]:
    """Return a row of shops where the land meets a wide street."""
    west, south, east, north = land.bounds
    sides = (
        (box(west, south - 14, east, south), "u", south + 6.0),
        (box(west, north, east, north + 14), "u", north - 6.0),
        (box(west - 14, south, west, north), "v", west + 6.0),
        (box(east, south, east + 14, north), "v", east - 6.0),
    )
    out: list[Draft] = []
    for beyond, along, line in sides:
        if beyond.intersection(street).area < 0.45 * beyond.area:
            continue
        at, end = (west + 4, east - 4) if along == "u" else (south + 4, north - 4)
        while at + 12 < end:
            length = min(rng.choice((16.0, 22.0, 30.0, 38.0)), end - at)
            floors = rng.choice((1, 2, 2, 3))
            middle = at + length / 2
            shop = Draft(middle, line, length - 0.6, 10.0, floors, "shop")
            if along == "v":
                shop = replace(shop, u=line, v=middle, width=10.0, depth=length - 0.6)
            # The land leans, its bounding box does not: push the row inwards until it stands on the land.
            for step in (0, 4, 8, 12, 16):
                inwards = step if line in (south + 6.0, west + 6.0) else -step
                moved = (
                    replace(shop, v=shop.v + inwards) if along == "u" else replace(shop, u=shop.u + inwards)
                )
                if land.contains(moved.outline(0.2)):
                    if all(not moved.outline(1.0).intersects(other.outline()) for other in out[-60:]):
                        out.append(moved)
                    break
            at += length + (0 if rng.random() < 0.8 else 7)
    return out


def rows(land: Polygon, kind: str, taken: Polygon, rng: Random) -> list[Draft]:
    """Return rows of flats as one kind of compound is built, south to north, west to east."""
    style = ROWS[kind]
    free = shapely.difference(land.buffer(-2.0), taken.buffer(5.0))
    if free.is_empty:
        return []
    west, south, east, north = free.bounds
    length = rng.choice(style.lengths)
    floors = rng.choice(style.floors)
    out = []
    v = south + style.depth / 2 + rng.uniform(0, 4)
    row = 0
    while v + style.depth / 2 < north:
        u = west + (rng.uniform(0, style.gap) if kind != "highrise" or row % 2 == 0 else length * 0.7)
        while u < east:
            for size in (length, *sorted((each for each in style.lengths if each < length), reverse=True)):
                stairwells = max(1, round(size / style.stairwell_m))
                height = floors if kind != "highrise" else rng.choice((floors, floors, max(18, floors - 6)))
                house = Draft(u + size / 2, v, size, style.depth, height, "home", stairwells, style.doors)
                if free.contains(house.outline()):
                    out.append(house)
                    u += size + style.gap
                    break
            else:
                u += 5
        v += style.pitch
        row += 1
    return out


def courtyards(land: Polygon, taken: Polygon, rng: Random) -> list[Draft]:
    """Return low houses around small courts: what is left of the town before the flats."""
    free = shapely.difference(land.buffer(-1.5), taken.buffer(5.0))
    if free.is_empty:
        return []
    west, south, east, north = free.bounds
    out = []
    v = south
    while v < north:
        u = west + rng.uniform(0, 3)
        while u < east:
            width, depth = rng.uniform(15, 19), rng.uniform(14, 16)
            wings = (
                Draft(u + width / 2, v + depth - 3, width, 5.4, 1, "home", 1, rng.choice((1, 2))),
                Draft(u + 2.4, v + (depth - 6) / 2, 4.6, depth - 7, rng.choice((1, 1, 2)), "home", 1, 1),
                Draft(u + width - 2.4, v + (depth - 6) / 2, 4.6, depth - 7, 1, "home", 1, 1),
            )
            keep = wings if rng.random() < 0.7 else wings[:2]
            out += [wing for wing in keep if free.contains(wing.outline())]
            u += width + 2.2
        v += 17.5 + (0 if rng.random() < 0.6 else 2.5)
    return out


def thin_out(houses: list[Draft], most: int, kind: str) -> tuple[list[Draft], list[Patch]]:
    """Lower the houses, then leave a garden in the middle, until no more than `most` homes are left."""
    lowest = min(ROWS[kind].floors) if kind in ROWS else 1
    total = sum(house.homes for house in houses)
    houses = list(houses)
    if kind != "courtyards":
        for at, house in enumerate(houses):
            if total <= most:
                break
            lower = replace(house, floors=lowest)
            total -= house.homes - lower.homes
            houses[at] = lower
    garden: list[Polygon] = []
    while houses and total > most * 1.04:
        middle = shapely.MultiPoint(
            [(house.u, house.v) for house in houses] + [g.centroid.coords[0] for g in garden]
        ).centroid
        gone = min(
            houses,
            key=lambda house: (round(middle.distance(shapely.Point(house.u, house.v)), 1), house.u, house.v),
        )
        houses.remove(gone)
        total -= gone.homes
        garden.append(gone.outline(4.0))
    green = (
        shapely.unary_union([each.buffer(14) for each in garden]).buffer(-11).buffer(-3).buffer(3)
        if garden
        else None
    )
    patches = []
    if green is not None and not green.is_empty:
        built = shapely.unary_union([house.outline(4.0) for house in houses])
        left = green.difference(built)
        patches = [Patch("garden", piece) for piece in getattr(left, "geoms", [left]) if piece.area > 150]
    return houses, patches


Layout = Callable[[Polygon, Random], tuple[list[Draft], list[Patch]]]


def middle_of(land: Polygon) -> tuple[float, float, float, float]:
    """Return centre, width and depth of the land, a little inside its bounding box."""
    west, south, east, north = land.bounds
    return (west + east) / 2, (south + north) / 2, (east - west) - 12, (north - south) - 12


def fitting(land: Polygon, houses: list[Draft]) -> list[Draft]:
    """Keep the houses that stand on the land and not on each other."""
    out: list[Draft] = []
    for house in houses:
        inside = land.contains(house.outline(0.5))
        if inside and all(not house.outline(1.5).intersects(other.outline()) for other in out):
            out.append(house)
    return out

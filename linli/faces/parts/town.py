"""The sample town of the living page: sixteen grids, their communities, some buildings and cases."""

from __future__ import annotations

from typing import Any

from linli.faces.parts.shapes import Area, Ring


def square(column: float, line: float, width: float = 1, height: float = 1) -> Ring:
    """A block of the sample town, a little askew so that it looks drawn and not tiled."""

    def corner(x: float, y: float) -> tuple[float, float]:
        askew = 0.08 * ((x * 7 + y * 3) % 5 - 2)
        return 120 + (x + askew) * 0.0042, 31 + (y - askew / 2) * 0.003

    return (
        corner(column, line),
        corner(column + width, line),
        corner(column + width, line + height),
        corner(column, line + height),
    )


def grid_areas(here: int | None = None) -> tuple[Area, ...]:
    names = ("柳行", "书院街", "泉北", "官扎园")
    areas = []
    for index in range(16):
        column, line = index % 4, index // 4
        community = names[(column // 2) + 2 * (line // 2)]
        value = float((index * 37) % 16)
        areas.append(
            Area(
                (square(column, line),),
                f"{community} {index + 1} 网格",
                value,
                f"{value:g}",
                "#" if here is None else "",
                community,
                yellow=3 if index in {2, 9} else 0,
                red=2 if index in {5, 9} else 0,
                is_here=index == here,
            )
        )
    return tuple(areas)


def outlines() -> tuple[Area, ...]:
    names = ("柳行", "书院街", "泉北", "官扎园")
    blocks = [(column, line) for line in (0, 2) for column in (0, 2)]
    return tuple(
        Area((block(column, line),), name) for name, (column, line) in zip(names, blocks, strict=True)
    )


def block(column: int, line: int) -> Ring:
    """The outline of four squares, corner by corner, so that it lies on their sides."""
    around = ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1))
    return tuple(square(column + x, line + y)[0] for x, y in around)


def buildings() -> tuple[Ring, ...]:
    return tuple(
        square(column + 0.15, line + 0.2 + 0.35 * number, 0.6, 0.16)
        for column in range(3)
        for line in range(3)
        for number in range(2)
    )


def _feature(ring: Ring, **about: Any) -> dict[str, Any]:
    polygon = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": about, "geometry": polygon}


def shapes() -> dict[str, Any]:
    """Return the sample town as GeoJSON."""
    grids = [
        _feature(
            area.rings[0],
            kind="grid",
            id=str(index + 1),
            name=area.name,
            level=1 + index % 5,
            words=area.words,
        )
        for index, area in enumerate(grid_areas())
    ]
    communities = [_feature(area.rings[0], kind="community", name=area.name) for area in outlines()]
    houses = [_feature(ring, kind="building") for ring in buildings()]
    return {"type": "FeatureCollection", "features": [*grids, *communities, *houses]}


def cases() -> dict[str, Any]:
    """Return sample cases as GeoJSON points, as a face answers them."""
    cards = ("none", "none", "yellow", "none", "red")
    features = [
        {
            "type": "Feature",
            "properties": {
                "number": f"20261118-{index:04}",
                "title": "楼道灯不亮",
                "url": "#",
                "state": "办理中",
                "card": cards[index % 5],
            },
            "geometry": {
                "type": "Point",
                "coordinates": [120.001 + (index * 37 % 100) * 1.5e-4, 31.001 + (index * 53 % 100) * 1e-4],
            },
        }
        for index in range(60)
    ]
    return {"type": "FeatureCollection", "features": features, "total": len(features)}


SAMPLES = {"shapes": shapes, "cases": cases}

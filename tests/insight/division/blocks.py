"""Grounds of squares for tests: rows of houses in blocks between streets."""

from __future__ import annotations

from shapely.geometry import LineString, box

from linli.insight.division.rules import Ground, House, Way


def ground_of(
    homes: list[list[int]],
    *,
    side: float = 60.0,
    block: int = 3,
    today: int = 2,
    cases: tuple[tuple[float, float], ...] = (),
) -> Ground:
    """Lay houses on a sheet of squares, `homes[row][column]` households in each; a street after every `block` squares.
    Today's grids are `today` upright strips.
    """
    rows, columns = len(homes), len(homes[0])
    high, wide = rows * side, columns * side
    edges = [round(columns * n / today) * side for n in range(today + 1)]
    shapes = {n + 1: box(edges[n], 0, edges[n + 1], high) for n in range(today) if edges[n] < edges[n + 1]}
    houses = []
    for r, row in enumerate(homes):
        for c, households in enumerate(row):
            x, y = c * side, r * side
            grid = next(n for n, shape in shapes.items() if shape.bounds[0] <= x < shape.bounds[2])
            outline = box(x + 10, y + 20, x + side - 10, y + side - 20)
            compound = (r // block) * 100 + c // block
            houses.append(House(r * columns + c, outline, households, grid, compound, f"{r}-{c}"))
    ways = [
        Way(f"横{n}街", 12.0, LineString([(-5, n * block * side), (wide + 5, n * block * side)]))
        for n in range(1, (rows - 1) // block + 1)
    ]
    ways += [
        Way(f"竖{n}路", 24.0, LineString([(n * block * side, -5), (n * block * side, high + 5)]))
        for n in range(1, (columns - 1) // block + 1)
    ]
    return Ground(shapes, tuple(houses), tuple(ways), cases)

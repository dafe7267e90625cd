"""Where names and cards stand on a drawn map: in the middle of their area, or as near as others let them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.faces.parts import svg
from linli.faces.parts.shapes import Area

WIDTH = 960
"""Of every drawn map of a board, in the units of the drawing."""


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    card: str = ""
    url: str = ""


def _middle(frame: svg.Frame, area: Area) -> tuple[float, float]:
    return frame.xy(*svg.middle_of(max(area.rings, key=len)))


def cards_of(frame: svg.Frame, area: Area) -> list[Label]:
    """Put the cards of an area into its middle, side by side."""
    x, y = _middle(frame, area)
    shown = [(count, colour) for count, colour in ((area.red, "red"), (area.yellow, "yellow")) if count]
    return [
        Label(x + 50 * (index - (len(shown) - 1) / 2), y, str(count), colour)
        for index, (count, colour) in enumerate(shown)
    ]


# Where a name may go when cards are in its way: nearest first, in the units of the drawing.
ASIDE = (
    (0, 0),
    (0, 54),
    (0, -54),
    (84, 0),
    (-84, 0),
    (84, 54),
    (-84, 54),
    (84, -54),
    (-84, -54),
    (0, 92),
    (0, -92),
)


def names_of(frame: svg.Frame, areas: Sequence[Area], cards: Sequence[Label]) -> list[Label]:
    """Names stand in the middle of their area, or as near to it as cards and other names let them.

    A name that would leave its area rather overlaps a little: elsewhere it would name a neighbour.
    """
    taken = [(card.x - 25, card.y - 31, card.x + 25, card.y + 31) for card in cards]
    placed: list[Label] = []
    for area in areas:
        if not area.rings or not area.name:
            continue
        x, y = _middle(frame, area)
        half = 22 * len(str(area.name)) + 4
        x = min(max(x, half), max(WIDTH - half, half))
        corners = [frame.xy(lon, lat) for lon, lat in max(area.rings, key=len)]
        west, east = min(x for x, _ in corners), max(x for x, _ in corners)
        north, south = min(y for _, y in corners), max(y for _, y in corners)
        costs = []
        for place, (dx, dy) in enumerate(ASIDE):
            box = (x + dx - half, y + dy - 26, x + dx + half, y + dy + 26)
            is_outside = not (west <= x + dx <= east and north <= y + dy <= south)
            covered = sum(_overlap(box, one) for one in taken)
            costs.append((covered + is_outside * half * 52, place, box))
        _, place, box = min(costs)
        taken.append(box)
        x, y = round(x + ASIDE[place][0], 1), round(y + ASIDE[place][1], 1)
        placed.append(Label(x, y, str(area.name), url=area.url))
    return placed


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0

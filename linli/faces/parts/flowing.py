"""Geometry of a flow (Sankey): what streams from one column of shares to the next, as boxes and bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.faces.parts.shapes import FlowColumn, FlowNode, FlowStream, Words

BAR = 12
TOP, BOTTOM = 32, 10
"""Room for the names of the columns, and under the words of the last share."""
GAP = 6
"""The least room between two shares."""
REST = "…"
"""The code of what was joined because it is small."""
THINNEST = 1.5
"""One case among a thousand is still seen."""


@dataclass(frozen=True, slots=True)
class Box:
    """A share: its bar, and where its words stand."""

    x: float
    y: float
    height: float
    words_x: float
    words_y: float
    anchor: str
    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    x: float
    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Flow:
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    heads: tuple[Head, ...]


def lay_out(
    columns: Sequence[FlowColumn],
    streams: Sequence[FlowStream],
    *,
    width: float,
    height: float,
    line: float,
    side: float,
) -> Flow:
    """Place every share and every band; the same scale for all columns, so that breadths compare.

    `side` is the room for words left and right; the words of the columns between stand over their bands. However small,
    a share has a `line` to itself, so that its words touch no others.
    """
    total = sum(stream.count for stream in streams)
    if not total:
        return Flow((), (), ())
    shown = [
        [node for node in column.nodes if _count(streams, index, node.code)]
        for index, column in enumerate(columns)
    ]
    tallest = height - TOP - BOTTOM
    scale = min(
        _scale([_count(streams, i, n.code) for n in nodes], tallest - GAP * len(nodes), line - GAP)
        for i, nodes in enumerate(shown)
    )
    step = (width - 2 * side - BAR) / max(len(columns) - 1, 1)
    boxes: dict[tuple[int, str], Box] = {}
    heads = []
    for index, nodes in enumerate(shown):
        x = side + index * step
        is_first = index == 0
        anchor = "end" if is_first else "start"
        words_x = x - 10 if is_first else x + BAR + 10
        heads.append(Head(round(words_x, 1), anchor, str(columns[index].name)))
        counts = [_count(streams, index, node.code) for node in nodes]
        # A column with fewer or larger shares has more room between them.
        slots = [GAP + max(count * scale, line - GAP) for count in counts]
        spare = tallest - sum(slots)
        room = spare / (len(nodes) - 1) if len(nodes) > 1 else 0
        y: float = TOP if len(nodes) > 1 else TOP + spare / 2
        for node, count, slot in zip(nodes, counts, slots, strict=True):
            tall = max(count * scale, THINNEST)
            boxes[index, node.code] = Box(
                round(x, 1), round(y + (slot - tall) / 2, 1), round(tall, 1),
                round(words_x, 1), round(y + slot / 2, 1),
                anchor, str(node.name), count, node.url,
            )  # fmt: skip
            y += slot + room
    return Flow(tuple(boxes.values()), tuple(_bands(columns, streams, boxes, scale)), tuple(heads))


def fold(
    columns: Sequence[FlowColumn], streams: Sequence[FlowStream], *, most: int, rest: Words
) -> tuple[list[FlowColumn], list[FlowStream]]:
    """Join the smallest shares of a column that has more than `most` into one, named `rest`."""
    folded, kept = [], []
    for index, column in enumerate(columns):
        ranked = sorted(column.nodes, key=lambda node: -_count(streams, index, node.code))
        ranked = [node for node in ranked if _count(streams, index, node.code)]
        small = {node.code for node in ranked[most - 1 :]} if len(ranked) > most else set()
        nodes = tuple(node for node in column.nodes if node.code not in small)
        folded.append(FlowColumn(column.name, (*nodes, FlowNode(REST, rest)) if small else nodes))
        kept.append(small)
    joined = [
        FlowStream(
            tuple(REST if code in small else code for code, small in zip(one.codes, kept, strict=True)),
            one.count,
        )
        for one in streams
    ]
    return folded, joined


def _scale(counts: Sequence[int], room: float, line: float) -> float:
    """Give the height of one case, when every share below a line's height takes the whole line."""
    large = sorted(counts)
    while large and room > 0:
        scale = room / sum(large)
        if large[0] * scale >= line:
            return scale
        large.pop(0)
        room -= line
    return 0.0


def _count(streams: Sequence[FlowStream], column: int, code: str) -> int:
    return sum(stream.count for stream in streams if stream.codes[column] == code)


def _bands(
    columns: Sequence[FlowColumn],
    streams: Sequence[FlowStream],
    boxes: dict[tuple[int, str], Box],
    scale: float,
) -> list[Band]:
    bands = []
    for index in range(len(columns) - 1):
        left = {code: box.y for (column, code), box in boxes.items() if column == index}
        right = {code: box.y for (column, code), box in boxes.items() if column == index + 1}
        for start in (node.code for node in columns[index].nodes):
            for end in (node.code for node in columns[index + 1].nodes):
                count = sum(s.count for s in streams if s.codes[index : index + 2] == (start, end))
                if not count:
                    continue
                tall = max(count * scale, THINNEST)
                a, b = boxes[index, start], boxes[index + 1, end]
                bands.append(
                    Band(_path(a.x + BAR, left[start], b.x, right[end], tall), f"{a.name} → {b.name} {count}")
                )
                left[start] += count * scale
                right[end] += count * scale
    return bands


def _path(x1: float, y1: float, x2: float, y2: float, tall: float) -> str:
    middle = (x1 + x2) / 2
    over = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    low1, low2 = y1 + tall, y2 + tall
    return f"{over}V{low2:.1f}C{middle:.1f} {low2:.1f} {middle:.1f} {low1:.1f} {x1:.1f} {low1:.1f}z"

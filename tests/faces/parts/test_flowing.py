"""The flow's drawing: one scale, nothing lost between columns, nothing drawn for what has no case."""

import re
from itertools import pairwise

import pytest

from linli.faces.parts import flowing
from linli.faces.parts.shapes import FlowColumn, FlowNode, FlowStream

COLUMNS = (
    FlowColumn("从哪里来", (FlowNode("web", "居民"), FlowNode("phone", "来电"), FlowNode("none", "没有"))),
    FlowColumn("由谁办", (FlowNode("grid", "网格"), FlowNode("street", "街道"))),
    FlowColumn("办得怎样", (FlowNode("closed", "办结", "/closed/"),)),
)
STREAMS = (
    FlowStream(("web", "grid", "closed"), 60),
    FlowStream(("web", "street", "closed"), 30),
    FlowStream(("phone", "street", "closed"), 10),
)


@pytest.fixture
def drawn() -> flowing.Flow:
    return flowing.lay_out(COLUMNS, STREAMS, width=800, height=240, line=24, side=150)


def test_shares_are_as_tall_as_their_cases(drawn: flowing.Flow) -> None:
    boxes = {box.name: box for box in drawn.boxes}
    assert {name: box.count for name, box in boxes.items()} == {
        "居民": 90, "来电": 10, "网格": 60, "街道": 40, "办结": 100,
    }  # fmt: skip
    assert boxes["居民"].height == pytest.approx(9 * boxes["来电"].height, rel=0.05)
    assert boxes["网格"].height + boxes["街道"].height == pytest.approx(boxes["办结"].height, abs=0.2)
    assert boxes["办结"].url == "/closed/"


def test_everything_stays_inside_and_apart(drawn: flowing.Flow) -> None:
    for box in drawn.boxes:
        assert 150 <= box.x <= 650
        assert box.y >= flowing.TOP
        assert box.y + box.height <= 240
    by_column: dict[float, list[flowing.Box]] = {}
    for box in drawn.boxes:
        by_column.setdefault(box.x, []).append(box)
    for boxes in by_column.values():
        for above, below in pairwise(boxes):
            assert below.words_y - above.words_y > 20


def test_bands_begin_and_end_at_the_shares_they_join(drawn: flowing.Flow) -> None:
    assert len(drawn.bands) == 5
    boxes = {box.name: box for box in drawn.boxes}
    for band in drawn.bands:
        start, end = (boxes[name] for name in re.match(r"(\S+) → (\S+) \d+", band.title).groups())  # type: ignore[union-attr]
        x, y = (float(number) for number in re.match(r"M([\d.]+) ([\d.]+)", band.path).groups())  # type: ignore[union-attr]
        assert x == pytest.approx(start.x + flowing.BAR)
        assert start.y - 0.1 <= y <= start.y + start.height
        assert f" {end.x:.1f} " in band.path


def test_nothing_is_drawn_of_nothing() -> None:
    assert flowing.lay_out(COLUMNS, (), width=800, height=240, line=24, side=150) == flowing.Flow((), (), ())


def test_many_small_shares_leave_the_large_ones_their_breadth() -> None:
    """Eight channels on a board: the smallest are one share, whose words touch no others, and the bands stay broad."""
    counts = {
        "web": 369,
        "grid": 115,
        "phone": 73,
        "hotline": 46,
        "group": 43,
        "visit": 24,
        "open311": 13,
        "api": 6,
    }
    columns = (FlowColumn("从哪里来", tuple(FlowNode(code, code) for code in counts)), COLUMNS[2])
    streams = [FlowStream((code, "closed"), count) for code, count in counts.items()]
    folded, joined = flowing.fold(columns, streams, most=5, rest="其他")
    drawn = flowing.lay_out(folded, joined, width=800, height=220, line=24, side=150)
    boxes = [box for box in drawn.boxes if box.name != "办结"]
    assert [(box.name, box.count) for box in boxes] == [*list(counts.items())[:4], ("其他", 86)]
    assert boxes[0].height > 60
    assert min(below.words_y - above.words_y for above, below in pairwise(boxes)) >= 24
    assert all(box.y >= flowing.TOP and box.y + box.height <= 220 for box in drawn.boxes)
    assert flowing.fold(COLUMNS, STREAMS, most=5, rest="其他")[1] == list(STREAMS)

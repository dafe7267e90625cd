"""Ways come in from maps as people draw them, and counts of people from a sheet; what cannot be walked stays out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.places import footways
from linli.base.places.footways import Way, kind_of, level_of, people_rows, read_map

OSM = """<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">
<node id="1" lon="116.9" lat="36.5"/><node id="2" lon="116.901" lat="36.5"/><node id="3" lon="116.902" lat="36.5"/>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="清泉路"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="footway"/><tag k="footway" v="crossing"/>
<tag k="crossing" v="traffic_signals"/></way>
<way id="12"><nd ref="1"/><nd ref="3"/><tag k="highway" v="motorway"/></way>
<way id="13"><nd ref="1"/><nd ref="99"/><tag k="highway" v="footway"/></way>
<way id="14"><nd ref="1"/><nd ref="3"/><tag k="building" v="yes"/></way></osm>"""


def put(folder: Path, text: str) -> Path:
    path = folder / "map"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_extract_of_openstreetmap_is_read(tmp_path: Path) -> None:
    read = read_map(put(tmp_path, OSM))
    assert read.ways == (
        Way("street", ((116.9, 36.5), (116.901, 36.5)), "清泉路"),
        Way("signals", ((116.901, 36.5), (116.902, 36.5))),
    )
    assert read.left_out == 2  # the motorway, and the way that leads off the extract
    assert "OpenStreetMap" in read.source


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "steps"}, "stairs"),
        ({"highway": "footway", "footway": "crossing"}, "crossing"),
        ({"highway": "crossing", "crossing:signals": "yes"}, "signals"),
        ({"highway": "service", "access": "private"}, None),
        ({"highway": "service", "access": "private", "foot": "yes"}, "street"),
        ({"highway": "residential", "foot": "no"}, None),
        ({"highway": "trunk"}, None),
        ({"highway": "trunk", "foot": "designated"}, "street"),
        ({"highway": "pedestrian"}, "path"),
        ({"waterway": "river"}, None),
    ],
)
def test_what_tags_mean_to_people_on_foot(tags: dict[str, str], kind: str | None) -> None:
    assert kind_of(tags) == kind


def test_bridges_and_tunnels_are_levels_of_their_own() -> None:
    assert [level_of(tags) for tags in ({}, {"bridge": "yes"}, {"tunnel": "yes"}, {"layer": "-2"})] == [
        0,
        1,
        -1,
        -2,
    ]
    assert level_of({"layer": "二层", "bridge": "no"}) == 0


def test_lines_are_read_with_our_kinds_or_theirs(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[116.9, 36.5], [116.91, 36.5, 12.0]]}
    two = {"type": "MultiLineString", "coordinates": [line["coordinates"], line["coordinates"]]}
    features = [
        {"type": "Feature", "properties": {"kind": "stairs", "name": None}, "geometry": line},
        {"type": "Feature", "properties": {"highway": "cycleway"}, "geometry": two},
        {"type": "Feature", "properties": {"kind": "railway"}, "geometry": line},
        {"type": "Feature", "properties": None, "geometry": line},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
        "nonsense",
    ]
    read = read_map(put(tmp_path, json.dumps({"type": "FeatureCollection", "features": features})))
    assert [way.kind for way in read.ways] == ["stairs", "path", "path", "path"]
    assert read.left_out == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("网格,0–2岁", footways.NotAMap),
        ("<osm><node", footways.NotAMap),
        ("<html><way><tag k='highway' v='path'/></way></html>", footways.NotAMap),
        ("<osm></osm>", footways.NoWays),
        ('{"features": {}}', footways.NotAMap),
        ('{"features": []}', footways.NoWays),
        ("\x00\x00\x00\x0d\x0a\x09OSMHeader", footways.PackedMap),
        ("", footways.NotAMap),
    ],
)
def test_what_is_no_map_is_refused_by_name(tmp_path: Path, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_map(put(tmp_path, text))


WORDS = ["type", "features", "geometry", "properties", "coordinates", "kind", "LineString"]
json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_no_lines_break_the_reader(tmp_path_factory: pytest.TempPathFactory, given: object) -> None:
    line = {"type": "LineString", "coordinates": given}
    held = {"features": [given, {"type": "Feature", "properties": given, "geometry": line}]}
    path = put(tmp_path_factory.mktemp("map"), json.dumps(held))
    with pytest.raises(footways.NoWays):
        read_map(path)


def test_a_sheet_of_ages_is_read_by_its_headings() -> None:
    rows: list[list[object]] = [
        ["清泉街道人口", None],
        ["网格", "3–5岁", "60–79岁", "备注"],
        ["第 1 网格", 12, "40", ""],
        ["第 2 网格", 3.0, "不详"],
        ["", 5, 6],
    ]
    assert people_rows(rows) == [("第 1 网格", {"a3": 12, "a60": 40}), ("第 2 网格", {"a3": 3})]
    assert people_rows([]) == []

"""Maps of ways and sheets of people by age, as somebody made them who means harm or knows no better."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests.security.brought import FEW, ROWS, as_csv
from tests.town import Town

TAGS = ("highway", "layer", "bridge", "foot", "access", "crossing")
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.django_db
class TestWays:
    """Ways on foot, and people by age."""

    @FEW
    @given(rows=ROWS, given=JSON, name=st.text(max_size=8), names=st.lists(st.sampled_from(TAGS), max_size=3))
    def test_any_sheet_and_any_lines(
        self, town: Town, rows: list[list[Any]], given: object, name: str, names: list[str]
    ) -> None:
        client = town.client("sysadmin")
        sheet = SimpleUploadedFile(
            "a.csv", as_csv([["网格", "0–2岁", "80岁以上"], [town.grids[0].code, *"12"], *rows], "utf-8")
        )
        told = {"file": sheet, "source": "x", "counted_on": "2026-11-01"}
        assert client.post("/d/house/walks/people/", told).status_code in {302, 422}
        line = {"type": "LineString", "coordinates": [[117.001, 36.001], [117.002, 36.001], given]}
        tags = {"name": name, **dict.fromkeys(names, given), "kind": "path"}
        features = [{"type": "Feature", "properties": tags, "geometry": line}, given]
        brought = SimpleUploadedFile("a.json", json.dumps({"features": features}).encode())
        assert client.post("/d/house/walks/", {"file": brought, "source": ""}).status_code in {302, 422}
        assert town.client("leader").get("/d/circles/").status_code == 200

    def test_an_extract_made_to_harm(self, town: Town) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><osm>&b;</osm>'
        for content in (
            bomb,
            b"<?xml version='1.0'?>" + bomb,
            b"<osm><way><nd ref='1'/></way></osm>",
            b"<osm>" * 5000,
        ):
            brought = SimpleUploadedFile("a.osm", content)
            assert town.client("sysadmin").post("/d/house/walks/", {"file": brought}).status_code == 422

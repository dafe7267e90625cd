"""Reading places over REST: what is certain, what is asked, and by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.places.models import Building, Compound
from linli.kernel import clock
from tests.faces.openapi.test_v1 import Partner
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(MONDAY + timedelta(hours=3)):
        yield


@pytest.fixture
def named(town: Town) -> Town:
    for name, at, community, grid in (
        ("康乐花园", IN_FIRST_GRID, town.communities[0], town.grids[0]),
        ("康乐家园", IN_THIRD_GRID, town.communities[1], town.grids[2]),
    ):
        estate = Compound.objects.create(community=community, name=name, lon=at[0], lat=at[1])
        Building.objects.create(compound=estate, grid=grid, number="3号楼", lon=at[0], lat=at[1])
    return town


def test_fills_in_one_clear_place_with_its_reasons(named: Town) -> None:
    found = Partner(named).post("language/place", {"place": "康乐花圆三号楼"}, 200)
    assert found["unit"]["id"] == named.grids[0].pk
    assert found["question"] == ""
    assert found["chosen"]["name"] == "康乐花园3号楼"
    assert [reason["rule"] for reason in found["chosen"]["reasons"]] == ["sound", "building"]


def test_asks_where_two_can_be_meant(named: Town) -> None:
    found = Partner(named).post("language/place", {"text": "康乐小区3号楼楼道灯不亮"}, 200)
    assert found["chosen"] is None
    assert found["question"] == "which"
    assert found["question_words"]
    assert {place["unit"]["id"] for place in found["choices"]} == {named.grids[0].pk, named.grids[2].pk}


def test_asks_when_the_point_says_otherwise(named: Town) -> None:
    body = {"place": "康乐花园3号楼", "lon": IN_THIRD_GRID[0], "lat": IN_THIRD_GRID[1]}
    found = Partner(named).post("language/place", body, 200)
    assert (found["chosen"], found["question"]) == (None, "conflict")
    assert found["choices"][0]["away_m"] > 1000


def test_needs_a_key_and_words_that_fit(named: Town) -> None:
    partner = Partner(named)
    assert partner.post("language/place", {"place": ""}, 200)["question"] == "unknown"
    partner.post("language/place", {"place": "长" * 201}, 422)
    answer = Client().post("/api/v1/language/place", {"place": "康乐花园"}, content_type="application/json")
    assert answer.status_code == 401

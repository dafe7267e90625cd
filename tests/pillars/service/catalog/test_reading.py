"""An item is JSON and comes back as it was; what is no item is refused by its place."""

import json
from typing import Any

import pytest

from linli.pillars.service.catalog.rules.reading import ItemUnreadable, content_of, json_schema, read_item
from tests.pillars.service.catalog.items import ITEM


def test_comes_back_as_it_was() -> None:
    assert read_item(json.loads(json.dumps(content_of(ITEM)))) == ITEM


def test_leaves_out_what_goes_without_saying() -> None:
    assert "base_code" not in content_of(ITEM)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"time": {"promised": "five days"}}, "time.promised"),
        ({"depth": 9}, "depth"),
        ({"handling": "slow"}, "handling"),
        ({"colour": "red"}, "colour"),
        ({"materials": [{"code": "a b", "name": {"zh": "x"}}]}, "materials.0.code"),
        ({"materials": [{"code": "a"}]}, "materials.0.name"),
    ],
)
def test_says_where_it_is_no_item(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ItemUnreadable) as refused:
        read_item({**content_of(ITEM), **change})
    assert refused.value.data["where"] == where


def test_has_a_schema_for_whoever_writes_files() -> None:
    assert {"code", "name", "group"} <= set(json_schema()["required"])

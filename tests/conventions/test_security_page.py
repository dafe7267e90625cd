"""docs/security.md names tests that are there."""

import re

from tests.conventions.test_tree import ROOT


def test_every_test_it_names_is_there():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py|tests/[\w/]+/)`", text))
    assert len(named) > 25
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*")}
    names = {path.rsplit("/", 1)[-1] for path in there}
    assert sorted(n for n in named if n.rstrip("/") not in there and ("/" in n or n not in names)) == []


def test_every_item_of_level_two_is_answered_once():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    items = re.findall(r"^\| (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert len(items) == len(set(items)) > 180
    assert items == sorted(items, key=lambda item: [int(part) for part in item.split(".")])

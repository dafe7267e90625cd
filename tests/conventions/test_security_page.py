"""docs/security.md names tests that are there."""

import re

from tests.conventions.test_tree import ROOT

#: How many items of levels 1 and 2 each section of ASVS 5.0.0 has; those of level 3 stand behind them. Without V10 and V17.
LEVEL_TWO = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2,
    "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3,
    "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3,
    "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3,
    "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2,
    "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3,
    "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip


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
    assert items == [f"{section}.{n}" for section, most in LEVEL_TWO.items() for n in range(1, most + 1)]

"""One's own situation decides which questions and papers there are."""

from linli.pillars.service.catalog.rules import situations
from tests.pillars.service.catalog.items import ITEM


def codes(found: tuple[object, ...]) -> list[str]:
    return [one.code for one in found]  # type: ignore[attr-defined]


def test_asks_only_what_this_situation_meets() -> None:
    assert codes(situations.asked(ITEM, {})) == ["who"]
    assert codes(situations.asked(ITEM, {"who": "self"})) == ["who", "card"]
    assert codes(situations.asked(ITEM, {"who": "other"})) == ["who"]


def test_lists_the_papers_of_this_situation() -> None:
    assert codes(situations.papers(ITEM, {"who": "other"})) == ["id", "proxy", "photo"]
    assert codes(situations.papers(ITEM, {"who": "self", "card": "no"})) == ["id", "photo", "bank"]


def test_says_which_papers_hang_on_an_answer() -> None:
    assert codes(situations.papers(ITEM, {})) == ["id", "photo"]
    assert codes(situations.papers_perhaps(ITEM, {})) == ["proxy", "bank"]
    assert codes(situations.papers_perhaps(ITEM, {"who": "self"})) == ["bank"]


def test_drops_answers_nobody_asked_for() -> None:
    assert situations.accepted(ITEM, {"who": "other", "card": "no", "x": "y"}) == {"who": "other"}
    assert situations.accepted(ITEM, {"who": "martian"}) == {}
    assert not situations.is_complete(ITEM, {"who": "self"})
    assert situations.is_complete(ITEM, {"who": "self", "card": "yes"})

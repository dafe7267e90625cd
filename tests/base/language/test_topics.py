"""Topics from messages, and their heat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.language import topics
from linli.base.language.topics import Message
from linli.base.language.topics_heat import Voice, heat_of
from tests.base.language.messages import FEE, PLANT, messages
from tests.town import MONDAY


def ranked() -> list[tuple[float, list[str]]]:
    given = messages()
    found = [
        (
            heat_of([Voice(given[i].who, given[i].at) for i in group.members]).heat,
            [given[i].id for i in group.members],
        )
        for group in topics.gather(given)
    ]
    return sorted(found, key=lambda pair: -pair[0])


def test_what_many_say_comes_first_and_whole() -> None:
    (hot, plant), (warm, fee) = ranked()[:2]
    assert sum(number.startswith("plant") for number in plant) >= len(PLANT) - 1
    assert all(number.startswith("plant") for number in plant)
    assert sum(number.startswith("fee") for number in fee) >= len(FEE) - 1
    assert all(number.startswith("fee") for number in fee)
    assert hot > warm > 0


def test_one_person_writing_every_day_boils_nothing() -> None:
    hermit = next((heat, who) for heat, who in ranked() if who[0].startswith("hermit"))
    assert len(hermit[1]) >= 18
    assert hermit[0] <= 1.5


def test_the_same_comes_out_twice() -> None:
    assert ranked() == ranked()


def test_a_topic_knows_its_place_and_its_words() -> None:
    given = messages()
    group = next(g for g in topics.gather(given) if given[g.members[0]].id.startswith("plant"))
    assert group.place == "云杉苑"
    assert any("沥青厂" in word for word in group.words)
    assert list(group.nearness) == sorted(group.nearness, reverse=True)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_few_or_empty_messages_make_no_topic(count: int) -> None:
    assert topics.gather([Message(str(i), "", "") for i in range(count)]) == []


def test_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    given = messages()
    topics.gather(given, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(given), len(given))


class TestHeat:
    def test_counts_people_not_letters(self) -> None:
        one = heat_of([Voice("a", MONDAY)] * 92)
        three = heat_of([Voice(who, MONDAY) for who in "abc"])
        assert one.heat == 1.5
        assert one.repeats == 91
        assert three.heat == 3.0

    def test_old_voices_fade_only_when_a_moment_is_given(self) -> None:
        voices = [Voice(who, MONDAY - timedelta(days=14)) for who in "abcd"]
        assert heat_of(voices).heat == 4.0
        assert heat_of(voices, at=MONDAY).heat == 2.0

    def test_what_comes_at_once_presses_more_than_what_comes_over_a_year(self) -> None:
        at_once = heat_of([Voice(str(i), MONDAY - timedelta(days=i)) for i in range(12)])
        slowly = heat_of([Voice(str(i), MONDAY - timedelta(days=40 * i)) for i in range(12)])
        assert at_once.pressing == 1.0
        assert slowly.pressing < 0.6

    def test_no_time_is_taken_to_lie_at_the_height(self) -> None:
        assert heat_of([Voice("a", None), Voice("b", MONDAY)]).pressing == 1.0

    def test_waiting_and_spreading_make_it_hotter_and_clicks_a_little(self) -> None:
        plain = heat_of([Voice("a", MONDAY), Voice("b", MONDAY)])
        waiting = heat_of([Voice("a", MONDAY, is_waiting=True), Voice("b", MONDAY, is_waiting=True)])
        spread = heat_of([Voice("a", MONDAY, area="1"), Voice("b", MONDAY, area="2")])
        liked = heat_of([Voice("a", MONDAY, votes=2000), Voice("b", MONDAY)])
        assert waiting.heat == 3.0
        assert plain.heat < spread.heat < waiting.heat
        assert plain.heat + 7 < liked.heat < plain.heat + 8

    def test_nobody_is_no_heat(self) -> None:
        assert heat_of([]).heat == 0

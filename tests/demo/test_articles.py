"""The year of a whole subdistrict holds as many topics and shops as the articles count; the small story stays small."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any

from linli.demo import cooperating, fronts, occasions, talking
from linli.kernel import clock
from tests.town import MONDAY


def taken_up(scale: str, days: int) -> list[talking.Beat]:
    """Give the matters that begin within so many days and are taken up."""
    since = MONDAY - timedelta(days=days)
    told = [(at, beat) for at, beat in talking.occasions(MONDAY, scale) if at >= since]
    begun = {(b.matter.words, b.number) for _at, b in told if b.verb == "propose"}
    return [b for _at, b in told if b.verb == "accept" and (b.matter.words, b.number) in begun]


def test_a_year_takes_up_as_many_topics_as_the_article_says() -> None:
    assert len(taken_up("subdistrict", 365)) + cooperating.RESOLUTIONS == talking.TOPICS == 128
    waiting = [b for b in taken_up("subdistrict", 365) if b.matter.ends == "shelve"]
    assert len(waiting) == len(talking.WAITING), "about one in twenty is not carried out yet"
    assert len(taken_up("small", 30)) < 10


def test_a_whole_subdistrict_knows_the_topics_of_its_year_whatever_days_it_is_told_for() -> None:
    first = clock.local(MONDAY).date() - timedelta(days=29)
    before = occasions.before(first, "subdistrict", MONDAY)
    assert [each.at for each in before] == sorted(each.at for each in before)
    town: Any = None  # a day's own occasions ask nothing of the town
    later = [
        each
        for n in range(30)
        for each in occasions.of_day(town, 1, first + timedelta(days=n), "subdistrict", MONDAY)
        if each.name.startswith("talking-")
    ]
    told = Counter(each.name for each in (*before, *later))
    assert set(told.values()) == {1}, "nothing is told twice"
    year = [
        at for at, _beat in talking.occasions(MONDAY, "subdistrict") if at >= MONDAY - timedelta(days=365)
    ]
    assert len(told) == len(year)
    assert occasions.before(first, "small", MONDAY) == []


def test_markets_have_counters_enough_and_each_its_own_sign() -> None:
    street: Any = [SimpleNamespace(street="柳岸路", at=(117.0, 36.6)) for _n in range(9)]
    some = list(islice(fronts._counters(street), fronts.MOST))
    assert max(Counter(name for name, *_rest in some).values()) == 1
    assert len(some) == fronts.MOST

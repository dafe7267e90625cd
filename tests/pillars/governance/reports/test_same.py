"""What may be the same: for staff with reasons, for residents without a word of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from linli.pillars.governance.reports import operations, queries
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.queries import NearbyRow, Problem, SameNearby
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, MONDAY, Town

LON, LAT = IN_FIRST_GRID
SEWER = "三号楼东边下水井冒水，臭得不行。"
AGAIN = "您好，3号楼东头的下水井又往外冒臭水了，麻烦尽快处理"
M100 = 0.0011
"""A hundred metres of longitude, about."""


def around(town: Town, number: str, who: str = "secretary") -> list[NearbyRow]:
    return queries.around_case(actor=town.actor(who), number=number, at=MONDAY + timedelta(days=1)).nearby


def raise_(town: Town, text: str, **fields: object) -> str:
    raise_.count += 1  # type: ignore[attr-defined]
    phone = f"1380001{raise_.count:04d}"  # type: ignore[attr-defined]
    return file(town, **{"text": text, "phone": phone, **fields}).report.case.number


raise_.count = 0  # type: ignore[attr-defined]


def test_the_same_in_other_words_comes_first_with_its_reasons(town: Town) -> None:
    one = raise_(town, SEWER)
    raise_(town, "门口路灯不亮", category="R02")
    again = raise_(town, AGAIN, lon=LON + M100)
    first, *others = around(town, one)
    assert first.number == again
    assert first.is_likely
    assert first.metres is not None
    assert 80 < first.metres < 120
    assert any("下水井" in word for word in first.words)
    assert [row.is_likely for row in others] == [False]


def test_another_house_of_the_estate_is_said_to_be_another(town: Town) -> None:
    one, other = raise_(town, SEWER), raise_(town, "九号楼下水井冒水，臭", lon=LON + M100 / 10)
    assert [(r.number, r.is_other_house) for r in around(town, one)] == [(other, True)]


def test_what_lies_far_away_is_not_the_same_whatever_it_says(town: Town) -> None:
    one = raise_(town, SEWER)
    raise_(town, SEWER, lon=LON + 12 * M100)
    assert around(town, one) == []


def test_what_was_filed_without_a_point_is_found_by_the_name_it_says(town: Town) -> None:
    one = raise_(town, "云杉苑小区的下水井冒水", lon=None, lat=None, area=town.grids[0])
    two = raise_(town, "云杉苑小区下水井又冒水了", lon=None, lat=None, area=town.grids[1])
    assert [(r.number, r.metres, r.is_likely) for r in around(town, one)] == [(two, None, True)]


def test_nobody_is_shown_what_is_not_theirs(town: Town) -> None:
    one, two = raise_(town, SEWER), raise_(town, SEWER, lon=LON + 0.01)
    assert two
    assert around(town, one, "worker") == []


def test_costs_the_same_however_much_there_is(town: Town) -> None:
    one = raise_(town, SEWER)
    raise_(town, AGAIN)
    actor = town.actor("secretary")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.around_case(actor=actor, number=one, at=MONDAY)
        return len(asked)

    before = cost()
    for i in range(12):
        raise_(town, f"{SEWER}第{i}次", lon=LON + i * M100 / 10)
    assert cost() == before <= 5


class TestAtFiling:
    def look(self, text: str, **fields: object) -> list[SameNearby]:
        problem = Problem(**{"text": text, "lon": LON, "lat": LAT, **fields})  # type: ignore[arg-type]
        return queries.nearby_open(problem=problem, at=MONDAY + timedelta(hours=1))

    def test_finds_what_says_the_same_beyond_the_circle_of_its_category(self, town: Town) -> None:
        number = raise_(town, SEWER, lon=LON + 2 * M100)
        assert [n.number for n in self.look(AGAIN, category="R01")] == [number]
        assert self.look("有人占道卖菜", category="R01") == []

    def test_finds_it_under_another_category(self, town: Town) -> None:
        number = raise_(town, SEWER)
        assert [n.number for n in self.look(AGAIN, category="R03")] == [number]
        assert self.look("想问社保卡怎么补办", category="R03") == []

    def test_where_no_category_was_chosen_what_it_sounds_like_stands_for_it(self, town: Town) -> None:
        raise_(town, "路灯不亮", category="R02")
        assert len(self.look("楼上装修太吵")) == 1
        assert self.look("楼上装修太吵", sounds_like=("R03",)) == []
        assert len(self.look("晚上黑得看不见", sounds_like=("R03", "R02"))) == 1

    def test_finds_it_without_a_point_and_says_no_distance(self, town: Town) -> None:
        raise_(town, SEWER)
        (found,) = self.look(AGAIN, lon=None, lat=None, area_id=town.grids[0].pk)
        assert found.metres is None

    def test_keeps_what_may_not_be_public_and_what_has_ended_to_itself(self, town: Town) -> None:
        number = raise_(town, SEWER)
        operations.settle_report(
            actor=town.actor("worker"), number=number, at=MONDAY + timedelta(minutes=30), answer="疏通了"
        )
        raise_(town, SEWER, is_confidential=True)
        assert [n.number for n in self.look(AGAIN)] in ([], [number])
        Category.objects.update(is_public=False)
        assert self.look(AGAIN) == []


@pytest.mark.parametrize("text", ["", "。", "😀😀", "'\\ & | ! :* <->"])
def test_odd_words_break_nothing(town: Town, text: str) -> None:
    raise_(town, SEWER)
    problem = Problem(text=text, where=f"{text}小区花园", area_id=town.grids[0].pk)
    found = queries.similar_cases(scope=Q(), problem=problem, at=MONDAY)
    assert all(0 <= row.score <= 1 for row in found)

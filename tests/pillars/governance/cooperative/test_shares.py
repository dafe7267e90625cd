"""Shares by rule version and facts, and sums parted to the fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.pillars.governance.cooperative import rules
from linli.pillars.governance.cooperative.rules import (
    ChangeKind,
    Counted,
    Event,
    MemberKind,
    NothingToPart,
    Ratio,
    Standing,
)
from linli.pillars.governance.deliberation.rules import Weight, decide, rule_of

RETIRED = Standing(MemberKind.RETIRED, 31)


class TestAllot:
    def test_the_reform_of_the_article(self) -> None:
        before = [Ratio(MemberKind.RETIRED, Counted.PERSON, 1, 3)]
        after = [Ratio(MemberKind.RETIRED, Counted.PERSON, 1, 8)]
        assert rules.allot(before, RETIRED).total == 3
        assert rules.allot(after, RETIRED).total == 8
        assert rules.allot(after, Standing(MemberKind.MINOR, 4)).total == 0

    @given(st.integers(0, 99), st.integers(1, 50), st.integers(0, 50))
    @settings(max_examples=25)
    def test_by_years_whole_shares_only(self, years: int, per: int, shares: int) -> None:
        found = rules.allot(
            [Ratio(MemberKind.RETIRED, Counted.YEARS, per, shares)], Standing(MemberKind.RETIRED, years)
        )
        # Counted one by one: as many shares as fit.
        assert found.total == max(n for n in range(years * shares + 1) if n * per <= years * shares)

    @pytest.mark.parametrize("words", ["", "8", "0:8", "1:8:1", "a:b", "1:99999", "-1:8", "1.5:8"])
    def test_a_ratio_is_two_whole_numbers(self, words: str) -> None:
        with pytest.raises(rules.RatioUnclear):
            rules.read_ratio(words)
        assert rules.read_ratio(" 1：8 ") == (1, 8)


class TestRegisterOfADay:
    @given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["join", "facts", "leave"])), max_size=8))
    @settings(max_examples=25)
    def test_is_the_sum_of_its_changes(self, told: list[tuple[int, str]]) -> None:
        events = [
            Event(ChangeKind(what), date(2026, 3, day), None if what == "leave" else Standing(MemberKind.WORKING, n))
            for n, (day, what) in enumerate(told)
        ]  # fmt: skip
        for day in (1, 14, 28):
            # By brute force: of all that is in force, the latest day, and of that the last written.
            known = [(e.from_date, n, e) for n, e in enumerate(events) if e.from_date <= date(2026, 3, day)]
            last = max(known, key=lambda k: k[:2])[2] if known else None
            assert rules.standing_on(events, date(2026, 3, day)) == (last.standing if last else None)


class TestPart:
    @given(
        st.integers(1, 10**9),
        st.lists(st.integers(0, 60), min_size=1, max_size=30).filter(any),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=25)
    def test_the_sum_is_the_sum_and_nobody_is_off_by_a_fen(
        self, pool: int, shares: list[int], rng: object
    ) -> None:
        lines = list(enumerate(shares, 1))
        found = rules.part(pool, lines)
        assert sum(found.values()) == pool
        whole = sum(shares)
        for number, n in lines:
            assert abs(Fraction(pool * n, whole) - found[number]) < 1
            assert (n == 0) <= (found[number] == 0)
        shuffled = list(lines)
        rng.shuffle(shuffled)  # type: ignore[attr-defined]
        assert rules.part(pool, shuffled) == found
        # Who has more shares never gets less.
        by_shares = sorted(lines, key=lambda line: (line[1], found[line[0]]))
        assert [found[number] for number, _n in by_shares] == sorted(found.values())

    def test_nothing_of_nothing(self) -> None:
        for pool, lines in ((0, [(1, 3)]), (100, [(1, 0)]), (100, [])):
            with pytest.raises(NothingToPart):
                rules.part(pool, lines)


class TestLists:
    KINDS = {"退休老年人": MemberKind.RETIRED, "在职职工": MemberKind.WORKING}

    def test_are_read_as_people_paste_them(self) -> None:
        found = rules.read_joins("孙一，在职职工，12，13900000021\n\n李二 退休老年人 30", self.KINDS)
        assert found == [
            ("孙一", MemberKind.WORKING, 12, "13900000021"),
            ("李二", MemberKind.RETIRED, 30, ""),
        ]
        assert rules.read_turns("3 退社\n2,退休老年人,31", self.KINDS, "退社") == [
            (3, None, 0),
            (2, MemberKind.RETIRED, 31),
        ]

    @pytest.mark.parametrize(
        "words", ["", "孙一", "孙一 外星人 3", "孙一 在职职工 很久", "孙一 在职职工 3 电话没有"]
    )
    def test_say_which_line_is_unclear(self, words: str) -> None:
        with pytest.raises(rules.LineUnclear):
            rules.read_joins(words, self.KINDS)


def test_representatives_need_two_thirds_of_all_of_them() -> None:
    rule = rule_of("representatives")
    roll = Weight(9)
    assert decide(rule, roll, [Weight(6), Weight(0), Weight(0), Weight(0)], deciding=2).winner == 0
    # Eight came and five agreed: most of those present, too few of all.
    assert not decide(rule, roll, [Weight(5), Weight(3), Weight(0), Weight(0)], deciding=2).is_passed

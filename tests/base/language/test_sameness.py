"""What counts when two texts are compared, and what does not."""

from __future__ import annotations

from linli.base.language import sameness
from linli.base.language.sameness import Likeness, Nearness, Said, Weighed


def like(one: str, other: str) -> Likeness:
    return sameness.compare(*(Weighed.of(Said.of("", text), sameness.usual) for text in (one, other)))


LIFT = "云杉苑三号楼的电梯又停了，老人下不了楼"


def test_the_same_in_other_words_is_more_alike_than_the_neighbour() -> None:
    same = like(LIFT, "3号楼电梯坏了两天，云杉苑物业不修")
    other = like(LIFT, "云杉苑门口垃圾没人收，招苍蝇")
    assert same.score > 2 * other.score > 0


def test_courtesy_counts_for_nothing() -> None:
    polite = "尊敬的领导您好，我是本小区的居民，"
    pleading = "，恳请相关部门尽快处理，给个答复，万分感谢"
    wrapped = like(polite + LIFT + pleading, polite + "对面工地半夜打桩" + pleading)
    assert wrapped.score < 0.05


def test_gives_whole_words_for_its_reasons() -> None:
    words = like(LIFT, "云杉苑的电梯停了三天").words
    assert "云杉苑" in words
    assert "电梯" in "".join(words)


def test_two_places_named_are_not_one() -> None:
    here, there = like(LIFT, "云杉苑电梯停了"), like(LIFT, "丹枫里小区电梯停了")
    assert there.is_elsewhere
    assert not here.is_elsewhere
    assert here.score > there.score


def test_two_houses_of_one_estate_are_told_apart() -> None:
    assert like(LIFT, "云杉苑7栋电梯停了").is_other_house
    assert not like(LIFT, "云杉苑3幢电梯停了").is_other_house


def test_a_title_cut_from_the_text_counts_once() -> None:
    assert Said.of("云杉苑三号楼的电…", LIFT).terms == Said.of("", LIFT).terms


def test_far_and_long_ago_is_less_the_same() -> None:
    near = sameness.together(0.5, Nearness(10, 1))
    far = sameness.together(0.5, Nearness(900, 1))
    old = sameness.together(0.5, Nearness(10, 200))
    unknown = sameness.together(0.5, Nearness(None, None))
    assert near > unknown > far
    assert near > old
    assert sameness.together(0.0, Nearness(0, 0)) == 0
    assert sameness.together(0.5, Nearness(10, 1), same_matter=True) > near


def test_odd_texts_are_compared_too() -> None:
    for text in ("", "。。。", "😀", "a" * 5000, "的" * 3000, "123"):
        assert 0 <= like(text, LIFT).score <= 1
        assert 0 <= like(text, text).score <= 1.0001

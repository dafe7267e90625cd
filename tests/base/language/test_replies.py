"""What a draft answer lacks; the committed drafts keep their figures."""

from __future__ import annotations

import pytest

from benchmarks.language.replies import measure
from linli.base.language.replies import Lack, check

ASKED = "三号楼门口的下水井又冒水了，臭得没法开窗"
GOOD = "11 月 18 日上午，环卫所疏通了三号楼门口的下水井，换了井盖。再堵请打 0531-86000001。"


def lacks(draft: str, asked: str = ASKED, **given: object) -> set[Lack]:
    return {finding.lack for finding in check(draft, asked=asked, **given)}  # type: ignore[arg-type]


def test_a_good_answer_gets_no_advice() -> None:
    assert check(GOOD, asked=ASKED) == []


@pytest.mark.parametrize("draft", ["", "  \n", "。"])
def test_an_empty_box_is_not_nagged(draft: str) -> None:
    assert lacks(draft) <= {Lack.EMPTY}
    assert check("") == []


def test_an_acknowledgement_is_called_one_and_nothing_else() -> None:
    assert lacks("您好，您反映的问题已收悉，我们高度重视，已转相关部门处理，感谢您的支持！") == {Lack.EMPTY}


@pytest.mark.parametrize(
    ("draft", "lack"),
    [
        (GOOD.replace("环卫所", ""), Lack.UNIT),
        (GOOD.replace("11 月 18 日上午，", ""), Lack.TIME),
        (GOOD.replace("再堵请打 0531-86000001。", ""), Lack.CONTACT),
        (GOOD + "后续将适时更换主管道。", Lack.PROMISE),
        (GOOD + "反映人王建国手机 13812345678。", Lack.PERSONAL),
        ("环卫所说，下水井由产权人负责。时间为 11 月，电话 0531-86000001。", Lack.MEASURE),
        (GOOD.replace("，", "") + "经" + "相关单位研判并" * 15 + "办结。", Lack.HARD),
    ],
)
def test_each_lack_is_found_alone(draft: str, lack: Lack) -> None:
    assert lacks(draft) == {lack}


class TestQuestions:
    def test_what_was_asked_must_be_answered(self) -> None:
        asked = "请问老年食堂什么时候开门？要多少钱？"
        (finding,) = check("社区老年食堂 12 月 1 日开门，电话 0531-86000007。", asked=asked, is_question=True)
        assert (finding.lack, finding.words, finding.sentence) == (Lack.QUESTION, "多少钱", "要多少钱？")

    def test_office_hours_are_no_answer_to_when(self) -> None:
        draft = "老年食堂归民政办管，周一到周五 9:00–17:00 上班，电话 0531-86000007。"
        assert Lack.QUESTION in lacks(draft, "请问老年食堂什么时候开？", is_question=True)

    def test_an_answer_about_something_else_is_seen(self) -> None:
        assert lacks("园林队 11 月 12 日修剪了行道树，电话 0531-86000008。") == {Lack.QUESTION}

    def test_the_same_in_other_words_is_no_other_thing(self) -> None:
        assert lacks("市政所昨天清了井里的油泥，现在水流得动，电话 0531-86000002。") == set()


class TestPromises:
    @pytest.mark.parametrize(
        "kept",
        [
            "物业将于 11 月 30 日前换好主板。",
            "三个工作日内，物业会换好主板。",
            "我们将一如既往为您服务。",
            "驾驶员将车停在路口。",
        ],
    )
    def test_a_day_habit_or_another_meaning_is_no_loose_promise(self, kept: str) -> None:
        assert lacks(GOOD + kept) == set()

    def test_a_day_in_the_past_dates_no_promise(self) -> None:
        draft = "市政所 11 月 17 日看过下水井，将尽快换管。清了淤泥，电话 0531-86000002。"
        (finding,) = [f for f in check(draft, asked=ASKED) if f.lack is Lack.PROMISE]
        assert finding.sentence.endswith("将尽快换管。")


def test_numbers_that_units_show_are_no_secret() -> None:
    draft = GOOD + "刘敏 13800001111。"
    assert Lack.PERSONAL in lacks(draft)
    assert Lack.PERSONAL not in lacks(draft, keep={"13800001111"})


def test_the_committed_drafts_are_read_as_well_as_the_docs_say() -> None:
    for name in ("unseen", "seen"):
        figures = measure.measure(measure.PATH / f"{name}.txt")
        for lack, (count, precision, recall) in figures.items():
            floor = 0.6 if lack is Lack.QUESTION else 0.8
            if count:
                assert precision >= floor, (name, lack)
                assert recall >= floor, (name, lack)


@pytest.mark.parametrize("draft", ["1" * 4000, "将" * 3000, "，" * 500, "😀" * 100, "尽快" * 900, "(" * 999])
def test_odd_drafts_are_read_too(draft: str) -> None:
    check(draft, asked=draft)

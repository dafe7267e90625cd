from pathlib import Path

import pytest

from linli.base.language.urgency import Danger, urgency_of
from linli.kernel.chinese import normalise

LISTS = Path(__file__).resolve().parents[3] / "benchmarks" / "language" / "category"


def phrases(*kinds: str, name: str = "urgency*.txt") -> list[tuple[str, str]]:
    """Read the written phrases of the kinds asked for."""
    rows = [
        tuple(line.split("\t"))
        for path in sorted(LISTS.glob(name))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [(kind, text) for kind, text in rows if kind in kinds]


def test_there_are_enough_of_each_kind():
    assert len(phrases("life", "supply", "no")) >= 300
    assert min(len(phrases(kind)) for kind in ("life", "supply", "no")) >= 60


@pytest.mark.parametrize(("kind", "text"), phrases("life", "supply"))
def test_no_emergency_is_missed(kind, text):
    found = urgency_of(text)
    assert found is not None
    if kind == "life":
        assert found.danger is Danger.LIFE
    assert found.words in normalise(text)


def test_few_that_can_wait_are_called_urgent():
    rows = phrases("no")
    wrong = [text for _kind, text in rows if urgency_of(text)]
    assert len(wrong) <= 0.03 * len(rows), wrong


class TestTakenBack:
    @pytest.mark.parametrize(
        "text", ["没有着火", "消防演练，模拟三楼起火", "怕引起火灾", "昨天停电，今天已经来电了", ""]
    )
    def test_what_is_denied_feared_rehearsed_or_over_can_wait(self, text):
        assert urgency_of(text) is None

    @pytest.mark.parametrize(
        "text",
        ["没有人管，三楼着火了", "去年修过，现在又停水了", "昨天来电了今天又停电了", "没人知道，他掉井里了"],
    )
    def test_a_denial_elsewhere_does_not_hide_it(self, text):
        assert urgency_of(text) is not None

    def test_life_wins_over_supply(self):
        assert urgency_of("停水两天了，今天楼下还着火了").danger is Danger.LIFE

import pytest

from benchmarks.language import urgency as lists
from linli.base.language import urgent
from linli.base.language.classifier import unpack
from linli.base.language.urgency import Danger
from linli.base.language.urgency import urgency_of as by_rules
from linli.base.language.urgent import urgencies_of, urgency_of
from linli.kernel.chinese import normalise

KNOWN = [row for name in lists.TAUGHT for row in lists.phrases(name)]
FRESH = [row for name in lists.BLIND for row in lists.phrases(name)]


def test_there_are_enough_of_each_kind():
    kinds = [label for label, _words in KNOWN]
    assert len(kinds) >= 500
    assert min(map(kinds.count, ("life", "supply", "no"))) >= 100


@pytest.mark.parametrize(("kind", "text"), [row for row in KNOWN if row[0] != "no"])
def test_no_emergency_is_missed(kind, text):
    found = urgency_of(text)
    assert found is not None
    assert found.words in normalise(text)


def test_of_a_sentence_just_begun_nothing_is_guessed():
    begun = ("翠湖那边", "有人", "燃气", "有人在", "燃气灶", "老人一个")
    assert not [words for words in begun if urgency_of(words)]
    assert urgency_of("着火了").by_rule
    brief = ("楼上着火了", "孩子掉河里了", "老人晕倒了", "有人触电", "屋里冒烟了", "煤气漏了", "墙要倒了")
    assert [words for words in brief if not urgency_of(words)] == []


def test_few_that_can_wait_are_called_urgent():
    rows = [text for kind, text in KNOWN if kind == "no"]
    wrong = [text for text in rows if urgency_of(text)]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_danger_and_supply_are_told_apart():
    told = [(kind, urgency_of(text).danger.value) for kind, text in KNOWN if kind != "no"]
    assert sum(kind == danger for kind, danger in told) >= 0.97 * len(told)


class TestWordsNobodyTaught:
    def test_most_emergencies_are_found_and_few_others(self):
        alarms = [text for kind, text in FRESH if kind != "no"]
        calm = [text for kind, text in FRESH if kind == "no"]
        assert sum(one is not None for one in urgencies_of(alarms)) >= 0.93 * len(alarms)
        assert sum(one is not None for one in urgencies_of(calm)) <= 0.13 * len(calm)

    def test_the_rules_alone_would_find_half(self):
        alarms = [text for kind, text in FRESH if kind != "no"]
        assert sum(by_rules(text) is not None for text in alarms) < 0.7 * len(alarms)


class TestTheCompanion:
    def test_was_taught_with_the_phrases_that_lie_beside_it(self):
        assert urgent.first_model().about["phrases"] == lists.print_of_phrases()

    def test_keeps_what_is_written_down(self):
        assert urgent.holds(urgent.first_model())

    def test_missing_or_spoilt_the_rules_answer(self, monkeypatch, tmp_path):
        monkeypatch.setattr(urgent, "_file", lambda name: tmp_path / name)
        for packed in (None, b"", b"PK spoilt"):
            if packed is not None:
                (tmp_path / "urgency.model").write_bytes(packed)
            urgent.first_model.cache_clear()
            assert urgent.first_model() is None
            assert urgency_of("三号楼着火了").by_rule
            assert urgency_of("路灯不亮") is None
        monkeypatch.undo()
        urgent.first_model.cache_clear()

    def test_one_that_lost_emergencies_is_not_kept(self):
        said = urgent.first_phrases()["no"]
        spoilt = lists.teach([*(("no", words) for words in said), ("life", "着火了"), ("life", "着火了快来")])
        assert not urgent.holds(unpack(spoilt.pack()))


class TestALongLetter:
    LETTER = "我们小区的路灯一直不亮，反映过好几次。物业总说在联系厂家，厂家又说没有接到单子。" * 6

    def test_old_dangers_far_down_are_no_alarm(self):
        assert urgency_of(self.LETTER + "前年隔壁楼着过火，大家都很担心。") is None

    def test_what_happens_now_is_found_wherever_it_stands(self):
        assert urgency_of(self.LETTER + "现在楼道里着火了，快来人！").danger is Danger.LIFE


def test_many_at_once_say_what_one_says():
    texts = [text for _kind, text in KNOWN[::7]] + ["", "　", "。。。"]
    assert urgencies_of(texts) == [urgency_of(text) for text in texts]


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

import numpy as np
import pytest

from linli.base.language import measuring
from linli.base.language.grouping import fold, repeats
from linli.base.language.learning import TooFewLabels
from tests.base.language.towntalk import messages

LONG = "我们小区东门外的路灯从上个月二十号开始就不亮了，晚上接孩子放学走这条路非常不安全，物业说不归他们管"


class TestRepeats:
    def test_nearly_the_same_words_are_one_group(self):
        texts = [
            LONG,
            LONG + "，请尽快处理",
            LONG.replace("上个月", "这个月"),
            "垃圾桶满了三天没有人来清理，味道很大",
        ]
        groups = repeats(texts)
        assert groups[0] == groups[1] == groups[2]
        assert groups[3] != groups[0]

    def test_short_and_empty_texts_do_not_fall_together(self):
        groups = repeats(["停电了", "停水了", "", "路灯"])
        assert len({int(g) for g in groups[[0, 1, 3]]}) == 3


class TestFold:
    def test_groups_stay_whole_and_labels_are_spread(self):
        labels = np.array(["甲"] * 60 + ["乙"] * 40 + ["丙"] * 5)
        groups = np.arange(105)
        groups[:6] = 0
        part = fold(labels, groups, 5)
        assert len(set(part[:6])) == 1
        for n in range(5):
            inside = part == n
            assert 9 <= (labels[inside] == "甲").sum() <= 15
            assert (labels[inside] == "乙").sum() == 8
            assert (labels[inside] == "丙").sum() == 1


class TestEvaluate:
    def test_measures_what_was_not_learned(self):
        figures = measuring.evaluate(*messages(250))
        assert figures.count == 250
        assert figures.macro_f1 > 0.95
        assert figures.top3_accuracy >= figures.accuracy
        assert figures.curve[0][0] == 1.0
        assert sum(one.count for one in figures.labels) == 250
        assert set(measuring.as_line(figures)) == {
            "macro_f1",
            "accuracy",
            "top3_accuracy",
            "calibration_error",
            "accuracy_at_80_coverage",
            "messages_per_second",
        }

    def test_labels_without_meaning_are_not_told(self):
        texts, labels = messages(250)
        mixed = np.random.default_rng(0).permutation(labels).tolist()
        figures = measuring.evaluate(texts, mixed)
        assert figures.accuracy < 0.4
        assert figures.calibration_error < 0.2

    def test_a_label_of_one_row_is_counted_as_missed(self):
        texts, labels = messages(60)
        figures = measuring.evaluate([*texts, "河里有死鱼"], [*labels, "河道"])
        assert {one.label: one.f1 for one in figures.labels}["河道"] == 0

    def test_refuses_what_cannot_be_told_apart(self):
        with pytest.raises(TooFewLabels):
            measuring.evaluate(["一", "二", "三", "四", "五"], ["甲"] * 4 + ["乙"])

    def test_calibration_error_is_the_mean_distance(self):
        sure = np.array([0.95] * 10 + [0.55] * 10, np.float32)
        right = np.array([True] * 10 + [True] * 3 + [False] * 7)
        assert measuring.calibration_error(sure, right) == pytest.approx(0.5 * 0.05 + 0.5 * 0.25, abs=1e-6)

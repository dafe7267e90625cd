import dataclasses
import io
import json
import zipfile

import numpy as np
import pytest

from linli.base.language import counting
from linli.base.language.classifier import Index, ModelUnreadable, unpack
from linli.base.language.learning import LEAST_THRESHOLD, TooFewLabels, learn, threshold_of
from tests.base.language.towntalk import messages


@pytest.fixture(scope="module")
def model():
    return learn(*messages())


class TestRead:
    def test_names_the_matter_of_words_it_never_saw_together(self, model):
        reading = model.read("二十号楼前面的路灯又坏了，晚上回家害怕")
        assert reading.first.label == "路灯"
        assert reading.is_sure
        assert len(reading.guesses) == 3
        assert sum(g.confidence for g in reading.guesses) <= 1.0001

    def test_shows_words_of_the_text_that_really_speak_for_it(self, model):
        text = "幼儿园门口的暖气冰凉，请派人看看"
        first = model.read(text).first
        assert "暖气" in first.words
        without = model.read(text.replace("暖气", "东西"))
        was = {g.label: g.confidence for g in without.guesses}.get(first.label, 0)
        assert was < first.confidence

    def test_asks_a_person_where_nothing_speaks(self, model):
        assert not model.read("天气真好").is_sure
        assert not model.read("孩子想上公立幼儿园怎么报名").is_sure
        assert model.read("").guesses == ()
        assert model.read("  \n ").first is None

    def test_one_by_one_says_what_the_batch_says(self, model):
        texts = [*messages(700, seed=5)[0], "", "楼", "🙂🙂", "ABC ａｂｃ １２３"]
        chances = model.probabilities(texts)
        for i in range(0, 700, 50):
            best = model.read(texts[i], most=1).first
            assert best.label == model.labels[int(chances[i].argmax())]
            assert best.confidence == pytest.approx(float(chances[i].max()), abs=1e-4)

    def test_takes_words_that_stand_apart_as_they_are(self, model):
        assert model.read("三 号楼 暖气 不热 请 派人 看看").first.label == "供暖"


class TestKept:
    def test_says_the_same_after_being_written_down(self, model):
        again = unpack(model.pack())
        texts = messages(60, seed=9)[0]
        assert np.allclose(model.probabilities(texts), again.probabilities(texts), atol=0.02)
        assert again.threshold == model.threshold
        assert again.about["examples"] == 300

    def test_refuses_what_was_changed_or_cut_off(self, model):
        packed = model.pack()
        for spoilt in (b"", b"x" * 50, packed[:-40], packed[: len(packed) // 2]):
            with pytest.raises(ModelUnreadable):
                unpack(spoilt)
        with zipfile.ZipFile(io.BytesIO(packed)) as file:
            head, body = json.loads(file.read("model.json")), file.read("model.npz")
        for change in ({"sha256": "0" * 64}, {"format": 99}, {"labels": ["一"]}):
            again = io.BytesIO()
            with zipfile.ZipFile(again, "w") as file:
                file.writestr("model.json", json.dumps(head | change))
                file.writestr("model.npz", body)
            with pytest.raises(ModelUnreadable):
                unpack(again.getvalue())

    def test_holds_nothing_that_could_run(self, model):
        hostile = io.BytesIO()
        arrays = {
            name.name: getattr(model, name.name) for name in dataclasses.fields(model) if name.name != "about"
        }
        arrays["keys"] = np.array([print], dtype=object)
        np.savez(hostile, **{k: v for k, v in arrays.items() if isinstance(v, np.ndarray)})
        with pytest.raises(ValueError, match="allow_pickle"):
            np.load(io.BytesIO(hostile.getvalue()), allow_pickle=False)["keys"]
        import hashlib

        head = {"format": 1, "labels": list(model.labels), "heat": 1.0, "threshold": 0.5, "about": {}}
        head["sha256"] = hashlib.sha256(hostile.getvalue()).hexdigest()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("model.json", json.dumps(head))
            file.writestr("model.npz", hostile.getvalue())
        with pytest.raises(ModelUnreadable):
            unpack(packed.getvalue())


class TestLearn:
    def test_refuses_one_label(self):
        with pytest.raises(TooFewLabels):
            learn(["路灯坏了", "灯不亮"], ["灯", "灯"])

    def test_learns_from_hints_what_has_no_example(self):
        texts, labels = messages(100)
        model = learn(texts, labels, hints={"养犬": ["遛狗不牵绳 狗叫 犬只 狗粪"]})
        assert model.read("有人遛狗不牵绳").first.label == "养犬"

    def test_what_weighs_more_wins(self):
        texts, labels = messages(100)
        disputed = "小区健身器材摇晃松动"
        texts += [disputed] * 8
        one = learn(texts, [*labels, *["垃圾"] * 5, *["停车"] * 3])
        weights = [1.0] * 105 + [6.0] * 3
        other = learn(texts, [*labels, *["垃圾"] * 5, *["停车"] * 3], importance=weights)
        assert one.read(disputed).first.label == "垃圾"
        assert other.read(disputed).first.label == "停车"

    def test_two_labels_and_tiny_ones(self):
        texts, labels = messages(40)
        two = ["有" if label == "路灯" else "无" for label in labels]
        assert learn(texts, two).read("路灯坏了").first.label == "有"
        assert learn([*texts, "河里有死鱼"], [*labels, "河道"]).read("河里有死鱼").first.label == "河道"

    def test_threshold_is_where_proposals_are_right_often_enough(self):
        sure = np.linspace(1, 0, 100)
        right = np.array([True] * 20 + [False] * 80)
        assert threshold_of(sure, right) == pytest.approx(sure[21], abs=0.02)
        assert threshold_of(sure, np.ones(100, bool)) == LEAST_THRESHOLD
        assert threshold_of(sure, np.zeros(100, bool)) == 1.0


class TestCounting:
    def test_each_text_is_counted_for_itself(self):
        texts = ["路灯坏了", "", "垃圾没人清", "路灯坏了"]
        counted = counting.count(counting.stream_of(texts))
        keys = [set(counted.keys[counted.rows == n]) for n in range(4)]
        assert keys[0] == keys[3]
        assert not keys[1]
        alone = counting.count(counting.stream_of(["垃圾没人清"]))
        assert keys[2] == set(alone.keys)

    def test_finds_matters_of_the_thesaurus(self):
        counted = counting.count(counting.stream_of(["老板拖欠工资"]))
        assert (counted.blocks == counting.MATTER).sum() >= 2

    def test_many_and_few_keys_are_found_alike(self):
        rng = np.random.default_rng(0)
        keys = np.unique(rng.integers(0, 1 << 63, 50_000, dtype=np.uint64))
        asked = np.concatenate((rng.choice(keys, 30_000), rng.integers(0, 1 << 63, 30_000, dtype=np.uint64)))
        index = Index(keys)
        many = index.find(asked)
        few = np.concatenate([index.find(asked[i : i + 1000]) for i in range(0, len(asked), 1000)])
        assert (many == few).all()
        assert (keys[many[:30_000]] == asked[:30_000]).all()

"""What the catalogue's own words say of a fire, before anything was learned."""

import numpy as np

from linli.base.language import cold
from linli.kernel.standards.resident_categories import CATEGORIES


def test_a_fire_is_taken_for_a_fire_and_a_cold_stove_is_not() -> None:
    model = cold.from_words({kind.code: (kind.name, *kind.words, kind.help) for kind in CATEGORIES.values()})
    chances = model.probabilities(["楼上着火了", "厨房起火了", "三楼着火", "灶上打不着火", "楼上一直吵"])
    proposed = [
        model.labels[best] if chance >= model.threshold else ""
        for best, chance in zip(np.argmax(chances, axis=1), chances.max(axis=1), strict=True)
    ]
    assert proposed == ["safety.fire", "safety.fire", "safety.fire", "", "neighbours.noise"]

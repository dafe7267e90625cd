"""A classifier before there is anything to learn from: what the names, help texts and usual words of labels say.

Each label is one line through its own words (Rocchio): a piece counts by how few labels use it. Made in a few
hundredths of a second, without scikit-learn; how sure its scores make us was measured once on written phrases
(`benchmarks/language/category/cold.txt`), since nothing of the office's own is known yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from linli.base.language import counting
from linli.base.language.classifier import NONE, Classifier, Index, scale
from linli.base.language.counting import BLOCKS, CHARACTERS, HEAD, HEAD_MATTER, MATTER, WORDS

HEAT: Final = 16.0
THRESHOLD: Final = 0.5
NOTHING: Final = 0.12
"""The score of “none of these”: what a text has in common with a label by chance."""

_WEIGHTS: Final = {WORDS: 1.0, CHARACTERS: 1.0, HEAD: 0.0, MATTER: 0.15, HEAD_MATTER: 0.0}


def from_words(seeds: Mapping[str, Sequence[str]]) -> Classifier:
    """Make a classifier of labels and the phrases that describe each; what is said first counts most."""
    names = [NONE, *sorted(seeds)]
    phrases = [
        (k, said, 1.0 / (1 + n) ** 0.5)
        for k, name in enumerate(names)
        for n, said in enumerate(seeds.get(name, ()))
    ]
    counted = counting.count(counting.stream_of([said for _k, said, _weight in phrases]))
    keys, at = np.unique(counted.keys, return_index=True)
    blocks = counted.blocks[at]
    owner = np.array([k for k, _said, _weight in phrases], np.int64)
    columns = Index(keys).find(counted.keys)
    from scipy import sparse

    block_weights = np.array([_WEIGHTS[block] for block in range(BLOCKS)], np.float32)
    cells = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), (counted.rows, columns)), shape=(len(phrases), len(keys))
    )
    labels_with = np.asarray(
        sparse.csr_matrix(
            (np.ones(len(columns), np.float32), (owner[counted.rows], columns)), shape=(len(names), len(keys))
        )
        .sign()
        .sum(axis=0)
    ).ravel()
    rarity = (np.log((1 + len(names)) / (1 + labels_with)) + 0.5).astype(np.float32)
    vectors = scale(cells, blocks, rarity, block_weights, np.zeros(len(phrases) * BLOCKS))
    heft = np.array([weight for _k, _said, weight in phrases], np.float32)
    lines = np.zeros((len(keys), len(names)), np.float32)
    for k in range(len(names)):
        mine = owner == k
        lines[:, k] = np.asarray(vectors[mine].multiply(heft[mine][:, None]).sum(axis=0)).ravel()
    lines /= np.maximum(np.linalg.norm(lines, axis=0, keepdims=True), 1e-9)
    return Classifier(
        labels=tuple(names),
        keys=keys,
        blocks=blocks,
        rarity=rarity,
        weights=lines,
        shift=np.array([NOTHING, *[0.0] * len(seeds)], np.float32),
        block_weights=block_weights,
        heat=HEAT,
        lean=np.zeros(len(names), np.float32),
        threshold=THRESHOLD,
        about={"cold": True, "examples": 0},
    )

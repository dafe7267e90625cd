"""Fit what speaks for a name: `python -m benchmarks.language.name_weights DICT FAKER` prints `kernel/personal/weights.py`.

Learns from the marked sentences, each once more with other names put in (families by their share, given names from the
sources of `name_tables`), and from written phrases that name nobody.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import numpy as np

from benchmarks.language.personal import HERE, cases
from linli.kernel.chinese import half_width
from linli.kernel.personal import names
from linli.kernel.personal.characters import FAMILY
from linli.kernel.personal.cues import Cue

LISTS = ("seen", "unseen", "fresh", "blind_1", "blind_2", "blind_3", "blind_4")
AGAIN = 3
FRAMES = re.findall(
    r"\S+",
    """
    {}女士来电反映 {}先生家里没暖气 请找{}师傅 昨天{}阿姨来过 业主{}家漏水 房东{}不退押金 我老公{}受伤了
    多亏{}同志帮忙 社区的{}很负责 姓名：{} 我是{}，住三楼 本人{}于去年搬来 经办人{} 他叫{}，今年六十 邻居{}晚上弹琴
    {}老师说的 物业{}推诿
    """,
)
"""Sentences into which names are put."""
OF_EACH = 40
KINDS = max(names.KINDS) + 1
SURE = (0.2, 0.25, 0.2, 0.25, 0.25, 0.4, 0.35, 0.35, 0.5, 0.75, 0.75)
"""How probable it must be, by cue: where nothing introduces a name, a needless mask is likelier."""


def plain_lines() -> list[str]:
    """Give written phrases that name nobody."""
    first = Path("linli/base/language/first_day/urgency.txt").read_text("utf-8").splitlines()
    found = [line.partition("\t")[2] for line in first]
    for path in (*HERE.glob("place_*.txt"), *HERE.glob("category/*.txt"), *HERE.glob("same/*.txt")):
        found += [re.sub(r"[A-Za-z0-9_|{}/\t]+", "，", line) for line in path.read_text("utf-8").splitlines()]
    return [line for line in found if line and not line.startswith("#")]


def ordinary_letters() -> list[str]:
    """Give letters nobody marked, where there are some: only what is surely no name is learned from them, as numbers."""
    import csv

    if len(sys.argv) < 4:
        return []
    csv.field_size_limit(10**9)
    with Path(sys.argv[3]).open(encoding="utf-8-sig", newline="") as file:
        rows = [" ".join(value for value in row if len(value) > 15) for row in csv.reader(file)]
    return rows[:1500]


def is_ordinary(features: names.Features) -> bool:
    """Say whether a candidate is an ordinary word, cuts one, or holds characters that no name has."""
    _cue, behind, family, given, words = features
    is_word = (
        words[0]
        or words[1]
        or words[2]
        or words[5]
        or words[8]
        or words[10]
        or words[12]
        or (words[6] and words[11])
    )
    return bool(is_word or behind == 4 or family + given < -1.5)


def main() -> int:
    """Fit and print."""
    chance = random.Random(11)
    share, given = _sources()
    rows, labels, groups = [], [], []

    def learn(text: str, marked: set[tuple[int, int]], weight: float) -> None:
        plain = half_width(text)
        seen = set()
        for start, cue in sorted(names.starts_of(plain), key=lambda one: one[1]):
            if start in seen:
                continue
            seen.add(start)
            if cue >= Cue.DEED and names.is_inside(plain, start):
                continue
            for length, features in names.candidates(plain, start, cue, every=True):
                rows.append(features)
                labels.append((start, start + length) in marked)
                groups.append(weight)
        for start, end in marked:
            if start > 1 and plain[start - 1] in "、和与":
                for length, features in names.candidates(plain, start, Cue.LIST, every=True):
                    rows.append(features)
                    labels.append(start + length == end)
                    groups.append(weight)

    for name in LISTS:
        for case in cases(HERE / f"personal_{name}.txt"):
            people = [(a, b) for kind, a, b in case.marks if kind == "name"]
            learn(case.text, set(people), 1.0)
            for _ in range(AGAIN if people else 0):
                text, moved, done = "", set(), 0
                for a, b in people:
                    text += case.text[done:a]
                    usual = 2 <= b - a <= 3 and case.text[a] in FAMILY
                    new = chance.choices(*share)[0] + chance.choice(given) if usual else case.text[a:b]
                    moved.add((len(text), len(text) + len(new)))
                    text += new
                    done = b
                learn(text + case.text[done:], moved, 0.7)
    for frame in FRAMES:
        at = frame.index("{")
        for _ in range(OF_EACH):
            name = chance.choices(*share)[0] + chance.choice(given)
            learn(frame.format(name), {(at, at + len(name))}, 0.4)
    for line in plain_lines():
        learn(line, set(), 1.0)
    for line in ordinary_letters():
        plain = half_width(line)
        for start, cue in names.starts_of(plain):
            if cue < Cue.ROLE or (cue >= Cue.DEED and names.is_inside(plain, start)):
                continue
            for _length, features in names.candidates(plain, start, cue, every=True):
                if is_ordinary(features):
                    rows.append(features)
                    labels.append(False)
                    groups.append(0.5)
    x = np.array([_vector(features) for features in rows])
    y = np.array(labels, float)
    weights = _fit(x, y, np.array(groups))
    bars = np.log(np.array(SURE) / (1 - np.array(SURE)))
    guess = x @ weights - x[:, : len(Cue)] @ bars
    print(
        f"# {len(y)} candidates, {int(y.sum())} names; missed {int(((guess <= 0) & (y > 0)).sum())}, "
        f"false {int(((guess > 0) & (y == 0)).sum())}",
        file=sys.stderr,
    )
    _print(weights, bars)
    return 0


def _sources() -> tuple[tuple[list[str], list[float]], list[str]]:
    said = Path(sys.argv[2]).read_text("utf-8")
    share = {m[1]: float(m[2]) for m in re.finditer(r'"([一-鿿])", ([0-9.]+)', said)}
    share |= {char: 0.15 for char in FAMILY if char not in share}
    common = sorted(share, key=lambda s: -share[s])[:40]
    given = re.findall(r'"([一-鿿]{1,2})"(?!, [0-9.])', said) * 3
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, _count, kind = line.split()
        if kind == "nr" and len(word) in (2, 3) and word[0] in common and word[0] not in "马于高金白":
            if set(word[1:]) <= names.GIVEN:
                given.append(word[1:])
    return (list(share), [max(value, 0.1) ** 0.6 for value in share.values()]), given


def _vector(features: names.Features) -> list[float]:
    cue, behind, family, given, words = features
    kind = names.KINDS[cue]
    parts = [float(cue == one) for one in Cue]
    parts += [float(kind == here and behind == one) for here in range(KINDS) for one in range(5)]
    own = [kind == here and float(word) for here in range(KINDS) for word in words]
    return [*parts, family, given, *map(float, words), *own]


def _fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, ridge: float = 0.3) -> np.ndarray:
    found = np.zeros(x.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (weight * (chance - y)) + ridge * found
        bend = (x * (weight * chance * (1 - chance))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        step = np.linalg.solve(bend, slope)
        found -= step
        if abs(step).max() < 1e-6:
            break
    return found


def _print(weights: np.ndarray, bars: np.ndarray) -> None:
    bias = weights[: len(Cue)] - bars
    behind = weights[len(Cue) : len(Cue) + 5 * KINDS].reshape(KINDS, 5)
    family, given, *rest = weights[len(Cue) + 5 * KINDS :]
    shared, own = np.array(rest[: names.SAID]), np.array(rest[names.SAID :]).reshape(KINDS, names.SAID)

    def row(values: np.ndarray) -> str:
        return "(" + ", ".join(f"{value:.2f}" for value in values) + ")"

    def rows(values: np.ndarray) -> str:
        return "(\n" + "".join(f"    {row(line)},\n" for line in values) + ")"

    print(f'''"""What speaks for a name, fitted by `benchmarks/language/name_weights.py`: above 0 together it is one.

Rows are for kinds of cues (`names.KINDS`): a field, 我叫 or 我是, 邻居, 感谢 or the beginning of a clause.
"""

from typing import Final

BIAS: Final = {row(bias)}
"""By cue, in the order of `cues.Cue`."""

BEHIND: Final = {rows(behind)}
"""By what follows: nothing, a title, what people do or have, another word, a character of its own."""

FAMILY_WEIGHT: Final = {family:.2f}
GIVEN_WEIGHT: Final = {given:.2f}

WORDS: Final = {rows(shared + own)}
"""By what the segmenter says, in the order of `names._said_of`."""''')


if __name__ == "__main__":
    sys.exit(main())

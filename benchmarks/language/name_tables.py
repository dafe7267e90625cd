"""Count how much a character speaks for a name: `python -m benchmarks.language.name_tables DICT FAKER`.

DICT is `dict.txt` of jieba 0.42.1 (MIT), FAKER the zh_CN names of Faker (MIT, shares of surnames). Only counts of characters
are kept, as `linli/kernel/personal/characters.py`; no name is.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from linli.kernel.personal.characters import COMPOUND_SURNAMES, SURNAMES

# What stands in second or third place of a title, a place or a figure of a novel that the dictionary calls a name.
NO_GIVEN = frozenset(
    "县镇庄河里人王爷公哥道斯尔克特之子老师过家见笑主们中将军侯太说想的了不也在是某氏村店庙沟堡屯湾"
)
SMOOTH = 0.5
RARE = 2e-6
LEAST = -2.5


def main() -> int:
    """Print the three tables."""
    text: Counter[str] = Counter()
    names: list[str] = []
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, kind = line.split()
        if kind.startswith("nr"):
            names.append(word)
        else:
            for char in word:
                text[char] += int(count)
    said = Path(sys.argv[2]).read_text("utf-8")
    share = {m[1]: float(m[2]) / 100 for m in re.finditer(r'"([一-鿿]{1,2})", ([0-9.]+)', said)}
    unclear = "马于安明金白高方石古"
    common = sorted((s for s in share if s not in unclear), key=lambda s: -share[s])[:60]
    first, second = Counter[str](), Counter[str]()
    for name in names:
        if len(name) == 3 and name[0] in common and not NO_GIVEN & set(name[1:]):
            first[name[1]] += 1
            second[name[2]] += 1
    for given in re.findall(r'"([一-鿿]{1,2})"(?!, [0-9.])', said):
        if len(given) == 2:
            first[given[0]] += 4
            second[given[1]] += 4
        else:
            second[given] += 8
    total = sum(text.values())

    def usual(char: str) -> float:
        return math.log(text[char] / total + RARE)

    def table(name: str, scores: dict[str, float], least: float) -> None:
        groups = defaultdict(list)
        for char, score in scores.items():
            rounded = max(least, min(6.0, round(score * 2) / 2))
            if rounded > least:
                groups[rounded].append(char)
        print(f"\n# {name}")
        for score in sorted(groups, reverse=True):
            print(f'    {score}: "{"".join(sorted(groups[score], key=lambda c: (text[c], c)))}"')

    for name, counts in (("FIRST", first), ("SECOND", second)):
        all_of = sum(counts.values())
        scores = {
            c: math.log((n + SMOOTH) / (all_of + SMOOTH * len(counts))) - usual(c) for c, n in counts.items()
        }
        table(name, scores, LEAST)
    single = {s for s in SURNAMES | share.keys() if len(s) == 1}
    table("FAMILY", {s: math.log(share.get(s, 8e-5)) - usual(s) for s in single}, -9.0)
    print(len(COMPOUND_SURNAMES), "compound surnames score alike")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How well emergencies are told from what can wait: `python -m benchmarks.language.urgency`.

The lists of `category/urgency*.txt` are read by the rules alone and by rules and companion together. `--folds` says how the
companion does on phrases it was not taught; `--data FOLDER` how much of real messages is called urgent (no words are
printed); `--misses` prints the written phrases that are read wrongly; `--write` teaches the companion that comes with Linli
anew from `linli/base/language/first_day/urgency.txt`, the lists that are no longer unseen and the demo's ordinary messages.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from linli.base.language import urgent
from linli.base.language.classifier import Classifier
from linli.base.language.grouping import fold, repeats
from linli.base.language.learning import learn
from linli.base.language.urgency import urgency_of as by_rules

HERE = Path(__file__).parent / "category"
ROOT = Path(__file__).resolve().parents[2]
TAUGHT = ("urgency", "urgency_unseen", "urgency_blind", "urgency_blind_2")
BLIND = ("urgency_blind_3",)
FILE = ROOT / "linli" / "base" / "language" / "first_day" / "urgency.model"
SHEETS = {
    "hotline_4326.csv": (("留言主题",), ("留言主题", "留言详情")),
    "board_2026_dev.csv": (("title",), ("title", "content")),
}

_STANDS_FOR = {
    "s": "幸福小区", "b": "3号楼", "c": "河滨社区", "n": "麻烦了", "d": "三天", "r": "501", "t": "晚上", "u": "2单元",
}  # fmt: skip
# Sections of the demo in which people tell of emergencies too: nobody has read each of them for that.
_MIXED = (
    "utilities.", "facilities.manhole", "facilities.wires", "facilities.trees", "facilities.sewer", "housing.danger",
    "safety.", "care.at-risk", "care.homeless", "care.elders", "property.lift", "neighbours.dog-bite",
    "neighbours.dropping", "education.bullying", "illegal-building.digging", "market.food", "market.kitchen",
    "disputes.family", "traffic.charging",
)  # fmt: skip

Row = tuple[str, str]


def phrases(name: str) -> list[Row]:
    """Read a written list: label and phrase."""
    lines = (HERE / f"{name}.txt").read_text("utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line and not line.startswith("#")]


def ordinary() -> list[Row]:
    """Take the demo's messages of kinds that can wait, where no rule calls them urgent."""
    found = []
    for path in sorted((ROOT / "linli" / "demo" / "words" / "residents").glob("*.txt")):
        section = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("["):
                section = line[1 : line.index("]")]
            elif line and not line.startswith("#") and not section.startswith(_MIXED):
                words = re.sub(r"\{(\w)\}", lambda m: _STANDS_FOR[m[1]], line)
                if by_rules(words) is None:
                    found.append((urgent.CALM, words))
    return found


def taught() -> list[Row]:
    """Give every phrase with a label that the companion learns from, the ordinary messages of the demo apart."""
    mine = [(label, words) for label, said in urgent.first_phrases().items() for words in said]
    return [*mine, *(row for name in TAUGHT for row in phrases(name))]


def teach(rows: Sequence[Row]) -> Classifier:
    """Learn a companion from phrases."""
    return learn(
        [words for _label, words in rows],
        [label for label, _words in rows],
        about={"first_day": True, "phrases": print_of_phrases()},
    )


def print_of_phrases() -> str:
    """Say which phrases a companion was taught: a test compares it with the file that lies beside it."""
    written = "\n".join(
        f"{label}\t{words}" for label, said in sorted(urgent.first_phrases().items()) for words in said
    )
    return hashlib.sha256(written.encode()).hexdigest()


def folds(rows: Sequence[Row], common: Sequence[Row]) -> None:
    """Say how phrases are read by rules and a companion that was taught the other four fifths."""
    is_urgent = np.array([label != urgent.CALM for label, _words in rows])
    words = [said for _label, said in rows]
    part = fold(is_urgent, repeats(words), 5)
    told = np.zeros(len(rows), bool)
    for n in range(5):
        model = teach([*(row for row, where in zip(rows, part, strict=True) if where != n), *common])
        out = np.flatnonzero(part == n)
        told[out] = [found is not None for found in urgent.urgencies_of([words[i] for i in out], model)]
    print(
        f"folds: {is_urgent.sum()} emergencies, found {told[is_urgent].mean():.3f}; {(~is_urgent).sum()} others, "
        f"false alarms {told[~is_urgent].mean():.3f} (most of them written to mislead)"
    )


def measure(name: str, *, shows: bool) -> None:
    """Read a written list and count."""
    rows = phrases(name)
    found = urgent.urgencies_of([words for _label, words in rows])
    ruled = [by_rules(words) for _label, words in rows]
    for how, read in (("rules alone", ruled), ("rules and companion", found)):
        alarms = [one is not None for (label, _words), one in zip(rows, read, strict=True) if label != "no"]
        calm = [one is not None for (label, _words), one in zip(rows, read, strict=True) if label == "no"]
        print(
            f"{name}, {how}: found {sum(alarms)} of {len(alarms)} ({np.mean(alarms):.3f}); "
            f"false alarms {sum(calm)} of {len(calm)} ({np.mean(calm):.3f})"
        )
    kinds = [
        label == one.danger
        for (label, _words), one in zip(rows, found, strict=True)
        if one is not None and label != "no"
    ]
    print(f"  life and supply told apart: {np.mean(kinds):.3f}")
    if shows:
        for (label, words), one in zip(rows, found, strict=True):
            if (one is not None) != (label != "no"):
                print(f"  {label}: {words}" + (f" ← {one.words}" if one else ""))


def share(folder: Path) -> None:
    """Say how much of real messages is called urgent; most of them can wait."""
    for name, parts in SHEETS.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for columns in parts:
            texts = ["\n".join(row[column] for column in columns) for row in rows]
            found = urgent.urgencies_of(texts)
            ruled = np.mean([by_rules(text) is not None for text in texts])
            print(
                f"{name} {'+'.join(columns)}: {np.mean([one is not None for one in found]):.3f} of {len(rows)} urgent "
                f"(rules alone {ruled:.3f})"
            )


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language.urgency")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    if options.write:
        FILE.write_bytes(teach([*taught(), *ordinary()]).pack())
        urgent.first_model.cache_clear()
        print(f"{FILE.name}: {FILE.stat().st_size // 1000} KB")
    if options.folds:
        folds(taught(), ordinary())
    for name in (*TAUGHT, *BLIND):
        if (HERE / f"{name}.txt").is_file():
            measure(name, shows=options.misses)
    if options.data:
        share(options.data)


if __name__ == "__main__":
    main()

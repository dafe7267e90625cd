"""How often advice on a draft is right, on the drafts beside this file: `python -m benchmarks.language.replies.measure`.

`unseen.txt` was written before the checks, `seen.txt` after the first reading. With a sheet of real replies as argument it
counts how many get which advice, and prints none of their words:

    python -m benchmarks.language.replies.measure REPLIES.csv --asked COL[,COL] --answer COL
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from pathlib import Path

from linli.base.language.replies import Lack, check

PATH = Path(__file__).parent
LETTERS = dict(
    zip(
        "EIQPMUTCR",
        (
            Lack.EMPTY, Lack.PERSONAL, Lack.QUESTION, Lack.PROMISE, Lack.MEASURE, Lack.UNIT, Lack.TIME, Lack.CONTACT,
            Lack.HARD,
        ),
        strict=True,
    )
)  # fmt: skip


def drafts(path: Path) -> list[tuple[set[Lack], bool, str, str]]:
    """Read labelled drafts: what they lack, whether they answer a question, what was asked, the draft."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            labels, nature, asked, draft = (part.strip() for part in line.split("|"))
            found.append(({LETTERS[c] for c in labels if c != "-"}, nature == "c", asked, draft))
    return found


def measure(path: Path) -> dict[Lack, tuple[int, float, float]]:
    """Give for each lack how many drafts have it, precision and recall."""
    right: Counter[Lack] = Counter()
    wrong: Counter[Lack] = Counter()
    missed: Counter[Lack] = Counter()
    for gold, is_question, asked, draft in drafts(path):
        found = {finding.lack for finding in check(draft, asked=asked, is_question=is_question)}
        right.update(found & gold)
        wrong.update(found - gold)
        missed.update(gold - found)
    return {
        lack: (
            right[lack] + missed[lack],
            right[lack] / max(right[lack] + wrong[lack], 1),
            right[lack] / max(right[lack] + missed[lack], 1),
        )
        for lack in Lack
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--asked", default="")
    parser.add_argument("--answer", default="")
    options = parser.parse_args()
    if options.file is None:
        for name in ("unseen", "seen"):
            path = PATH / f"{name}.txt"
            print(f"{name}: {len(drafts(path))} drafts")
            for lack, (count, precision, recall) in measure(path).items():
                print(f"  {lack.value:9} {count:4}  precision {precision:.2f}  recall {recall:.2f}")
        return
    with options.file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    began = time.perf_counter()
    counted = Counter(
        lack
        for row in rows
        for lack in {
            f.lack
            for f in check(row[options.answer], asked="。".join(row[c] for c in options.asked.split(",")))
        }
    )
    spent = (time.perf_counter() - began) / max(len(rows), 1)
    print(f"{len(rows)} replies, {1000 * spent:.1f} ms each")
    for lack in Lack:
        print(f"  {lack.value:9} {100 * counted[lack] / max(len(rows), 1):.1f} %")


if __name__ == "__main__":
    main()

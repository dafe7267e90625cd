"""How well sameness and topics do: `python -m benchmarks.language.same.measure [SHEET --text … --gold WORDS …]`.

Without a sheet: the pairs written for Linli beside this file, text alone and with place and matter. With one: hot topics
of the sheet against what `--gold` says, for example `--gold 沥青厂+云杉苑` (all must occur); it prints figures only.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import time
from datetime import datetime
from pathlib import Path

from linli.base.language import sameness, topics
from linli.base.language.sameness import Nearness, Said, Weighed
from linli.base.language.topics import Message
from linli.base.language.topics_heat import Voice, heat_of

PAIRS = Path(__file__).parent / "pairs.txt"
HERE_M, ESTATE_M, AWAY_M = 10, 120, 1500


def average_precision(scored: list[tuple[float, bool]]) -> float:
    """Give the mean of precision at every true pair, the surest pair first."""
    hits, total = 0, 0.0
    for rank, (_score, is_same) in enumerate(sorted(scored, key=lambda pair: -pair[0]), 1):
        if is_same:
            hits += 1
            total += hits / rank
    return total / max(hits, 1)


def problems() -> list[tuple[int, str, str, str]]:
    """Read the written problems: which, category, where, words."""
    found, number = [], 0
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            number += 1
        elif not line.startswith("#"):
            category, where, words = (part.strip() for part in line.split("|"))
            found.append((number, category, where, words))
    return found


def pairs() -> None:
    """Print average precision on the written pairs, and precision and recall at the thresholds in use."""
    rows = problems()
    ready = [Weighed.of(Said.of("", words, where=where), sameness.usual) for _n, _c, where, words in rows]
    alone, together = [], []
    for i, j in itertools.combinations(range(len(rows)), 2):
        one, other = rows[i], rows[j]
        estate = one[2].rstrip("0123456789号楼") == other[2].rstrip("0123456789号楼")
        metres = HERE_M if one[2] == other[2] else ESTATE_M if estate else AWAY_M
        score = sameness.compare(ready[i], ready[j]).score
        is_same = one[0] == other[0]
        alone.append((score, is_same))
        known = sameness.together(score, Nearness(metres, 1), same_matter=one[1] == other[1])
        together.append((known, is_same))
    print(f"{len(alone)} pairs, {sum(s for _x, s in alone)} the same")
    print(f"  text alone             AP {average_precision(alone):.3f}")
    print(f"  text × place × time    AP {average_precision(together):.3f}")
    for threshold in (0.10, 0.14):
        shown = [s for x, s in together if x >= threshold]
        recall = sum(shown) / sum(s for _x, s in together)
        print(f"  from {threshold:.2f}: precision {sum(shown) / len(shown):.2f}, recall {recall:.2f}")


def sheet(options: argparse.Namespace) -> None:
    """Print where the gold topics of a sheet stand, how whole and how pure."""
    with options.file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = options.text.split(",")
    title, rest = (columns[0], columns[1:]) if len(columns) > 1 else ("", columns)
    given = [
        Message(
            str(i), row[title] if title else "", "\n".join(row[c] for c in rest), row.get(options.user, "")
        )
        for i, row in enumerate(rows)
    ]
    began = time.perf_counter()
    groups = topics.gather(given)
    spent = time.perf_counter() - began

    def moment(row: dict[str, str]) -> datetime | None:
        written = row.get(options.time, "").strip()
        return datetime.fromisoformat(written) if written else None

    heats = [heat_of([Voice(given[i].who, moment(rows[i])) for i in group.members]).heat for group in groups]
    ranked = [group for _heat, group in sorted(zip(heats, groups, strict=True), key=lambda pair: -pair[0])]
    print(f"{len(rows)} messages, {len(groups)} topics, {spent:.1f} s")
    for words in options.gold:
        gold = {
            i
            for i, m in enumerate(given)
            if all(any(w in m.title + m.text for w in part.split("/")) for part in words.split("+"))
        }
        rank, best = max(enumerate(ranked, 1), key=lambda pair: len(gold & set(pair[1].members)))
        both = len(gold & set(best.members))
        print(f"  rank {rank}: {both} of {len(gold)} members, purity {both / len(best.members):.2f}")


def main() -> None:
    """Measure the pairs, or a sheet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--text", default="")
    parser.add_argument("--user", default="")
    parser.add_argument("--time", default="")
    parser.add_argument("--gold", action="append", default=[], metavar="WORD[/OTHER]+WORD…")
    options = parser.parse_args()
    if options.file is None:
        pairs()
    else:
        sheet(options)


if __name__ == "__main__":
    main()

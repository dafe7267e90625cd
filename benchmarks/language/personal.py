"""How well what identifies a person is found in free text: `python -m benchmarks.language.personal`.

The files say in their first lines how what must be hidden is marked. A marked stretch counts as found when every character
of it is hidden; a mask counts as false when it touches no marked stretch.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from linli.kernel.masking import find, mask_text

HERE = Path(__file__).parent
FILES = ("seen", "unseen", "fresh", "blind_1", "blind_2", "blind_3", "blind_4", "blind_5")
_MARK = re.compile(r"\{([a-z]):(.*?)\}")
KINDS = {
    "p": "phone", "i": "id_card", "c": "bank_card", "l": "plate", "n": "name", "r": "room", "e": "email", "a": "account",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, and the stretches of it that must be hidden: kind, start, end."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def cases(path: Path) -> list[Case]:
    """Read a file of sentences."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, done, marks = "", 0, []
        for mark in _MARK.finditer(line):
            text += line[done : mark.start()]
            marks.append((KINDS[mark[1]], len(text), len(text) + len(mark[2])))
            text += mark[2]
            done = mark.end()
        found.append(Case(text + line[done:], tuple(marks)))
    return found


def measure(name: str, *, shows: bool = True) -> dict[str, float]:
    """Find in every sentence of a file and count."""
    lines = cases(HERE / f"personal_{name}.txt")
    marked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    masks = false = spoiled = 0
    for case in lines:
        hits = find(case.text)
        hidden = {at for hit in hits for at in range(hit.start, hit.end) if not case.text[at].isspace()}
        for kind, start, end in case.marks:
            marked[kind] += 1
            if any(at not in hidden for at in range(start, end) if not case.text[at].isspace()):
                missed[kind] += 1
                if shows:
                    print(f"  missed {kind}: {case.text}")
        wrong = [
            hit
            for hit in hits
            if not any(hit.start < end and start < hit.end for _, start, end in case.marks)
        ]
        masks, false = masks + len(hits), false + len(wrong)
        spoiled += bool(wrong and not case.marks)
        if wrong and shows:
            print(f"  false {[(str(hit.kind), hit.value) for hit in wrong]}: {case.text}")
    plain = sum(not case.marks for case in lines)
    total = sum(marked.values())
    return {
        "sentences": len(lines),
        "marked": total,
        "recall": round(1 - sum(missed.values()) / total, 4),
        "false_masks": round(false / masks, 4) if masks else 0.0,
        "plain_sentences": plain,
        "plain_spoiled": round(spoiled / plain, 4) if plain else 0.0,
        **{f"recall_{kind}": round(1 - missed[kind] / count, 3) for kind, count in sorted(marked.items())},
    }


def speed() -> dict[str, float]:
    """Measure how many messages a second are masked: the sentences of both files with some words around them."""
    filler = "，反映好几次了一直没人管，天天这样谁受得了，请有关部门尽快来人看一下，谢谢。"
    texts = [case.text + filler for name in FILES for case in cases(HERE / f"personal_{name}.txt")]
    texts *= 5
    began = time.perf_counter()
    for text in texts:
        mask_text(text)
    took = time.perf_counter() - began
    return {
        "messages_a_second": round(len(texts) / took),
        "characters_a_message": round(sum(map(len, texts)) / len(texts)),
    }


def main() -> int:
    """Print what was reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language.personal")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--only", choices=FILES, help="one file of the sentences")
    options = parser.parse_args()
    found = {name: measure(name) for name in FILES if options.only in (None, name)}
    found["speed"] = speed()
    for name, figures in found.items():
        print(f"{name}: " + ", ".join(f"{what} {figure}" for what, figure in figures.items()))
    if options.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())

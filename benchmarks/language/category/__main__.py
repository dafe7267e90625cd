"""`python -m benchmarks.language.category`: what the table in docs/language.md, “Category”, comes from.

`--data FOLDER` names the folder with `labelled_tokens_dev.csv` and `labelled_raw_dev.csv`; without it only the written
phrases of this folder are measured.
"""

import argparse
import csv
import time
from pathlib import Path

import numpy as np

from linli.base.language import cold, measuring
from linli.kernel.standards.resident_categories import CATEGORIES

HERE = Path(__file__).parent
SHEETS = {
    "labelled_tokens_dev": (("tokens",), 3),
    "labelled_raw_dev": (("留言主题", "留言详情"), 5),
}


def main() -> None:
    """Print one table a matter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language.category")
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    if options.data:
        print(
            "| sheet | partings | macro F1 | accuracy | top 3 | calibration error | surest 80 % | msgs/s | ms for one |"
        )
        print("|---|---|---|---|---|---|---|---|---|")
        for name, (columns, seeds) in SHEETS.items():
            print(_sheet(options.data / f"{name}.csv", columns, seeds), flush=True)
    _first_day()


def _sheet(path: Path, columns: tuple[str, ...], seeds: int) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = ["\n".join(row[column] for column in columns) for row in rows]
    found = [measuring.evaluate(texts, [row["label"] for row in rows], seed=seed) for seed in range(seeds)]

    def of(name: str, form: str = ".3f") -> str:
        values = [getattr(one, name) for one in found]
        return f"{np.mean(values):{form}} ({min(values):{form}}–{max(values):{form}})"

    figures = [
        of(name)
        for name in ("macro_f1", "accuracy", "top3_accuracy", "calibration_error", "accuracy_at_80_coverage")
    ]
    speed = [of("messages_per_second", ".0f"), of("ms_for_one", ".2f")]
    return f"| {path.stem} ({len(rows)}) | {seeds} | " + " | ".join([*figures, *speed]) + " |"


def _phrases(name: str) -> list[list[str]]:
    lines = (HERE / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _first_day() -> None:
    began = time.process_time()
    model = cold.from_words({kind.code: (kind.name, *kind.words, kind.help) for kind in CATEGORIES.values()})
    made = time.process_time() - began
    rows = _phrases("cold")[1::2]
    chances = model.probabilities([text for _code, text in rows])
    best = np.argsort(-chances, axis=1)
    right = np.array([model.labels[k] == code for k, (code, _text) in zip(best[:, 0], rows, strict=True)])
    top3 = [code in {model.labels[k] for k in ks[:3]} for ks, (code, _text) in zip(best, rows, strict=True)]
    sure = chances.max(axis=1) >= model.threshold
    print(
        f"\nfirst day, {len(rows)} phrases, {len(model.labels) - 1} categories: right {right.mean():.3f}, "
        f"top 3 {np.mean(top3):.3f}, proposed {sure.mean():.3f}, of these right {right[sure].mean():.3f}; "
        f"made in {made:.2f} s"
    )


if __name__ == "__main__":
    main()

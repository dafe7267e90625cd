"""`linli triage read FILE`: a whole sheet understood; the same rows with what was made of each beside it."""

import argparse
import csv
import json
import time
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._triage_many import read_many
from linli.cli._triage_reader import Understood, reader
from linli.cli._triage_sheet import Rows, add_sheet_options, read_rows, words_of_cell
from linli.cli._world import Trouble

SUMMARY = "understand a whole sheet and write it beside the rows 读懂整张表"
COLUMNS = ("category_code", "category", "confidence", "nature", "urgent", "place", "grid", "redacted")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    add_sheet_options(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="OUT", help="where it goes: .csv or .xlsx")
    parser.add_argument(
        "--office", default="", help="code or name of the subdistrict (default: the only one)"
    )
    parser.add_argument(
        "--processes", type=int, metavar="N", help="processes that read (default: one a core for a big sheet)"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    kind = options.out.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise Trouble(_("--out 要写成 .csv 或 .xlsx 文件。"))
    if options.out.resolve() == options.file.resolve():
        raise Trouble(_("--out 不能就是来源文件。"))
    if not options.out.resolve().parent.is_dir():
        raise Trouble(_("没有这个文件夹：%(path)s") % {"path": options.out.resolve().parent})
    rows = read_rows(options, keeps_rows=True)
    with reader(options.office) as read:
        say("  " + read.said_of_source())
        began = time.monotonic()
        with step(_("读懂 %(count)s 件") % {"count": len(rows.texts)}) as current:
            found = read_many(read, rows.texts, current.progress, processes=options.processes)
        seconds = time.monotonic() - began
    with step(_("写 %(file)s") % {"file": options.out.name}):
        (_to_csv if kind == ".csv" else _to_xlsx)(options.out, rows, found)
    counts = {
        "rows": len(found),
        "classed": sum(one.is_sure for one in found),
        "urgent": sum(bool(one.urgent) for one in found),
        "placed": sum(bool(one.grid) for one in found),
        "masked": sum(one.redacted != text for one, text in zip(found, rows.texts, strict=True)),
    }
    say(
        "  "
        + _(
            "有把握的类别 %(classed)s 件，不能等的 %(urgent)s 件，定到网格 %(placed)s 件，遮住个人信息 %(masked)s 件。"
        )
        % counts
    )
    if options.json:
        say(json.dumps(counts | {"messages_per_second": round(len(found) / max(seconds, 1e-6))}))
    return 0


def _values(one: Understood) -> list[object]:
    """Write down what was made of a message; below the threshold a category is still named, its confidence says why."""
    first = one.guesses[0] if one.guesses else None
    return [
        first.code if first else "",
        first.name if first else "",
        round(first.confidence, 4) if first else 0.0,
        one.nature,
        "yes" if one.urgent else "no",
        one.place,
        one.grid,
        one.redacted,
    ]


def _heads(rows: Rows) -> list[str]:
    """Name the columns; what the sheet already calls by one of our names keeps its name, ours get a sign."""
    return [*rows.heads, *(f"{name}_" if name in rows.heads else name for name in COLUMNS)]


def _padded(rows: Rows, cells: tuple[object, ...]) -> list[object]:
    return [*cells[: len(rows.heads)], *[None] * (len(rows.heads) - len(cells))]


def _to_csv(path: Path, rows: Rows, found: list[Understood]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_heads(rows))
            for cells, one in zip(rows.cells, found, strict=True):
                writer.writerow(_harmless(cell) for cell in (*_padded(rows, cells), *_values(one)))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _harmless(cell: object) -> str:
    """Write a cell so that no spreadsheet takes a resident's words for a formula; numbers stay as they are."""
    words = words_of_cell(cell)
    if isinstance(cell, str) and words.startswith(FORMULA):
        try:
            float(words)
        except ValueError:
            return f"'{words}"
    return words


def _to_xlsx(path: Path, rows: Rows, found: list[Understood]) -> None:
    from linli.base.files.sheets import SheetWriter

    writer = SheetWriter(_("读懂的来件"), _heads(rows))
    for cells, one in zip(rows.cells, found, strict=True):
        writer.add([*_padded(rows, cells), *_values(one)])
    writer.save(path)

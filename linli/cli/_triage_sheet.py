"""The columns of a sheet that `linli triage` reads: words of several columns as one text, what stands beside them."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._world import Trouble

LONGEST_TITLE = 60


@dataclass
class Rows:
    """What was read: texts with the title first, the label of each, and the whole rows where they are asked for."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    cells: list[tuple[object, ...]] = field(default_factory=list)
    empty: int = 0
    unlabelled: int = 0


def add_sheet_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which words of which sheet."""
    parser.add_argument("file", type=Path, metavar="FILE", help="xlsx, xls, ods, csv or txt")
    parser.add_argument("--text", required=True, metavar="COL[,COL]", help="column(s) with the words")
    parser.add_argument("--sheet", default="", help="name of the table in the workbook (default: the first)")


def read_rows(options: argparse.Namespace, *, label: str = "", keeps_rows: bool = False) -> Rows:
    """Read the sheet that the options name, and say how much of it.

    :raises Trouble: no such file, sheet or column
    """
    from linli.faces.parts.refusals import words_of
    from linli.kernel.refusals import Refusal

    if not options.file.is_file():
        raise Trouble(_("没有这个文件：%(path)s") % {"path": options.file})
    try:
        with step(_("读 %(file)s") % {"file": options.file.name}) as current:
            rows = _read(options, label, keeps_rows, current.progress)
            current.note(_("%(count)s 件") % {"count": len(rows.texts)})
    except Refusal as refusal:
        raise Trouble(words_of(refusal)) from refusal
    if rows.empty and not keeps_rows:
        say("  " + _("%(count)s 行没有内容，跳过。") % {"count": rows.empty})
    if rows.unlabelled:
        say("  " + _("%(count)s 行没有类别，跳过。") % {"count": rows.unlabelled})
    return rows


def _read(
    options: argparse.Namespace, label: str, keeps_rows: bool, progress: Callable[[int, int], None]
) -> Rows:
    from linli.base.files.sheets import open_sheet

    names = [name.strip() for name in options.text.replace("，", ",").split(",") if name.strip()]
    if not names:
        raise Trouble(_("请用 --text 写清哪一列是内容。"))
    found, parts = Rows(), []
    with open_sheet(options.file, name=options.sheet) as opened:
        rows = iter(opened.rows)
        found.heads = [words_of_cell(cell).strip() for cell in next(rows, (0, ()))[1]]
        columns = [column_of(name, found.heads) for name in names]
        labelled = column_of(label, found.heads) if label else -1
        for number, cells in rows:
            progress(number, max(opened.about, number))
            said = [words_of_cell(cells[at]).strip() if at < len(cells) else "" for at in columns]
            known = words_of_cell(cells[labelled]).strip() if 0 <= labelled < len(cells) else ""
            if not any(said):
                found.empty += any(cell not in (None, "") for cell in cells)
                if not keeps_rows:
                    continue
            if label and not known:
                found.unlabelled += 1
                continue
            parts.append(said)
            found.labels.append(known)
            if keeps_rows:
                found.cells.append(tuple(cells))
    found.texts = list(_joined(parts))
    return found


def _joined(parts: list[list[str]]) -> Iterator[str]:
    """Join the columns of a row, the title first: of several columns the one with the fewest characters."""
    if not parts:
        return
    lengths = [sum(len(row[n]) for row in parts) / len(parts) for n in range(len(parts[0]))]
    order = list(range(len(lengths)))
    title = min(order, key=lambda n: lengths[n])
    if len(order) > 1 and lengths[title] <= LONGEST_TITLE:
        order.remove(title)
        order.insert(0, title)
    for row in parts:
        yield "\n".join(row[n] for n in order if row[n])


def column_of(name: str, heads: list[str]) -> int:
    """Find a column by its name, or by its place as #3.

    :raises Trouble: no such column
    """
    if name in heads:
        return heads.index(name)
    if name.startswith("#") and name[1:].isdigit() and 0 < int(name[1:]) <= len(heads):
        return int(name[1:]) - 1
    raise Trouble(
        _("没有“%(name)s”这一列。有的是：%(columns)s")
        % {"name": name, "columns": "、".join(head for head in heads if head)}
    )


def words_of_cell(cell: object) -> str:
    """Write a cell as words; a whole number stands without its point."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

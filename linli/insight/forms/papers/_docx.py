"""Word papers: their tables as cells, their lines with blanks; values back in, in the font of the place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from linli.insight.forms.papers._bounds import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TABLES, TooLarge
from linli.insight.forms.papers.writing import with_blank_filled
from linli.insight.forms.rules.grid import Cell, Kind, Paper, Table


def _opened(data: bytes) -> Any:
    from docx import Document

    paper = Document(io.BytesIO(data))
    if len(paper.tables) > MOST_TABLES:
        raise TooLarge(MOST_CELLS)
    return paper


def read(data: bytes) -> Paper:
    """Read every table and every line outside of them."""
    paper = _opened(data)
    lines = tuple((n, p.text[:500]) for n, p in enumerate(paper.paragraphs) if p.text.strip())
    return Paper("docx", tuple(_table(n, t) for n, t in enumerate(paper.tables, 1)), lines)


def _grid(table: Any) -> list[list[Any]]:
    """Give the cell that covers each place; a cell merged across rows or columns is the same in all of them."""
    rows: list[list[Any]] = []
    for tr in table._tbl.tr_lst:
        row: list[Any] = [None] * (tr.grid_before if hasattr(tr, "grid_before") else 0)
        for tc in tr.tc_lst:
            above = rows[-1] if rows else []
            cell = tc
            if tc.vMerge == "continue" and len(row) < len(above):
                cell = above[len(row)]
            row += [cell] * tc.grid_span
            if len(row) > MOST_COLUMNS:
                raise TooLarge(MOST_CELLS)
        rows.append(row)
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_CELLS:
        raise TooLarge(MOST_CELLS)
    return rows


def _text(tc: Any) -> str:
    return "\n".join(
        "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in tc.p_lst
    ).strip()


def _table(number: int, table: Any) -> Table:
    grid = _grid(table)
    seen: dict[int, list[tuple[int, int]]] = {}
    cells: dict[int, Any] = {}
    for r, row in enumerate(grid):
        for c, tc in enumerate(row):
            if tc is not None:
                seen.setdefault(id(tc), []).append((r, c))
                cells[id(tc)] = tc
    found: list[Cell] = []
    for key, places in seen.items():
        rows, cols = [r for r, _ in places], [c for _, c in places]
        text = _text(cells[key])[:500]
        kind = Kind.BLANK if not text else Kind.NUMBER if text.replace(".", "", 1).isdigit() else Kind.TEXT
        found.append(
            Cell(
                min(rows),
                min(cols),
                text,
                kind,
                max(rows) - min(rows) + 1,
                max(cols) - min(cols) + 1,
                is_boxed=True,
            )
        )
    found.sort(key=lambda cell: (cell.row, cell.col))
    return Table(str(number), len(grid), max(map(len, grid), default=0), tuple(found), is_fixed=True)


# ------------------------------------------------------------ writing


def write(data: bytes, puts: Sequence[Sequence[Any]], extra: Sequence[Sequence[int]]) -> bytes:
    """Put values in."""
    paper = _opened(data)
    for table, like, count in sorted(extra, key=lambda e: -e[1]):
        trs = paper.tables[table]._tbl.tr_lst
        for _n in range(count):
            fresh = deepcopy(trs[like])
            for node in [t for t in fresh.iter() if t.tag.endswith("}t")]:
                node.text = ""
            trs[like].addnext(fresh)
    grids = [_grid(table) for table in paper.tables]
    blanks: dict[tuple[int, int, int], list[Sequence[Any]]] = {}
    for put in puts:
        table, row, col, value, nth, is_doubtful, _note = put
        if nth is not None:
            blanks.setdefault((table, row, col), []).append(put)
        else:
            _set(grids[table][row][col], str(value), is_doubtful)
    for (table, row, col), many in blanks.items():
        paragraphs = [paper.paragraphs[row]._p] if table < 0 else list(grids[table][row][col].p_lst)
        text = "\n".join(_plain(p) for p in paragraphs)
        for put in sorted(many, key=lambda p: -p[4]):
            text = with_blank_filled(text, put[4], str(put[3]))
        for p, line in zip(paragraphs, text.split("\n"), strict=False):
            _write(p, line, any(put[5] for put in many))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _plain(p: Any) -> str:
    return "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))


def _set(tc: Any, value: str, is_doubtful: bool) -> None:
    _write(tc.p_lst[0], value, is_doubtful)


def _write(p: Any, text: str, is_doubtful: bool) -> None:
    """Write a paragraph anew in the font of its first run."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.text.paragraph import Paragraph

    paragraph = Paragraph(p, None)  # type: ignore[arg-type]
    runs = paragraph.runs
    if _plain(p) == text:
        return
    run = runs[0] if runs else paragraph.add_run()
    for other in runs[1:]:
        other._r.getparent().remove(other._r)
    if not runs and p.pPr is not None and (mark := p.pPr.find(f"{{{p.nsmap['w']}}}rPr")) is not None:
        run._r.insert(0, deepcopy(mark))  # an empty cell keeps its font in the mark of its paragraph
    run.text = text
    if is_doubtful:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW

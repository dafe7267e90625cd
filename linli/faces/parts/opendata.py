"""A set of open data as rows that a page shows and a file holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.insight.circles.texts import KINDS
from linli.insight.opendata import queries
from linli.insight.opendata.rules import TOTAL
from linli.insight.opendata.sets import OpenData

SHOWN = 60


def table(of: OpenData, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of a set in words, cut for a page, and how many numbers are hidden."""
    names = {column.name for column in of.columns}
    rows = [[_words(column.name, row.get(column.name)) for column in of.columns] for row in content["rows"]]
    return {
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "codes": [(code, words) for code, words in KINDS.items() if "kind" in names],
        "hidden": queries.hidden_in(of, content),
    }


def _words(name: str, value: object) -> str:
    if value is None:
        return "＊"
    if name in ("area", "category") and value == TOTAL:
        return _("合计")
    if name == "kind":
        return str(KINDS.get(str(value), value))
    return str(value)


def as_csv(of: OpenData, content: Mapping[str, Any]) -> str:
    """Write a set as text with commas, with a mark that Excel knows UTF-8 by; what a formula could begin with is quoted."""
    out = io.StringIO()
    write = csv.writer(out)
    names = [column.name for column in of.columns]
    places = ["lon", "lat"] if of.code == "facilities" else []
    write.writerow([*names, *places])
    for row in content["rows"]:
        at = row["geometry"]["coordinates"] if places else []
        write.writerow([*(_plain(row.get(name)) for name in names), *at])
    return "\ufeff" + out.getvalue()


def _plain(value: object) -> object:
    if value is None:
        return "*"
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value

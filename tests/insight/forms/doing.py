"""Filling a template as somebody, and reading what stands where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import column_index_from_string

from linli.base.orgs.queries import subtree
from linli.insight.forms import filling, lists, papers, producing, sources
from linli.insight.forms.filling import Result
from linli.insight.forms.given import Circumstances
from linli.insight.forms.papers import _docx, _xlsx
from linli.insight.forms.papers.writing import Extra, Put
from linli.insight.forms.rules import layout as layouts
from linli.insight.forms.rules.grid import Paper
from linli.insight.forms.rules.period import Period
from linli.insight.forms.rules.slots import Layout
from linli.insight.forms.rules.wanting import period_of
from tests.insight.forms.ground import NOW, Place


@dataclass(frozen=True)
class Done:
    """A template as it was filled."""

    paper: Paper
    layout: Layout
    result: Result
    puts: list[Put]
    extra: list[Extra]

    def at(self, ref: str) -> list[Put]:
        """Give what was put at “B3”, “1!B3”, “line 2” or “line 2:1”."""
        if ref.startswith("line "):
            line, _, nth = ref[5:].partition(":")
            return [
                p
                for p in self.puts
                if p.table == -1 and p.row == int(line) and (not nth or p.nth == int(nth))
            ]
        return [p for p in self.puts if (p.table, p.row, p.col) == place_of(ref)]


def place_of(ref: str) -> tuple[int, int, int]:
    """Read “B3” or “1!B3”."""
    table, _, cell = ref.rpartition("!")
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert found is not None
    return int(table or 0), int(found[2]) - 1, column_index_from_string(found[1]) - 1


def read(data: bytes) -> Paper:
    """Read a form in this process."""
    return (_docx if papers.format_of(data) == "docx" else _xlsx).read(data)


def fill(place: Place, data: bytes, who: str = "leader", **given: Any) -> Done:
    """Fill a form as somebody, for the whole office unless its title names a community."""
    paper = read(data)
    found = layouts.read(paper)
    units = {u.pk: u for u in subtree(place.town.office).select_related("parent") if u.is_territory}
    ground = next((c for c in place.town.communities if c.name in found.title), place.town.office)
    if ground is not place.town.office:
        units = {pk: u for pk, u in units.items() if u.path.startswith(ground.path)}
    actor = place.actor(who)
    period: Period | None = given.pop("period", None) or period_of(found, found.texts)
    around = Circumstances(
        layout=found, ground=ground, units=units, reached=sources.reach_of(actor, units.values()), period=period, at=NOW,
        filler=actor.name, **given,
    )  # fmt: skip
    result = filling.fill(around)
    listed = [(one, lists.rows_of(around, one) if one.state != "ask" else []) for one in result.lists]
    puts, extra = producing.puts_of(
        paper, found, result.cells, listed, doubts_in_words=lambda d: "、".join(c for c, _ in d)
    )
    return Done(paper, found, result, puts, extra)


def values_of(done: Done) -> Mapping[tuple[int, int, int], Any]:
    """Give what was put by its place."""
    return {(p.table, p.row, p.col): p.value for p in done.puts if p.nth is None}

"""The page of a number: its formula and parts, the rows it counts, and how many of them are shown. One for every module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest

PARTS: Final = ("below", "above", "missed", "left_out")


class Fraction(Protocol):
    """Both numbers of a share."""

    @property
    def above(self) -> int: ...
    @property
    def below(self) -> int: ...


def counts(share: Fraction, words: Any, left_out: int | None = None) -> dict[str, tuple[Any, int]]:
    """Give each part of a share its word and how many are in it; `words` is the indicator that names them."""
    found = {
        "below": (_("全部"), share.below),
        "above": (words.above, share.above),
        "missed": (_("没有达到"), share.below - share.above),
    }
    if left_out is not None and words.left_out:
        found["left_out"] = (words.left_out, left_out)
    return found


def tabs(parts: Mapping[str, tuple[Any, int]], here: str, part: str) -> list[tuple[Any, int, str, bool]]:
    """Give each part its address, which is `here` and the part, and say which of them is open."""
    return [(word, n, f"{here}{code}", code == part) for code, (word, n) in parts.items()]


def page(
    request: DeskRequest, template: str, *, name: Any, heads: Sequence[tuple[Any, bool]],
    rows: Iterable[Sequence[Any]], count: int, export_url: str, shown: int | None = None, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """Show what a number counts.

    :param template: extends `desk/number.html` with the way back, how it is counted and what else is its own.
    :param heads: of each column, and whether figures or times stand in it.
    :param rows: the address of each, nothing where it has none, and its cells.
    :param shown: how many of `count` the rows are, where that is not how many rows there are.
    """
    (first, _is_figure), *rest = heads
    listed = [
        (url, name, [(*head, cell) for head, cell in zip(rest, cells, strict=True)])
        for url, name, *cells in rows
    ]
    context = {
        "name": name,
        "first": first,
        "heads": [head for head, _is_figure in rest],
        "rows": listed,
        "count": count,
        "shown": len(listed) if shown is None else shown,
        "export_url": export_url,
        **more,
    }
    return furniture.page(request, template, context)

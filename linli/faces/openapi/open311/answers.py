"""Answers in JSON or XML, and errors as the specification shapes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree import ElementTree

from django.http import HttpResponse

from linli.kernel.words import clean

CHARSET: Final = "; charset=utf-8"
TYPES: Final = {"json": "application/json", "xml": "text/xml"}

Value = str | int | float | bool | datetime | None | Sequence[Any] | Mapping[str, Any]


class Wrong(Exception):
    """Raised when a request cannot be answered; `status` is the HTTP status, the words are for its developer."""

    def __init__(self, status: int, words: str, *, wait_s: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.wait_s = status, words, wait_s


@dataclass(frozen=True, slots=True)
class Listed:
    """An answer: its rows, and the names of the list and of each row in XML. JSON has the bare list."""

    root: str
    item: str
    rows: Sequence[Mapping[str, Value]]


def moment(at: datetime | None) -> str | None:
    """Write a moment in UTC to the second, as every known client reads it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def answer(
    found: Listed | Mapping[str, Value], form: str, *, root: str = "", bare: bool = False
) -> HttpResponse:
    """Write a list, or one thing called `root` in XML. `bare` leaves the charset out of the type."""
    if form == "json":
        body = json.dumps(_plain(found.rows if isinstance(found, Listed) else found), ensure_ascii=False)
    else:
        if isinstance(found, Listed):
            top = ElementTree.Element(found.root)
            for row in found.rows:
                _add(top, found.item, row)
        else:
            top = ElementTree.Element(root)
            _fill(top, found)
        body = ElementTree.tostring(top, encoding="unicode")
        body = f'<?xml version="1.0" encoding="utf-8"?>\n{body}'
    response = HttpResponse(body, content_type=TYPES[form] + ("" if bare else CHARSET))
    # For pages of other sites: nothing here depends on who is logged in.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def wrong(problem: Wrong, form: str) -> HttpResponse:
    """Write an error: a list of one, with its code and words."""
    row: dict[str, Value] = {"code": problem.status, "description": problem.words}
    response = answer(Listed("errors", "error", [row]), form)
    response.status_code = problem.status
    if problem.wait_s:
        response.headers["Retry-After"] = str(problem.wait_s)
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return value


# What holds several things in XML, and the name of each.
_ITEMS: Final = {
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
}


def _fill(element: ElementTree.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        # An empty zip code has no place in XML: clients check its form.
        if not (name == "zipcode" and not value):
            _add(element, name, value)


def _add(parent: ElementTree.Element, name: str, value: Any) -> None:
    element = ElementTree.SubElement(parent, name)
    if isinstance(value, Mapping):
        _fill(element, value)
    elif isinstance(value, str):
        element.text = clean(value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif isinstance(value, datetime):
        element.text = moment(value)
    elif isinstance(value, Sequence):
        for inner in value:
            _add(element, _ITEMS.get(name, "item"), inner)
    elif value is not None:
        element.text = str(value)

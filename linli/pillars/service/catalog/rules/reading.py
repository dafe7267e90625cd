"""An item as JSON and back: the shape that the database keeps, files carry and partners read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog.rules.item import Item

FORMAT: Final = 1
"""The shape of the JSON; it rises when a reader of the old one could misread the new one."""


class ItemUnreadable(Refusal):
    """A file or form says something that is no item: `where` and `why`, the first of `count`."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that cannot be read: the path in the item, and a code of what is wrong with it."""

    where: str
    why: str


@cache
def _adapter() -> TypeAdapter[Item]:
    return TypeAdapter(Item)


def flaws_of(error: ValidationError) -> tuple[Flaw, ...]:
    """List what could not be read, by its place."""
    return tuple(
        Flaw(".".join(str(part) for part in row["loc"]), row["type"])
        for row in error.errors(include_url=False, include_input=False, include_context=False)
    )


def read_item(content: Any) -> Item:
    """Return the item that some JSON describes.

    :raises ItemUnreadable: it is none; the refusal names the place.
    """
    try:
        return _adapter().validate_python(content)
    except ValidationError as error:
        flaws = flaws_of(error)
        raise ItemUnreadable(where=flaws[0].where, why=flaws[0].why, count=len(flaws)) from error


def content_of(item: Item) -> dict[str, Any]:
    """Return an item as JSON; what is as it is without saying is left out."""
    return cast("dict[str, Any]", _adapter().dump_python(item, mode="json", exclude_defaults=True))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an item, for whoever writes files of them."""
    return _adapter().json_schema()

"""Taking items in: from a file of an office, or those of the first day. Each becomes a draft, or is refused for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import policies
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.operations._items import NotYoursToKeep, draft_item, publish_item
from linli.pillars.service.catalog.rules import firstday, sheet
from linli.pillars.service.catalog.rules.checks import check
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.reading import read_item


class NoItemSheet(Refusal):
    """A table lacks the columns without which no row is an item."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row: `what` is “new”, “changed”, “same” or “refused”; `unfit` keeps it from being published."""

    row: int
    code: str
    what: str
    refusal: Refusal | None = None
    unfit: tuple[Refusal, ...] = ()
    is_published: bool = False


def import_items(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    items: Iterable[tuple[int, Item | Refusal]],
    publish: bool = False,
    is_dry: bool = False,
) -> tuple[Taken, ...]:
    """Take items in as drafts, one by one; `publish` puts those in force that have nothing against them.

    What is in force already with the same words is left alone, so that the same file can come again.

    :raises NotYoursToKeep: as named.
    """
    if not policies.keeps(actor, office):
        raise NotYoursToKeep
    now = {
        row.code: row
        for row in ServiceItem.objects.filter(office=office, ended_at__isnull=True).order_by("version")
    }
    found = []
    seen: set[str] = set()
    for row, item in items:
        if isinstance(item, Refusal):
            found.append(Taken(row, "", "refused", item))
            continue
        if item.code in seen:
            found.append(Taken(row, item.code, "refused", ItemTwice(code=item.code)))
            continue
        seen.add(item.code)
        had = now.get(item.code)
        unfit = check(item)
        what = "new" if had is None else "same" if had.item == item else "changed"
        goes = publish and not unfit and not (what == "same" and had is not None and had.is_in_force)
        if not is_dry:
            if what != "same":
                draft_item(actor=actor, at=at, office=office, item=item)
            if goes:
                publish_item(actor=actor, at=at, office=office, code=item.code)
        found.append(Taken(row, item.code, what, None, unfit, goes))
    return tuple(found)


class ItemTwice(Refusal):
    """The file has this item twice: `code`."""


def items_of_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]],
) -> Iterable[tuple[int, Item | Refusal]]:
    """Read rows of a table by its headings; a row that cannot be read stands as its refusal."""
    for number, cells in rows:
        if not any(cells.values()):
            continue
        try:
            yield number, sheet.item_of(cells)
        except Refusal as refusal:
            yield number, refusal


def items_of_json(entries: Iterable[object]) -> Iterable[tuple[int, Item | Refusal]]:
    """Read the entries of a JSON list; one that is no item stands as its refusal."""
    for number, entry in enumerate(entries, 1):
        try:
            yield number, read_item(entry)
        except Refusal as refusal:
            yield number, refusal


def first_day() -> Iterable[tuple[int, Item | Refusal]]:
    """Give the items of the first day, to be taken in."""
    return enumerate(firstday.items(), 1)

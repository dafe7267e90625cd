"""Which items an office offers, one item, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import policies
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.groups import GROUPS
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.search import Index, index_of


class NoSuchItem(Refusal):
    """There is no such item here, or it is not yours to see; both look the same: `code`."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An item in force: the id of its version, and what it says."""

    id: int
    version: int
    item: Item

    @property
    def code(self) -> str:
        return self.item.code


@lru_cache(maxsize=64)
def _offered(office_id: int, version: int) -> dict[str, Offered]:
    rows = ServiceItem.objects.filter(
        office_id=office_id, published_at__isnull=False, ended_at__isnull=True
    ).order_by("order", "code")
    places = {code: i for i, code in enumerate(GROUPS)}
    read = sorted(
        (Offered(row.pk, row.version, row.item) for row in rows), key=lambda o: places.get(o.item.group, 99)
    )
    return {one.code: one for one in read}


def offered(office: Unit) -> tuple[Offered, ...]:
    """List the items in force in an office, in the order of the guide. No query, but after one changed."""
    return tuple(_offered(office.pk, office.settings_version).values())


@lru_cache(maxsize=64)
def _index(office_id: int, version: int) -> Index:
    return index_of(one.item for one in _offered(office_id, version).values())


def find_items(office: Unit, words: str, most: int = 12) -> tuple[Offered, ...]:
    """List the items in force that words mean, the surest first. No query, but after one changed."""
    held = _offered(office.pk, office.settings_version)
    return tuple(held[item.code] for item in _index(office.pk, office.settings_version).find(words, most))


def item_in_force(office: Unit, code: str) -> Offered:
    """Give an item in force. No query, but after one changed.

    :raises NoSuchItem: the office offers none of that code.
    """
    found = _offered(office.pk, office.settings_version).get(code)
    if found is None:
        raise NoSuchItem(code=code)
    return found


def version_of(item_id: int) -> ServiceItem:
    """Give the row of a version that is offered. One query."""
    return ServiceItem.objects.select_related("office").get(pk=item_id)


def get_item(*, actor: Actor, item_id: int) -> ServiceItem:
    """Give a version of an item by its id. One query.

    :raises NoSuchItem: absent or out of reach.
    """
    rows = ServiceItem.objects.select_related("office", "made_by", "published_by")
    found = rows.filter(policies.reachable(actor), pk=item_id).first()
    if found is None:
        raise NoSuchItem(code=str(item_id))
    return found


def versions_of(*, actor: Actor, office: Unit, code: str) -> tuple[ServiceItem, ...]:
    """List the versions of an item, newest first. One query."""
    rows = ServiceItem.objects.select_related("office", "made_by", "published_by")
    return tuple(rows.filter(policies.reachable(actor), office=office, code=code).order_by("-version"))


def drafts(*, actor: Actor, office: Unit) -> tuple[ServiceItem, ...]:
    """List the drafts of an office. One query."""
    rows = ServiceItem.objects.filter(policies.reachable(actor), office=office, published_at__isnull=True)
    return tuple(rows.order_by("order", "code"))

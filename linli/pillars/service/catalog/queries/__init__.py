"""Reads of service items. What is in force is kept in memory under the version of the office's settings (ADR 18)."""

from linli.pillars.service.catalog.queries._items import (
    NoSuchItem,
    Offered,
    drafts,
    find_items,
    get_item,
    item_in_force,
    offered,
    version_of,
    versions_of,
)

__all__ = [
    "NoSuchItem",
    "Offered",
    "drafts",
    "find_items",
    "get_item",
    "item_in_force",
    "offered",
    "version_of",
    "versions_of",
]

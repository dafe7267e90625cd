"""The verbs of service items: draft, publish, end; and the first-day catalogue."""

from linli.pillars.service.catalog.operations._items import (
    DraftMoved,
    NothingToEnd,
    NothingToPublish,
    NotYoursToKeep,
    draft_item,
    drop_draft,
    end_item,
    publish_item,
)

__all__ = [
    "DraftMoved", "NotYoursToKeep", "NothingToEnd", "NothingToPublish", "draft_item", "drop_draft",
    "end_item", "publish_item",
]  # fmt: skip

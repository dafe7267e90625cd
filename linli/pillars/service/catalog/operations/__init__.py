"""The verbs of service items: draft, publish, end, import; and the first-day catalogue."""

from linli.pillars.service.catalog.operations._files import NoItemFile, items_of_file, json_of
from linli.pillars.service.catalog.operations._import import (
    ItemTwice,
    NoItemSheet,
    Taken,
    first_day,
    import_items,
    items_of_json,
    items_of_rows,
)
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
    "DraftMoved", "ItemTwice", "NoItemFile", "NoItemSheet", "NotYoursToKeep", "NothingToEnd", "NothingToPublish", "Taken",
    "draft_item", "drop_draft", "end_item", "first_day", "import_items", "items_of_file",
    "items_of_json", "items_of_rows", "json_of", "publish_item",
]  # fmt: skip

"""Reads about files. Who may read one is decided by what it is attached to, so the caller brings the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from linli.base.files import storage
from linli.base.files.images import THUMBNAILS
from linli.base.files.models import StoredFile
from linli.base.files.refusals import FileNotFound
from linli.base.people.vault import check_token, secret_token

VARIANTS = ("", *THUMBNAILS)
"""`""` is the file itself; `small` and `medium` are the thumbnails of a photo."""


UNATTACHED_FOR: Final = timedelta(hours=24)
"""How long a file is kept that never became part of anything: a phone may finish its form tomorrow."""


def unattached() -> QuerySet[StoredFile]:
    """Match files that nothing refers to.

    What refers to files is read from the models, so a pillar that attaches files has nothing to register.
    """
    rows = StoredFile.objects.filter(erased_at__isnull=True)
    for relation in StoredFile._meta.related_objects:
        used = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.exclude(Exists(used))
    return rows


def handle_of(file: StoredFile) -> str:
    """Return what a form carries for a file that was sent but not yet attached; nobody else can make one up."""
    return f"{file.pk}.{secret_token('file', file.pk)}"


def claim(handles: Iterable[str], at: datetime) -> list[StoredFile]:
    """Return the files behind the handles of a form, in their order, ready to be attached. One query.

    :raises FileNotFound: a handle is wrong, its file was used already, or it waited longer than a day
    """
    ids = []
    for handle in handles:
        number, _, token = handle.partition(".")
        if not (
            number.isascii() and number.isdigit() and len(number) < 19 and check_token(token, "file", number)
        ):
            raise FileNotFound
        ids.append(int(number))
    if not ids:
        return []
    found = {f.pk: f for f in unattached().filter(pk__in=ids, kept_at__gt=at - UNATTACHED_FOR)}
    if len(found) != len(ids):
        raise FileNotFound
    return [found[pk] for pk in ids]


def blob_names(file: StoredFile) -> dict[str, str]:
    """Return under which name each variant of a file lies in the storage."""
    base = f"{file.sha256[:2]}/{file.sha256}"
    if not file.is_photo:
        return {"": base}
    return {"": base, **{variant: f"{base}-{variant}" for variant in THUMBNAILS}}


def needed_blobs() -> Iterator[str]:
    """Yield the name of everything in the storage that a file which was not erased needs, once. One streamed query."""
    before = ""
    for file in StoredFile.objects.filter(erased_at__isnull=True).order_by("sha256", "kind").iterator():
        if file.sha256 != before:
            yield from blob_names(file).values()
        before = file.sha256


def is_gone(name: str) -> bool:
    """Return whether what lies under `name` was erased, and nobody's other file has the same content. One query."""
    rows = StoredFile.objects.filter(sha256=name.rpartition("/")[2][:64])
    states = list(rows.values_list("erased_at", flat=True))
    return bool(states) and None not in states


def read_file(file: StoredFile, variant: str = "") -> bytes:
    """Return the bytes of a file. No query.

    :raises FileNotFound: when it was erased, or has no such variant
    """
    name = blob_names(file).get(variant)
    if name is None or file.is_erased:
        raise FileNotFound
    return storage.get(name)

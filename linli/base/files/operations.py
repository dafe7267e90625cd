"""Keeping, erasing and sweeping files."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import IO, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from linli.base.files import images, rules, storage
from linli.base.files.models import StoredFile
from linli.base.files.queries import UNATTACHED_FOR, blob_names, unattached
from linli.base.files.refusals import FileKindRefused
from linli.base.people.actors import Actor
from linli.base.people.vault import digest, new_salt

_MOST: Final = max(rules.MAX_PHOTO_BYTES, rules.MAX_PAPER_BYTES) + 1


def keep_file(
    *,
    actor: Actor,
    data: bytes | UploadedFile[bytes] | IO[bytes],
    name: str,
    at: datetime,
    only: rules.FileKind | None = None,
) -> StoredFile:
    """Keep a photo (decoded and written anew, with thumbnails) or a paper (as it is), and return its row.

    `only` refuses the other kind. Call it before the transaction of the verb that attaches the file: decoding
    takes up to half a second. Up to three writes to the storage, two statements.

    :raises UnableToKeepFile: one of its subclasses says why
    """
    body = data if isinstance(data, bytes) else data.read(_MOST)
    found = rules.format_of(body)
    if only is not None and found.kind is not only:
        raise FileKindRefused
    row = StoredFile(kind=found.kind.value, kept_by_id=actor.account_id, kept_at=at)
    if found.kind is rules.FileKind.PHOTO:
        photo = images.reencode(body, is_heic=found is rules.HEIC)
        body = photo.jpeg
        row.media_type, row.width, row.height = rules.JPEG.media_type, photo.width, photo.height
        blobs = photo.thumbnails
    else:
        row.media_type, blobs = found.media_type, {}
        if found is rules.TXT:
            body = (rules.text_of(body) or "").encode()
        row.name = rules.clean_name(name, found.extension)
    row.sha256, row.size = hashlib.sha256(body).hexdigest(), len(body)
    row.salt = new_salt()
    row.digest = digest(body, row.salt).hex()
    names = blob_names(row)
    with transaction.atomic():
        _hold(row.sha256)
        storage.put(names[""], body)
        for variant, thumbnail in blobs.items():
            storage.put(names[variant], thumbnail)
        row.save(force_insert=True)
    return row


def erase_file(*, actor: Actor, file: StoredFile, reason: str, at: datetime) -> StoredFile:
    """Erase the content and name of a file; the row stays, so that the step it belongs to still verifies.

    The bytes go when no other row has the same content. Erasing twice changes nothing.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=file.pk)
        if not row.is_erased:
            row.name, row.salt, row.erased_at, row.erase_reason = "", None, at, reason
            row.save(update_fields=["name", "salt", "erased_at", "erase_reason"])
            transaction.on_commit(partial(_drop_bytes, row))
    return row


def sweep_unattached(*, actor: Actor, at: datetime, most: int = 500) -> int:
    """Delete files sent more than a day ago that nothing refers to, and return how many."""
    swept = 0
    for row in unattached().filter(kept_at__lt=at - UNATTACHED_FOR).order_by("pk")[:most]:
        # Asked again under the lock: a form may be attaching it this moment. The lock waits for that form.
        with transaction.atomic():
            if not StoredFile.objects.select_for_update().filter(pk=row.pk).exists():
                continue
            if not unattached().filter(pk=row.pk).exists():
                continue
            StoredFile.objects.filter(pk=row.pk).delete()
            transaction.on_commit(partial(_drop_bytes, row))
        swept += 1
    return swept


def _hold(sha256: str) -> None:
    # One lock for one content: keeping a file and erasing the last row of the same bytes must not cross.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"files:{sha256}"])


def _drop_bytes(row: StoredFile) -> None:
    with transaction.atomic():
        _hold(row.sha256)
        if StoredFile.objects.filter(sha256=row.sha256, erased_at__isnull=True).exists():
            return
        for name in blob_names(row).values():
            storage.store().delete(name)

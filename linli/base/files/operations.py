"""Keeping, erasing and sweeping files."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from functools import partial
from typing import IO, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django import app

from linli.base.files import images, rules, storage
from linli.base.files.models import StoredFile
from linli.base.files.queries import UNATTACHED_FOR, blob_names, unattached
from linli.base.files.refusals import FileKindRefused, FileStoreSilent
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.vault import digest, new_salt

log = logging.getLogger(__name__)

#: The job that drops what could not be dropped at once.
DROPPING: Final = "files.drop_bytes"
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
        try:
            storage.put(names[""], body)
            for variant, thumbnail in blobs.items():
                storage.put(names[variant], thumbnail)
        except OSError as error:  # a bucket that is gone, a full disk
            log.warning("a file could not be kept: %s", error)
            raise FileStoreSilent from error
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
            _owe_dropping(row)
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
            _owe_dropping(row)
        swept += 1
    return swept


def drop_bytes(*, actor: Actor, sha256: str, is_photo: bool, at: datetime) -> None:
    """Delete what lies under a content's names, unless a file that was not erased has the same content.

    :raises OSError: the storage does not do it now
    """
    named = StoredFile(sha256=sha256, kind=(rules.FileKind.PHOTO if is_photo else rules.FileKind.PAPER).value)
    with transaction.atomic():
        _hold(sha256)
        if StoredFile.objects.filter(sha256=sha256, erased_at__isnull=True).exists():
            return
        for name in blob_names(named).values():
            storage.store().delete(name)


def _hold(sha256: str) -> None:
    # One lock for one content: keeping a file and erasing the last row of the same bytes must not cross.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"files:{sha256}"])


def _owe_dropping(row: StoredFile) -> None:
    """Have the bytes of `row` go: at once, and should the storage or this process be gone then, by a job.

    The job is written with the erasure itself, so what law erased is never forgotten in a bucket.
    """
    app.configure_task(DROPPING).defer(sha256=row.sha256, is_photo=row.is_photo)
    transaction.on_commit(partial(_drop_at_once, row))


def _drop_at_once(row: StoredFile) -> None:
    try:
        drop_bytes(actor=SYSTEM, sha256=row.sha256, is_photo=row.is_photo, at=row.erased_at or row.kept_at)
    except OSError as error:
        log.warning("bytes of an erased file are still there, a job will ask again: %s", error)

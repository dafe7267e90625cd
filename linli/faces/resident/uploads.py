"""Photos that come with a form, kept the moment they arrive so that an error elsewhere does not lose them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.files import operations as files
from linli.base.files import queries as file_queries
from linli.base.files.models import StoredFile
from linli.base.files.refusals import FileNotFound, FileStoreSilent, UnableToKeepFile
from linli.base.files.rules import FileKind
from linli.base.people.actors import Actor
from linli.faces.resident.texts import words_of

MOST_PHOTOS = 6
MOST_HANDLES = 20
PHOTOS = "photos"
KEPT = "kept"


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[bytes]]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PhotosField(forms.FileField):
    """Several photos. What each of them is, is judged when it is kept, by its content."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return list(data or [])


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo or paper that arrived with an earlier press of the button; a paper has a name and no thumbnail."""

    handle: str
    thumb: str
    name: str = ""


@dataclass
class Uploads:
    """What a form brought: rows ready to be attached, and what could not be taken, in words."""

    files: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def kept(self) -> list[KeptPhoto]:
        return [_shown(file) for file in self.files]

    @property
    def photos(self) -> tuple[StoredFile, ...]:
        return tuple(self.files)


def _shown(file: StoredFile) -> KeptPhoto:
    handle = file_queries.handle_of(file)
    if not file.is_photo:
        return KeptPhoto(handle, "", file.name)
    return KeptPhoto(handle, reverse("resident:kept-photo", args=[handle, "small"]))


def receive(
    request: HttpRequest,
    actor: Actor,
    at: datetime,
    *,
    named: str = PHOTOS,
    kept: str = KEPT,
    only: FileKind | None = FileKind.PHOTO,
) -> Uploads:
    """Keep the photos of a form, together with those it carried from before, each once.

    A field under another name (`named`, what it carried under `kept`) may take papers as well: `only` nothing.
    """
    found = Uploads()
    for handle in request.POST.getlist(kept)[:MOST_HANDLES]:
        try:
            found.files += file_queries.claim([handle], at)
        except FileNotFound:
            found.errors.append(_("有一张照片放得太久，已经清掉了，请重新加一次。"))
    sent = request.FILES.getlist(named)
    room = max(0, MOST_PHOTOS - len(found.files))
    for upload in sent[:room]:
        try:
            file = files.keep_file(actor=actor, data=upload, name=upload.name or "", at=at, only=only)
        except UnableToKeepFile as refusal:
            found.errors.append(f"{(upload.name or '')[:40]}：{words_of(refusal)}")
            if isinstance(refusal, FileStoreSilent):
                break  # the next would wait as long for nothing
        else:
            # The phone may send again what was kept already: photos are the same when their bytes are.
            if all(file.sha256 != other.sha256 for other in found.files):
                found.files.append(file)
    if len(sent) > room:
        found.errors.append(_("照片最多 %(most)d 张，多出来的没有收。") % {"most": MOST_PHOTOS})
    found.errors = list(dict.fromkeys(found.errors))
    return found


def find_kept(request: HttpRequest, *, handle: str, at: datetime) -> StoredFile | None:
    """Return a photo that was sent but not yet attached, to whoever holds its handle."""
    try:
        found: Sequence[StoredFile] = file_queries.claim([handle], at)
    except FileNotFound:
        return None
    return found[0] if found else None

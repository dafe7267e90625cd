"""Photos and papers that come with a form: kept at once, carried by their handle when the form comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.files import operations as files
from linli.base.files import queries
from linli.base.files.models import StoredFile
from linli.base.files.refusals import FileNotFound, FileStoreSilent, UnableToKeepFile
from linli.faces.desk.asking import DeskRequest
from linli.faces.parts.refusals import words_of

MOST_PHOTOS = 6
FIELD, CARRIED = "photos", "kept"


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Takes several files; what they are is judged by their content when they are kept."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("照片或材料"))
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        one = super().clean
        return [one(file, initial) for file in given if file]


def take(request: DeskRequest, form: forms.Form) -> list[StoredFile]:
    """Keep what came with a valid form, and return it with what earlier tries had sent.

    What can't be kept becomes an error of the field; the rest is carried along by its handle.
    """
    found: list[StoredFile] = []
    errors: list[str] = []
    try:
        found = queries.claim(request.POST.getlist(CARRIED)[:MOST_PHOTOS], request.at)
    except FileNotFound:
        errors.append(_("先前的照片放得太久，请再选一次。"))
    for upload in form.cleaned_data.get(FIELD) or ():
        if len(found) >= MOST_PHOTOS:
            errors.append(_("最多 %(most)d 张，多出的没有收。") % {"most": MOST_PHOTOS})
            break
        try:
            found.append(files.keep_file(actor=request.actor, data=upload, name=upload.name, at=request.at))
        except UnableToKeepFile as refusal:
            errors.append(f"{upload.name}：{words_of(refusal)}")
            if isinstance(refusal, FileStoreSilent):
                break  # the next would wait as long for nothing
    if errors:
        form.add_error(FIELD, errors)
    return found


def carry(request: DeskRequest, found: list[StoredFile]) -> list[dict[str, Any]]:
    """Return what a form that comes back must carry, so that no photo is chosen twice.

    A phone that keeps its own draft sends the photos again itself.
    """
    if request.headers.get("X-Linli-Draft"):
        return []
    return [
        {"handle": queries.handle_of(file), "name": file.name, "is_photo": file.is_photo} for file in found
    ]

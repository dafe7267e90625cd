"""What a file is, by its content alone, and whether it may be kept. Names and declared types are hearsay."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from xml.etree import ElementTree

from linli.base.files.refusals import (
    FileDamaged,
    FileEmpty,
    FileHasMacros,
    FileKindRefused,
    FileTooLarge,
    FileUnpacksTooLarge,
    OldOfficeFile,
    PhotoFormatUnknown,
)

MEGABYTE: Final = 1024 * 1024
MAX_PHOTO_BYTES: Final = 25 * MEGABYTE  # LOCAL: a 50-megapixel JPEG of a recent phone has 12 to 20
MAX_PAPER_BYTES: Final = 30 * MEGABYTE  # LOCAL: a scanned file of a hundred pages
MAX_UNPACKED_BYTES: Final = 200 * MEGABYTE
MAX_ENTRIES: Final = 3000
MAX_CONTENT_TYPES_BYTES: Final = MEGABYTE
NAME_LENGTH: Final = 80


class FileKind(StrEnum):
    """A photo is decoded and written anew; a paper is kept as it is and only ever downloaded."""

    PHOTO = "photo"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Format:
    """One form a file may have: how it is called, told and ended."""

    word: str
    kind: FileKind
    media_type: str
    extension: str


JPEG: Final = Format("jpeg", FileKind.PHOTO, "image/jpeg", "jpg")
PNG: Final = Format("png", FileKind.PHOTO, "image/png", "png")
GIF: Final = Format("gif", FileKind.PHOTO, "image/gif", "gif")
WEBP: Final = Format("webp", FileKind.PHOTO, "image/webp", "webp")
HEIC: Final = Format("heic", FileKind.PHOTO, "image/heic", "heic")
PDF: Final = Format("pdf", FileKind.PAPER, "application/pdf", "pdf")
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX: Final = Format("docx", FileKind.PAPER, f"{_OOXML}wordprocessingml.document", "docx")
XLSX: Final = Format("xlsx", FileKind.PAPER, f"{_OOXML}spreadsheetml.sheet", "xlsx")
TXT: Final = Format("txt", FileKind.PAPER, "text/plain; charset=utf-8", "txt")
FORMATS: Final = (JPEG, PNG, GIF, WEBP, HEIC, PDF, DOCX, XLSX, TXT)

_OFFICE_PARTS: Final = {
    f"{_OOXML}wordprocessingml.document.main+xml": DOCX,
    f"{_OOXML}spreadsheetml.sheet.main+xml": XLSX,
}
_ACTIVE: Final = re.compile(r"vbaproject|vbadata|activex|macrosheet", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"^\s*<(?:[!?]|[a-zA-Z])")
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")
_NOT_A_PHOTO: Final = {b"msf1": "HEIF", b"hevc": "HEIF", b"avif": "AVIF", b"avis": "AVIF"}
# Controls that no typed text holds; tab, line feed, form feed and carriage return stay.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def format_of(data: bytes) -> Format:
    """Return what `data` is, judged by its content.

    :raises FileEmpty: no bytes
    :raises FileTooLarge: more than its kind allows
    :raises FileKindRefused: anything not in `FORMATS` (also SVG, HTML, archives, programs)
    :raises OldOfficeFile: .doc and .xls, which may hide macros
    :raises FileHasMacros: an Office file that carries code or fetches its template from elsewhere
    :raises FileUnpacksTooLarge: a zip bomb
    :raises FileDamaged: begins rightly and does not hold together
    """
    if not data:
        raise FileEmpty
    found = _by_signature(data)
    limit = MAX_PHOTO_BYTES if found.kind is FileKind.PHOTO else MAX_PAPER_BYTES
    if len(data) > limit:
        raise FileTooLarge(most_mb=limit // MEGABYTE)
    return found


def _by_signature(data: bytes) -> Format:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in _NOT_A_PHOTO:
            raise PhotoFormatUnknown(format=_NOT_A_PHOTO[brand])
        if brand in _HEIC_BRANDS:
            return HEIC
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise FileDamaged
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise OldOfficeFile
    if is_plain_text(data):
        return TXT
    raise FileKindRefused


def _office(data: bytes) -> Format:
    """Return DOCX or XLSX; a zip of any other content is refused, so is one that would unpack without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names:
                raise FileKindRefused
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise FileUnpacksTooLarge(most_mb=MAX_UNPACKED_BYTES // MEGABYTE)
            types = _read_bounded(archive, "[Content_Types].xml")
            parts = _content_types(types)
            found = next((form for part, form in _OFFICE_PARTS.items() if part in parts), None)
            if any(_ACTIVE.search(name) for name in names) or any("macroenabled" in p.lower() for p in parts):
                raise FileHasMacros
            if found is None:
                raise FileKindRefused
            for name in names:
                if name.endswith("settings.xml.rels") and _fetches_template(_read_bounded(archive, name)):
                    raise FileHasMacros
            if archive.testzip() is not None:
                raise FileDamaged
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: an encrypted entry; NotImplementedError: a method nobody's Office writes.
        raise FileDamaged from error
    return found


def _read_bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    # The size an archive declares is hearsay too: read one byte more than we accept, never all of it.
    with archive.open(name) as part:
        body = part.read(MAX_CONTENT_TYPES_BYTES + 1)
    if len(body) > MAX_CONTENT_TYPES_BYTES:
        raise FileUnpacksTooLarge(most_mb=MAX_UNPACKED_BYTES // MEGABYTE)
    return body


def _content_types(xml: bytes) -> set[str]:
    return {node.get("ContentType", "") for node in _parse(xml).iter()}


def _fetches_template(xml: bytes) -> bool:
    return any(
        node.get("TargetMode") == "External" and node.get("Type", "").endswith("/attachedTemplate")
        for node in _parse(xml).iter()
    )


def _parse(xml: bytes) -> ElementTree.Element:
    # Office parts never declare entities: refusing them closes XXE and entity bombs, in UTF-16 too.
    plain = xml.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise FileDamaged
    try:
        return ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise FileDamaged from error


def is_plain_text(data: bytes) -> bool:
    """Return whether `data` is text as people type it, and no markup that a browser would run."""
    return text_of(data) is not None


def text_of(data: bytes) -> str | None:
    """Return the text of `data` (UTF-8 or GB 18030), or None when it is markup or no text at all."""
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:512]):
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text) or not _looks_written(text):
            return None
        return text
    return None


def _looks_written(text: str) -> bool:
    # GB 18030 decodes most noise. Words use assigned characters; noise is full of others.
    odd = sum(1 for c in text[:20_000] if unicodedata.category(c) in ("Cn", "Co", "Cs"))
    return bool(text.strip()) and odd * 50 <= min(len(text), 20_000)


def clean_name(name: str, extension: str) -> str:
    """Return a file name that is safe to show and to save under, ending as its content asks."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Format characters go too: U+202E makes "fdp.exe" read "exe.pdf".
    stem = "".join(c for c in stem if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*%')
    head, dot, tail = stem.rpartition(".")
    if dot and head and len(tail) <= 5 and tail.isascii():
        stem = head
    stem = stem.strip(" .")[:NAME_LENGTH].strip(" .")
    return f"{stem or 'file'}.{extension}"

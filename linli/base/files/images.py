"""Photos are never passed on as they came: they are decoded, turned upright and written anew.

What a camera hides in a file (position, owner, serial number), what an attacker appends to it, and what a
second format would make of it are all gone, because nothing but pixels survives.
"""

from __future__ import annotations

import io
import struct
import threading
from dataclasses import dataclass
from typing import Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from linli.base.files import heic
from linli.base.files.refusals import FileDamaged, PhotoTooLarge

MAX_PIXELS: Final = 51_000_000  # LOCAL: phones take 48 to 50 megapixels; decoding takes 3 bytes each
MAX_SIDE: Final = 2560  # LOCAL: a number plate across a street can still be read
THUMBNAILS: Final = {"small": 320, "medium": 1024}  # a list row on a sharp phone; a case page
JPEG_QUALITY: Final = 82
WEBP_QUALITY: Final = 76
# Named one by one, so that Pillow never loads its forty other readers, each a door of its own. MPO, several
# pictures in one as some phones write it, comes through the door of JPEG.
_READABLE: Final = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    GifImagePlugin.GifImageFile.format,
)
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
    ZeroDivisionError, MemoryError, UnidentifiedImageError,
)  # fmt: skip
# Each decode may take 150 MB for a moment; more than two at once would take down a small machine.
_turnstile = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: one JPEG and its thumbnails in WebP by name."""

    jpeg: bytes
    width: int
    height: int
    thumbnails: dict[str, bytes]


def reencode(data: bytes, *, is_heic: bool = False) -> Photo:
    """Return the picture in `data` as new files: upright, on white where it was transparent, no metadata.

    :raises PhotoTooLarge: more pixels than we decode
    :raises FileDamaged: not a whole picture
    """
    with _turnstile:
        try:
            return _kept(_heic(data) if is_heic else _decoded(data))
        except (Image.DecompressionBombError, heic.TooManyPixels) as error:
            raise PhotoTooLarge(most_megapixels=MAX_PIXELS // 1_000_000) from error
        except (*_BROKEN, heic.Undecodable) as error:
            raise FileDamaged from error


def _heic(data: bytes) -> Image.Image:
    return heic.decode(data, most_pixels=MAX_PIXELS, most_side=MAX_SIDE)


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=_READABLE) as source:
        if source.width * source.height > MAX_PIXELS:
            raise PhotoTooLarge(most_megapixels=MAX_PIXELS // 1_000_000)
        # JPEG can be decoded at half or quarter size straight away; other formats ignore this.
        source.draft("RGB", (MAX_SIDE, MAX_SIDE))
        source.load()
        return _flat(ImageOps.exif_transpose(source))


def _kept(picture: Image.Image) -> Photo:
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    thumbnails, small = {}, picture.copy()
    for name, side in sorted(THUMBNAILS.items(), key=lambda item: -item[1]):
        small.thumbnail(
            (side, side), Image.Resampling.LANCZOS
        )  # each from the one before: a quarter of the work
        thumbnails[name] = _written(small, "WEBP", quality=WEBP_QUALITY, method=4)
    jpeg = _written(picture, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return Photo(jpeg, picture.width, picture.height, thumbnails)


def _flat(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in RGB, as a new picture that inherits no `info`."""
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        flat = Image.new("RGB", over.size, "white")
        flat.paste(over, mask=over.getchannel("A"))
        return flat
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")  # 16-bit grey
    flat = Image.new("RGB", picture.size)
    flat.paste(picture.convert("RGB"))
    return flat


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()

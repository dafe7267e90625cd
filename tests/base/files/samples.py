"""Files as people and attackers send them, made when a test asks."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument."
DOCX_MAIN = f"{OOXML}wordprocessingml.document.main+xml"
XLSX_MAIN = f"{OOXML}spreadsheetml.sheet.main+xml"


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    picture = Image.new(mode, size, 200 if mode in ("L", "I;16") else "red")
    picture.save(out, form, **options)
    return out.getvalue()


def photo_with_position() -> bytes:
    """A picture, half red and half blue, lying on its side, taken somewhere, by somebody."""
    picture = Image.new("RGB", (400, 200), "red")
    picture.paste("blue", (200, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x013B] = "Zhang San"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 31.0, 12.0), 3: "E", 4: (113.0, 20.0, 3.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"secret comment")
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A few hundred bytes that ask for gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(999)))
        + chunk(b"IEND", b"")
    )


def office(main: str = DOCX_MAIN, parts: dict[str, bytes] | None = None, types: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = types or (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        )
        archive.writestr("[Content_Types].xml", listed)
        for name, body in (parts or {"word/document.xml": b"<w/>"}).items():
            archive.writestr(name, body)
    return out.getvalue()


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


# 96 × 64, green with a red corner, lying on its side, with a maker and a position in its metadata. Written once with
# libheif: what decodes it here cannot encode.
_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAABxQABAAAAAAAAAEYAAgAAAAACCwABAAAAAAAAAHgAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA4GlwcnAAAADAaXBjbwAAAHhodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbq"
    "SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBw"
    "aXhpAAAAAAMICAgAAAAJaXJvdAMAAAAYaXBtYQAAAAAAAAABAAEFgQIDBIUAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAMZt"
    "ZGF0AAAAQigBrxOA24UBf/ZqP/a7PDliKkW5rlc/wm8Jbx4B59XKFcoo8i7/DJczNoMZr//3shHASn/cMHUINrJ2UVSkYqEMewAA"
    "AAZFeGlmAABNTQAqAAAACAADAQ8AAgAAAAYAAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAAA4AAAAAE1ha2VyAAACAAEAAgAAAAJO"
    "AAAAAAIABQAAAAMAAABWAAAAAAAAACQAAAABAAAABQAAAAEAAAAAAAAAAQ=="
)


def heic() -> bytes:
    return base64.b64decode(_HEIC)

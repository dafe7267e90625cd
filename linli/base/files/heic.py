"""HEIC, as newer phones keep photos: decoded in a child process, never in the one that answers pages.

Its decoder is a large piece of C that anybody could reach by sending a file. The child has bounded memory and time, is
given the bytes and nothing else, and hands back plain pixels; when it dies, one photo is refused. Run as
`python -m linli.base.files.heic`, it is that child.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from contextlib import suppress
from typing import Final

from PIL import Image

HEAD: Final = struct.Struct(">II")
TOO_MANY_PIXELS: Final = 3
MOST_MEMORY: Final = 1024**3
MOST_SECONDS: Final = 20


class Undecodable(Exception):
    """It begins like HEIC and gives no picture."""


class TooManyPixels(Exception):
    """It says that it is larger than we decode."""


def decode(data: bytes, *, most_pixels: int, most_side: int) -> Image.Image:
    """Return the picture in `data`, upright, in RGB, at most `most_side` wide and high, without metadata.

    :raises TooManyPixels: more than `most_pixels`
    :raises Undecodable: no whole picture, or one that takes too much memory or time
    """
    command = [sys.executable, "-m", "linli.base.files.heic", str(most_pixels), str(most_side)]
    try:
        child = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=2 * MOST_SECONDS,
            check=False,
            env=_surroundings(),
        )
    except subprocess.TimeoutExpired as error:
        raise Undecodable from error
    if child.returncode == TOO_MANY_PIXELS:
        raise TooManyPixels
    head, pixels = child.stdout[: HEAD.size], child.stdout[HEAD.size :]
    if child.returncode or len(head) < HEAD.size:
        raise Undecodable
    width, height = HEAD.unpack(head)
    if not (0 < width <= most_side and 0 < height <= most_side) or len(pixels) != width * height * 3:
        raise Undecodable
    return Image.frombytes("RGB", (width, height), pixels)


def _surroundings() -> dict[str, str]:
    """Give the child what Python needs to start, and no key or password of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}


def _bound() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # It writes to its pipe alone: not one byte into a file.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def child(most_pixels: int, most_side: int) -> int:
    """Read a photo from the standard input and write its size and its pixels; return the exit code."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    found = pi_heif.open_heif(sys.stdin.buffer.read(), convert_hdr_to_8bit=True)
    width, height = found.size
    if width * height > most_pixels:
        return TOO_MANY_PIXELS
    # Decoding turns it upright: HEIC says so in the picture, not in its metadata.
    picture = found.to_pillow()
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        picture = Image.new("RGB", over.size, "white")
        picture.paste(over, mask=over.getchannel("A"))
    picture = picture.convert("RGB")
    picture.thumbnail((most_side, most_side), Image.Resampling.LANCZOS)
    sys.stdout.buffer.write(HEAD.pack(*picture.size) + picture.tobytes())
    return 0


if __name__ == "__main__":
    _bound()
    raise SystemExit(child(int(sys.argv[1]), int(sys.argv[2])))

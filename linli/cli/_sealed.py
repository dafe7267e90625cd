"""Files that only the backup key opens: a stream of pieces, each sealed with AES-256-GCM.

A file is `MAGIC`, the length of its header, the header (JSON, readable by everybody: what it is, never whom it is
about), a salt, then pieces of 64 KiB. Every file has a key of its own, made from the backup key and the salt; the
piece's number and whether it is the last one are its nonce, and the header is proven with every piece. So a piece
that was changed, moved, left out, cut off or taken from another file does not open. Pieces are of one size: a tar
inside is read from any place without reading what stands before it.
"""

import base64
import io
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from linli.cli._world import Trouble

MAGIC: Final = b"LINLI-SEALED-1\n"
PIECE: Final = 64 * 1024
TAG: Final = 16
SALT: Final = 16
LONGEST_HEADER: Final = 64 * 1024


def backup_key() -> bytes:
    """Return the key of this installation's backups."""
    from django.conf import settings

    return base64.b64decode(settings.KEYS.backup)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"linli/backup/file").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class SealedWriter(io.RawIOBase):
    """Seals what is written to it; the file is whole only after `finish`."""

    def __init__(self, target: IO[bytes], key: bytes, header: dict[str, Any] | None = None) -> None:
        words = json.dumps(header or {}, ensure_ascii=False).encode()
        salt = secrets.token_bytes(SALT)
        self._target, self._held, self._number, self._at = target, bytearray(), 0, 0
        self._head = MAGIC + len(words).to_bytes(4, "big") + words
        self._cipher = _cipher(key, salt)
        target.write(self._head + salt)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        """Return how many bytes were taken; `tarfile` asks."""
        return self._at

    def write(self, data: Any) -> int:
        """Take bytes; a full piece goes out sealed as soon as another byte follows it."""
        self._held += data
        self._at += len(data)
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Seal the last piece, which says that it is the last."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any place, piece by piece.

    :raises Trouble: it is no sealed file, was cut or changed, or another key sealed it
    """

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self._source, self._name = source, getattr(source, "name", "")
        start = source.read(len(MAGIC) + 4)
        length = int.from_bytes(start[len(MAGIC) :], "big")
        if not start.startswith(MAGIC) or len(start) < len(MAGIC) + 4 or length > LONGEST_HEADER:
            raise Trouble(_("%(file)s 不是邻里写的加密备份。") % {"file": self._name})
        words, salt = source.read(length), source.read(SALT)
        self._head = start + words
        self._begin = len(self._head) + SALT
        body = source.seek(0, os.SEEK_END) - self._begin
        self._count = -(-body // (PIECE + TAG))
        self._size = body - self._count * TAG
        if body < TAG or len(salt) < SALT or self._size < 0:
            raise self._damaged()
        self._cipher = _cipher(key, salt)
        self._at, self._piece_number, self._piece = 0, -1, b""
        self._load(self._count - 1)  # a file that was cut has no piece that says it is the last
        self.header: dict[str, Any] = json.loads(words)

    def _damaged(self) -> Trouble:
        return Trouble(
            _("%(file)s 打不开：密钥不对，或者文件损坏、不完整。恢复时请用 --keys 给出备份时另存的密钥文件。")
            % {"file": self._name}
        )

    def _load(self, number: int) -> None:
        if number == self._piece_number:
            return
        self._source.seek(self._begin + number * (PIECE + TAG))
        sealed = self._source.read(PIECE + TAG)
        try:
            self._piece = self._cipher.decrypt(
                _nonce(number, last=number == self._count - 1), sealed, self._head
            )
        except InvalidTag:
            raise self._damaged() from None
        self._piece_number = number

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in what was sealed."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the piece at this place."""
        if self._at >= self._size:
            return 0
        number, inside = divmod(self._at, PIECE)
        self._load(number)
        found = self._piece[inside : inside + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


@contextmanager
def writing(target: Path, key: bytes, header: dict[str, Any] | None = None) -> Iterator[SealedWriter]:
    """Write `target`, which appears under its name only when it is whole and on the disk."""
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealed = SealedWriter(file, key, header)
            yield sealed
            sealed.finish()
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def require(source: Path) -> None:
    """Refuse a file that is none of ours before anything is started or changed.

    :raises Trouble: it cannot be read, or begins otherwise
    """
    with _opened(source) as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Trouble(_("%(file)s 不是邻里写的加密备份。") % {"file": source})


def _opened(source: Path) -> IO[bytes]:
    try:
        return source.open("rb")
    except OSError as error:
        raise Trouble(_("打不开备份 %(file)s：%(error)s") % {"file": source, "error": error}) from error


@contextmanager
def reading(source: Path, key: bytes) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """Open a sealed file: its header, and what it holds.

    :raises Trouble: it cannot be read, or does not open
    """
    with _opened(source) as file:
        raw = SealedReader(file, key)
        yield raw.header, io.BufferedReader(raw, PIECE)

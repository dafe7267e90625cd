"""Where bytes lie: a folder, or a bucket that speaks S3. Both are Django storages, chosen in `STORAGES`.

A name is the SHA-256 of its content: a file once written is never written again, and two equal files are one.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import os
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

from linli.kernel import clock

EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()
#: Somebody stands at a door with a phone while this passes; a bucket that is well answers in a tenth of a second.
TIMEOUT_SECONDS: Final = 10


def store() -> Storage:
    """Return the storage of this installation."""
    return storages["default"]


def put(name: str, data: bytes) -> None:
    """Write `data` under `name` unless it is there; safe when two do it at once."""
    here = store()
    if not here.exists(name):
        written = here.save(name, ContentFile(data))
        if written != name:  # somebody wrote the same bytes between the question and the answer
            here.delete(written)


def get(name: str) -> bytes:
    """Return the bytes of `name`.

    :raises FileNotFoundError: when they are not there
    """
    with store().open(name) as file:
        return bytes(file.read())


@deconstructible
class LocalStorage(FileSystemStorage):
    """A folder, into which files appear whole or not at all: a killed process leaves no half photo."""

    def _save(self, name: str, content: File[Any]) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=final.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            # A link fails when the name is taken, where a rename would overwrite.
            with contextlib.suppress(FileExistsError):
                os.link(draft, final)
        finally:
            os.unlink(draft)
        return name


class StorageError(OSError):
    """The bucket did not do what it was asked; nothing is known about what lies in it."""


class StorageRefusedError(StorageError):
    """It answered with something else than success."""


class StorageSilentError(StorageError):
    """It could not be reached, or broke off in the middle of its answer."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None  # a signed request is for one address


_opener = urllib.request.build_opener(_NoRedirects)


@deconstructible
class S3Storage(Storage):
    """A bucket on any server that speaks S3 (signature version 4, path-style addresses).

    Sixty lines instead of boto3's twenty megabytes: four requests are all that content-addressed files need.
    """

    def __init__(
        self, *, endpoint: str, bucket: str, access_key: str, secret_key: str, region: str = ""
    ) -> None:
        if not endpoint.startswith(("https://", "http://")):
            raise ImproperlyConfigured("the S3 endpoint must begin with https:// or http://")
        self.base = f"{endpoint.rstrip('/')}/{bucket}"
        self.access_key, self.secret_key = access_key, secret_key
        self.region = region or "us-east-1"

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        answer = self._ask("GET", name)
        if answer is None:
            raise FileNotFoundError(name)
        return ContentFile(answer, name=name)

    def _save(self, name: str, content: File[Any]) -> str:
        body = b"".join(content.chunks())
        if self._ask("PUT", name, body, {"Content-Type": "application/octet-stream"}) is None:
            raise StorageRefusedError(f"PUT {name}: there is no bucket at {self.base}")
        return name

    def delete(self, name: str) -> None:
        self._ask("DELETE", name)

    def exists(self, name: str) -> bool:
        return self._ask("HEAD", name) is not None

    def size(self, name: str) -> int:
        return len(self._open(name).read())

    def check(self) -> None:
        """Ask for the bucket itself, with one name of what is in it.

        :raises StorageError: it is not there, not for us, or does not answer
        """
        if self._ask("GET", "", query={"list-type": "2", "max-keys": "1"}) is None:
            raise StorageRefusedError(f"there is no bucket at {self.base}")

    def listdir(self, path: str, *, most: int = 1000) -> tuple[list[str], list[str]]:
        """Return every name below `path`, all folders flattened; `most` at a time."""
        names: list[str] = []
        query = {"list-type": "2", "max-keys": str(most), "prefix": path}
        while True:
            answer = self._ask("GET", "", query=query)
            if answer is None:
                raise StorageRefusedError(f"there is no bucket at {self.base}")
            tree = ElementTree.fromstring(answer)
            names += [
                node.text or "" for node in tree.iter() if node.tag.endswith("}Key") or node.tag == "Key"
            ]
            token = next((n.text for n in tree.iter() if n.tag.endswith("NextContinuationToken")), None)
            if not token:
                return [], names
            query["continuation-token"] = token

    def _ask(
        self,
        method: str,
        name: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> bytes | None:
        """Return the answer's body, or None when there is no such object.

        :raises StorageError: for any other answer, or none
        """
        url = f"{self.base}/{urllib.parse.quote(name)}" if name else self.base
        if query:
            url = f"{url}?{canonical_query(query)}"
        signed = self.signed(method, url, body, clock.now(), headers or {})
        request = urllib.request.Request(url, data=body or None, method=method, headers=signed)
        try:
            with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return None
            raise StorageRefusedError(f"{method} {name}: {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise StorageSilentError(f"{method} {name}: {error}") from error

    def signed(
        self, method: str, url: str, body: bytes, at: datetime, headers: dict[str, str]
    ) -> dict[str, str]:
        """Return `headers` with the signature that AWS calls version 4."""
        stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
        parts = urllib.parse.urlsplit(url)
        sha256 = hashlib.sha256(body).hexdigest() if body else EMPTY_SHA256
        every = {**headers, "host": parts.netloc, "x-amz-content-sha256": sha256, "x-amz-date": stamp}
        lines = sorted((name.lower(), value.strip()) for name, value in every.items())
        names = ";".join(name for name, _ in lines)
        canonical = "\n".join(
            (method, parts.path, parts.query, *(f"{n}:{v}" for n, v in lines), "", names, sha256),
        )
        scope = f"{day}/{self.region}/s3/aws4_request"
        to_sign = "\n".join(
            ("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest())
        )
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
        credential = f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope}"
        every["Authorization"] = f"{credential}, SignedHeaders={names}, Signature={signature}"
        del every["host"]  # urllib writes it itself
        return every


def canonical_query(query: dict[str, str]) -> str:
    """Return a query string in the one order and spelling that the signature is made over."""
    return "&".join(
        f"{urllib.parse.quote(key, safe='')}={urllib.parse.quote(value, safe='')}"
        for key, value in sorted(query.items())
    )

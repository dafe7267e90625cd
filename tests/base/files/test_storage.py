"""Files appear whole or not at all, are never overwritten, and a bucket is asked with a right signature."""

from __future__ import annotations

import hashlib
import http.server
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from linli.base.files import storage


class TestLocalStorage:
    def test_never_overwrites(self, tmp_path: Path) -> None:
        here = storage.LocalStorage(location=tmp_path)
        assert here._save("ab/one", ContentFile(b"first")) == "ab/one"
        assert here._save("ab/one", ContentFile(b"second")) == "ab/one"
        assert (tmp_path / "ab/one").read_bytes() == b"first"

    def test_a_write_that_fails_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full_disk(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            storage.LocalStorage(location=tmp_path)._save("ab/one", ContentFile(b"x"))
        assert list((tmp_path / "ab").iterdir()) == []

    def test_ten_writers_at_once_make_one_file(self, tmp_path: Path) -> None:
        here = storage.LocalStorage(location=tmp_path)
        with ThreadPoolExecutor(10) as pool:
            names = list(pool.map(lambda _: here._save("ab/one", ContentFile(b"x" * 100_000)), range(10)))
        assert set(names) == {"ab/one"}
        assert [p.name for p in (tmp_path / "ab").iterdir()] == ["one"]

    def test_does_not_leave_its_folder(self, tmp_path: Path) -> None:
        with pytest.raises(Exception, match="located outside"):
            storage.LocalStorage(location=tmp_path)._save("../../etc/x", ContentFile(b"x"))


class TestPut:
    def test_the_same_content_is_written_once(self, settings: Any, tmp_path: Path) -> None:
        local = {"BACKEND": "linli.base.files.storage.LocalStorage", "OPTIONS": {"location": str(tmp_path)}}
        settings.STORAGES = {**settings.STORAGES, "default": local}
        storage.put("ab/one", b"first")
        storage.put("ab/one", b"first")
        assert storage.get("ab/one") == b"first"
        with pytest.raises(FileNotFoundError):
            storage.get("ab/other")


AMAZON = storage.S3Storage(
    endpoint="https://s3.amazonaws.com",
    bucket="examplebucket",
    access_key="AKIAIOSFODNN7EXAMPLE",
    secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
)


class TestSignature:
    """The worked examples of Amazon's manual, "Signature Calculations for the Authorization Header"."""

    at = datetime(2013, 5, 24, tzinfo=UTC)
    host: ClassVar = "https://examplebucket.s3.amazonaws.com"

    @pytest.mark.parametrize(
        ("method", "path", "body", "headers", "signature"),
        [
            (
                "GET",
                "/test.txt",
                b"",
                {"Range": "bytes=0-9"},
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
            (
                "PUT",
                "/test%24file.text",
                b"Welcome to Amazon S3.",
                {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            ),
            (
                "GET",
                "/?max-keys=2&prefix=J",
                b"",
                {},
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ],
    )
    def test_equals_the_published_one(
        self, method: str, path: str, body: bytes, headers: dict[str, str], signature: str
    ) -> None:
        signed = AMAZON.signed(method, self.host + path, body, self.at, headers)
        assert signed["Authorization"].endswith(f"Signature={signature}")


class Bucket(http.server.BaseHTTPRequestHandler):
    """As much of S3 as content-addressed files meet, refusing what is not signed by the right key."""

    kept: ClassVar[dict[str, bytes]] = {}
    broken: ClassVar[bool] = False

    def _answer(self, code: int, body: bytes = b"") -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        named = self.headers["Authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
        signed = {
            n: self.headers[n] for n in named if n not in ("host", "x-amz-date", "x-amz-content-sha256")
        }
        url = f"http://{self.headers['Host']}{self.path}"
        right = bucket_at(self.headers["Host"]).signed(self.command, url, body, at, signed)["Authorization"]
        if self.broken:
            return self._answer(503)
        if right != self.headers["Authorization"]:
            return self._answer(403)
        assert self.headers["x-amz-content-sha256"] == hashlib.sha256(body).hexdigest()
        key = self.path
        if "list-type=2" in self.path:
            names = sorted(k.removeprefix("/linli/") for k in self.kept)
            first = "continuation-token" not in self.path
            shown = names[:1] if first else names[1:]
            more = "<NextContinuationToken>a+/=</NextContinuationToken>" if first and len(names) > 1 else ""
            listed = "".join(f"<Contents><Key>{n}</Key></Contents>" for n in shown)
            return self._answer(
                200, f"<ListBucketResult xmlns='x'>{listed}{more}</ListBucketResult>".encode()
            )
        if self.command == "PUT":
            self.kept[key] = body
            return self._answer(200)
        if self.command == "DELETE":
            self.kept.pop(key, None)
            return self._answer(204)
        return self._answer(200, self.kept[key]) if key in self.kept else self._answer(404)

    do_GET = do_PUT = do_HEAD = do_DELETE = _handle  # noqa: N815 - the names http.server asks for

    def log_message(self, *_args: Any) -> None:
        pass


def bucket_at(host: str, secret: str = "right") -> storage.S3Storage:
    return storage.S3Storage(endpoint=f"http://{host}", bucket="linli", access_key="me", secret_key=secret)


@pytest.fixture
def host() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    Bucket.kept, Bucket.broken = {}, False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class TestS3Storage:
    def test_keeps_finds_lists_and_deletes(self, host: str) -> None:
        here = bucket_at(host)
        assert not here.exists("ab/one two")
        here.save("ab/one two", ContentFile(b"bytes"))
        here.save("ab/three", ContentFile(b"more"))
        assert here.exists("ab/one two")
        assert here.open("ab/one two").read() == b"bytes"
        assert here.size("ab/three") == 4
        assert here.listdir("ab/")[1] == ["ab/one%20two", "ab/three"]
        here.delete("ab/three")
        with pytest.raises(FileNotFoundError):
            here.open("ab/three")

    def test_a_wrong_key_is_said_not_swallowed(self, host: str) -> None:
        with pytest.raises(storage.StorageRefusedError, match="403"):
            bucket_at(host, secret="wrong").exists("ab/one")

    def test_a_broken_server_is_said_not_taken_for_absence(self, host: str) -> None:
        Bucket.broken = True
        with pytest.raises(storage.StorageRefusedError, match="503"):
            bucket_at(host).exists("ab/one")

    def test_an_endpoint_of_another_scheme_is_refused(self) -> None:
        with pytest.raises(ImproperlyConfigured):
            storage.S3Storage(endpoint="file:///etc", bucket="x", access_key="", secret_key="")

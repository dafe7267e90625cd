"""The drill: a working installation, backed up, restored elsewhere, proven whole; and every way it can go wrong."""

import base64
import io
import tarfile

import pytest

from linli.cli import _sealed
from tests.cli import installation

FILL = """
from linli.cli._world import world
with world(quiet=True):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from linli.base.people.models import Account
    from linli.pillars.governance.reports import operations
    from tests.town import IN_FIRST_GRID, MONDAY, build_town
    from linli.base.people.actors import ANYONE
    town = build_town()
    for n in range(3):
        operations.file_report(
            actor=ANYONE, at=MONDAY, category="R01", text=f"第{n}处井盖坏了", lon=IN_FIRST_GRID[0], lat=IN_FIRST_GRID[1],
            phone="13900000001",
        )
    Account.objects.create_user("li", None, name="李四", phone="13812345678")
    default_storage.save("ab/cd/abcd", ContentFile("一张照片".encode()))
"""
LOOK = """
from linli.cli._world import world
with world(quiet=True):
    from django.core.files.storage import default_storage
    from linli.base.flow.models import Case
    from linli.base.people.models import Account
    print(Account.objects.get(username="li").phone, Case.objects.count(),
          default_storage.open("ab/cd/abcd").read().decode())
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    town = installation.make_ready()
    done = town.python("-c", FILL)
    assert done.returncode == 0, done.stdout
    town.folder = tmp_path_factory.mktemp("backup")
    town.archive, town.keys = town.folder / "town.tar", town.folder / "town.keys"
    town.said = town.linli("backup", str(town.archive), "--keys-to", str(town.keys))
    yield town
    installation.remove(town)


@pytest.fixture(scope="module")
def empty():
    """An installation that every refusal leaves as empty as it was."""
    town = installation.make()
    yield town
    installation.remove(town)


def rewritten(source, target, change):
    """Copy the archive member by member through `change(name, body)`, sealed by somebody who has the key."""
    lines = source.keys.read_text().splitlines()
    key = base64.b64decode(dict(line.split("=", 1) for line in lines)["LINLI_BACKUP_KEY"])
    with (
        _sealed.reading(source.archive, key) as (_header, opened),
        tarfile.open(fileobj=opened) as old,
        _sealed.writing(target, key) as sealed,
        tarfile.open(fileobj=sealed, mode="w|") as new,
    ):
        for member in old:
            body = change(member.name, old.extractfile(member).read())
            if body is not None:
                member.size = len(body)
                new.addfile(member, io.BytesIO(body))
    return target


class TestDrill:
    def test_everything_comes_back_and_the_log_is_proven(self, source, elsewhere):
        said = elsewhere.linli("restore", str(source.archive), "--keys", str(source.keys))
        assert "3 cases, 0 flaws" in said
        assert elsewhere.python("-c", LOOK).stdout.strip() == "13812345678 3 一张照片"
        assert "3 cases, 0 flaws" in elsewhere.linli("verify-log")
        # Twice is once too often.
        assert "already holds data" in elsewhere.linli("restore", str(source.archive), ok=False)

    def test_a_backup_holds_no_keys_and_is_closed_to_others(self, source):
        assert source.archive.stat().st_mode & 0o077 == 0
        assert source.keys.stat().st_mode & 0o077 == 0
        whole = source.archive.read_bytes()
        assert "一张照片".encode() not in whole
        for line in source.keys.read_text().splitlines():
            key = line.split("=", 1)[1].split(":")[-1]
            assert key.encode() not in whole

    def test_a_backup_leaves_nothing_half_done(self, source):
        assert sorted(path.name for path in source.folder.iterdir()) == ["town.keys", "town.tar"]
        assert "exists already" in source.linli("backup", str(source.archive), ok=False)

    def test_a_folder_gets_a_dated_archive_and_a_word_about_keys(self, source, tmp_path):
        said = source.linli("backup", str(tmp_path))
        assert "nobody opens the backup without them" in said
        assert [path.suffix for path in tmp_path.iterdir()] == [".sealed"]


class TestRefusing:
    def test_keys_that_do_not_fit(self, source, empty, tmp_path):
        assert "does not open: the key is wrong" in empty.linli("restore", str(source.archive), ok=False)
        (tmp_path / "bad").write_text("LINLI_VAULT_KEYS=nonsense\n")
        said = empty.linli("restore", str(source.archive), "--keys", str(tmp_path / "bad"), ok=False)
        assert "cannot be read" in said

    def test_a_damaged_part_and_leaves_the_database_empty(self, source, empty, tmp_path):
        part = "database.dump"
        bad = rewritten(
            source, tmp_path / "bad.tar", lambda n, b: b[:-1] + bytes([b[-1] ^ 1]) if n == part else b
        )
        said = empty.linli("restore", str(bad), "--keys", str(source.keys), ok=False)
        assert f"{part} in the backup does not match" in said
        again = empty.linli("restore", str(bad), "--keys", str(source.keys), ok=False)
        assert f"{part} in the backup does not match" in again

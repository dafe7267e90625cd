"""A backup in one file: sealed (`_sealed`), a tar with a dump of the database, the files, and a manifest written last.

An archive without a manifest was never finished. The manifest names every part with its size and hash, how
many rows the important tables had at the moment of the dump, and which keys the sealed data needs. The keys
themselves are never inside: whoever finds a backup must not be able to read telephone numbers.
"""

import hashlib
import hmac
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg
from django.utils.translation import gettext as _

from linli.cli._console import say
from linli.cli._world import Trouble

FORMAT = 1
DUMP = "database.dump"
FILES = "files/"
MANIFEST = "manifest.json"
#: Tables whose rows are counted on both sides; the rest is covered by the dump's own hash.
COUNTED = (
    "orgs_unit",
    "people_account",
    "people_post",
    "flow_case",
    "flow_step",
    "flow_stepwords",
    "flow_stepfile",
)
CHUNK = 1 << 20
#: Below `LINLI_DATA_DIR`: when the last backup was made, for `linli doctor`.
LAST = "last-backup"


def client_environment() -> dict[str, str]:
    """Return the environment in which PostgreSQL's own programs find our database; no password in arguments."""
    from django.db import connection

    database = connection.settings_dict
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": database["OPTIONS"].get("sslrootcert", ""),
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs: the embedded one, which reads every server up to its own."""
    from django.conf import settings

    from linli.config.embedded import layout

    return str(layout(settings.DATA_DIR).bin_dir / name)


def run_program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs.

    :raises Trouble: with what it said, when it fails
    """
    done = subprocess.run(
        [program(name), *arguments],
        env=client_environment(),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise Trouble(f"{name}: {done.stderr.strip()[-2000:]}")


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return how many rows the counted tables have, as `connection` sees them."""
    found: dict[str, int] = {}
    for table in COUNTED:
        if connection.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,):
            row = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            found[table] = row[0] if row else 0
    return found


def key_checks() -> dict[str, str]:
    """Return for each key of this installation a short mark that tells keys apart and reveals nothing."""
    from django.conf import settings

    marks = {f"vault:{name}": _mark(key) for name, key in settings.LINLI_VAULT_KEYS.items()}
    return marks | {"lookup": _mark(settings.LINLI_LOOKUP_KEY)}


def _mark(key: str) -> str:
    return hmac.digest(key.encode(), b"linli/backup/which-key", "sha256").hex()[:12]


# ------------------------------------------------------------ writing


def in_folder() -> bool:
    """Return whether files lie in a folder of this machine, not in a bucket."""
    from django.conf import settings

    return "location" in settings.STORAGES["default"].get("OPTIONS", {})


def stored_names() -> Iterator[str]:
    """Yield the name of every file that people sent; of those in a bucket only when they are to be backed up."""
    from django.conf import settings

    from linli.base.files.queries import needed_blobs

    if not in_folder():
        if settings.UPKEEP.backup_bucket:
            yield from needed_blobs()
        else:
            say(_("照片和附件在 S3 里，不在这个备份中。"))
        return
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):  # drafts are not files yet
            yield path.relative_to(root).as_posix()


@contextmanager
def stored(name: str) -> Iterator[Path]:
    """Lend the file of that name: the one in the folder, or a copy of what is in the bucket.

    :raises FileNotFoundError: it is not there: erased this moment
    """
    from django.conf import settings

    from linli.base.files import storage

    if in_folder():
        path = Path(settings.MEDIA_ROOT) / name
        if not path.exists():
            raise FileNotFoundError(name)
        yield path
        return
    body = storage.get(name)
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as copy:
        copy.write(body)
        copy.flush()
        yield Path(copy.name)


def put_back(name: str, path: Path) -> None:
    """Give the storage the file at `path`, which then is no longer there."""
    from django.conf import settings

    from linli.base.files import storage

    if in_folder():
        target = Path(settings.MEDIA_ROOT).joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o600)
        path.replace(target)
    else:
        storage.put(name, path.read_bytes())
        path.unlink()


class Writer:
    """Adds parts to an archive and notes their hashes."""

    def __init__(self, target: tarfile.TarFile) -> None:
        self.target = target
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add one file under `name`; a file that grows meanwhile is cut at the size it had."""
        info = self.target.gettarinfo(path, name)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode = 0o600
        digest = hashlib.sha256()
        with path.open("rb") as file:
            self.target.addfile(info, _Hashing(file, digest))
        self.parts[name] = {"size": info.size, "sha256": digest.hexdigest()}

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, which makes the archive whole."""
        body = json.dumps(
            manifest | {"format": FORMAT, "parts": self.parts}, ensure_ascii=False, indent=1
        ).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(body), 0o600
        self.target.addfile(info, io.BytesIO(body))


class _Hashing:
    def __init__(self, file: IO[bytes], digest: Any) -> None:
        self.file, self.digest = file, digest

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


# ------------------------------------------------------------ reading


def read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    """Return the manifest.

    :raises Trouble: when the archive is no backup of Linli, unfinished, or of a later format
    """
    try:
        file = archive.extractfile(MANIFEST)
        manifest: dict[str, Any] = json.load(file) if file else {}
    except (KeyError, ValueError, tarfile.TarError) as error:
        raise Trouble(_("这不是完整的邻里备份：里面没有清单，可能没有写完。")) from error
    if manifest.get("format") != FORMAT:
        raise Trouble(_("这个备份由更新的版本写成，请先升级邻里。"))
    return manifest


def pieces(archive: tarfile.TarFile, name: str) -> Iterator[bytes]:
    """Yield a part of the archive piece by piece."""
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    while piece := file.read(CHUNK):
        yield piece


def unpack(archive: tarfile.TarFile, name: str, part: dict[str, Any], target: Path) -> None:
    """Write one part to `target` and check it against the manifest.

    :raises Trouble: when it is missing or not what was backed up
    """
    digest = hashlib.sha256()
    try:
        with target.open("wb") as file:
            for piece in pieces(archive, name):
                digest.update(piece)
                file.write(piece)
    except (KeyError, tarfile.TarError, EOFError) as error:
        raise Trouble(_("备份里缺少 %(name)s，或者文件已损坏。") % {"name": name}) from error
    if digest.hexdigest() != part["sha256"]:
        target.unlink()
        raise Trouble(_("备份里的 %(name)s 与清单不符，文件已损坏。") % {"name": name})

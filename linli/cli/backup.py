"""`linli backup`: the database, the files and a manifest in one archive, while Linli goes on working."""

import argparse
import os
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli import __version__
from linli.cli import _archive
from linli.cli._console import say, step
from linli.cli._world import Trouble, require_migrated, world

SUMMARY = "write database and files into one archive 备份"

#: Below `LINLI_DATA_DIR`: when the last backup was made, for `linli doctor`.
LAST = "last-backup"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("target", type=Path, help="the archive to write, or a folder to write it into")
    parser.add_argument("--keys-to", type=Path, help="also write the keys into this file; keep it elsewhere")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    from linli.kernel import clock

    with world(quiet=True):
        require_migrated()
        at = clock.now()
        target = options.target
        if target.is_dir():
            target = target / f"linli-{clock.local(at):%Y%m%d-%H%M%S}.tar"
        if target.exists():
            raise Trouble(_("%(file)s 已经存在，备份不会覆盖它。") % {"file": target})
        backup(target, at)
        if options.keys_to:
            write_keys(options.keys_to)
        else:
            say(
                _("密钥不在备份里，没有密钥就读不出手机号等加密内容；用 --keys-to 另存一份，和备份分开保管。")
            )
    return 0


def backup(target: Path, at: datetime) -> None:
    """Write the archive `target`; it appears under its name only when it is whole."""
    from django.conf import settings

    part, dump = target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.dump")
    try:
        with step(_("备份数据库")) as current:
            rows = _dump(dump)
            current.note(f"{dump.stat().st_size / 1e6:.1f} MB")
        with step(_("备份文件")) as current, part.open("xb") as file:
            os.chmod(part, 0o600)
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                writer = _archive.Writer(archive)
                writer.add(_archive.DUMP, dump)
                for name, path in _files():
                    writer.add(_archive.FILES + name, path)
                    current.progress(len(writer.parts) - 1)
                writer.finish(
                    {
                        "linli": __version__,
                        "made_at": at.isoformat(),
                        "rows": rows,
                        "keys": _archive.key_checks(),
                    }
                )
            file.flush()
            os.fsync(file.fileno())
            current.note(_("%(count)s 个文件") % {"count": len(writer.parts) - 1})
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)
    (settings.DATA_DIR / LAST).write_text(at.isoformat())
    say(_("备份写在 %(file)s") % {"file": target})


def _files() -> Iterator[tuple[str, Path]]:
    """Yield the files that people sent; those in an S3 bucket are its owner's to back up."""
    from django.conf import settings

    if "location" not in settings.STORAGES["default"].get("OPTIONS", {}):
        say(_("照片和附件在 S3 里，不在这个备份中。"))
        return
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _dump(target: Path) -> dict[str, int]:
    """Dump the database to `target`; return the counts of the very moment that the dump shows."""
    from django.db import connection

    connection.ensure_connection()
    driver = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            rows = _archive.counts(driver)
            _archive.run_program(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                # Whoever was logged in logs in again after a restore.
                "--exclude-table-data=django_session",
                f"--snapshot={snapshot}",
                f"--file={target}",
            )
        finally:
            cursor.execute("ROLLBACK")
    return rows


def write_keys(target: Path) -> None:
    """Write the keys into a new file that its owner alone can read."""
    from django.conf import settings

    ring = ",".join(f"{name}:{key}" for name, key in settings.LINLI_VAULT_KEYS.items())
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Trouble(_("%(file)s 已经存在，备份不会覆盖它。") % {"file": target}) from error
    with os.fdopen(handle, "w") as file:
        file.write(f"LINLI_VAULT_KEYS={ring}\nLINLI_LOOKUP_KEY={settings.LINLI_LOOKUP_KEY}\n")
    say(_("密钥写在 %(file)s，请和备份分开保管。") % {"file": target})

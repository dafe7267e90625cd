"""`linli backup`: the database and the files, sealed, while Linli goes on working.

Without options one archive of this moment. With `--incremental` a folder from which one can go back to any minute.
"""

import argparse
import os
import tarfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli import __version__
from linli.cli import _archive, _erasures, _keeping, _sealed
from linli.cli._console import problem, say, step
from linli.cli._world import Trouble, require_migrated, world
from linli.cli.serve import stop_with_parent

SUMMARY = "write database and files into a sealed backup 备份"

#: Seconds between two passes of `--follow`; the log itself comes at least once a minute.
PAUSE = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument(
        "target", type=Path, nargs="?", help="the archive to write, or a folder (default LINLI_BACKUP_DIR)"
    )
    parser.add_argument("--keys-to", type=Path, help="also write the keys into this file; keep it elsewhere")
    parser.add_argument(
        "--incremental", action="store_true", help="a folder from which one can go back to any minute"
    )
    parser.add_argument("--follow", action="store_true", help="with --incremental: go on until stopped")
    parser.add_argument("--watch-pipe", type=int, default=None, help=argparse.SUPPRESS)


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    from linli.kernel import clock

    if options.watch_pipe is not None:
        stop_with_parent(options.watch_pipe)
    with world(quiet=True):
        require_migrated()
        at = clock.now()
        target = options.target or _own_folder()
        if options.incremental:
            incremental(target, at, follow=options.follow)
        else:
            if target.is_dir():
                target = target / f"linli-{clock.local(at):%Y%m%d-%H%M%S}.sealed"
            if target.exists():
                raise Trouble(_("%(file)s 已经存在，备份不会覆盖它。") % {"file": target})
            backup(target, at)
        if options.keys_to:
            write_keys(options.keys_to)
        elif not options.follow:
            say(_("密钥不在备份里，没有密钥谁也打不开备份；用 --keys-to 另存一份，和备份分开保管。"))
    return 0


def _own_folder() -> Path:
    from django.conf import settings

    folder: Path | None = settings.UPKEEP.backup_dir
    if folder is None:
        raise Trouble(_("备份写到哪里？给出文件夹，或者设置 LINLI_BACKUP_DIR。"))
    return folder


def incremental(folder: Path, at: datetime, *, follow: bool) -> None:
    """Bring the backup in `folder` up to this moment, and with `follow` keep it there until told to stop."""
    if follow:
        _keeping.require_shelf()
        _follow(folder)
        return
    with step(_("备份")) as current:
        done = _keeping.keep(folder, at, finish_log=True)
        words = _("日志 %(wal)s 段，文件 %(files)s 个") % {"wal": done.wal, "files": done.files}
        current.note((_("整库一份，") if done.base else "") + words)


def _follow(folder: Path) -> None:
    from linli.kernel import clock

    first, told = True, ""
    while True:
        try:
            _keeping.keep(folder, clock.now(), finish_log=first)
            first, told = False, ""
        except Trouble as error:  # a folder that comes back must find us here
            if str(error) != told:
                told = str(error)
                problem(told)
        time.sleep(PAUSE)


def backup(target: Path, at: datetime) -> None:
    """Write the archive `target`; it appears under its name only when it is whole."""
    from django.conf import settings

    dump = target.with_name(f".{target.name}.dump")
    try:
        with step(_("备份数据库")) as current:
            rows = _dump(dump)
            current.note(f"{dump.stat().st_size / 1e6:.1f} MB")
        with (
            step(_("备份文件")) as current,
            _sealed.writing(target, _sealed.backup_key(), {"kind": "archive"}) as sealed,
            tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            writer = _archive.Writer(archive)
            writer.add(_archive.DUMP, dump)
            for name in _archive.stored_names():
                with suppress(FileNotFoundError), _archive.stored(name) as path:  # erased this moment
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
            current.note(_("%(count)s 个文件") % {"count": len(writer.parts) - 1})
    finally:
        dump.unlink(missing_ok=True)
    _erasures.add(target.parent, settings.DATA_DIR, at)
    (settings.DATA_DIR / _archive.LAST).write_text(at.isoformat())
    say(_("备份写在 %(file)s") % {"file": target})


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
        file.write(f"LINLI_BACKUP_KEY={settings.KEYS.backup}\n")
    say(_("密钥写在 %(file)s，请和备份分开保管。") % {"file": target})

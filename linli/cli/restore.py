"""`linli restore`: a backup into an empty installation, proven whole before it is used."""

import argparse
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from linli.cli import _archive, _erasures, _recovery, _sealed
from linli.cli._console import problem, say, step
from linli.cli._world import Trouble, settle, world
from linli.cli.migrate import migrate
from linli.cli.verify_log import verify
from linli.kernel import clock

SUMMARY = "bring a backup back into an empty installation 恢复"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("archive", type=Path, help="what linli backup wrote: an archive, or a folder")
    parser.add_argument("--keys", type=Path, help="what linli backup --keys-to wrote")
    parser.add_argument(
        "--to", type=moment, metavar="'YYYY-MM-DD HH:MM'", help="from a folder: the moment to go back to"
    )


def moment(words: str) -> datetime:
    """Return the moment that somebody typed, on the clock of the wall."""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        with suppress(ValueError):
            return datetime.strptime(words, form).replace(tzinfo=clock.SHANGHAI)
    raise argparse.ArgumentTypeError("YYYY-MM-DD HH:MM")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    settle()
    if options.archive.is_dir():
        return restore_to(options.archive, options.keys, options.to)
    if options.to:
        raise Trouble(_("只有用 --incremental 做的备份文件夹才能回到某一时刻。"))
    _sealed.require(options.archive)
    with world(quiet=True):
        refuse_unless_empty()
        if options.keys:
            take_keys(options.keys)
        with _sealed.reading(options.archive, _sealed.backup_key()) as (_header, file):
            with opened(file, options.archive) as archive:
                manifest = _archive.read_manifest(archive)
                check_keys(manifest["keys"])
                return restore(archive, manifest, options.archive.parent)


def opened(file: IO[bytes], name: Path) -> tarfile.TarFile:
    """Open the tar inside a sealed archive.

    :raises Trouble: it is none
    """
    try:
        return tarfile.open(fileobj=file)
    except (OSError, tarfile.TarError) as error:
        raise Trouble(_("打不开备份 %(file)s：%(error)s") % {"file": name, "error": error}) from error


def restore_to(folder: Path, keys: Path | None, to: datetime | None) -> int:
    """Bring database and files back as they were at `to`, or as late as the backup reaches; prove the log."""
    from django.conf import settings

    if not settings.EMBEDDED:
        raise Trouble(_("备份文件夹只能恢复到邻里自带的数据库，请不要设置 LINLI_DATABASE_URL。"))
    _recovery.refuse_unless_empty(settings.DATA_DIR)
    if keys:
        take_keys(keys)
    base = _recovery.choose(folder, to)
    check_keys(base.keys)
    with step(_("恢复数据库")):
        reached = _recovery.recover(folder, base, to, settings.DATA_DIR)
    if not reached:
        say(_("备份里没有那一时刻以后的改动，已恢复到备份的最后。"))
    with world(quiet=True):
        _update(folder)
        with step(_("恢复文件")) as current:
            count, missing = _recovery.restore_files(folder, _sealed.backup_key())
            current.note(_("%(count)s 个文件") % {"count": count})
        if missing:
            problem(_("备份里缺 %(count)s 个文件。") % {"count": missing})
        status = verify()
    at = f"{clock.local(to):%Y-%m-%d %H:%M:%S}" if to else _("备份的最后")
    say(_("已恢复到 %(at)s 的状态。") % {"at": at})
    return 1 if missing else status


def _update(beside: Path) -> None:
    """Bring what was restored to this version, and erase again what law erased since."""
    from django.db import connection

    migrate()
    with step(_("再次抹去已依法删除的")) as current:
        current.note(str(_erasures.carry_out(beside, clock.now())))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def restore(archive: tarfile.TarFile, manifest: dict[str, Any], beside: Path) -> int:
    """Restore files and database, bring it up to date, prove the log; return 1 when something does not hold.

    The database comes last and in one transaction: what fails before leaves it empty, so one may try again.
    """
    from django.conf import settings
    from django.db import connection

    with step(_("恢复文件")) as current:
        current.note(_("%(count)s 个文件") % {"count": _restore_files(archive, manifest["parts"])})
    with step(_("恢复数据库")), tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        dump = Path(folder) / _archive.DUMP
        _archive.unpack(archive, _archive.DUMP, manifest["parts"][_archive.DUMP], dump)
        _archive.run_program(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        )
    connection.ensure_connection()
    found = _archive.counts(connection.connection)
    if found != manifest["rows"]:
        raise Trouble(_("恢复后的行数与清单不符：%(found)s") % {"found": found})
    _update(beside)
    status = verify()
    made_at = clock.local(datetime.fromisoformat(manifest["made_at"]))
    say(_("已恢复到 %(at)s 的状态。") % {"at": f"{made_at:%Y-%m-%d %H:%M}"})
    return status


def _restore_files(archive: tarfile.TarFile, parts: dict[str, Any]) -> int:
    from django.conf import settings

    names = [name for name in parts if name.startswith(_archive.FILES)]
    for name in names:
        inside = PurePosixPath(name[len(_archive.FILES) :])
        if inside.is_absolute() or ".." in inside.parts:
            raise Trouble(_("备份里的 %(name)s 与清单不符，文件已损坏。") % {"name": name})
        opened = settings.DATA_DIR / ".restoring"
        _archive.unpack(archive, name, parts[name], opened)
        _archive.put_back(inside.as_posix(), opened)
    return len(names)


def refuse_unless_empty() -> None:
    """Refuse to restore over data.

    :raises Trouble: when the database already holds tables
    """
    from django.db import connection

    if connection.introspection.table_names():
        raise Trouble(
            _(
                "数据库里已经有数据。恢复只写进空的数据库：换一个 LINLI_DATA_DIR，或者换一个空的 LINLI_DATABASE_URL。"
            )
        )


def check_keys(needed: dict[str, str]) -> None:
    """Refuse keys that cannot open what the backup holds.

    :raises Trouble: when a key of the backup is missing or another one here
    """
    mine = _archive.key_checks()
    missing = [name for name, mark in needed.items() if mine.get(name) != mark]
    if missing:
        raise Trouble(
            _("这套安装的密钥打不开备份里的加密内容（缺 %(names)s）。请用 --keys 给出备份时另存的密钥文件。")
            % {"names": "、".join(missing)}
        )


def take_keys(path: Path) -> None:
    """Make the keys in `path` those of this installation, whose database is empty.

    :raises Trouble: when the file holds none, or the environment sets others
    """
    from django.conf import settings

    from linli.config.env import Env, SettingError, env
    from linli.config.keys import parse_key, parse_ring, replace_on_disk

    try:
        lines = path.read_text().splitlines()
        given = Env(dict(line.split("=", 1) for line in lines if "=" in line))
        ring = parse_ring("LINLI_VAULT_KEYS", given.text("LINLI_VAULT_KEYS"))
        lookup = parse_key("LINLI_LOOKUP_KEY", given.text("LINLI_LOOKUP_KEY"))
        seals = parse_key("LINLI_BACKUP_KEY", given.text("LINLI_BACKUP_KEY"))
    except (OSError, UnicodeDecodeError, SettingError) as error:
        raise Trouble(_("密钥文件 %(file)s 读不出来：%(error)s") % {"file": path, "error": error}) from error
    if not env.raw("LINLI_VAULT_KEYS"):
        replace_on_disk(settings.DATA_DIR, "vault", ",".join(f"{name}:{key}" for name, key in ring.items()))
        settings.LINLI_VAULT_KEYS = ring
    if not env.raw("LINLI_LOOKUP_KEY"):
        replace_on_disk(settings.DATA_DIR, "lookup", lookup)
        settings.LINLI_LOOKUP_KEY = lookup
    if not env.raw("LINLI_BACKUP_KEY"):
        replace_on_disk(settings.DATA_DIR, "backup", seals)
        settings.KEYS = replace(settings.KEYS, backup=seals)

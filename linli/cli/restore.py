"""`linli restore`: a backup into an empty installation, proven whole before it is used."""

import argparse
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from linli.cli import _archive
from linli.cli._console import say, step
from linli.cli._world import Trouble, settle, world
from linli.cli.migrate import migrate
from linli.cli.verify_log import verify
from linli.kernel import clock

SUMMARY = "bring a backup back into an empty installation 恢复"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("archive", type=Path, help="what linli backup wrote")
    parser.add_argument("--keys", type=Path, help="what linli backup --keys-to wrote")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    settle()
    try:
        archive = tarfile.open(options.archive)  # noqa: SIM115 — opening may fail in words of its own
    except (OSError, tarfile.TarError) as error:
        raise Trouble(
            _("打不开备份 %(file)s：%(error)s") % {"file": options.archive, "error": error}
        ) from error
    with archive:
        manifest = _archive.read_manifest(archive)
        with world(quiet=True):
            refuse_unless_empty()
            if options.keys:
                take_keys(options.keys)
            check_keys(manifest)
            return restore(archive, manifest)


def restore(archive: tarfile.TarFile, manifest: dict[str, Any]) -> int:
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
    migrate()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    status = verify()
    made_at = clock.local(datetime.fromisoformat(manifest["made_at"]))
    say(_("已恢复到 %(at)s 的状态。") % {"at": f"{made_at:%Y-%m-%d %H:%M}"})
    return status


def _restore_files(archive: tarfile.TarFile, parts: dict[str, Any]) -> int:
    from django.conf import settings

    root = Path(settings.MEDIA_ROOT)
    names = [name for name in parts if name.startswith(_archive.FILES)]
    for name in names:
        inside = PurePosixPath(name[len(_archive.FILES) :])
        if inside.is_absolute() or ".." in inside.parts:
            raise Trouble(_("备份里的 %(name)s 与清单不符，文件已损坏。") % {"name": name})
        target = root.joinpath(*inside.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        _archive.unpack(archive, name, parts[name], target)
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


def check_keys(manifest: dict[str, Any]) -> None:
    """Refuse keys that cannot open what the backup holds.

    :raises Trouble: when a key of the backup is missing or another one here
    """
    mine = _archive.key_checks()
    missing = [name for name, mark in manifest["keys"].items() if mine.get(name) != mark]
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
    except (OSError, UnicodeDecodeError, SettingError) as error:
        raise Trouble(_("密钥文件 %(file)s 读不出来：%(error)s") % {"file": path, "error": error}) from error
    if not env.raw("LINLI_VAULT_KEYS"):
        replace_on_disk(settings.DATA_DIR, "vault", ",".join(f"{name}:{key}" for name, key in ring.items()))
        settings.LINLI_VAULT_KEYS = ring
    if not env.raw("LINLI_LOOKUP_KEY"):
        replace_on_disk(settings.DATA_DIR, "lookup", lookup)
        settings.LINLI_LOOKUP_KEY = lookup

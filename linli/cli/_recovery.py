"""Bringing the database back to a moment: a base, and PostgreSQL's log played until then."""

import gzip
import shutil
import tarfile
import time
from datetime import datetime
from pathlib import Path

import psycopg
from django.utils.translation import gettext as _

from linli.cli import _archive, _sealed
from linli.cli._keeping import BASES, FILES, WAL, Base, bases
from linli.cli._world import Trouble
from linli.config.embedded import SERVING, EmbeddedError, Server, layout
from linli.kernel import clock

#: How long the log may be played.
LONGEST = 24 * 3600


def choose(folder: Path, to: datetime | None) -> Base:
    """Return the base to begin with: the newest one that was whole by `to`.

    :raises Trouble: there is none
    """
    made = bases(folder)
    if to is not None and to > clock.now():
        raise Trouble(_("--to 是将来的时刻。"))
    found = [base for base in made if to is None or base.whole_since <= to]
    if not found:
        oldest = min((base.whole_since for base in made), default=None)
        if oldest is None:
            raise Trouble(_("%(folder)s 里没有完整的备份。") % {"folder": folder})
        raise Trouble(_("最早只能回到 %(at)s。") % {"at": f"{clock.local(oldest):%Y-%m-%d %H:%M:%S}"})
    return max(found, key=lambda base: (base.timeline, base.ended_at))


def refuse_unless_empty(data_dir: Path) -> None:
    """Refuse to touch an installation that has a database, its keys least of all.

    :raises Trouble: there is one
    """
    if (layout(data_dir).cluster / "PG_VERSION").exists():
        raise Trouble(_("这里已经有数据库。恢复到某一时刻只写进空的数据目录：换一个 LINLI_DATA_DIR。"))


def recover(folder: Path, base: Base, to: datetime | None, data_dir: Path) -> bool:
    """Put the database of `base` in place and play the log until `to`, or to its end. On failure nothing is left.

    Return whether `to` was reached; False when the log ends before, because nothing happened after or it was not kept.

    :raises Trouble: what was kept does not fit together
    """
    server = Server(data_dir)
    server.make_places()
    log = server.place.shelf.with_name("wal-restoring")
    try:
        _unpack_base(folder, base, server)
        _unpack_log(folder, base, log, server)
        reached = _play(server, log, to)
        if not reached:
            _play(server, log, None)
    except BaseException:
        shutil.rmtree(server.place.cluster, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(log, ignore_errors=True)
    return reached


def _unpack_base(folder: Path, base: Base, server: Server) -> None:
    cluster = server.place.cluster
    with (
        _sealed.reading(folder / BASES / f"{base.name}.base", _sealed.backup_key()) as (_header, sealed),
        gzip.GzipFile(fileobj=sealed) as packed,
        tarfile.open(fileobj=packed, mode="r|") as archive,
    ):
        # Python before 3.11.4 knows no filters; what is sealed was written by us alone.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(cluster)
    for path in (cluster, *cluster.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
            server.own(path)
    signal = cluster / "recovery.signal"
    signal.touch(0o600)
    server.own(signal)


def _unpack_log(folder: Path, base: Base, target: Path, server: Server) -> None:
    """Lay out the log from the base on, and what says which line of time it belongs to."""
    target.mkdir(mode=0o700)
    server.own(target)
    for source in sorted((folder / WAL).iterdir()):
        if source.name.startswith(".") or (len(source.name) == 24 and source.name[8:] < base.first_wal[8:]):
            continue
        path = target / source.name
        with (
            _sealed.reading(source, _sealed.backup_key()) as (_header, sealed),
            gzip.GzipFile(fileobj=sealed) as packed,
            path.open("xb") as out,
        ):
            shutil.copyfileobj(packed, out, 1 << 20)
        server.own(path)


def _play(server: Server, log: Path, to: datetime | None) -> bool:
    """Play the log; return False when it ended before `to`, and the server with it."""
    settings = SERVING | {
        "restore_command": f'cp "{log}/%f" "%p"',
        "recovery_target_timeline": "latest",
        "archive_mode": "off",
    }
    if to is not None:
        settings |= {"recovery_target_time": to.isoformat(), "recovery_target_action": "promote"}
    player = Server(server.data_dir, settings)
    try:
        player.start()
        _wait_for_end(player)
    except (EmbeddedError, psycopg.OperationalError) as error:
        lines = player.place.log.read_text(errors="replace").splitlines()[-40:]
        if to is not None and any("before configured recovery target was reached" in line for line in lines):
            return False
        raise Trouble("\n".join([str(error), *lines[-5:]])) from error
    finally:
        player.stop()
    return True


def _wait_for_end(player: Server) -> None:
    until = time.monotonic() + LONGEST
    with psycopg.connect(player.conninfo(), autocommit=True) as connection:
        while time.monotonic() < until:
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row and not row[0]:
                connection.execute("CHECKPOINT")
                return
            time.sleep(0.1)
    raise Trouble(_("日志放了 %(hours)s 小时还没有放完。") % {"hours": LONGEST // 3600})


def restore_files(folder: Path, key: bytes) -> tuple[int, int]:
    """Bring back every file that the restored database still needs; return how many, and how many are missing."""
    from django.conf import settings

    from linli.base.files import storage
    from linli.base.files.queries import needed_blobs

    count = missing = 0
    for name in needed_blobs():
        source, opened = folder / FILES / name, settings.DATA_DIR / ".restoring"
        if not source.exists():
            # Of a bucket that was not backed up, and that is still there, nothing is missing.
            missing += _archive.in_folder() or not storage.store().exists(name)
            continue
        with _sealed.reading(source, key) as (_header, sealed), opened.open("wb") as out:
            shutil.copyfileobj(sealed, out, 1 << 20)
        _archive.put_back(name, opened)
        count += 1
    return count, missing

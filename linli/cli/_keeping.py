"""The backup that goes on by itself: the whole database now and then, its log all the time, each file once.

    bases/20261122T010203Z.base     the database's folder, as pg_basebackup sends it, packed and sealed
    bases/20261122T010203Z.about    written last: without it the base was never finished
    wal/0000000100000000000000A1    one piece of PostgreSQL's log, packed and sealed
    files/ab/abcdef…                one file that somebody sent, sealed
    erasures/…                      what was erased by law (`_erasures`)

Only for the embedded PostgreSQL: a server of one's own has its own means for this (pgBackRest, Barman).
"""

import fcntl
import gzip
import json
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from linli import __version__
from linli.cli import _archive, _erasures, _sealed
from linli.cli._world import Trouble
from linli.config.embedded import GAP

BASES, WAL, FILES = "bases", "wal", "files"
ABOUT = ".about"
#: How long a piece of the log may take to come onto the shelf when it was asked for.
SHELVED_WITHIN = 30
#: Below `LINLI_DATA_DIR`: since when passes fail, and why.
TROUBLE = "backup-trouble"


@dataclass(frozen=True)
class Base:
    """One copy of the whole database, and from when on it is whole."""

    name: str
    linli: str
    #: Identifies the cluster: another installation must not write into this folder.
    system: str
    timeline: int
    #: The first piece of the log that its recovery reads.
    first_wal: str
    began_at: str
    ended_at: str
    keys: dict[str, str]

    @property
    def whole_since(self) -> datetime:
        return datetime.fromisoformat(self.ended_at)


@dataclass
class Kept:
    """What one pass added."""

    base: bool = False
    wal: int = 0
    files: int = 0
    erasures: int = 0


def bases(folder: Path) -> list[Base]:
    """Return the finished copies in `folder`, oldest first."""
    found = []
    for path in sorted((folder / BASES).glob(f"*{ABOUT}")):
        with _sealed.reading(path, _sealed.backup_key()) as (_header, file):
            found.append(Base(**json.load(file)))
    return found


def keep(folder: Path, at: datetime, *, finish_log: bool) -> Kept:
    """Bring the backup in `folder` up to now: one pass. With `finish_log` also what happened this minute.

    :raises Trouble: the server is not ours, does not lay out its log, the folder is another installation's, full or gone
    """
    require_shelf()
    try:
        return _keep_in_turn(folder, at, finish_log=finish_log)
    except Trouble as error:
        _note_trouble(at, str(error))
        raise
    except OSError as error:
        _note_trouble(at, str(error))
        raise Trouble(_("备份写不进 %(folder)s：%(error)s") % {"folder": folder, "error": error}) from error


def _keep_in_turn(folder: Path, at: datetime, *, finish_log: bool) -> Kept:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".turn").open("w") as turn:
        # One at a time: a pass by hand while `linli run` makes its own would take pieces from under the other's hands.
        fcntl.flock(turn, fcntl.LOCK_EX)
        return _keep(folder, at, finish_log=finish_log)


def _keep(folder: Path, at: datetime, *, finish_log: bool) -> Kept:
    from django.conf import settings

    made = bases(folder)
    system = _scalar("SELECT system_identifier::text FROM pg_control_system()")
    timeline = int(_scalar("SELECT timeline_id::text FROM pg_control_checkpoint()"))
    if any(base.system != system for base in made):
        raise Trouble(
            _("%(folder)s 里是另一套安装的备份，请换一个空的文件夹（LINLI_BACKUP_DIR）。")
            % {"folder": folder}
        )
    done = Kept(erasures=_erasures.add(folder, settings.DATA_DIR, at))
    gap_at = _gap_at()
    if gap_at:
        # What lies there ends where the shelf was full: it is taken first, and the whole database after it.
        done.wal += _take_log(folder)
    due = at - timedelta(hours=settings.UPKEEP.backup_base_hours)
    if gap_at or not any(base.timeline == timeline and base.whole_since > due for base in made):
        made.append(_take_base(folder, system, timeline))
        done.base = True
        if gap_at and _gap_at() == gap_at:  # else the shelf was full once more meanwhile
            (_shelf() / GAP).unlink()
    if finish_log:
        _finish_log()
    done.wal += _take_log(folder)
    done.files = _take_files(folder)
    _forget(folder, made, at - timedelta(days=settings.UPKEEP.backup_days))
    (settings.DATA_DIR / _archive.LAST).write_text(at.isoformat())
    (settings.DATA_DIR / TROUBLE).unlink(missing_ok=True)
    return done


def _gap_at() -> int:
    """Return when log was last given up, in a form to be compared; 0: never."""
    try:
        return (_shelf() / GAP).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@dataclass(frozen=True)
class Shelf:
    """What waits for the backup, and what keeps it waiting."""

    pieces: int
    size: int
    #: Whether log was given up because the shelf was full: no going back to a minute since then.
    has_gap: bool
    #: Since when passes fail, and why the last one did.
    failing_since: datetime | None
    why: str


def look_at_shelf() -> Shelf:
    """Look at what lies on the shelf; without the database."""
    from django.conf import settings

    found = list(_shelf().glob("[!.]*")) if _shelf().is_dir() else []
    try:
        told = json.loads((settings.DATA_DIR / TROUBLE).read_text())
        since, why = datetime.fromisoformat(told["since"]), str(told["why"])
    except (OSError, ValueError, KeyError):
        since, why = None, ""
    return Shelf(len(found), sum(path.stat().st_size for path in found), bool(_gap_at()), since, why)


def _note_trouble(at: datetime, why: str) -> None:
    """Keep since when passes fail, for `linli doctor` and `/metrics`."""
    from django.conf import settings

    since = look_at_shelf().failing_since or at
    with suppress(OSError):  # the same full disk
        (settings.DATA_DIR / TROUBLE).write_text(json.dumps({"since": since.isoformat(), "why": why}))


# ------------------------------------------------------------ the parts of a pass


def _take_base(folder: Path, system: str, timeline: int) -> Base:
    """Take the whole database while it works, never unsealed on the disk."""
    from linli.kernel import clock

    for torn in (folder / BASES).glob(".*.part"):
        torn.unlink()  # of a pass that was killed
    began = clock.now()
    name = f"{began:%Y%m%dT%H%M%SZ}"
    first = _scalar("SELECT pg_walfile_name(redo_lsn) FROM pg_control_checkpoint()")
    target = folder / BASES / f"{name}.base"
    with _sealed.writing(target, _sealed.backup_key(), {"kind": "base"}) as sealed:
        copy = subprocess.Popen(
            [
                _archive.program("pg_basebackup"),
                "--pgdata=-",
                "--format=tar",
                # What the copy needs to be whole is inside it; the shelf brings what comes after.
                "--wal-method=fetch",
                "--checkpoint=fast",
                "--no-password",
            ],
            env=_archive.client_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert copy.stdout
        assert copy.stderr
        _pack(copy.stdout, sealed)
        words = copy.stderr.read().decode(errors="replace")
        if copy.wait():
            raise Trouble(f"pg_basebackup: {words.strip()[-2000:]}")
    base = Base(
        name=name,
        linli=__version__,
        system=system,
        timeline=timeline,
        first_wal=first,
        began_at=began.isoformat(),
        ended_at=clock.now().isoformat(),
        keys=_archive.key_checks(),
    )
    about = folder / BASES / f"{name}{ABOUT}"
    with _sealed.writing(about, _sealed.backup_key(), {"kind": "about"}) as sealed:
        sealed.write(json.dumps(asdict(base)).encode())
    return base


def _pack(source: IO[bytes], target: Any) -> None:
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1, mtime=0) as packed:
        shutil.copyfileobj(source, packed, _archive.CHUNK)


def _finish_log() -> None:
    """Have the server finish the piece of its log that it is writing, and wait until it is on the shelf."""
    piece = _scalar("SELECT pg_walfile_name(pg_switch_wal() - 1)")
    until = time.monotonic() + SHELVED_WITHIN
    while _scalar("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver") < piece:
        if time.monotonic() > until:
            raise Trouble(_("数据库没有交出日志 %(name)s；原因见它自己的日志。") % {"name": piece})
        time.sleep(0.1)


def _take_log(folder: Path) -> int:
    """Seal what lies on the shelf and clear it; a piece leaves the shelf only when its copy is on the disk."""
    count = 0
    for path in sorted(_shelf().iterdir()):
        if path.name.startswith("."):
            continue
        with (
            path.open("rb") as source,
            _sealed.writing(folder / WAL / path.name, _sealed.backup_key(), {"kind": "wal"}) as sealed,
        ):
            _pack(source, sealed)
        path.unlink()
        count += 1
    return count


def _take_files(folder: Path) -> int:
    """Seal each file that is not there yet; drop from the backup what was erased by law."""
    count, here = 0, set()
    for name in _archive.stored_names():
        here.add(name)
        target = folder / FILES / name
        if target.exists():
            continue
        with (
            suppress(FileNotFoundError),  # erased this moment
            _archive.stored(name) as path,
            path.open("rb") as source,
            _sealed.writing(target, _sealed.backup_key(), {"kind": "file"}) as sealed,
        ):
            shutil.copyfileobj(source, sealed, _archive.CHUNK)
            count += 1
    _drop_erased(folder, here)
    return count


def _drop_erased(folder: Path, here: set[str]) -> None:
    """Remove copies of files that are gone and that the database says were erased; others stay, come what may."""
    from linli.base.files.queries import is_gone

    root = folder / FILES
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in here and is_gone(name):
            path.unlink()


def _forget(folder: Path, made: list[Base], oldest: datetime) -> None:
    """Remove what nobody may go back to any more: bases but the last one before `oldest`, and the log before it."""
    needed = [base for base in made if base.whole_since > oldest]
    before = [base for base in made if base.whole_since <= oldest]
    first = before[-1] if before else needed[0]
    for base in before[:-1]:
        for path in (folder / BASES).glob(f"{base.name}.*"):
            path.unlink()
    for path in (folder / WAL).iterdir() if (folder / WAL).exists() else ():
        # Names begin with the timeline; what follows grows for ever.
        if len(path.name) == 24 and path.name[8:] < first.first_wal[8:]:
            path.unlink()


def _shelf() -> Path:
    from django.conf import settings

    from linli.config.embedded import layout

    return layout(settings.DATA_DIR).shelf


def require_shelf() -> None:
    """Refuse where the server is not ours or does not lay out its log.

    :raises Trouble: with what to do
    """
    from django.conf import settings

    if not settings.EMBEDDED:
        raise Trouble(
            _("只有邻里自带的数据库能这样备份；自己的 PostgreSQL 请用它自己的办法（pgBackRest 等）。")
        )
    if _scalar("SHOW archive_mode") != "on" or str(_shelf()) not in _scalar("SHOW archive_command"):
        raise Trouble(_("数据库没有在交出日志：设置 LINLI_BACKUP_DIR 之后重新启动邻里。"))


def _scalar(sql: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])

"""What `linli doctor` looks at. Each check yields findings and says nothing when all is well."""

import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from linli.cli._archive import LAST
from linli.cli._world import unapplied
from linli.cli.serve import address, is_loopback
from linli.kernel import clock

TRIGGER = re.compile(r"^\s*CREATE\s+(?:CONSTRAINT\s+)?TRIGGER\s+(\w+)", re.MULTILINE | re.IGNORECASE)

LEAST_FREE_BYTES = 2 * 1024**3
LATE_JOBS = timedelta(minutes=10)
SILENT_WORKER = timedelta(minutes=2)
OLD_BACKUP = timedelta(days=2)
#: A folder on another machine may be away for the length of its restart.
LATE_BACKUP = timedelta(minutes=10)
FULL_SHELF = 1024**3
STUCK_NOTICE = timedelta(minutes=15)
#: How many sealed values of a column are looked at; without an order, so mostly the oldest.
SAMPLE = 200


class Level(Enum):
    """How bad it is: something is broken, or will be."""

    WRONG = "✗"
    RISKY = "!"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, with what to do about it."""

    level: Level
    words: str


def _wrong(words: str) -> Finding:
    return Finding(Level.WRONG, words)


def _risky(words: str) -> Finding:
    return Finding(Level.RISKY, words)


# ------------------------------------------------------------ checks


def settings_safe(at: datetime) -> Iterator[Finding]:
    """Look for settings that are fine for trying out and wrong for serving."""
    from django.conf import settings

    public = not is_loopback(address())
    if settings.DEBUG:
        yield _wrong(_("调试模式开着（LINLI_DEBUG），会把内部信息显示给访问者；正式使用请关掉。"))
    if settings.DEMO_MODE and public:
        yield _wrong(_("演示模式开着（LINLI_DEMO），而服务对外开放；邻里会拒绝启动。"))
    if public and not settings.SECURE:
        yield _risky(_("服务对外开放，但 LINLI_PUBLIC_URL 不是 https，密码会明文传输。"))
    if "*" in settings.ALLOWED_HOSTS:
        yield _risky(_("LINLI_HOSTS 允许任何域名，请写明本系统的域名。"))


def keys_kept(at: datetime) -> Iterator[Finding]:
    """Look at who can read the keys, and whether they open what is sealed."""
    from django.conf import settings
    from django.db import connection

    from linli.base.people.vault import key_id_of

    folder = settings.DATA_DIR / "keys"
    for path in sorted(folder.glob("[!.]*")) if folder.is_dir() else ():
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield _wrong(_("密钥文件 %(file)s 别人也能读，请执行 chmod 600。") % {"file": path})
    used: set[str] = set()
    with connection.cursor() as cursor:
        for table, column in sealed_columns():
            cursor.execute(
                f'SELECT "{column}" FROM "{table}" WHERE length("{column}") > 2 LIMIT %s',
                (SAMPLE,),
            )
            used |= {key_id_of(bytes(row[0])) for row in cursor.fetchall()}
    for name in sorted(used - settings.LINLI_VAULT_KEYS.keys()):
        yield _wrong(
            _("有数据是用密钥 %(name)s 加密的，LINLI_VAULT_KEYS 里却没有它，读不出来。") % {"name": name}
        )


def sealed_columns() -> list[tuple[str, str]]:
    """Return every column that holds sealed data, as table and column."""
    from django.apps import apps

    from linli.base.people.vault import SealedTextField

    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SealedTextField)
    ]


def disk_free(at: datetime) -> Iterator[Finding]:
    """Look at the room left where the data is."""
    from django.conf import settings

    usage = shutil.disk_usage(settings.DATA_DIR)
    if usage.free < LEAST_FREE_BYTES:
        yield _wrong(
            _("数据所在的磁盘只剩 %(free).1f GB，写满后数据库会停止。") % {"free": usage.free / 1024**3}
        )


def backup_taken(at: datetime) -> Iterator[Finding]:
    """Look at whether the folder of the backup takes what it is given, and what waits for it."""
    from django.conf import settings

    from linli.cli import _keeping

    if settings.UPKEEP.backup_dir is None or not settings.EMBEDDED:
        return
    shelf = _keeping.look_at_shelf()
    if shelf.failing_since is not None and at - shelf.failing_since > LATE_BACKUP:
        yield _wrong(
            _("备份文件夹 %(folder)s 从 %(since)s 起收不进东西：%(why)s")
            % {
                "folder": settings.UPKEEP.backup_dir,
                "since": f"{clock.local(shelf.failing_since):%Y-%m-%d %H:%M}",
                "why": shelf.why,
            }
        )
    if shelf.has_gap:
        yield _wrong(
            _("等着备份的日志太多，较新的没有再留：备份文件夹恢复后会重做整库备份，这之前的改动还没有备份。")
        )
    elif shelf.size > FULL_SHELF:
        yield _risky(
            _("有 %(size).1f GB 日志等着备份，占着数据所在的磁盘；备份文件夹可能满了或者没有挂上。")
            % {"size": shelf.size / 1024**3}
        )


def files_kept(at: datetime) -> Iterator[Finding]:
    """Ask for the bucket in which photos and papers are kept, when it is one."""
    from linli.base.files.storage import S3Storage, StorageError, store

    bucket = store()
    if isinstance(bucket, S3Storage):
        try:
            bucket.check()
        except StorageError as error:
            yield _wrong(_("照片和附件存不进、也读不出对象存储：%(error)s") % {"error": error})


def backups_made(at: datetime) -> Iterator[Finding]:
    """Look at when the last backup was made."""
    from django.conf import settings

    from linli.base.orgs.models import Unit

    if settings.DEMO_MODE or not Unit.objects.exists():
        return
    mark = settings.DATA_DIR / LAST
    try:
        made = datetime.fromisoformat(mark.read_text())
    except (OSError, ValueError):
        yield _risky(_("还没有做过备份（linli backup）。"))
        return
    if at - made > OLD_BACKUP:
        yield _risky(_("上一次备份是 %(days)s 天前。") % {"days": (at - made).days})


def database_current(at: datetime) -> Iterator[Finding]:
    """Look for migrations that were not applied."""
    missing = unapplied()
    if missing:
        yield _wrong(
            _("数据库结构落后 %(count)s 步，请运行 linli migrate；其余检查等它完成后再做。")
            % {"count": missing}
        )


def laws_in_force(at: datetime) -> Iterator[Finding]:
    """Look for triggers that migrations made and somebody dropped or switched off."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        present = dict(cursor.fetchall())
    for name in sorted(expected_triggers()):
        if name not in present:
            yield _wrong(
                _("数据库少了保护规则 %(name)s，办理记录可能被改动；请查清原因并恢复。") % {"name": name}
            )
        elif present[name] == "D":
            yield _wrong(_("数据库的保护规则 %(name)s 被停用了，请查清原因并启用。") % {"name": name})


def expected_triggers() -> set[str]:
    """Return the names of all triggers that our migrations leave behind."""
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.operations import RunSQL

    names: set[str] = set()
    loader = MigrationLoader(None)
    for node in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(node):
            migration = loader.graph.nodes[key]
            if not type(migration).__module__.startswith("linli."):
                continue
            for operation in migration.operations:
                if isinstance(operation, RunSQL) and isinstance(operation.sql, str):
                    names |= set(TRIGGER.findall(operation.sql))
    return names


def worker_alive(at: datetime) -> Iterator[Finding]:
    """Look at whether jobs are done: a worker that beats, nothing late, nothing failed lately."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        beat = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, %s) < %s"
            " AND NOT EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = procrastinate_jobs.id"
            " AND e.at > %s)",
            (at - LATE_JOBS * 2, at - LATE_JOBS, at - LATE_JOBS),
        )
        late = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
            " WHERE j.status = 'failed' AND e.at > %s",
            (at - timedelta(days=7),),
        )
        failed = cursor.fetchone()[0]
    if beat is None or at - beat > SILENT_WORKER:
        yield _wrong(_("后台任务没有在运行，通知和超期提醒都停着；请启动 linli worker。"))
    if late:
        yield _wrong(_("有 %(count)s 个后台任务超过十分钟没有执行。") % {"count": late})
    if failed:
        yield _risky(_("一周内有 %(count)s 个后台任务失败，原因见日志。") % {"count": failed})


def notices_leave(at: datetime) -> Iterator[Finding]:
    """Look for messages that wait although they are due, that nobody got, and for hooks that do not answer."""
    from linli.base.notices.models import Hook, Notice

    stuck = Notice.objects.filter(next_try_at__lt=at - STUCK_NOTICE).count()
    if stuck:
        yield _wrong(_("有 %(count)s 条通知早该发出却还在等；后台任务可能停了。") % {"count": stuck})
    dead = Notice.objects.filter(state=Notice.State.DEAD, made_at__gt=at - timedelta(days=7))
    dead_count = dead.exclude(channel=Notice.Channel.IN_APP).count()
    if dead_count:
        yield _risky(_("一周内有 %(count)s 条通知没发出去，原因见工作台的发信箱。") % {"count": dead_count})
    for hook in Hook.objects.filter(is_active=True, failing_since__lt=at - timedelta(hours=1)):
        yield _risky(_("“%(name)s”收不到消息：%(error)s") % {"name": hook.name, "error": hook.last_error})


def calendar_known(at: datetime) -> Iterator[Finding]:
    """Look at whether the years in which deadlines fall have their holiday notice."""
    from linli.kernel.standards import holidays

    today = clock.local(at)
    if not holidays.has_notice(today.year):
        yield _wrong(
            _("没有 %(year)s 年的放假安排，工作日时限按暂定日历计算，请升级邻里。") % {"year": today.year}
        )
    if today.month == 12 and not holidays.has_notice(today.year + 1):
        yield _risky(
            _("%(year)s 年的放假安排还没有录入，跨年的时限是暂定的；通知发布后请升级邻里。")
            % {"year": today.year + 1}
        )


def passwords_own(at: datetime) -> Iterator[Finding]:
    """Look for passwords that others know: the demo's, and first ones that nobody changed."""
    from django.conf import settings

    from linli.base.people.models import Account
    from linli.demo import cast

    known = Account.objects.filter(is_active=True, username__in=[part.username for part in cast.PARTS])
    if not settings.DEMO_MODE and any(account.check_password(cast.PASSWORD) for account in known):
        # Whoever only tries Linli on this machine may keep them.
        found = _risky if is_loopback(urlsplit(settings.PUBLIC_URL).hostname or "") else _wrong
        yield found(_("演示街道的账号还在，密码人人知道；正式使用请换一个空的数据库，或者停用这些账号。"))
    waiting = Account.objects.filter(is_active=True, must_change_password=True).count()
    if waiting and not settings.DEMO_MODE:
        yield _risky(_("有 %(count)s 个账号还在用初始密码。") % {"count": waiting})


Check = Callable[[datetime], Iterator[Finding]]
#: Those that need no database of today's shape, then those that do.
FIRST: tuple[Check, ...] = (settings_safe, disk_free, database_current)


def learning_readable(at: datetime) -> Iterator[Finding]:
    """Look at what each office learned: the version in use is there and can be read, and the nightly lesson was given."""
    from linli.base.language import learnable, operations, proposing, urgent
    from linli.base.orgs import queries as orgs

    if urgent.first_model() is None:
        yield _risky(
            _(
                "随邻里带来的“急事”判断文件读不出来（language/first_day/urgency.model），现在只按规则判断；请重装。"
            )
        )
    for office in orgs.offices():
        for subject in learnable.subjects():
            state = proposing.state_of(subject.name, office.pk)
            if state.is_broken:
                yield _risky(
                    _(
                        "%(office)s的“%(subject)s”学到的版本读不出来，现在按目录提议；到“学到的”页改用别的版本。"
                    )
                    % {"office": office.name, "subject": subject.title}
                )
            elif operations.is_behind(subject, office, at):
                yield _risky(
                    _(
                        "%(office)s的“%(subject)s”有办结的件可学，却 %(days)s 天没有学过；看看夜间任务（language.learn）。"
                    )
                    % {"office": office.name, "subject": subject.title, "days": operations.LATE_LESSON.days}
                )


THEN: tuple[Check, ...] = (
    laws_in_force,
    keys_kept,
    worker_alive,
    notices_leave,
    calendar_known,
    passwords_own,
    files_kept,
    backup_taken,
    backups_made,
    learning_readable,
)

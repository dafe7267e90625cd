"""What every command needs around it: settings that can be read, and a database that answers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from linli.cli._console import language, say, step

if TYPE_CHECKING:
    from linli.config.embedded import Server


class Trouble(Exception):
    """Raised when a command cannot go on; its text is for the person at the terminal."""


def settle() -> None:
    """Read the settings, set Django up, and speak the terminal's language from here on.

    :raises Trouble: when a setting cannot be understood
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Trouble(str(error)) from error
    translation.activate(language())


@contextmanager
def world(*, quiet: bool = False) -> Iterator[None]:
    """Set up Django with a database that answers; stop the embedded one again unless another process uses it.

    :raises Trouble: when there is no database to be had
    """
    from linli.config.embedded import EmbeddedError

    settle()
    from django.conf import settings
    from django.db import connections

    if not settings.EMBEDDED:
        _reach_server()
        try:
            yield
        finally:
            connections.close_all()
        return
    server = own_server()
    try:
        if quiet:
            server.start()
        else:
            with step(_("启动数据库")):
                server.start(lambda line: say(f"\n  {line}"))
    except (EmbeddedError, OSError) as error:
        raise Trouble(str(error)) from error
    try:
        yield
    finally:
        connections.close_all()
        server.stop()


def own_server() -> "Server":
    """Return this installation's embedded PostgreSQL, as its settings want it."""
    from django.conf import settings

    from linli.config.embedded import Server

    return Server(settings.DATA_DIR, shelves_log=settings.UPKEEP.backup_dir is not None)


def _reach_server() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Trouble(_("连不上 LINLI_DATABASE_URL 所指的数据库：%(error)s") % {"error": error}) from error
    if connection.pg_version < 150000:  # type: ignore[attr-defined]
        raise Trouble(_("邻里需要 PostgreSQL 15 或更新的版本。"))


def unapplied() -> int:
    """Return how many migrations the database still lacks; reads `django_migrations` once."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_migrated() -> None:
    """Refuse to work on a database that is behind the code.

    :raises Trouble: when migrations are missing
    """
    if unapplied():
        raise Trouble(_("数据库结构还不是最新的，请先运行 linli migrate。"))


def hush() -> None:
    """Keep libraries from writing between the lines of a command; warnings still come through."""
    logging.getLogger().setLevel(logging.WARNING)

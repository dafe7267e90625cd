"""`linli migrate`: bring the database to the shape this version needs."""

import argparse
from typing import Any

from django.utils.translation import gettext as _

from linli.cli._console import Step, step
from linli.cli._world import unapplied, world

SUMMARY = "bring the database to the shape this version needs 升级数据库结构"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world():
        migrate()
    return 0


def install_catalogue() -> None:
    """Put the categories of the standards in place; what an office changed stays."""
    from linli.pillars.governance.reports.operations import install_catalogue as install

    with step(_("放好诉求类别")) as current:
        count = install()
        current.note(_("新增 %(count)s 类") % {"count": count} if count else _("已是最新"))


def migrate() -> None:
    """Bring tables and catalogue to this version."""
    _apply()
    install_catalogue()


def _apply() -> None:
    """Apply what is missing; two processes that migrate at once take turns."""
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection

    from linli.config.lean_migrations import lean

    with step(_("升级数据库结构")) as current:
        with connection.cursor() as cursor:
            # An advisory lock of our own number, held by the session until it is given back.
            cursor.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        try:
            missing = unapplied()
            if not missing:
                current.note(_("已是最新"))
                return
            with lean():
                call_command(_Counting(current, missing, Command), verbosity=1, interactive=False)
            current.note(_("%(count)s 步") % {"count": missing})
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


LOCK = 0x6C696E6C69  # "linli"


def _Counting(current: Step, total: int, base: type[Any]) -> Any:  # noqa: N802
    """Return Django's own command, which counts to `current` instead of printing each migration."""

    class Counting(base):  # type: ignore[misc]
        done = 0

        def migration_progress_callback(self, action: str, *args: Any, **kwargs: Any) -> None:
            if action == "apply_success":
                self.done += 1
                current.progress(self.done, total)

    command = Counting()
    command.stdout._out = _Nowhere()
    return command


class _Nowhere:
    """A stream that swallows what is written."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass

"""The `linli` command: one module a command, each with `configure(parser)` and `execute(options)`."""

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run the command named on the command line; return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["linli", *(sys.argv[1:] if argv is None else argv)])
    return 0

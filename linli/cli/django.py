"""`linli django …`: any of Django's own commands, with the database running. For developers."""

import argparse

from linli.cli._world import world

SUMMARY = "any of Django's own commands, for developers Django 自带命令"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="makemigrations, shell, dbshell, …")


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world(quiet=True):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["linli django", *options.arguments])
    return 0

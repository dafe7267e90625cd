"""`linli triage`: what Linli understands of a sheet of messages, without a database."""

import argparse
from importlib import import_module
from types import ModuleType

from linli.cli._world import settle

SUMMARY = "understand a sheet of messages 读懂来件"

#: The word after `linli triage` → its module.
COMMANDS = {
    "read": "_triage_read",
    "explain": "_triage_explain",
    "train": "_triage_train",
    "evaluate": "_triage_evaluate",
    "same": "_triage_same",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's own commands."""
    parts = parser.add_subparsers(dest="triage", metavar="WHAT", required=True)
    for word, name in COMMANDS.items():
        module = _module(name)
        part = parts.add_parser(word, help=module.SUMMARY, description=module.SUMMARY)
        module.configure(part)


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    settle()
    return int(_module(COMMANDS[options.triage]).execute(options) or 0)


def _module(name: str) -> ModuleType:
    return import_module(f"linli.cli.{name}")

"""The `linli` command: one module a command.

Each module has `SUMMARY`, `configure(parser)` and `execute(options)`, which returns the exit status.
"""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

#: The word on the command line → its module, in the order that `linli --help` lists them.
COMMANDS = {
    "run": "run",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "demo": "demo",
    "import": "importing",
    "triage": "triage",
    "createuser": "createuser",
    "apikey": "apikey",
    "backup": "backup",
    "restore": "restore",
    "verify-log": "verify_log",
    "turn-keys": "turn_keys",
    "figures": "figures",
    "doctor": "doctor",
    "bench": "bench",
    "django": "django",
}


def main(argv: list[str] | None = None) -> int:
    """Run the command named on the command line; return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    arguments = sys.argv[1:] if argv is None else argv
    from linli.cli._console import problem, speak
    from linli.cli._world import Trouble

    speak()
    parser = argparse.ArgumentParser(prog="linli", description="邻里 Linli")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules: dict[str, ModuleType] = {}
    for word, name in COMMANDS.items():
        module = modules[word] = import_module(f"linli.cli.{name}")
        command = commands.add_parser(word, help=module.SUMMARY, description=module.SUMMARY)
        module.configure(command)
    options = parser.parse_args(arguments)
    try:
        return int(modules[options.command].execute(options) or 0)
    except Trouble as trouble:
        problem(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `linli … | head`
        sys.stderr.close()
        return 141

"""`linli bench`: a city to measure on, and what this machine does with it."""

import argparse
import json
import os

from django.utils.translation import gettext as _

from linli.cli._console import say, step
from linli.cli._world import Trouble, hush, require_migrated, world

SUMMARY = "fill an empty database with a city's years, to measure on 装入试量数据"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parts = parser.add_subparsers(dest="part", metavar="PART", required=True)
    load = parts.add_parser(
        "load", help="five years of a city's cases into an empty database; goes on where it stopped"
    )
    load.add_argument(
        "--cases", type=_number, default=10_000, help="how many, 10_000_000 at most (default 10_000)"
    )
    load.add_argument(
        "--subdistricts", type=int, default=150, help="how many subdistricts share them (default 150)"
    )
    load.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    load.add_argument("--json", action="store_true", help="end with one line of JSON")


def _number(text: str) -> int:
    value = int(text.replace("_", ""))
    if not 1 <= value <= 10_000_000:
        raise argparse.ArgumentTypeError("1 to 10_000_000")
    return value


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    with world():
        require_migrated()
        hush()
        return _load(options)


def _load(options: argparse.Namespace) -> int:
    from linli.bench import load
    from linli.kernel import clock

    # To the hour: a load that goes on tomorrow makes the same cases.
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    try:
        plan = load.plan_for(options.cases, options.subdistricts, now)
    except load.NotEmptyError as error:
        raise Trouble(_("这个数据库里已经有别的数据；试量数据只装进空库，接着装要用同样的数量。")) from error
    with step(_("装入试量数据")) as current:
        written = load.load(plan, workers=max(1, options.workers), progress=current.progress)
        current.note(str(written))
    held = load.summary()
    for name, figures in held.items():
        say(f"  {name:28}{figures['rows']:>14,}{figures['bytes'] / 1e6:>12,.0f} MB")
    if options.json:
        say(json.dumps({"cases": options.cases, "written": written, "tables": held}))
    return 0

"""`linli bench`: a city to measure on, and what this machine does with it."""

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.cli._console import problem, say, step
from linli.cli._world import Trouble, hush, require_migrated, settle, world

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
    serve = parts.add_parser("serve", help="the real server under residents and staff, on what was loaded")
    serve.add_argument("--seconds", type=float, default=20, help="how long each part lasts (default 20)")
    serve.add_argument("--clients", type=int, default=8, help="visitors at once (default 8)")
    serve.add_argument(
        "--think", type=float, default=0.1, help="seconds between pages of a whole life (default 0.1)"
    )
    serve.add_argument("--offices", type=int, default=6, help="how many subdistricts take part (default 6)")
    reads = parts.add_parser(
        "reads", help="what pages cost in time, statements and blocks, and the plan of every statement"
    )
    reads.add_argument("--rounds", type=int, default=60, help="how often each is asked (default 60)")
    reads.add_argument("--only", default="", help="only what has one of these words (word,word) in its name")
    reads.add_argument(
        "--against", type=Path, help="the JSON of a run on fewer cases: nothing may cost 1.3 times as much"
    )
    names = parts.add_parser(
        "names", help="compounds and buildings for the city that was loaded, found by their names"
    )
    facts = parts.add_parser("facts", help="fill the boards' facts to their end and count every one anew")
    faults = parts.add_parser(
        "faults",
        help="harm an installation of its own under load, again and again, and prove that nothing is lost",
    )
    faults.add_argument(
        "--rounds", type=int, default=22, help="how many faults (default 22: each kind twice)"
    )
    faults.add_argument("--seed", type=int, default=1, help="what chance starts from (default 1)")
    for part in (load, serve, reads, names, facts, faults):
        part.add_argument("--json", action="store_true", help="end with one line of JSON")


def _number(text: str) -> int:
    value = int(text.replace("_", ""))
    if not 1 <= value <= 10_000_000:
        raise argparse.ArgumentTypeError("1 to 10_000_000")
    return value


def execute(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.part == "faults":
        return _faults(options)
    with world():
        require_migrated()
        hush()
        return PARTS[options.part](options)


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


def _serve(options: argparse.Namespace) -> int:
    from linli.bench import people, serve
    from linli.bench.scene import free_port
    from linli.cli._static import publish
    from linli.kernel import clock

    publish()
    offices = people.gather(options.offices, clock.now())
    if not offices:
        raise Trouble(_("没有可以试量的街道：先运行 linli bench load，或者 linli demo。"))
    load = serve.Load(options.seconds, options.clients, options.think)
    try:
        found = serve.run(free_port(), offices, load, say)
    finally:
        people.close(offices)
    figures = serve.summary(found)
    say(json.dumps(figures, ensure_ascii=False) if options.json else "")
    return 0


def _reads(options: argparse.Namespace) -> int:
    from linli.bench import reads
    from linli.cli._static import publish
    from linli.config import warming
    from linli.kernel import clock

    publish()
    # As a web worker begins: otherwise Python looks through all that was imported now and then: 150 ms of some read.
    warming.warm()
    names = [name for name in reads.PROBES if any(part in name for part in options.only.split(","))]
    before = json.loads(options.against.read_text())["reads"] if options.against else {}
    found = reads.measure(names, options.rounds, clock.now(), say)
    wrong = reads.verdict(found, before, plans_count=reads.is_large())
    for sentence in wrong:
        problem(sentence)
    if options.json:
        said = {"reads": {name: asdict(cost) for name, cost in found.items()}, "wrong": wrong}
        say(json.dumps(said, ensure_ascii=False))
    return 1 if wrong or len(found) < len(names) else 0


def _facts(options: argparse.Namespace) -> int:
    from linli.bench import facts
    from linli.insight import filler
    from linli.insight.models import Fact
    from linli.kernel import clock

    with step(_("统计指标")) as current:
        filler.fill_all(clock.now(), progress=current.progress)
    wrong = facts.differences()
    for code, unit, day in wrong[:20]:
        problem(f"{code} {unit} {day}")
    if options.json:
        say(json.dumps({"facts": Fact.objects.count(), "wrong": len(wrong)}))
    return 1 if wrong else 0


def _names(options: argparse.Namespace) -> int:
    from linli.base.places.models import Building
    from linli.bench import naming
    from linli.insight.finding.models import SearchName

    if Building.objects.exists():
        raise Trouble(_("这里已经有楼栋了。"))
    with step(_("装入小区和楼栋")) as current:
        current.note(str(naming.name_city()))
    if options.json:
        say(json.dumps({"names": SearchName.objects.count()}))
    return 0


PARTS = {"names": _names, "load": _load, "serve": _serve, "reads": _reads, "facts": _facts}


def _faults(options: argparse.Namespace) -> int:
    """Harm an installation in a folder of its own, never the one that this command was started in."""
    from linli.bench.gateway import gateway
    from linli.bench.scene import scene

    with gateway() as taken:
        hooks = {"LINLI_SMS_URL": f"http://127.0.0.1:{taken.port}/", "LINLI_SMS_SECRET": "faults"}
        with scene(**hooks) as at:
            for name in [name for name in os.environ if name.startswith("LINLI_")]:
                del os.environ[name]
            os.environ |= at.settings
            settle()
            hush()
            with step(_("装入试量数据")):
                for command in (
                    ("migrate",),
                    ("bench", "load", "--cases", "200", "--subdistricts", "2", "--workers", "1"),
                ):
                    if at.linli(*command).wait(300):
                        raise Trouble(_("没有装好，原因见 %(file)s。") % {"file": at.log})
            return _harm(at, taken, options)


def _harm(at: Any, taken: Any, options: argparse.Namespace) -> int:
    from django.db import connections

    from linli.bench import faults, people
    from linli.kernel import clock

    at.wait_until_ready()
    offices = people.gather(2, clock.now())
    found = faults.run(at, offices, taken, options.rounds, options.seed, say)
    connections.close_all()
    say(json.dumps(found, ensure_ascii=False, indent=None if options.json else 1))
    return 1 if found["flaws"] else 0

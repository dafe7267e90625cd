"""`make bench`: how long pages and verbs take on the demo subdistrict, on this machine, now.

Told once into `.linli/bench` and kept; `--fresh` tells it again, `--days` and `--scale` as for `linli demo`.
Latencies are of one reader at a time; requests a second are of eight at once, with the load made on the same cores.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from benchmarks import pages
from benchmarks.timing import Timed, table

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".linli" / "bench"


def main() -> int:
    """Run the benchmarks; print a table and, with --json, a line for machines."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="How fast Linli is on this machine."
    )
    parser.add_argument("--fresh", action="store_true", help="tell the demo again before measuring")
    parser.add_argument("--days", default="30")
    parser.add_argument("--scale", default="small", choices=("small", "subdistrict"))
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="how long each page is asked for (default 3)"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(DATA, ignore_errors=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"LINLI_DATA_DIR": str(DATA), "LINLI_PORT": str(port), "LINLI_DEMO": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"

    def linli(*arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "linli", *arguments], cwd=ROOT, env=environment, check=True)

    linli("migrate")
    linli("demo", "--days", options.days, "--scale", options.scale)
    print("· verbs and reads, in one process", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.verbs"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    timed = [Timed(**row) for row in json.loads(done.stdout.splitlines()[-1])]
    print("· pages, through the server", flush=True)
    server = subprocess.Popen([sys.executable, "-m", "linli", "serve"], cwd=ROOT, env=environment)
    try:
        timed += pages.measure(port, options.seconds)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.days} days\n"
    )
    print(table(timed))
    if options.json:
        print(json.dumps([row.__dict__ for row in timed], ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

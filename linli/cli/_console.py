"""How the command speaks: one line a step with the time it took, in the language of the terminal."""

import locale
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def language() -> str:
    """Return `zh-hans` for a Chinese terminal, else `en`; LINLI_LANG decides when it is set."""
    names = ("LINLI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next(filter(None, map(os.environ.get, names)), "")
    return "zh-hans" if wanted.lower().startswith("zh") else "en"


def speak() -> None:
    """Make this process print in the terminal's language; Chinese reaches even a terminal set to C."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")


def say(text: str = "") -> None:
    """Print one line now, even when the output is a pipe."""
    print(text, flush=True)


def problem(text: str) -> None:
    """Print what went wrong, to the error stream."""
    print(f"✗ {text}", file=sys.stderr, flush=True)


class Step:
    """A step that is under way; `note` adds what it found, `progress` shows how far it is."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.words = ""
        self._shown = 0.0
        self._live = sys.stdout.isatty()

    def note(self, words: str) -> None:
        """Add a few words to the line that closes the step."""
        self.words = words

    def progress(self, done: int, total: int | None = None, words: str = "") -> None:
        """Show how far the step is: at most ten times a second on a terminal, every ten seconds elsewhere."""
        now = time.monotonic()
        finished = total is not None and done >= total
        if now - self._shown < (0.1 if self._live else 10) and not (finished and self._live):
            return
        self._shown = now
        share = f"{done}/{total} ({100 * done // max(total, 1)} %)" if total else str(done)
        line = f"  {self.title} … {share} {words}".rstrip()
        if self._live:
            print(f"\r\x1b[K{line}", end="", flush=True)
        else:
            print(line, flush=True)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Announce a step, and close its line with the time it took."""
    began = time.monotonic()
    current = Step(title)
    live = sys.stdout.isatty()
    if live:
        print(f"  {title} …", end="", flush=True)
    else:
        print(f"  {title} …", flush=True)
    try:
        yield current
    except BaseException:
        if live:
            print(f"\r\x1b[K✗ {title}", flush=True)
        raise
    words = f" {current.words}" if current.words else ""
    line = f"✓ {title}{words} ({time.monotonic() - began:.1f} s)"
    print(f"\r\x1b[K{line}" if live else line, flush=True)

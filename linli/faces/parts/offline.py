"""Which forms open without signal. A face registers its form in its ``AppConfig.ready``.

The shell is the empty form: it holds no name, no number and no token, so that keeping it on a shared phone
gives nothing away. drafts.ts fetches a fresh token when it sends.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shell:
    page: (
        str  # URL name of the form as people open it; an address with a number stands for all of its numbers
    )
    shell: str  # URL name of the same form without anything personal


SHELLS: list[Shell] = []

#: What the shells need besides themselves; the browser fetches the script's chunks through the worker.
FILES = ("resident.css", "resident.js", "desk.css", "desk.js", "icons.svg")


def register(*, page: str, shell: str) -> None:
    """Let the service worker open ``page`` from ``shell`` when there is no signal."""
    entry = Shell(page, shell)
    if entry not in SHELLS:
        SHELLS.append(entry)

"""`linli doctor`: what is wrong with this installation, in words."""

import argparse
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cli._checks import FIRST, THEN, Check, Finding, Level
from linli.cli._console import say
from linli.cli._world import world

SUMMARY = "say what is wrong with this installation 体检"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""


def execute(options: argparse.Namespace) -> int:
    """Run the command; the status is 1 when something is wrong, not when something is only risky."""
    from linli.kernel import clock

    with world(quiet=True):
        findings = examine(clock.now())
        for finding in findings:
            say(f"{finding.level.value} {finding.words}")
        if not findings:
            say("✓ " + _("没有发现问题。"))
    return 1 if any(finding.level is Level.WRONG for finding in findings) else 0


def examine(at: datetime) -> list[Finding]:
    """Return what is not as it should be; a database of another version is not asked further."""
    first = _ask(FIRST, at)
    from linli.cli._world import unapplied

    return first if unapplied() else first + _ask(THEN, at)


def _ask(checks: Iterable[Check], at: datetime) -> list[Finding]:
    return [finding for check in checks for finding in check(at)]

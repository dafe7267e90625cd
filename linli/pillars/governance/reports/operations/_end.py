"""Ending at the reporter's wish."""

from __future__ import annotations

from typing import Unpack

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.governance.reports.operations._voice import speak


def withdraw_report(
    *, note: str = "", as_reporter: bool = True, reporter: Reporter | None = None, **by: Unpack[By]
) -> Case:
    """Take one's report back before anybody worked on it."""

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"

    return speak("withdraw", reporter, Said(note=note), do, as_reporter=as_reporter, **by)

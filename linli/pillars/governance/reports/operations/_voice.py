"""Who of several reporters speaks, and what only the first of them may do.

A case may have many reporters: everybody who joined it follows it. They may add words and remind; whether it is solved,
and whether it is taken back, is for whoever raised it first. What each of them said is shown to staff and to them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Unpack

from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import NotYourMove
from linli.base.flow.steps import Said
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.models import Reporter


def speak(
    verb: str,
    reporter: Reporter | None,
    said: Said,
    do: Callable[[Turn], object] | None = None,
    *,
    as_reporter: bool = False,
    known: Mapping[str, Any] | None = None,
    **by: Unpack[By],
) -> Case:
    """Make a move that a reporter may make, and record on the step which of them it was.

    :raises NotYourMove: the move is the first reporter's, and this is not them.
    """

    def with_voice(t: Turn) -> None:
        if reporter is not None:
            is_first = reporter.is_first and reporter.report_id == t.case.pk
            if verb in rules.FIRST_ONLY and not is_first:
                raise NotYourMove(verb=verb)
            t.say(reporter=reporter.pk)
        if do is not None:
            do(t)

    as_reporter = as_reporter or reporter is not None
    return make_move(verb, with_voice, said=said, as_reporter=as_reporter, known=known, **by)

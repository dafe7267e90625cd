"""Who of several reporters speaks, and what only the first of them may do.

A case may have many reporters: everybody who joined it follows it. They may add words and remind; whether it is solved,
and whether it is taken back, is for whoever raised it first. What each of them said is shown to staff and to them alone.
"""

from __future__ import annotations

from linli.base.flow.engine import Turn
from linli.base.flow.refusals import NotYourMove
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.models import Reporter


def speak(t: Turn, reporter: Reporter | None) -> None:
    """Record on the step which reporter made it.

    :raises NotYourMove: the move is the first reporter's, and this is not them.
    """
    if reporter is None or t.is_replay:
        return
    is_first = reporter.is_first and reporter.report_id == t.case.pk
    if t.move.verb in rules.FIRST_ONLY and not is_first:
        raise NotYourMove(verb=t.move.verb)
    t.say(reporter=reporter.pk)

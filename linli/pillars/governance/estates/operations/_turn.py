"""Making one move of an election: its row is read under the lock of its case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.steps import NOTHING, Said
from linli.pillars.governance.estates.models import Election

Do = Callable[[Turn, Election], object]


def move_election(
    verb: str, do: Do | None = None, *, said: Said = NOTHING, until: datetime | None = None, **by: Unpack[By]
) -> Case:
    """Make one move of an election."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(number=by["number"]).first()
        rows = Election.objects.select_related("estate__compound__community", "estate__compound__manager")
        election = rows.filter(case=case).first() if case else None
        if case is None or election is None:
            raise NoSuchCase(number=by["number"])

        def whole(t: Turn) -> None:
            if do is not None:
                do(t, election)
            t.after(lambda _step: election.save())

        return make_move(verb, whole, said=said, until=until, **by)


def start(t: Turn, slot: str) -> None:
    """Start the clock of a stage that a standing clock led to."""
    deadlines.start(t.case, slot, t.at, t.calendar)
    t.restarted = True


def restart(t: Turn) -> None:
    """Start the clock of the stage a move leads to, where its clock stood."""
    if t.move.slot:
        start(t, t.move.slot)

"""What a form is told that was not filled: whether its move is open at all comes before what is missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linli.base.flow import deadlines, engine
from linli.base.flow.models import Assignment, Case
from linli.base.flow.table import REGISTRY
from linli.base.people.actors import Actor


def check_open(
    verb: str, case: Case, *, actor: Actor, at: datetime, known: Mapping[str, Any] | None = None
) -> None:
    """Say nothing of a move that is open to somebody now; refuse any other as its submission would be, writing nothing.

    One query for the shares, what the pillar is asked (`known` stands for that), and one for who was first.

    :raises NotFromHere: no such move from this state, and who moved last. :raises NotYourMove: not open to this actor.
    :raises Refusal: what a guard of the row says.
    """
    t = engine.Turn(case, REGISTRY[case.kind], actor, at, deadlines.calendar_of(case.office))
    t.shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    more = engine.known_of(t, verb) if known is None else known
    engine.decide(
        verb, case, engine.facts_of(case, t.shares, **more), engine.stands_of(actor, case, t.shares)
    )

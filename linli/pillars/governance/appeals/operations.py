"""Everything that happens to an appeal, beside what it means for the result: made, added to, taken back, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.pillars.governance.appeals.flow import APPEAL, KIND


def appeal_result(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    office: Unit,
    area: Unit,
    against: str,
    title: str,
    words: str,
    beside: Callable[[Case], Model],
) -> Case:
    """Bring a unit's appeal before an office, whose leaders and centre are told and see it wait until its day.

    `against` is the sort of result; `beside` gives the caller's row, written with the case. The caller knows that the
    actor speaks for the unit, and runs this inside its transaction.

    :raises WordsMissing: no reason.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    return opening.open_case(
        KIND,
        actor=actor,
        at=at,
        area=area,
        office=office,
        holder=office,
        title=title,
        state="appealed",
        slot="judge",
        limits=deadlines.limits_for(APPEAL, office, against, {}),
        said=Said(note=masking.mask_text(words.strip()), data={"unit": unit.pk}),
        index=f"{title} {words}",
        verb="appeal_result",
        topic=against,
        channel="desk",
        reach=list(unit.line),
        can_be_asked=False,
        beside=lambda case: (beside(case),),
    )


def add_to_appeal(*, note: str, **by: Unpack[By]) -> Case:
    """Add to an appeal that waits. The caller knows that the actor speaks for the unit."""
    return make_move("add_to_appeal", said=Said(note=masking.mask_text(note.strip())), as_reporter=True, **by)


def withdraw_appeal(*, note: str, **by: Unpack[By]) -> Case:
    """Take an appeal back while it waits, and say why; whoever would have answered it is told.

    The caller knows that the actor speaks for the unit.
    """

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"

    said = Said(note=masking.mask_text(note.strip()))
    return make_move("withdraw_appeal", do, said=said, as_reporter=True, **by)


def judge_appeal(*, unit: Unit, is_upheld: bool, answer: str, **by: Unpack[By]) -> Case:
    """Answer an appeal; the unit that made it is told. What follows for the result is done by the caller, with it."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.settled_at = True, t.at

    return make_move(
        "uphold_appeal" if is_upheld else "dismiss_appeal",
        do,
        said=Said(answer=masking.mask_text(answer.strip()), data={"unit": unit.pk}),
        **by,
    )

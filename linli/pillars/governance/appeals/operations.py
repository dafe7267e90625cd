"""Everything that happens to an appeal, beside what it means for the result: made, added to, taken back, answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, Unpack

from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.appeals.flow import APPEAL, KIND


class AppealAnswered(Refusal):
    """No appeal waits for an answer: it has one, or was taken back."""


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


class Appealed(Protocol):
    """The row that an app keeps beside the case of an appeal; what waited before appeals were cases has none."""

    case: Case | None
    answer: str
    answered_at: datetime | None
    is_upheld: bool | None
    is_withdrawn: bool

    def save(self, *, update_fields: Iterable[str]) -> None:
        """Write what changed."""


def end_withdrawn(row: Appealed | None, *, actor: Actor, at: datetime, words: str) -> None:
    """Take an appeal back with the row beside it. The caller holds the row, and knows that the actor speaks for the unit.

    :raises AppealAnswered: none waits. :raises WordsMissing: nobody is told why.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    if row is None or row.answered_at is not None:
        raise AppealAnswered
    if row.case is not None:
        withdraw_appeal(note=words, actor=actor, number=row.case.number, at=at)
    row.is_withdrawn, row.answered_at = True, at
    row.save(update_fields=["is_withdrawn", "answered_at"])


def end_answered(
    row: Appealed | None, *, actor: Actor, at: datetime, unit: Unit, is_upheld: bool, answer: str
) -> None:
    """Answer an appeal with the row beside it. The caller holds the row, and knows that the actor answers.

    :raises AppealAnswered: none waits. :raises WordsMissing: nobody is told why.
    """
    if not answer.strip():
        raise WordsMissing(fields=["answer"])
    if row is None or row.answered_at is not None:
        raise AppealAnswered
    if row.case is not None:
        judge_appeal(
            unit=unit, is_upheld=is_upheld, answer=answer, actor=actor, number=row.case.number, at=at
        )
    row.is_upheld, row.answered_at = is_upheld, at
    row.answer = masking.mask_text(answer.strip())
    row.save(update_fields=["is_upheld", "answer", "answered_at"])

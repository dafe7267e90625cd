"""What came too late: a department is told by what it, or the street about it, did last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from linli.base.flow import engine, toolate
from linli.base.flow.models import Case
from linli.base.flow.refusals import NotFromHere, NotYourMove
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.whistles import policies, rules
from linli.pillars.governance.whistles.flow import NotAtThisPoint
from linli.pillars.governance.whistles.models import Call, Whistle
from linli.pillars.governance.whistles.queries._desk import claimable_units, own_units


@contextmanager
def told_by_department(
    verb: str, case: Case | None, calls: Iterable[Call], *, actor: Actor, about: Unit | None
) -> Iterator[None]:
    """Say who was first about a department that is past a verb, where the table can only say that it is no move of theirs.

    The share of a department ends with its answer: the engine does not know it any more, its own people do.

    :raises NotFromHere: past it, and who moved last about this department. :raises NotYourMove: another department's.
    """
    try:
        yield
    except (NotYourMove, NotAtThisPoint) as refusal:
        mine = next((call for call in calls if about is not None and call.unit_id == about.pk), None)
        if case is None or mine is None:
            raise
        if (verb == "assess") == policies.answers(actor, mine):
            raise NotYourMove(verb=verb) from None
        if not rules.is_past(mine.part, verb) or (verb == "assess" and isinstance(refusal, NotYourMove)):
            raise
        raise NotFromHere(state=case.state, **engine.last_step(case, unit=mine.unit_id)) from None


def check_open(verb: str, whistle: Whistle, *, actor: Actor, about: Unit | None, at: datetime) -> None:
    """Refuse a form that was not filled as its submission would be, if it is not open. Up to six queries.

    :raises NotFromHere: it went on, and who was first. :raises NotYourMove: not theirs. :raises Refusal: as the table says.
    """
    case, unit = whistle.case, about.pk if about else 0
    calls = list(Call.objects.filter(whistle=whistle))
    asked = [unit]
    if verb == "claim_whistle":
        own = own_units(actor)
        asked = [one.pk for one in claimable_units(case.office) if one.pk in own]
    pending = frozenset[str]().union(
        *(
            rules.flags(
                [call.part for call in calls],
                one,
                at=at,
                declined_count=case.returned_count,
                posted=whistle.is_posted,
            )
            for one in asked
        )
    )
    with told_by_department(verb, case, calls, actor=actor, about=about):
        toolate.check_open(verb, case, actor=actor, at=at, known={"pending": pending})
    # The table asks for a post at one of the departments; each form is about one of them.
    if not asked or (about is not None and policies.works_at(actor, unit) == (verb == "assess")):
        raise NotYourMove(verb=verb)

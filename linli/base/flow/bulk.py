"""Opening many cases at once: what another system kept for years comes in with its times, its answers and its steps.

The same table, the same chain and the same laws as `opening` and `engine`; only the statements are shared. A case may
come in closed, by a move of its flow that is open to the actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from linli.base.flow import deadlines, numbers
from linli.base.flow.copying import copy_rows
from linli.base.flow.engine import Turn, apply_move, facts_of, stands_of
from linli.base.flow.models import Card, Case, CaseSearch, Step, StepWords
from linli.base.flow.opening import new_case, with_number
from linli.base.flow.refusals import NotFromHere, NotYourMove
from linli.base.flow.steps import NOTHING, Said, make_step
from linli.base.flow.table import REGISTRY, allows
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended before it came here: a move of its flow, when, and with what answer or for what reason."""

    verb: str
    at: datetime
    said: Said = NOTHING
    is_answered: bool = False
    end_reason: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """One case to open. `fields` are those of `opening.new_case`, `words` those of `opening.words_in`."""

    at: datetime
    said: Said
    fields: Mapping[str, Any]
    words: Sequence[str]
    ending: Ending | None = None


@dataclass(slots=True)
class _Made:
    case: Case
    opening: Opening
    steps: list[tuple[Step, StepWords | None]] = field(default_factory=list)


def open_cases(
    kind: str,
    openings: Sequence[Opening],
    *,
    actor: Actor,
    office: Unit,
    now: datetime,
    calendar: WorkCalendar | None = None,
) -> list[Case]:
    """Open many cases of one office, in order. At most ten statements, however many.

    The caller runs this inside its own transaction, together with the pillar's rows.
    """
    calendar = calendar or deadlines.calendar_of(office)
    made = []
    for o, number in zip(openings, numbers.next_numbers([o.at for o in openings]), strict=True):
        shown = now if o.ending is None else o.at
        case = new_case(kind, number=number, at=o.at, calendar=calendar, office=office, now=shown, **o.fields)
        made.append(_Made(case, o))
    for one in made:
        # A card it shows on arrival is in the log like any other.
        card = one.case.card
        late = {} if card == Card.NONE else {"card": str(card), "climb": one.case.climb}
        said = one.opening.said
        one.steps.append(make_step(one.case, "file", True, "", actor, one.opening.at, said, late, None))
        if one.opening.ending:
            one.steps.append(_end(one.case, one.opening.ending, actor, calendar))
    _write(made)
    return [one.case for one in made]


def _end(case: Case, ending: Ending, actor: Actor, calendar: WorkCalendar) -> tuple[Step, StepWords | None]:
    flow, before = REGISTRY[case.kind], case.state
    move = flow.choose(ending.verb, facts_of(case, ()))
    if move is None:
        raise NotFromHere(state=case.state)
    if not allows(move, stands_of(actor, case, ())):
        raise NotYourMove(verb=ending.verb)
    turn = Turn(case, flow, actor, ending.at, calendar)
    apply_move(turn, move, None, None)
    case.is_answered, case.end_reason = ending.is_answered, ending.end_reason
    case.settled_at = ending.at
    deadlines.refresh(case, ending.at, calendar, restarted=False)
    return make_step(case, move.verb, move.is_public, before, actor, ending.at, ending.said, {}, None)


def _write(made: Sequence[_Made]) -> None:
    copy_rows([one.case for one in made])
    for nth in range(max((len(one.steps) for one in made), default=0)):
        # A step follows the one before it, which must be there already.
        steps = [(one, *one.steps[nth]) for one in made if len(one.steps) > nth]
        for one, step, _ in steps:
            step.case = one.case
        copy_rows([step for _, step, _ in steps])
        said = []
        for _, step, words in steps:
            if words is not None:
                words.step = step
                said.append(words)
        copy_rows(said)
    rows = [
        (
            one.case.pk,
            one.case.office_id,
            " ".join(with_number(one.case, one.opening.words)),
        )
        for one in made
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {CaseSearch._meta.db_table} (case_id, office_id, words) "
            "SELECT i, o, array_to_tsvector(string_to_array(w, ' ')) "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS given (i, o, w)",
            [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []],
        )

"""Responsibility lists: a line kept, fulfilled when it is due, ended. Nobody's name stands in one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.supervision import policies, rules
from linli.pillars.governance.supervision.models import Fulfilment, Responsibility
from linli.pillars.governance.supervision.rules import DutyOf, Every


class NotYourResponsibility(Refusal):
    """Somebody keeps or fulfils what is not theirs: `unit`."""


class ResponsibilityOver(Refusal):
    """It has ended, or this date of it is fulfilled."""


def keep_responsibility(
    *,
    actor: Actor,
    office: Unit,
    unit: Unit,
    of: DutyOf,
    what: str,
    basis: str,
    every: Every,
    due: date,
    proof: str = "",
) -> Responsibility:
    """Put a line on the responsibility list of a unit. One statement.

    :raises NotYourResponsibility: no leader or dispatcher of the office, or a unit elsewhere.
    """
    if not policies.raises_at(actor, office) or office.pk not in unit.line:
        raise NotYourResponsibility(unit=str(unit))
    return Responsibility.objects.create(
        office=office,
        unit=unit,
        of=of.value,
        what=clean_line(what)[:200],
        basis=clean_line(basis)[:200],
        proof=clean_line(proof)[:120],
        every=every.value,
        due_date=due,
    )


def fulfil_responsibility(
    *, actor: Actor, at: datetime, responsibility: Responsibility, due: date, words: str
) -> Fulfilment:
    """Say that what was due on a date was done; the next date follows from how often it is. The same date once.

    :raises NotYourResponsibility: no post at the unit. :raises ResponsibilityOver: ended, or that date is done.
    """
    with transaction.atomic():
        row = Responsibility.objects.select_for_update().select_related(None).get(pk=responsibility.pk)
        if not policies.owes(actor, responsibility.unit):
            raise NotYourResponsibility(unit=str(responsibility.unit))
        if row.ended_at is not None or row.due_date != due:
            raise ResponsibilityOver
        done = Fulfilment.objects.create(
            responsibility=row, due_date=due, done_at=at, words=clean_line(words)[:200]
        )
        later = rules.next_date(due, Every(row.every))
        if later is None:
            row.ended_at = at
        else:
            row.due_date = later
        row.save(update_fields=["due_date", "ended_at"])
    return done


def end_responsibility(*, actor: Actor, at: datetime, responsibility: Responsibility) -> None:
    """Take a line off the list; what was fulfilled stays. One statement.

    :raises NotYourResponsibility: no leader or dispatcher of the office.
    """
    if not policies.raises_at(actor, responsibility.office):
        raise NotYourResponsibility(unit=str(responsibility.unit))
    Responsibility.objects.filter(pk=responsibility.pk, ended_at=None).update(ended_at=at)

"""Showing one hidden value, for a reason that the person can read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.people import revealing
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.journal import What, record
from linli.base.people.knocks import Door, knock
from linli.base.people.refusals import ReasonMissing, UnableToReveal

LEAST_REASON: Final = 4
REVEALS: Final = Door(
    "reveal", 40, timedelta(hours=1)
)  # LOCAL: a desk that calls back all morning stays below


def reveal(*, actor: Actor, subject: str, id: int, field: str, reason: str, at: datetime) -> str:
    """Show one hidden value to a member of staff, and let the person know. Three statements and the owner's.

    `subject` is the model ("reports.Reporter"); the owner of the model decides who may.

    :raises ReasonMissing: less than four characters. :raises TooOften: more than forty in an hour.
    :raises UnableToReveal: absent, or not for this actor; the try is on record all the same.
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise ReasonMissing(least=LEAST_REASON)
    if actor.kind is not ActorKind.STAFF or actor.account_id is None:
        raise UnableToReveal
    knock(REVEALS, str(actor.account_id), at)
    with transaction.atomic():
        found = revealing.find(actor, subject, id, field)
        record(
            What.REVEALED,
            at=at,
            actor=actor,
            is_success=found is not None,
            subject=subject,
            subject_id=id,
            field=field,
            person_id=found.person_id if found else None,
            person_print=found.person_print if found else None,
            reason=reason,
        )
    if found is None:
        raise UnableToReveal
    return found.value

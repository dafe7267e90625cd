"""Leads about discipline: handed to the discipline body, opened there, forgotten here. Nothing comes back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from linli.base.flow import numbers
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people import journal
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import policies, queries, rules
from linli.pillars.governance.supervision.models import DisciplineLead


class NoDisciplineBody(Refusal):
    """The office has no unit that takes such leads."""


class NotYoursToHand(Refusal):
    """Somebody hands a lead over in the name of a unit they hold no post at: `unit`."""


class NoSuchLead(Refusal):
    """There is no such lead, or it is not for this reader; both look the same."""


def hand_lead(
    *, actor: Actor, at: datetime, office: Unit, unit: Unit, words: str, key: uuid.UUID | None = None
) -> DisciplineLead:
    """Hand a lead to the discipline body of an office. Whoever handed it over cannot read it again.

    :raises NotYoursToHand: no post there. :raises NoDisciplineBody: :raises WordsMissing: nothing written.
    """
    if not policies.hands_over(actor) or unit.pk not in actor.unit_ids or office.pk not in unit.line:
        raise NotYoursToHand(unit=str(unit))
    if key is not None and (made := DisciplineLead.objects.filter(key=key).first()):
        return made
    if not words.strip():
        raise WordsMissing(fields=["words"])
    body = queries.discipline_body(office)
    if body is None:
        raise NoDisciplineBody
    return DisciplineLead.objects.create(
        office=office,
        number=f"X{numbers.next_number(at)}",
        unit=unit,
        body=body,
        words=words.strip(),
        handed_at=at,
        key=key,
    )


def open_lead(*, actor: Actor, at: datetime, number: str) -> DisciplineLead:
    """Open a lead at the discipline body; the first time it counts as received. Every opening is logged.

    :raises NoSuchLead: absent, or for somebody else.
    """
    rows = DisciplineLead.objects.filter(number=number, body__in=policies.receiving_units(actor))
    lead = rows.select_related("unit", "body").first()
    if lead is None:
        raise NoSuchLead
    if lead.received_at is None:
        DisciplineLead.objects.filter(pk=lead.pk, received_at=None).update(received_at=at)
        lead.received_at = at
    journal.record(
        journal.What.REVEALED,
        at=at,
        actor=actor,
        subject="supervision.DisciplineLead",
        subject_id=lead.pk,
        field="words",
    )
    return lead


def forget_leads(*, at: datetime) -> int:
    """Erase the words of leads that were received long enough ago, and count them. One statement."""
    old = DisciplineLead.objects.filter(received_at__lt=at - timedelta(days=rules.KEPT_DAYS), erased_at=None)
    return old.update(words="", erased_at=at)

"""Everything that happens to a calendar: a rule is set and ended, a meeting recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock, masking
from linli.kernel.periods import Each, period_of
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.assemblies import policies, queries
from linli.pillars.governance.assemblies.models import Assembly, MeetingRule
from linli.pillars.governance.assemblies.policies import NoSuchMeetingRule
from linli.pillars.governance.assemblies.rules import Body


class NotYourCalendar(Refusal):
    """Somebody sees the calendar and does not keep it."""


class MeetingRuleThere(Refusal):
    """A rule of this name is in force: `name`."""


class MeetingRecorded(Refusal):
    """A meeting of that day is on record."""


class NoSuchMeeting(Refusal):
    """No meeting of this body on record."""


class StrangeTopic(Refusal):
    """A topic that this unit's committees never took up."""


class MeetingTooEarly(Refusal):
    """A meeting lies ahead, or before the period it is for."""


def set_rule(
    *, actor: Actor, unit: Unit, body: Body, name: str, each: Each, basis: str, from_date: date
) -> MeetingRule:
    """Write down that a body meets so often, and by which rule of procedure.

    :raises NotYourCalendar: another unit's. :raises MeetingRuleThere: as named. :raises WordsMissing: no name, no rule.
    """
    if not policies.keeps_at(actor, unit):
        raise NotYourCalendar
    if not name.strip() or not basis.strip():
        raise WordsMissing(fields=["name", "basis"])
    try:
        with transaction.atomic():
            return MeetingRule.objects.create(
                unit=unit,
                body=body.value,
                name=clean_line(name)[:60],
                each=each.value,
                basis=clean_line(basis)[:120],
                from_date=from_date,
            )
    except IntegrityError:
        raise MeetingRuleThere(name=name) from None


def _kept(actor: Actor, pk: int) -> MeetingRule:
    rule = MeetingRule.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if rule is None or not policies.reaches(actor, rule):
        raise NoSuchMeetingRule
    if not policies.keeps_at(actor, rule.unit):
        raise NotYourCalendar
    return rule


def end_rule(*, actor: Actor, rule: int, on: date) -> MeetingRule:
    """End a rule; its periods and records stay.

    :raises NoSuchMeetingRule, NotYourCalendar: as named.
    """
    with transaction.atomic():
        row = _kept(actor, rule)
        row.ended_on = on
        row.save(update_fields=["ended_on"])
    return row


def record_assembly(
    *,
    actor: Actor,
    at: datetime,
    rule: int,
    held_on: date,
    place: str,
    came: int,
    agenda: str,
    settled: str,
    period: date | None = None,
    topics: Sequence[int] = (),
) -> Assembly:
    """Record a meeting that was held; it counts for the period of its day, or for an earlier one that was missed.

    :raises MeetingTooEarly: it lies ahead, or before that period. :raises MeetingRecorded: that day is on record.
    :raises NoSuchMeetingRule, NotYourCalendar, WordsMissing, StrangeTopic: as named.
    """
    if not agenda.strip() or not settled.strip() or not place.strip():
        raise WordsMissing(fields=["place", "agenda", "settled"])
    with transaction.atomic():
        row = _kept(actor, rule)
        start, _until = period_of(period or held_on, Each(row.each))
        if held_on > clock.local(at).date() or held_on < start:
            raise MeetingTooEarly
        try:
            with transaction.atomic():
                made = Assembly.objects.create(
                    rule=row,
                    period_from=start,
                    held_on=held_on,
                    place=clean_line(place)[:60],
                    came=came,
                    agenda=masking.mask_text(agenda.strip()),
                    settled=masking.mask_text(settled.strip()),
                    recorded_at=at,
                )
        except IntegrityError:
            raise MeetingRecorded from None
        _name(made, row, topics)
    return made


def name_topics(*, actor: Actor, rule: int, assembly: int, topics: Sequence[int]) -> Assembly:
    """Say what a meeting on record put to the vote or carried: topics of its own unit, as many as there were.

    :raises NoSuchMeeting, StrangeTopic, NoSuchMeetingRule, NotYourCalendar: as named.
    """
    with transaction.atomic():
        row = _kept(actor, rule)
        held = row.assemblies.filter(pk=assembly).first()
        if held is None:
            raise NoSuchMeeting
        _name(held, row, topics)
    return held


def _name(held: Assembly, rule: MeetingRule, topics: Sequence[int]) -> None:
    found = set(queries.topics_of(rule, most=None).filter(pk__in=topics).values_list("pk", flat=True))
    if found != set(topics):
        raise StrangeTopic
    held.topics.add(*found)

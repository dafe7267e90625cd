"""Reads of calendars: what is due, overdue and held, of every body one sees; one body with its records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import periods
from linli.kernel.periods import Each, Period, Standing
from linli.pillars.governance.assemblies import policies
from linli.pillars.governance.assemblies.models import Assembly, MeetingRule
from linli.pillars.governance.assemblies.policies import NoSuchMeetingRule
from linli.pillars.governance.deliberation.models import Topic

HINTED = (Standing.OVERDUE, Standing.SOON)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A body with its periods, the newest first, and how many meetings were in time of how many that were due."""

    rule: MeetingRule
    periods: tuple[Period, ...]
    in_time: int
    over: int

    @property
    def overdue(self) -> tuple[Period, ...]:
        """The periods that went by without their meeting, the eldest first."""
        return tuple(p for p in reversed(self.periods) if p.standing is Standing.OVERDUE)

    @property
    def next(self) -> Period | None:
        """The period that wants its meeting first: the eldest overdue, else the one that runs."""
        if self.overdue:
            return self.overdue[0]
        return self.periods[0] if self.periods else None


def _row(rule: MeetingRule, today: date) -> RuleRow:
    held = [(one.period_from, one.held_on) for one in rule.assemblies.all()]
    found = periods.periods(Each(rule.each), rule.from_date, rule.ended_on, today, held)
    good, over = periods.in_time(found, today)
    return RuleRow(rule, tuple(found), good, over)


def _rows(found: Iterable[MeetingRule], today: date) -> list[RuleRow]:
    return [_row(rule, today) for rule in found]


def calendar_of(*, actor: Actor, today: date) -> list[RuleRow]:
    """List the bodies an actor sees whose rule is in force, with where each stands. Two queries."""
    rows = MeetingRule.objects.filter(policies.reachable(actor), ended_on=None)
    return _rows(rows.select_related("unit").prefetch_related("assemblies"), today)


def hints_of(*, actor: Actor, today: date) -> list[RuleRow]:
    """List what somebody is reminded of in the morning: meetings of their own units that are overdue or due soon.

    Two queries, none for who keeps no calendar.
    """
    units = policies.kept_units(actor)
    if not units:
        return []
    rows = MeetingRule.objects.filter(unit__in=units, ended_on=None).select_related("unit")
    found = _rows(rows.prefetch_related("assemblies"), today)
    return [row for row in found if row.next is not None and row.next.standing in HINTED]


def units_of(*, actor: Actor) -> list[Unit]:
    """Give the units for which an actor sets rules. One query."""
    return list(Unit.objects.filter(pk__in=policies.kept_units(actor)))


def rule_page(*, actor: Actor, pk: int, today: date) -> tuple[RuleRow, list[Assembly]]:
    """Give a body with its periods and its records, each with what it put to the vote. Three queries.

    :raises NoSuchMeetingRule: absent or out of reach.
    """
    rows = MeetingRule.objects.filter(policies.reachable(actor)).select_related("unit")
    topics = Topic.objects.select_related("case", "resolution_of")
    rule = rows.prefetch_related("assemblies", Prefetch("assemblies__topics", topics)).filter(pk=pk).first()
    if rule is None:
        raise NoSuchMeetingRule
    return _row(rule, today), list(rule.assemblies.all())


def topics_of(rule: MeetingRule, *, most: int | None = 30) -> QuerySet[Topic]:
    """List the topics that the committees of a body's unit took up, the newest first. One query."""
    rows = Topic.objects.filter(committee__unit=rule.unit_id, accepted_at__isnull=False)
    rows = rows.select_related("case").order_by("-accepted_at")
    return rows[:most] if most else rows


def meeting_of(*, actor: Actor, topic: Topic) -> Assembly | None:
    """Give the meeting that put a topic to the vote, if it is on record and in reach. One query."""
    rules_seen = MeetingRule.objects.filter(policies.reachable(actor))
    rows = Assembly.objects.filter(topics=topic, rule__in=rules_seen).select_related("rule")
    return rows.order_by("-held_on").first()

"""Which plan an organisation follows, what of it was studied where, what a meeting can still fill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.life.models import LifeMeeting, LifePart
from linli.pillars.party.life.rules import LED
from linli.pillars.party.study import rules
from linli.pillars.party.study.models import Studied, StudyPlan, StudyTopic
from linli.pillars.party.study.rules import Standing

MOST = 2_000


@dataclass(frozen=True, slots=True)
class StudyRow:
    """An organisation with how many topics of its plan it has studied, of how many that were due by this month."""

    id: int
    name: str
    kind_word: str
    superior: str
    plan_of: str
    done: int
    due: int
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the plan, where it stands for an organisation, and the meetings that filled it."""

    topic: StudyTopic
    standing: Standing
    meetings: tuple[LifeMeeting, ...]


@dataclass(frozen=True, slots=True)
class StudyPage:
    """What an organisation studies in a year: its own plan, or that of the nearest above it."""

    organisation: Organisation
    year: int
    plan: StudyPlan | None
    is_own: bool
    topics: tuple[TopicRow, ...]
    done: int
    due: int


def _following(organisations: Iterable[Organisation], year: int) -> dict[int, StudyPlan]:
    """Give the plan each of some organisations follows: its own, or the nearest above. One query."""
    rows = list(organisations)
    above = {pk for row in rows for pk in row.line}
    plans = StudyPlan.objects.filter(organisation__in=above, year=year).select_related("organisation__unit")
    held = {plan.organisation_id: plan for plan in plans}
    found = {}
    for row in rows:
        plan = next((held[pk] for pk in reversed(row.line) if pk in held), None)
        if plan is not None:
            found[row.pk] = plan
    return found


def plan_for(organisation: Organisation, year: int) -> StudyPlan | None:
    """Give the plan an organisation follows in a year. One query."""
    return _following([organisation], year).get(organisation.pk)


def _counting() -> Exists:
    """Match meetings that count: held, and enough came to something."""
    return Exists(LifePart.objects.filter(meeting=OuterRef("meeting"), is_valid=True))


def studies_of(*, actor: Actor, at: datetime, year: int | None = None) -> list[StudyRow]:
    """List the organisations one keeps that have a life of their own, with what each studied. Four queries."""
    today = local(at).date()
    of = year or today.year
    found = Organisation.objects.filter(
        branches.keepable(actor), closed_on=None, kind__in=[k.value for k in LED]
    ).select_related("unit", "superior__unit", "habit")
    rows = list(found.order_by("path")[:MOST])
    plans = _following(rows, of)
    topics: dict[int, list[StudyTopic]] = defaultdict(list)
    for topic in StudyTopic.objects.filter(plan__in={plan.pk for plan in plans.values()}):
        topics[topic.plan_id].append(topic)
    filled: dict[int, set[int]] = defaultdict(set)
    studied = Studied.objects.filter(
        _counting(), topic__plan__in={plan.pk for plan in plans.values()}, meeting__organisation__in=rows
    )
    for organisation, topic_id in studied.values_list("meeting__organisation", "topic"):
        filled[organisation].add(topic_id)
    return [_row(one, plans.get(one.pk), topics, filled[one.pk], of, today) for one in rows]


def _since(one: Organisation) -> date | None:
    """Return from when the life of an organisation is kept here."""
    return one.habit.since if hasattr(one, "habit") else None


def _row(
    one: Organisation,
    plan: StudyPlan | None,
    topics: dict[int, list[StudyTopic]],
    filled: set[int],
    year: int,
    today: date,
) -> StudyRow:
    stands = [
        (topic, rules.topic_standing(year, topic.month, today, _since(one), is_filled=topic.pk in filled))
        for topic in (topics[plan.pk] if plan is not None else [])
    ]
    late = tuple(topic.title for topic, standing in stands if standing is Standing.LATE)
    done = sum(standing is Standing.DONE for _topic, standing in stands)
    return StudyRow(
        id=one.pk,
        name=str(one.unit),
        kind_word=str(one.get_kind_display()),
        superior=str(one.superior or ""),
        plan_of="" if plan is None else str(plan.organisation),
        done=done,
        due=done + sum(standing in rules.DUE for _topic, standing in stands),
        late=late,
    )


def study_page(*, actor: Actor, pk: int, at: datetime, year: int) -> StudyPage:
    """Give what an organisation studies in a year. Four queries.

    :raises NoSuchOrganisation: absent or out of reach.
    """
    rows = Organisation.objects.filter(branches.keepable(actor), closed_on=None)
    one = rows.select_related("unit", "superior__unit", "habit").filter(pk=pk).first()
    if one is None:
        raise NoSuchOrganisation
    return page_of(one, at, year)


def page_of(one: Organisation, at: datetime, year: int) -> StudyPage:
    """Give what an organisation studies, for who may read it. Up to four queries."""
    today, plan = local(at).date(), plan_for(one, year)
    topics = list(plan.topics.all()) if plan is not None else []
    held: dict[int, list[LifeMeeting]] = defaultdict(list)
    studied = Studied.objects.filter(_counting(), topic__in=topics, meeting__organisation=one)
    for row in studied.select_related("meeting").order_by("meeting__starts_at"):
        held[row.topic_id].append(row.meeting)
    found = tuple(
        TopicRow(
            topic,
            rules.topic_standing(year, topic.month, today, _since(one), is_filled=topic.pk in held),
            tuple(held[topic.pk]) if topic.pk in held else (),
        )
        for topic in topics
    )
    done = sum(row.standing is Standing.DONE for row in found)
    return StudyPage(
        organisation=one,
        year=year,
        plan=plan,
        is_own=plan is not None and plan.organisation_id == one.pk,
        topics=found,
        done=done,
        due=done + sum(row.standing in rules.DUE for row in found),
    )


def topic_now(organisation: Organisation, day: date) -> str:
    """Say what the plan of an organisation has for the month of a day, in one line. Two queries."""
    plan = plan_for(organisation, day.year)
    topics = plan.topics.filter(month=day.month) if plan is not None else ()
    return "、".join(topic.title for topic in topics)[:100]


def topics_to_fill(meeting: LifeMeeting) -> list[StudyTopic]:
    """List the topics a meeting can fill: of this month and before, not studied by its organisation yet. Two queries."""
    on = local(meeting.starts_at).date()
    plan = plan_for(meeting.organisation, on.year)
    if plan is None:
        return []
    done = Studied.objects.filter(_counting(), meeting__organisation=meeting.organisation_id).values("topic")
    return list(plan.topics.filter(month__lte=on.month).exclude(pk__in=done))

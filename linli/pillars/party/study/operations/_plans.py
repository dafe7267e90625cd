"""A year's plan: laid, its topics, and the meetings that fill them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches import policies as kept
from linli.pillars.party.life import policies as life
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.policies import NoSuchLifeMeeting
from linli.pillars.party.study.models import Studied, StudyPlan, StudyTopic
from linli.pillars.party.study.policies import NoSuchStudy
from linli.pillars.party.study.queries import plan_for


class TopicThere(Refusal):
    """The month has that topic already."""


class TopicStudied(Refusal):
    """Somebody studied it: it stays in the plan."""


class NotInThePlan(Refusal):
    """The topic is none of the plan that the organisation follows."""


class NotStudiedYet(Refusal):
    """A meeting that was not held studied nothing."""


def lay_study_plan(
    *, actor: Actor, organisation: int, year: int, aim: str = "", topics: Sequence[tuple[int, str, str]] = ()
) -> StudyPlan:
    """Lay the plan of a year, or say its aim anew; with topics as month, title and material, those that are new.

    :raises NoSuchOrganisation, NotYourOrganisation: as named.
    """
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        plan, _new = StudyPlan.objects.update_or_create(
            organisation=row, year=year, defaults={"aim": clean_line(aim)[:200]}
        )
        StudyTopic.objects.bulk_create(
            [
                StudyTopic(
                    plan=plan, month=month, title=clean_line(title)[:80], material=clean_line(material)[:300]
                )
                for month, title, material in topics
            ],
            ignore_conflicts=True,
        )
    return plan


def add_topic(
    *, actor: Actor, organisation: int, year: int, month: int, title: str, material: str = ""
) -> StudyTopic:
    """Put a topic on an organisation's own plan of a year; where there is none, that begins it.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises WordsMissing: nothing to study.
    :raises TopicThere: the month has it.
    """
    if not title.strip():
        raise WordsMissing(fields=["title"])
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        plan, _new = StudyPlan.objects.get_or_create(organisation=row, year=year)
        try:
            with transaction.atomic():
                return StudyTopic.objects.create(
                    plan=plan, month=month, title=clean_line(title)[:80], material=clean_line(material)[:300]
                )
        except IntegrityError:
            raise TopicThere from None


def drop_topic(*, actor: Actor, topic: int) -> None:
    """Take a topic off the plan that nobody studied yet.

    :raises NoSuchStudy: absent or out of reach. :raises TopicStudied: somebody did.
    """
    with transaction.atomic():
        rows = StudyTopic.objects.select_for_update(of=("self",)).select_related("plan__organisation")
        row = rows.filter(pk=topic).first()
        if row is None or not kept.keeps(actor, row.plan.organisation):
            raise NoSuchStudy
        if row.studied.exists():
            raise TopicStudied
        row.delete()


def fill_topics(*, actor: Actor, meeting: int, topics: Collection[int]) -> int:
    """Write down which topics of the plan a meeting studied; the same again is once. Returns how many are new.

    :raises NoSuchLifeMeeting: absent or out of reach. :raises NotStudiedYet: it was not held.
    :raises NotInThePlan: a topic that the organisation does not follow in that year.
    """
    rows = LifeMeeting.objects.select_related("organisation__unit")
    row = rows.filter(pk=meeting).first()
    if row is None or not life.reaches(actor, row):
        raise NoSuchLifeMeeting
    if row.held_at is None:
        raise NotStudiedYet
    plan = plan_for(row.organisation, local(row.starts_at).year)
    ids = set(topics)
    if ids and (plan is None or plan.topics.filter(pk__in=ids).count() != len(ids)):
        raise NotInThePlan
    there = set(Studied.objects.filter(meeting=row, topic__in=ids).values_list("topic_id", flat=True))
    fresh = [Studied(topic_id=pk, meeting=row) for pk in sorted(ids - there)]
    Studied.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)

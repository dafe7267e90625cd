"""What a community needs and a unit does: a case from the list to what those say whom it was for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.partners import policies, rules
from linli.pillars.party.partners.flow import KIND, PROJECT
from linli.pillars.party.partners.models import Milestone, Project, ReportIn, Resource
from linli.pillars.party.partners.operations._offers import ResourceUsedUp
from linli.pillars.party.partners.operations._reporting import NotYourUnit
from linli.pillars.party.partners.policies import NoSuchResource
from linli.pillars.party.partners.rules import What


class NeedOfAnotherCommunity(Refusal):
    """Somebody lists for another community."""


class NotPartnerThere(Refusal):
    """The unit has not reported in to that community: `unit`."""


class WantedTooSoon(Refusal):
    """The day lies behind."""


class NoneServed(Refusal):
    """Something that served nobody was not done for anybody."""


class NoSuchMilestone(Refusal):
    """The step is none of this project, or was made."""


def list_need(
    *,
    actor: Actor,
    at: datetime,
    community: Unit,
    what: What,
    title: str,
    words: str,
    served: str,
    wanted: date | None = None,
    key: uuid.UUID | None = None,
) -> Project:
    """List what a community needs; the units that reported in there see it at once.

    :raises NeedOfAnotherCommunity: another's. :raises WantedTooSoon: :raises WordsMissing: no title, or nobody it is for.
    """
    if not policies.lists_for(actor, community):
        raise NeedOfAnotherCommunity
    if not title.strip() or not served.strip():
        raise WordsMissing(fields=["title", "served"])
    today = clock.local(at).date()
    if wanted is not None and wanted < today:
        raise WantedTooSoon
    office = orgs.office_of(orgs.line_up(community)) or community
    with transaction.atomic():
        if key is not None and (made := Project.objects.filter(case__idempotency_key=key).first()):
            return made
        project = Project(
            community=community,
            office=office,
            what=what.value,
            words=words.strip(),
            served=clean_line(served)[:60],
            wanted_date=wanted,
        )

        def beside(case: Case) -> tuple[Project]:
            project.case = case
            return (project,)

        partners = ReportIn.objects.filter(community=community, until=None).values_list("unit_id", flat=True)
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=community,
            office=office,
            holder=community,
            title=clean_line(title),
            state="listed",
            slot="claim",
            limits=deadlines.limits_for(PROJECT, office, what.value, rules.limits_until(wanted, today)),
            said=Said(data={"what": what.value}),
            key=key,
            index=f"{title} {words}",
            topic=what.value,
            channel="grid",
            reach=sorted({*partners, *policies.party_over(community)}),
            can_be_asked=False,
            beside=beside,
        )
    return project


def _held(t: Turn) -> Project:
    return Project.objects.select_related("unit", "resource").get(pk=t.case.pk)


def _plan(project: Project, steps: Sequence[str]) -> None:
    words = [clean_line(step)[:60] for step in steps if step.strip()][: rules.MOST_STEPS]
    if words:
        project.milestones.filter(done_at=None).delete()
        first = project.milestones.count()
        Milestone.objects.bulk_create(
            Milestone(project=project, seq=first + n, what=what) for n, what in enumerate(words, 1)
        )


def _take(t: Turn, unit: Unit, steps: Sequence[str], resource: Resource | None = None) -> None:
    if not ReportIn.objects.filter(unit=unit, community=t.case.area_id, until=None).exists():
        raise NotPartnerThere(unit=str(unit))
    project = _held(t)
    _let_go(project)
    project.unit, project.claimed_at, project.resource = unit, t.at, resource
    project.save()
    _plan(project, steps)


def _let_go(project: Project) -> None:
    """Give back what a project had taken of an offer, and forget the steps that were not made."""
    if project.resource_id is not None:
        row = Resource.objects.select_for_update().get(pk=project.resource_id)
        row.taken -= 1
        row.save(update_fields=["taken"])
    project.milestones.filter(done_at=None).delete()
    project.unit = project.claimed_at = project.resource = None


def claim_project(*, unit: Unit, steps: Sequence[str] = (), **by: Unpack[By]) -> Case:
    """Claim a need for one's own unit, with the steps it sets itself. Who comes second is told who was first.

    :raises NotYourUnit: another's. :raises NotPartnerThere: it has not reported in there.
    """
    if unit.pk not in policies.own_units(by["actor"]):
        raise NotYourUnit
    return make_move("claim", lambda t: _take(t, unit, steps), to=unit, said=Said(data={"to": unit.pk}), **by)


def call_on_resource(*, resource: int, **by: Unpack[By]) -> Case:
    """Call on what a unit offers for a need one listed: it is that unit's from now on. An offer is used as often as it says.

    :raises NoSuchResource: :raises ResourceUsedUp: nothing is left of it. :raises NotPartnerThere: its unit is none here.
    """
    actor, at = by["actor"], by["at"]
    with transaction.atomic():
        rows = Resource.objects.select_for_update(of=("self",)).select_related("unit")
        row = rows.filter(pk=resource).first()
        if row is None or not policies.reaches_resource(actor, row):
            raise NoSuchResource

        def do(t: Turn) -> None:
            if row.ended_at is not None or row.taken >= row.times or row.until < clock.local(at).date():
                raise ResourceUsedUp
            _take(t, row.unit, (), row)
            row.taken += 1
            row.save(update_fields=["taken"])

        said = Said(data={"to": row.unit_id, "resource": row.pk})
        return make_move("call_on", do, to=row.unit, said=said, **by)


def give_project_back(*, note: str, **by: Unpack[By]) -> Case:
    """Say why the unit cannot do it after all; it stands on the list again. Once: then a leader decides."""

    def do(t: Turn) -> None:
        project = _held(t)
        _let_go(project)
        project.save()
        t.case.returned_count += 1

    return make_move("give_back", do, said=Said(note=note), **by)


def rule_project(*, to: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Decide, as a leader of the office, which of the units there does it.

    :raises NotPartnerThere: it has not reported in there.
    """
    return make_move(
        "rule", lambda t: _take(t, to, ()), to=to, said=Said(note=note, data={"to": to.pk}), **by
    )


def advance_project(*, note: str, milestone: int | None = None, **by: Unpack[By]) -> Case:
    """Tell how far it is, and that a step is made.

    :raises NoSuchMilestone: of another project, or made before.
    """

    def do(t: Turn) -> None:
        if milestone is None:
            return
        made = Milestone.objects.filter(pk=milestone, project=t.case.pk, done_at=None).update(done_at=t.at)
        if not made:
            raise NoSuchMilestone
        t.say(milestone=milestone)

    return make_move("advance", do, said=Said(note=note), **by)


def finish_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what was done; those it was for are asked."""

    def do(t: Turn) -> None:
        Project.objects.filter(pk=t.case.pk).update(done_at=t.at)
        t.case.is_answered, t.case.settled_at = True, t.at

    return make_move("finish", do, said=Said(answer=answer), **by)


def confirm_project(*, answer: str, served_count: int, **by: Unpack[By]) -> Case:
    """Write down what those say whom it was for, and how many it reached.

    :raises NoneServed: nobody.
    """

    def do(t: Turn) -> None:
        if served_count < 1:
            raise NoneServed
        Project.objects.filter(pk=t.case.pk).update(confirmed_at=t.at, served_count=served_count)
        t.say(served=served_count)

    return make_move("confirm", do, said=Said(answer=answer), **by)


def redo_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Write down what is not done yet; the unit does it, once more."""

    def do(t: Turn) -> None:
        project = _held(t)
        if project.unit is not None:
            t.hand_to(project.unit)
        Project.objects.filter(pk=project.pk).update(done_at=None)
        t.case.is_answered, t.case.settled_at = False, None
        t.case.reopened_count += 1

    return make_move("redo", do, said=Said(answer=answer), **by)


def end_project(*, answer: str, **by: Unpack[By]) -> Case:
    """Say why it is not done: it was met otherwise, or nobody needs it any more."""

    def do(t: Turn) -> None:
        project = _held(t)
        _let_go(project)
        project.save()
        t.case.is_answered, t.case.end_reason = True, "ended"

    return make_move("end", do, said=Said(answer=answer), **by)


def note_project(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who have to do with it."""
    return make_move("note", said=Said(note=note), **by)

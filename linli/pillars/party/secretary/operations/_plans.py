"""The yearly plan of an organisation: items laid, moved, done, dropped, and put under supervision when they are late."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.flow import policies as flow
from linli.base.flow.meant import need_between
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.notices import operations as notices
from linli.base.orgs.roles import CENTRE, LEADING
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.operations import NoSuchOrganisation, NotYourOrganisation
from linli.pillars.party.secretary import policies, rules
from linli.pillars.party.secretary.models import OPEN, PlanItem, PlanMove
from linli.pillars.party.secretary.policies import NoSuchPlanItem


class PlannedElsewhen(Refusal):
    """The day lies outside the year: `year`."""


class MovedTooFar(Refusal):
    """An item is moved within its year, or to the next one: `year`, `next`."""


class MovedNowhere(Refusal):
    """It is that day already, or the day is over."""


class PlanItemOver(Refusal):
    """It is done, dropped, or carried over."""


class NotLateYet(Refusal):
    """There is time left, or a matter about it is open already."""


def lay_plan_item(
    *, actor: Actor, at: datetime, organisation: int, year: int, what: str, who: str, due_on: date, proof: str
) -> PlanItem:
    """Put an item on the yearly plan of an organisation: what, which post does it, by when, what proves it. Twice is once.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises WordsMissing: one of them is not said.
    :raises PlannedElsewhen: a day outside that year.
    """
    row = Organisation.objects.filter(branches.reachable(actor), pk=organisation, closed_on=None).first()
    if row is None:
        raise NoSuchOrganisation
    if not branches.keeps(actor, row):
        raise NotYourOrganisation
    said = {"what": clean_line(what)[:120], "who": clean_line(who)[:60], "proof": clean_line(proof)[:120]}
    if missing := [name for name, words in said.items() if not words]:
        raise WordsMissing(fields=missing)
    if due_on.year != year:
        raise PlannedElsewhen(year=year)
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",)).get(pk=row.pk)
        own = PlanItem.objects.filter(organisation=row, year=year, due_on=due_on, **said)
        before = own.filter(OPEN).first()
        return before or PlanItem.objects.create(
            organisation=row, year=year, due_on=due_on, laid_at=at, **said
        )


def finish_plan_item(*, actor: Actor, at: datetime, pk: int, on: date, words: str) -> PlanItem:
    """Say that an item was done on a day, and what came of it.

    :raises NoSuchPlanItem: not theirs to keep. :raises PlanItemOver: :raises WordsMissing:
    :raises DayElsewhen: a day to come, or before the year in which it was laid.
    """
    with transaction.atomic():
        row = _kept(actor, pk)
        first = date(min(row.year, local(row.laid_at).year), 1, 1)
        need_between(on, first, local(at).date())
        return _end(actor, pk, words, done_on=on)


def drop_plan_item(*, actor: Actor, at: datetime, pk: int, words: str) -> PlanItem:
    """Take an item off the plan undone, and say why; it stays in sight.

    :raises NoSuchPlanItem: not theirs to keep. :raises PlanItemOver: :raises WordsMissing:
    """
    return _end(actor, pk, words, dropped_on=local(at).date())


def move_plan_item(*, actor: Actor, at: datetime, pk: int, due_on: date, why: str) -> PlanItem:
    """Move the day of an item, and say why; the day before and the reason stay in sight. Give the item it is from now on.

    To a day of the next year it is carried over: it ends in its own year, where it counts as carried, and goes on as
    an item of the next. A matter that supervises it goes along with its own clock; who raises matters at the office is told.

    :raises NoSuchPlanItem: not theirs to keep. :raises PlanItemOver: :raises WordsMissing: no reason.
    :raises MovedTooFar: neither its year nor the next. :raises MovedNowhere: the same day, or one that is over.
    """
    said = clean_line(why)[:200]
    if not said:
        raise WordsMissing(fields=["why"])
    with transaction.atomic():
        row = _kept(actor, pk)
        if due_on.year not in (row.year, row.year + 1):
            raise MovedTooFar(year=row.year, next=row.year + 1)
        if due_on == row.due_on or due_on < local(at).date():
            raise MovedNowhere
        before, matter = row.due_on, row.supervised
        if due_on.year == row.year:
            row.due_on = due_on
            row.save(update_fields=["due_on"])
        else:
            row = _carry(row, at, due_on, said)
        made = PlanMove.objects.create(item=row, before=before, after=due_on, why=said, at=at)
        if matter is not None and matter.is_open:
            _tell_moved(row, matter, made)
    return row


def _carry(row: PlanItem, at: datetime, due_on: date, why: str) -> PlanItem:
    """End an item in its year and lay it anew in the next, with the matter that supervises it if that is open."""
    watched = row.supervised if row.supervised is not None and row.supervised.is_open else None
    made = PlanItem.objects.create(
        organisation=row.organisation,
        year=due_on.year,
        what=row.what,
        who=row.who,
        due_on=due_on,
        proof=row.proof,
        laid_at=at,
        supervised=watched,
    )
    row.carried_on, row.carried_to, row.said = local(at).date(), made, why
    row.save(update_fields=["carried_on", "carried_to", "said"])
    return made


def _tell_moved(row: PlanItem, matter: Case, made: PlanMove) -> None:
    """Tell whoever raises matters at the office that the day of a supervised item was moved."""
    posts = people.live_posts(made.at).filter(unit=row.organisation.office_id, role__in=CENTRE | LEADING)
    notices.tell_accounts(
        account_ids=sorted(set(posts.values_list("account", flat=True))),
        case=matter,
        template="plan_moved",
        key=f"plan:{made.pk}",
        at=made.at,
        unit=str(row.organisation),
    )


def _end(actor: Actor, pk: int, words: str, **day: date) -> PlanItem:
    said = clean_line(words)[:200]
    if not said:
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _kept(actor, pk)
        row.said = said
        for name, value in day.items():
            setattr(row, name, value)
        row.save(update_fields=["said", *day])
    return row


def supervise_plan_item(*, actor: Actor, at: datetime, pk: int, case: Case) -> PlanItem:
    """Note that a late item is supervised: by the matter that was raised about it and that the actor sees.

    :raises NoSuchPlanItem: out of reach. :raises NoSuchCase: no matter of that office. :raises NotLateYet:
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        flow.need_case(actor, case, kind=rules.SUPERVISION, office=row.organisation.office_id)
        is_watched = row.supervised is not None and row.supervised.is_open
        standing = rules.standing(row.due_on, local(at).date())
        if is_watched or not row.is_open or standing is not rules.Standing.LATE:
            raise NotLateYet
        row.supervised = case
        row.save(update_fields=["supervised"])
    return row


def _kept(actor: Actor, pk: int) -> PlanItem:
    row = _locked(actor, pk)
    if not branches.keeps(actor, row.organisation):
        raise NoSuchPlanItem
    if not row.is_open:
        raise PlanItemOver
    return row


def _locked(actor: Actor, pk: int) -> PlanItem:
    rows = PlanItem.objects.select_for_update(of=("self",)).select_related("organisation__unit", "supervised")
    row = rows.filter(policies.plans(actor), pk=pk).first()
    if row is None:
        raise NoSuchPlanItem
    return row

"""Rating: once a visit, once a matter, by whoever holds its link, and by nobody who works there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.vault import fingerprint, secret_token
from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.kernel.standards.satisfaction import Satisfaction
from linli.pillars.service.counters.models import Ticket, Window
from linli.pillars.service.counters.rules import State
from linli.pillars.service.ratings import queries, rules
from linli.pillars.service.ratings.flow import KIND, RATING
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import Given, RatedAlready, Way


class StaffMayNotRate(Refusal):
    """Who works for the office does not rate, for nobody: neither for themselves nor on a resident's behalf."""


class NotARating(Refusal):
    """Something that is not one of the five levels, or a kind of matter that is not rated."""


class NotRated(Refusal):
    """There is no bad rating here that waits for an answer."""


def matter_token(case: Case) -> str:
    """Return the secret by which whoever raised a matter rates it; their other links do not show it."""
    return secret_token("rating", case.pk)


def tablet_token(window: Window) -> str:
    """Return the secret of a window's tablet. It is shown to whoever sets halls up, not to who sits at the window."""
    return secret_token("tablet", window.pk)


@dataclass(frozen=True, slots=True)
class _About:
    """What is rated: whose work it was, its name, and the row of the rating that names it."""

    office: Unit
    unit: Unit
    name: str
    row: Rating


def rate_visit(
    *,
    actor: Actor,
    at: datetime,
    ticket: Ticket,
    given: Given,
    way: str = Way.PAGE,
    key: uuid.UUID | None = None,
) -> Rating:
    """Rate one visit, or put a slip of the finger right within half an hour.

    :raises StaffMayNotRate: somebody who works there. :raises NotToRateYet: nobody was received yet.
    :raises RatedAlready: it stands. :raises TooLateToRate: a month has passed.
    """
    _need_visitor(actor)
    with transaction.atomic():
        held = (
            Ticket.objects.select_for_update(of=("self",))
            .select_related("hall__unit", "kind")
            .get(pk=ticket.pk)
        )
        found = Rating.objects.filter(ticket=held).select_related("case", "unit", "office").first()
        if found is None and queries.is_rated_as_matter(held):
            raise RatedAlready
        # Who waited in vain until the doors closed has something to say too; who left by themselves was not received.
        ended = held.ended_at if held.state == State.FINISHED or held.why_left == Ticket.Why.CLOSED else None

        def about() -> _About:
            unit = held.hall.unit
            row = Rating(ticket=held, item=held.matter, way=way)
            return _About(orgs.office_of(orgs.line_up(unit)) or unit, unit, held.kind.name, row)

        return _rate(actor, at, found, ended, given, about, key)


def rate_matter(
    *, actor: Actor, at: datetime, case: Case, given: Given, way: str = Way.PAGE, key: uuid.UUID | None = None
) -> Rating:
    """Rate one matter that has ended, or put a slip of the finger right within half an hour.

    :raises StaffMayNotRate: somebody who works there. :raises NotARating: a kind that is not rated.
    :raises NotToRateYet: it has not ended. :raises RatedAlready: it stands. :raises TooLateToRate: a month has passed.
    """
    _need_visitor(actor)
    matter = rules.MATTERS.get(case.kind)
    if matter is None:
        raise NotARating
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("office", "holder").get(pk=case.pk)
        found = Rating.objects.filter(matter=held).select_related("case", "unit", "office").first()
        if found is None and queries.is_rated_as_visit(held):
            raise RatedAlready

        def about() -> _About:
            unit = next(iter(orgs.line_of(matter.unit_id(held))), held.holder)
            return _About(
                held.office, unit, matter.name(held), Rating(matter=held, item=matter.item(held), way=way)
            )

        return _rate(actor, at, found, held.closed_at, given, about, key)


def _need_visitor(actor: Actor) -> None:
    if actor.kind in (ActorKind.STAFF, ActorKind.SYSTEM):
        raise StaffMayNotRate


def _rate(
    actor: Actor,
    at: datetime,
    found: Rating | None,
    ended: datetime | None,
    given: Given,
    about: Callable[[], _About],
    key: uuid.UUID | None,
) -> Rating:
    """Write a rating, or the change of one; under the lock of what is rated."""
    if given.level not in set(Satisfaction):
        raise NotARating
    if found is not None and key is not None and found.key == key:
        return found
    if found is not None:
        return _change(actor, at, found, given, key)
    if refusal := rules.why_not(ended_at=ended, at=at):
        raise refusal
    told = about()
    row = told.row
    row.office, row.unit, row.rated_at, row.key = told.office, told.unit, at, key
    row.level = row.first_level = given.level
    _fill(row, given)
    if row.is_bad:
        row.case = _open(actor, at, row, told)
    row.save(force_insert=True)
    return row


def _fill(row: Rating, given: Given) -> None:
    row.marks = [mark.value for mark in rules.kept(given.marks, is_visit=row.is_visit)]
    row.words = given.words.strip()[: rules.MOST_WORDS]
    phone = normalise_phone(given.phone) if given.phone and rules.is_bad(given.level) else ""
    row.phone = phone or None
    row.phone_print = fingerprint(phone, "phone") if phone else None
    row.is_anonymous = given.is_anonymous


def _open(actor: Actor, at: datetime, row: Rating, told: _About) -> Case:
    with translation.override("zh-hans"):
        title = gettext("%(level)s：%(name)s") % {"level": Satisfaction(row.level).label, "name": told.name}
    return opening.open_case(
        KIND,
        actor=actor,
        at=at,
        area=told.unit if told.unit.is_territory else told.office,
        office=told.office,
        holder=told.unit,
        title=title,
        state="received",
        slot="call",
        limits=deadlines.limits_for(RATING, told.office, "", {}),
        said=Said(data={"level": row.level}),
        channel=row.way,
        can_be_asked=True,
        beside=lambda case: (),
    )


def _change(actor: Actor, at: datetime, row: Rating, given: Given, key: uuid.UUID | None) -> Rating:
    state = row.case.state if row.case and row.case.is_open else ""
    over = row.case is not None and not row.case.is_open
    if over or not rules.may_change(rated_at=row.rated_at, at=at, state=state):
        raise RatedAlready
    row.level, row.changed_at, row.key = given.level, at, key or row.key
    _fill(row, given)
    if row.case is None and row.is_bad:
        row.case = _open(actor, at, row, _About(row.office, row.unit, _name(row), row))
    elif row.case is not None and row.is_bad:
        said = Said(data={"level": row.level})
        make_move("change", said=said, as_reporter=True, actor=actor, number=row.case.number, at=at)
    elif row.case is not None:

        def end(t: Turn) -> None:
            t.case.end_reason = "changed"

        make_move("withdraw", end, as_reporter=True, actor=actor, number=row.case.number, at=at)
    row.save()
    return row


def _name(row: Rating) -> str:
    if row.ticket is not None:
        return row.ticket.kind.name
    return rules.MATTERS[row.matter.kind].name(row.matter) if row.matter is not None else ""


def confirm_rating(
    *, actor: Actor, at: datetime, rating: Rating, solved: bool, key: uuid.UUID | None = None
) -> Case:
    """Say, as whoever rated, whether what was answered solved it. Not solved reopens once, at the office.

    The level stays what it was: nobody is asked to take a bad word back.

    :raises StaffMayNotRate: somebody who works there. :raises NotRated: there is nothing to say this of.
    """
    _need_visitor(actor)
    if rating.case is None:
        raise NotRated

    def do(t: Turn) -> None:
        t.say(solved=solved)
        Rating.objects.filter(pk=rating.pk).update(solved=solved)
        if t.move.target == "contacted":
            t.case.reopened_count += 1
            t.case.settled_at, t.case.is_answered = None, False
            t.case.resolve_by = t.case.due_at

    return make_move(
        "confirm",
        do,
        as_reporter=True,
        known={"solved": solved},
        actor=actor,
        number=rating.case.number,
        at=at,
        key=key,
    )

"""Taking somebody up, their groups, their level: by those who answer for the ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import GROUPS, CareGroup, Level, Mark
from linli.pillars.service.care import policies, rules
from linli.pillars.service.care.models import CareNote, CarePerson, Membership, VisitInterval
from linli.pillars.service.care.policies import NoSuchPerson

Basis = Membership.Basis


class NotYourGround(Refusal):
    """The grid is none, or somebody else answers for it."""


class NoSuchGroup(Refusal):
    """Not a group that anybody is looked after in."""


class ConsentMissing(Refusal):
    """The group asks for the person's own word, or a guardian's, and nobody says how it was given."""


class AlreadyInGroup(Refusal):
    """They stand in it."""


class CareReasonMissing(Refusal):
    """A level or an end without a reason."""


class ReviewTooLate(Refusal):
    """A level must be looked at again, within half a year and not before today."""


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground somebody is put into a group."""

    group: str
    basis: str = Basis.DUTY.value
    words: str = ""


def person_print(name: str, phone: str, grid: Unit) -> bytes:
    """Return the keyed digest of a person on a list; without a number the grid keeps namesakes apart."""
    return fingerprint(f"{name}/{phone or grid.pk}", "care.person")


def own_days_of(office_id: int) -> dict[str, int]:
    """Return an office's own intervals. One query."""
    return dict(VisitInterval.objects.filter(office_id=office_id).values_list("level", "days"))


def take_up(
    *, actor: Actor, at: datetime, grid: Unit, name: str, phone: str, door: str, grounds: Iterable[Ground]
) -> CarePerson:
    """Write somebody down with their groups. Who stands there already gets the groups they lack.

    :raises NotYourGround: :raises NoSuchGroup: :raises ConsentMissing:
    """
    _check_ground(actor, grid)
    office = orgs.office_of(orgs.line_up(grid))
    if office is None:
        raise NotYourGround
    with transaction.atomic():
        print_ = person_print(name, phone, grid)
        person = CarePerson.objects.select_for_update().filter(office=office, print=print_).first()
        if person is None:
            day = local(at).date()
            source = f"关爱名单 {day:%Y-%m-%d}"
            resident = people.note_resident(name=name, phone=phone, source=source, at=at)
            known = CarePerson.objects.filter(resident=resident).first()
            if known is not None and known.office_id != office.pk:
                raise NotYourGround
            person = known or CarePerson(office=office, resident=resident, since=day)
            person.print, person.door, person.grid = print_, door, grid
            person.save()
        for ground in grounds:
            try:
                _join(actor, at, person, ground)
            except AlreadyInGroup:
                continue
        _settle(person)
    return person


def add_group(*, actor: Actor, at: datetime, person_id: int, ground: Ground) -> Membership:
    """Put somebody into a further group.

    :raises NoSuchPerson: :raises NoSuchGroup: :raises ConsentMissing: :raises AlreadyInGroup:
    """
    with transaction.atomic():
        person = whole(actor, person_id)
        made = _join(actor, at, person, ground)
        _settle(person)
    return made


def end_group(*, actor: Actor, at: datetime, person_id: int, membership_id: int, reason: str) -> None:
    """Say that somebody belongs to a group no more; after its time the membership is erased.

    :raises NoSuchPerson: :raises CareReasonMissing:
    """
    with transaction.atomic():
        person = whole(actor, person_id)
        row = Membership.objects.filter(pk=membership_id, person=person, until=None).first()
        if row is None:
            raise NoSuchPerson
        if len(reason.strip()) < rules.LEAST_REASON:
            raise CareReasonMissing
        row.until, row.end_reason = local(at).date(), reason.strip()
        row.save(update_fields=["until", "end_reason"])
        if not Membership.objects.filter(person=person, until=None).exists():
            person.level, person.due_at, person.level_at, person.review_on = "", None, None, None
            person.visits_since = person.changed_at = None
            person.pairs.filter(until=None).update(until=local(at).date())
        _settle(person)


def move_person(*, actor: Actor, at: datetime, person_id: int, grid: Unit, door: str) -> CarePerson:
    """Write down that somebody lives elsewhere now: in a grid of one's own ground.

    :raises NoSuchPerson: :raises NotYourGround:
    """
    with transaction.atomic():
        person = whole(actor, person_id)
        _check_ground(actor, grid)
        if f"/{person.office_id}/" not in grid.path:
            raise NotYourGround
        person.grid, person.door = grid, door
        person.save(update_fields=["grid", "door"])
    return person


def set_level(
    *, actor: Actor, at: datetime, person_id: int, level: str, reason: str, review_on: date | None = None
) -> CarePerson:
    """Set how often somebody is visited, for a reason, until somebody looks at it again.

    :raises NoSuchPerson: :raises CareReasonMissing: :raises ReviewTooLate:
    """
    reason, today = reason.strip(), local(at).date()
    if len(reason) < rules.LEAST_REASON:
        raise CareReasonMissing
    last = today + timedelta(days=rules.REVIEW_DAYS)
    review_on = review_on or last
    if not today < review_on <= last:
        raise ReviewTooLate(day=last.isoformat())
    with transaction.atomic():
        person = whole(actor, person_id)
        if not Membership.objects.filter(person=person, until=None).exists():
            raise NoSuchGroup
        before = person.due_at
        person.level, person.level_at, person.review_on = Level(level).value, at, review_on
        person.visits_since = person.visits_since or at
        reckon(person, before)
        _settle(person)
        CareNote.objects.create(
            person=person, what=CareNote.What.LEVEL, level=level, words=reason, at=at, by_id=actor.account_id
        )
    return person


def set_interval(*, actor: Actor, at: datetime, office: Unit, level: str, days: int, basis: str) -> None:
    """Visit more often than the rule asks, in a whole office; 0 goes back to the rule. Whoever is owed hears at once.

    :raises NotYourGround: not their office.
    """
    if not any(p.unit_id == office.pk and p.role == "system_admin" for p in actor.posts):
        raise NotYourGround
    with transaction.atomic():
        if days <= 0:
            VisitInterval.objects.filter(office=office, level=level).delete()
        else:
            VisitInterval.objects.update_or_create(
                office=office, level=level, defaults={"days": days, "basis": basis}
            )
        rows = CarePerson.objects.select_for_update().filter(office=office, level=level).order_by("pk")
        own = own_days_of(office.pk)
        for person in rows:
            reckon(person, person.due_at, own)
            person.save(update_fields=["due_at"])


# --- the parts ----------------------------------------------------------------------------------------------


def reckon(person: CarePerson, before: datetime | None = None, own: dict[str, int] | None = None) -> None:
    """Say anew until when the next visit is owed. One query for the office's own intervals, unless they are given."""
    if not person.level or person.level_at is None or person.visits_since is None:
        person.due_at = None
        return
    person.due_at = rules.due_at(
        Level(person.level),
        since=person.visits_since,
        set_at=person.level_at,
        seen_at=person.seen_at,
        changed_at=person.changed_at,
        before=before,
        own_days=own if own is not None else own_days_of(person.office_id),
    )


def locked(actor: Actor, person_id: int) -> CarePerson:
    """Return somebody an actor may know of, locked.

    :raises NoSuchPerson: absent, or not theirs to know.
    """
    rows = CarePerson.objects.select_for_update(of=("self",)).select_related("grid", "resident")
    person = rows.filter(pk=person_id).first()
    if person is None or not policies.reaches(actor, person):
        raise NoSuchPerson
    return person


def whole(actor: Actor, person_id: int) -> CarePerson:
    """Return somebody on a ground that an actor answers for, locked; grid workers visit and decide nothing.

    :raises NoSuchPerson: absent, or not theirs.
    """
    person = locked(actor, person_id)
    if not actor.is_system and not policies.knows_all(policies.reach_of(actor), person.grid):
        raise NoSuchPerson
    return person


def _check_ground(actor: Actor, grid: Unit) -> None:
    if grid.kind != UnitKind.GRID or not grid.is_active:
        raise NotYourGround
    if not actor.is_system and not policies.knows_all(policies.reach_of(actor), grid):
        raise NotYourGround


def _join(actor: Actor, at: datetime, person: CarePerson, ground: Ground) -> Membership:
    group = GROUPS.get(ground.group)
    if group is None:
        raise NoSuchGroup
    words = ground.words.strip()
    if not _is_grounded(group, ground.basis, words):
        raise ConsentMissing(group=group.name)
    print_ = policies.group_print(group.code)
    if Membership.objects.filter(person=person, group_print=print_, until=None).exists():
        raise AlreadyInGroup(group=group.name)
    return Membership.objects.create(
        person=person,
        group=group.code,
        group_print=print_,
        basis=ground.basis,
        ground=words or group.ground,
        since=local(at).date(),
        noted_by_id=actor.account_id,
    )


def _is_grounded(group: CareGroup, basis: str, words: str) -> bool:
    """Say whether the ground suffices: consent where the group asks for it, told how; a guardian's for a child."""
    if group.mark is Mark.MINOR:
        return basis == Basis.DUTY or (basis == Basis.GUARDIAN and bool(words))
    if group.asks_consent:
        return basis in (Basis.CONSENT, Basis.GUARDIAN) and bool(words)
    return basis in Basis.values and (basis == Basis.DUTY or bool(words))


def _settle(person: CarePerson) -> None:
    codes = [row.group for row in Membership.objects.filter(person=person, until=None)]
    person.is_for_ground = policies.is_for_ground([GROUPS[code] for code in codes], person.level)
    person.save()

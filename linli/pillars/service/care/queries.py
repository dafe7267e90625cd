"""Reads about care: lists of one's ground, masked; one person's page; figures without names; open wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.queries import live_posts
from linli.base.people.revealing import Found
from linli.base.people.vault import fingerprint
from linli.kernel.clock import local
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.standards.care_groups import GROUPS, CareGroup
from linli.pillars.service.care import policies
from linli.pillars.service.care.models import CareNote, CarePerson, Membership, Pair, Visit, Wish
from linli.pillars.service.care.policies import NoSuchPerson, Reach
from linli.pillars.service.care.rules import next_duty

PAGE = 50
MOST_PAIRS = 200
SHOWN_VISITS = 6
VIEWS = ("due", "late", "review", "pairs", "all")
REVEALED = "care.CarePerson"
FIELDS = ("name", "phone", "door")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in a list: masked, with the groups that the reader may know of."""

    id: int
    name: str
    grid: str
    community: str
    groups: tuple[CareGroup, ...]
    level: str
    due_at: datetime | None
    seen_at: datetime | None
    is_late: bool
    is_change: bool
    since: date


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A group somebody belongs to, on what ground."""

    id: int
    group: CareGroup
    basis: str
    ground: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that an actor may know of somebody."""

    person: CarePerson
    name: str
    phone: str
    has_door: bool
    memberships: tuple[MembershipRow, ...]
    visits: tuple[Visit, ...]
    notes: tuple[CareNote, ...]
    pairs: tuple[Pair, ...]
    wishes: tuple[Wish, ...]
    decides: bool


def people(
    *,
    actor: Actor,
    at: datetime,
    view: str = "due",
    group: str = "",
    grid_id: int | None = None,
    until: datetime | None = None,
    after: int = 0,
    size: int = PAGE,
    phone: str = "",
) -> tuple[list[PersonRow], int]:
    """List people an actor may know of, whoever is owed a visit first by when it is owed; and how many there are.

    Three queries, one more for a section of the office. `until` is the moment up to which “due” looks.
    """
    reach = policies.reach_of(actor)
    rows = selected(actor, reach, at, view=view, group=group, grid_id=grid_id, until=until)
    if phone:
        rows = rows.filter(resident__phone_print=fingerprint(phone, "phone"))
    count = rows.count()
    rows = rows.select_related("grid__parent", "resident").prefetch_related(_live())
    return [_row(person, reach, at) for person in rows[after : after + size]], count


def selected(
    actor: Actor,
    reach: Reach,
    at: datetime,
    *,
    view: str,
    group: str = "",
    grid_id: int | None = None,
    until: datetime | None = None,
) -> QuerySet[CarePerson]:
    """Select what a list shows; its export and its count take the same."""
    rows = CarePerson.objects.filter(policies.reachable(actor, reach))
    if view == "due":
        rows = rows.filter(due_at__isnull=False, due_at__lte=until or at)
    elif view == "late":
        rows = rows.filter(due_at__lt=at)
    elif view == "review":
        rows = rows.filter(review_on__lte=local(at).date())
    elif view == "pairs":
        owed = Pair.objects.filter(person=OuterRef("pk"), until=None, due_on__lte=_month_end(at))
        rows = rows.filter(Exists(owed))
    if grid_id:
        rows = rows.filter(grid__path__contains=f"/{grid_id}/")
    if group in GROUPS:
        # Of people whose group an actor may not know, none is found by it either.
        known = Q(pk__in=[])
        for pk in sorted(reach.whole):
            known |= Q(grid__path__contains=f"/{pk}/")
        if GROUPS[group].sees == "ground" or actor.is_system:
            known = Q()
        member = Membership.objects.filter(
            person=OuterRef("pk"), group_print=policies.group_print(group), until=None
        )
        rows = rows.filter(known, Exists(member))
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def _month_end(at: datetime) -> date:
    return next_duty(local(at).date(), None)


def _live() -> Prefetch[Any]:
    return Prefetch("memberships", Membership.objects.filter(until=None).order_by("pk"), to_attr="live")


def _row(person: CarePerson, reach: Reach, at: datetime) -> PersonRow:
    known = policies.groups_known(reach, person.grid)
    live: Sequence[Membership] = person.live  # type: ignore[attr-defined]
    changed = person.changed_at
    return PersonRow(
        id=person.pk,
        name=mask_name(person.resident.name),
        grid=str(person.grid),
        community=str(person.grid.parent or ""),
        groups=tuple(GROUPS[m.group] for m in live if m.group in known),
        level=person.level,
        due_at=person.due_at,
        seen_at=person.seen_at,
        is_late=person.due_at is not None and person.due_at < at,
        is_change=changed is not None and (person.seen_at is None or person.seen_at < changed),
        since=person.since,
    )


def counts(*, actor: Actor, at: datetime, until: datetime) -> dict[str, int]:
    """Count the people of each view. One query, one more for a section of the office."""
    reach, today = policies.reach_of(actor), local(at).date()
    owed = Pair.objects.filter(person=OuterRef("pk"), until=None, due_on__lte=_month_end(at))
    found = CarePerson.objects.filter(policies.reachable(actor, reach)).aggregate(
        due=Count("pk", filter=Q(due_at__lte=until)),
        late=Count("pk", filter=Q(due_at__lt=at)),
        review=Count("pk", filter=Q(review_on__lte=today)),
        pairs=Count("pk", filter=Exists(owed)),
        all=Count("pk"),
    )
    return {view: int(found[view]) for view in VIEWS}


def person_page(*, actor: Actor, pk: int, at: datetime) -> PersonPage:
    """Give what an actor may know of somebody. Seven queries.

    :raises NoSuchPerson:
    """
    reach = policies.reach_of(actor)
    rows = CarePerson.objects.select_related("grid__parent", "resident", "office")
    person = rows.filter(policies.reachable(actor, reach), pk=pk).first()
    if person is None:
        raise NoSuchPerson
    known = policies.groups_known(reach, person.grid)
    decides = actor.is_system or policies.knows_all(reach, person.grid)
    memberships = [m for m in person.memberships.order_by("until", "pk") if decides or m.until is None]
    return PersonPage(
        person=person,
        name=mask_name(person.resident.name),
        phone=mask_phone(person.resident.phone) if person.resident.phone else "",
        has_door=bool(person.door),
        memberships=tuple(
            MembershipRow(
                m.pk, GROUPS[m.group], str(Membership.Basis(m.basis).label), m.ground, m.since, m.until
            )
            for m in memberships
            if m.group in known
        ),
        visits=tuple(person.visits.select_related("by", "case", "pair__unit").order_by("-at", "-pk")[:20]),
        notes=tuple(person.notes.select_related("by").order_by("-at", "-pk")[:10]),
        pairs=tuple(person.pairs.filter(until=None).select_related("unit", "account").order_by("pk")),
        wishes=tuple(person.wishes.select_related("taken_by").order_by("-published_at")[:10]),
        decides=decides,
    )


def export(
    *, actor: Actor, at: datetime, view: str, group: str, grid_id: int | None, until: datetime, most: int
) -> list[PersonRow]:
    """Give the rows of a list for its sheet: the same selection, masked. Three queries."""
    rows, _count = people(actor=actor, at=at, view=view, group=group, grid_id=grid_id, until=until, size=most)
    return rows


def grounds(*, actor: Actor) -> list[Unit]:
    """List the grids that an actor may put people into. One query, one more for a section of the office."""
    reach = policies.reach_of(actor)
    found = Q(pk__in=[])
    for pk in sorted(reach.whole):
        found |= Q(path__contains=f"/{pk}/")
    return list(
        Unit.objects.filter(found, kind="grid", is_active=True).select_related("parent").order_by("path")
    )


def open_wishes(*, office: Unit | None = None, skills: Sequence[str] = (), size: int = PAGE) -> list[Wish]:
    """List wishes that wait for somebody, the oldest first, without whose they are; by skill where asked. One query."""
    rows = Wish.objects.filter(state=Wish.State.OPEN)
    if office is not None:
        rows = rows.filter(office=office)
    if skills:
        rows = rows.filter(skill__in=list(skills))
    return list(rows.defer("person").select_related("office").order_by("published_at", "pk")[:size])


def wishes_taken_by(*, account: Account) -> list[Wish]:
    """List the wishes somebody took and has not yet fulfilled, or whose person has not been asked yet. One query."""
    states = (Wish.State.TAKEN, Wish.State.FULFILLED)
    rows = Wish.objects.filter(taken_by=account, state__in=states).select_related("office")
    return list(rows.order_by("taken_until", "pk"))


def find_person(actor: Actor, id: int, field: str) -> Found | None:
    """Give a hidden value of somebody to those who may know of them; None otherwise. The access is logged outside."""
    person = CarePerson.objects.select_related("grid", "resident").filter(pk=id).first()
    if person is None:
        return None
    if not policies.reaches(actor, person) and not person.pairs.filter(policies.helped(actor)).exists():
        return None
    resident = person.resident
    value = person.door if field == "door" else getattr(resident, field)
    if not value:
        return None
    print_ = bytes(resident.phone_print) if resident.phone_print else None
    return Found(value, person_id=resident.account_id, person_print=print_)


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here: groups, grounds, visits and what was found, helpers, wishes."""
    found: list[Mapping[str, Any]] = []
    visits: list[Mapping[str, Any]] = []
    wishes: list[Mapping[str, Any]] = []
    for person in CarePerson.objects.filter(resident__account=account):
        found += [
            {
                "group": GROUPS[m.group].name,
                "purpose": GROUPS[m.group].purpose,
                "ground": m.ground,
                "since": m.since,
                "until": m.until,
            }
            for m in person.memberships.order_by("pk")
        ]
        visits += [
            {
                "at": v.at,
                "how": str(v.get_way_display()),
                "outcome": str(v.get_outcome_display()),
                "found": v.found,
            }
            for v in person.visits.order_by("at")
        ]
        wishes += [
            {"wish": w.words, "state": str(w.get_state_display()), "at": w.published_at}
            for w in person.wishes.order_by("pk")
        ]
    return {"care": found, "care_visits": visits, "care_wishes": wishes}


def wishes_of(*, actor: Actor, size: int = PAGE) -> list[Wish]:
    """List the wishes of people an actor may know of that are not over; those to be confirmed first. One query."""
    reach = policies.reach_of(actor)
    known = CarePerson.objects.filter(policies.reachable(actor, reach))
    rows = Wish.objects.filter(person__in=known).exclude(
        state__in=[Wish.State.CONFIRMED, Wish.State.WITHDRAWN]
    )
    rows = rows.select_related("person__grid", "person__resident", "taken_by")
    return list(rows.order_by(F("fulfilled_at").desc(nulls_last=True), "published_at")[:size])


def people_at(*, actor: Actor, household_ids: Sequence[int]) -> list[tuple[int, int, str, datetime | None]]:
    """List who is looked after behind some doors, as far as an actor may know: door, id, masked name, due. One query."""
    rows = CarePerson.objects.filter(
        policies.reachable(actor), resident__household__in=household_ids, resident__erased_at=None
    ).select_related("resident")
    return [
        (row.resident.household_id or 0, row.pk, mask_name(row.resident.name), row.due_at)
        for row in rows.order_by("pk")
    ]


# --- for who is paired with a household ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairRow:
    """A household as its helper sees it: masked, where, and whether this month's visit is still owed."""

    id: int
    person_id: int
    name: str
    phone: str
    has_door: bool
    community: str
    grid: str
    unit: str
    due_on: date
    is_owed: bool
    is_late: bool
    visits: tuple[Visit, ...]


def pairs_of(*, actor: Actor, at: datetime, size: int = MOST_PAIRS) -> list[PairRow]:
    """List the households an actor goes to as a helper, those still owed this month first. Two queries.

    Of the person it says nothing but what one needs to go there; of earlier visits only those of the pair itself.
    """
    rows = Pair.objects.filter(policies.helped(actor)).select_related(
        "person__resident", "person__grid__parent", "unit"
    )
    rows = rows.prefetch_related(
        Prefetch("visits", Visit.objects.select_related("by").order_by("-at", "-pk"), to_attr="paid")
    )
    month = _month_end(at)
    today = local(at).date()
    return [_pair_row(pair, month, today) for pair in rows.order_by("due_on", "pk")[:size]]


def _pair_row(pair: Pair, month: date, today: date) -> PairRow:
    person, resident = pair.person, pair.person.resident
    paid: Sequence[Visit] = pair.paid  # type: ignore[attr-defined]
    return PairRow(
        id=pair.pk,
        person_id=person.pk,
        name=mask_name(resident.name),
        phone=mask_phone(resident.phone) if resident.phone else "",
        has_door=bool(person.door),
        community=str(person.grid.parent or ""),
        grid=str(person.grid),
        unit=str(pair.unit),
        due_on=pair.due_on,
        is_owed=pair.due_on <= month,
        is_late=pair.due_on < today,
        visits=tuple(paid[:SHOWN_VISITS]),
    )


def helpers_near(*, office: Unit, at: datetime) -> list[tuple[Unit, list[Account]]]:
    """List the units of an office that can be paired with a household, and who may be named for each. Two queries."""
    units = Unit.objects.filter(path__startswith=office.path, kind__in=policies.HELPERS, is_active=True)
    people: dict[int, list[Account]] = {}
    posts = live_posts(at).filter(unit__in=units).select_related("account", "unit")
    for post in posts.order_by("account__name", "pk"):
        if policies.goes(post.unit.kind, Role(post.role)) and post.account.is_active:
            people.setdefault(post.unit_id, []).append(post.account)
    return [(unit, people.get(unit.pk, [])) for unit in units.order_by("kind", "order", "pk")]

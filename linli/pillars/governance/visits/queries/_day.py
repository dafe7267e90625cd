"""Which doors are owed a visit, in which order to walk to them, and one door's page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from linli.base.people.actors import Actor
from linli.base.people.models import Household, Resident
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.standards.visit_plans import DAY_DOORS
from linli.pillars.governance.visits import policies
from linli.pillars.governance.visits.models import Ask, Change, Home, Plan, Visit
from linli.pillars.governance.visits.policies import NoSuchHome
from linli.pillars.governance.visits.rules import route

PAGE: Final = 50
AHEAD: Final = timedelta(days=7)
VIEWS: Final = ("due", "late", "seen", "all")
_SEEN_WITHIN: Final = timedelta(days=182)
_DOOR: Final = re.compile(r"^(?P<house>.+?)(?P<stairwell>\d{1,2})\s*单元\s*(?P<room>\d{2,5})\s*室?$")
_FILLING: Final = re.compile(r"[\s号楼栋幢#，,、\-—]")


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door in a list; nobody's name."""

    id: int
    door: str
    grid: str
    community: str
    use: str
    due_on: date
    seen_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """A stop of the day's way: a building, its doors in the order of the stairs, how far from the stop before."""

    number: int
    building: str
    metres: int
    doors: tuple[DoorRow, ...]


@dataclass(frozen=True, slots=True)
class AskRow:
    """A visit that a resident asked for and nobody has made yet."""

    number: str
    title: str
    place: str
    grid: str
    filed_at: datetime
    resolve_by: datetime | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """One door: who lives there (masked), visits, what was put right."""

    household: Household
    home: Home | None
    residents: tuple[tuple[int, str, str], ...]
    visits: tuple[Visit, ...]
    changes: tuple[Change, ...]


def _selected(actor: Actor, at: datetime, view: str, grid_id: int | None = None) -> QuerySet[Home]:
    today = clock.local(at).date()
    rows = Home.objects.filter(policies.reachable(actor))
    if view == "due":
        rows = rows.filter(due_on__lte=today + AHEAD)
    elif view == "late":
        rows = rows.filter(due_on__lt=today)
    elif view == "seen":
        rows = rows.filter(seen_on__gt=today - _SEEN_WITHIN)
    if grid_id:
        rows = rows.filter(household__building__grid__path__contains=f"/{grid_id}/")
    return rows.order_by("due_on", "pk")


def _whole(rows: QuerySet[Home]) -> QuerySet[Home]:
    return rows.select_related("household__building__compound", "household__building__grid__parent")


def doors(
    *, actor: Actor, at: datetime, view: str, grid_id: int | None = None, after: int = 0, size: int = PAGE
) -> tuple[list[DoorRow], int]:
    """List doors, whoever is owed longest first, and count them. Two queries."""
    rows = _selected(actor, at, view, grid_id)
    today = clock.local(at).date()
    return [_row(one, today) for one in _whole(rows)[after : after + size]], rows.count()


def export_doors(
    *, actor: Actor, at: datetime, view: str, grid_id: int | None = None, most: int
) -> Iterable[DoorRow]:
    """Give the rows of a list for a sheet: the same doors in the same order. One query."""
    today = clock.local(at).date()
    return (_row(one, today) for one in _whole(_selected(actor, at, view, grid_id))[:most])


def counts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Count the doors of each view. One query."""
    today = clock.local(at).date()
    return Home.objects.filter(policies.reachable(actor)).aggregate(
        due=Count("pk", filter=Q(due_on__lte=today + AHEAD)),
        late=Count("pk", filter=Q(due_on__lt=today)),
        seen=Count("pk", filter=Q(seen_on__gt=today - _SEEN_WITHIN)),
        all=Count("pk"),
    )


def _row(home: Home, today: date) -> DoorRow:
    grid = home.household.building.grid
    return DoorRow(
        id=home.household_id,
        door=str(home.household),
        grid=str(grid),
        community=str(grid.parent or ""),
        use=str(home.get_use_display()),
        due_on=home.due_on,
        seen_on=home.seen_on,
        is_late=home.due_on < today,
    )


def day_way(
    *, actor: Actor, at: datetime, grid_id: int | None = None, first_building: int | None = None
) -> tuple[tuple[DayRow, ...], int]:
    """Propose a day's way: the doors owed longest, as many as a day holds, in a short order from house to house.

    Whoever is owed longest is in it, wherever they live; only the order is by distance. It begins at the house of the door
    owed longest, or at one somebody chose. Also returns its length in metres. Two queries; nothing is kept.
    """
    homes = list(_whole(_selected(actor, at, "due", grid_id))[: _day_doors(actor)])
    if not homes:
        return (), 0
    today = clock.local(at).date()
    houses: dict[int, list[Home]] = {}
    for home in homes:
        houses.setdefault(home.household.building_id, []).append(home)
    ids = list(houses)
    if first_building in houses:
        ids.remove(first_building)
        ids.insert(0, first_building)
    points = [(houses[pk][0].household.building.lon, houses[pk][0].household.building.lat) for pk in ids]
    order = route.walk(points)
    rows = []
    for number, i in enumerate(order, 1):
        before = points[order[number - 2]] if number > 1 else points[i]
        inside = sorted(houses[ids[i]], key=_up_the_stairs)
        rows.append(
            DayRow(
                number=number,
                building=str(inside[0].household.building),
                metres=round(route.metres(before, points[i])),
                doors=tuple(_row(one, today) for one in inside),
            )
        )
    return tuple(rows), round(route.length(points, order))


def _up_the_stairs(home: Home) -> tuple[int, int, str]:
    door = home.household
    return door.stairwell, door.floor or 0, door.room


def _day_doors(actor: Actor) -> int:
    lines = {pk for post in actor.posts for pk in post.line}
    found = Plan.objects.filter(office__in=lines).values_list("day_doors", flat=True).first()
    return found or DAY_DOORS


def open_asks(*, actor: Actor, at: datetime) -> list[AskRow]:
    """List visits that residents asked for on one's ground and that nobody made yet, oldest first. One query."""
    found = Q(pk__in=[])
    for ground in policies.grounds(actor):
        found |= Q(area__path__contains=f"/{ground}/")
    rows = Ask.objects.filter(found, visit=None, case__is_open=True).select_related("case", "area")
    return [
        AskRow(
            row.case.number, row.case.title, row.case.place_words, str(row.area), row.case.filed_at, row.case.resolve_by
        )
        for row in rows.order_by("case__filed_at")[:PAGE]
    ]  # fmt: skip


def home_page(*, actor: Actor, household_id: int) -> HomePage:
    """Give one door's page. Four queries.

    :raises NoSuchHome: absent, or not on the actor's ground.
    """
    door = (
        Household.objects.select_related("building__grid__parent", "building__compound", "home")
        .filter(pk=household_id)
        .first()
    )
    if door is None or set(policies.grounds(actor)).isdisjoint(door.building.grid.line):
        raise NoSuchHome
    home = getattr(door, "home", None)
    live = Resident.objects.filter(household=door, erased_at=None).order_by("pk")
    visits = (
        Visit.objects.filter(home=home).select_related("by", "case").order_by("-at")[:PAGE] if home else ()
    )
    changes = (
        Change.objects.filter(visit__home=home).select_related("by").order_by("-at")[:PAGE] if home else ()
    )
    return HomePage(
        household=door,
        home=home,
        residents=tuple((row.pk, mask_name(row.name), mask_phone(row.phone)) for row in live),
        visits=tuple(visits),
        changes=tuple(changes),
    )


def is_on_ones_ground(*, actor: Actor, household_id: int) -> bool:
    """Say whether somebody visits a door. One query."""
    door = Household.objects.select_related("building__grid").filter(pk=household_id).first()
    return door is not None and not set(policies.grounds(actor)).isdisjoint(door.building.grid.line)


def household_by_words(*, actor: Actor, words: str) -> Household | None:
    """Find the one door on an actor's ground that words mean (house, stairwell, room). One query."""
    said = _DOOR.match(words.strip()[:60])
    if said is None:
        return None
    found = Q(pk__in=[])
    for ground in policies.grounds(actor):
        found |= Q(building__grid__path__contains=f"/{ground}/")
    rows = Household.objects.filter(
        found, stairwell=int(said["stairwell"]), room=said["room"]
    ).select_related("building__compound")
    wanted = _plain(said["house"])
    return _only([row for row in rows if _plain(str(row.building)) == wanted])


def _only(rows: Sequence[Household]) -> Household | None:
    return rows[0] if len(rows) == 1 else None


def _plain(words: str) -> str:
    return _FILLING.sub("", words)

"""Reads of campaigns and their doors: lists, one with everything that was done there, what registers offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from linli.base.files.models import StoredFile
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.base.places.models import Building, Compound
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import policies, rules
from linli.pillars.governance.campaigns.models import Campaign, Target, TargetMove, TargetPhoto
from linli.pillars.governance.campaigns.rules import Source, Standing
from linli.pillars.governance.inspections.models import Shop

PAGE = 50
VIEWS = ("open", "mine", "stuck", "ended", "all")


class NoSuchCampaign(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchDoor(Refusal):
    """Absent, or out of reach; both look the same."""


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One line of the list of campaigns, with how its doors stand."""

    id: int
    name: str
    kind: str
    unit: str
    from_date: date
    until_date: date
    total: int
    done: int
    exempt: int
    stuck: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One door on the list."""

    id: int
    order: int
    name: str
    address: str
    area: str
    unit: str
    step: str
    since: datetime
    due: date | None
    stuck_since: datetime | None
    decider: str
    outcome: str
    ended_at: datetime | None
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One line of what was done at a door."""

    verb: str
    at: datetime
    who: str
    unit: str
    to: str
    step: str
    words: str
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """What the page of a door shows."""

    target: Target
    row: TargetRow
    moves: tuple[MoveRow, ...]
    next_id: int | None


def grounds_of(office: Unit) -> list[Unit]:
    """List the communities of an office and their grids. One query."""
    kinds = (UnitKind.COMMUNITY, UnitKind.GRID)
    return list(
        Unit.objects.filter(path__startswith=office.path, kind__in=kinds, is_active=True).order_by("path")
    )


def parties_of(office: Unit) -> list[Unit]:
    """List whom an office can have with it: its sections and communities, district departments, companies. One query."""
    below = Q(
        path__startswith=office.path,
        kind__in=[
            UnitKind.OFFICE,
            UnitKind.COMMUNITY,
            UnitKind.DEPARTMENT,
            UnitKind.PROPERTY,
            UnitKind.PARTNER,
        ],
    )
    beside = Q(parent_id=office.parent_id, kind=UnitKind.DEPARTMENT)
    return list(Unit.objects.filter(below | beside, is_active=True).order_by("-kind", "order", "id"))


def deciders_of(campaign: Campaign) -> list[Unit]:
    """List who can be asked to decide or to do something: the office, its unit and parties, communities. One query."""
    asked = Q(pk__in=[campaign.office_id, campaign.unit_id, *campaign.parties])
    below = Q(path__startswith=campaign.office.path, kind__in=[UnitKind.OFFICE, UnitKind.COMMUNITY])
    return list(Unit.objects.filter(asked | below, is_active=True).order_by("path"))


def campaigns_of(*, actor: Actor, is_open: bool = True, size: int = PAGE) -> tuple[CampaignRow, ...]:
    """List the campaigns an actor sees, newest first, each with all its doors counted. One query."""
    rows = Campaign.objects.filter(policies.reachable(actor), closed_at__isnull=is_open).select_related(
        "unit"
    )
    counted = rows.annotate(
        total=Count("targets"),
        done=Count("targets", filter=Q(targets__outcome="done")),
        exempt=Count("targets", filter=Q(targets__outcome="exempt")),
        stuck=Count("targets", filter=Q(targets__stuck_at__isnull=False)),
    )
    return tuple(
        CampaignRow(
            c.pk, c.name, c.kind, str(c.unit), c.from_date, c.until_date, c.total, c.done, c.exempt, c.stuck,
            c.closed_at is None,
        )
        for c in counted.order_by("-opened_at")[:size]
    )  # fmt: skip


def get_campaign(*, actor: Actor, pk: int) -> Campaign:
    """Give a campaign the actor sees. One query.

    :raises NoSuchCampaign:
    """
    rows = Campaign.objects.select_related("office", "unit", "task__case")
    found = rows.filter(policies.reachable(actor), pk=pk).first()
    if found is None:
        raise NoSuchCampaign
    return found


def parties_in(campaign: Campaign) -> list[Unit]:
    """List the units that take part. One query."""
    return list(Unit.objects.filter(pk__in=campaign.parties).order_by("path"))


def _in_view(actor: Actor, view: str, today: date) -> Q:
    match view:
        case "mine":
            return Q(ended_at=None, unit__in=sorted(actor.sight_ids))
        case "stuck":
            return Q(ended_at=None) & (Q(stuck_at__isnull=False) | Q(due_date__lt=today))
        case "ended":
            return Q(ended_at__isnull=False)
        case "all":
            return Q()
        case _:
            return Q(ended_at=None)


def targets_of(
    *,
    actor: Actor,
    campaign: Campaign,
    at: datetime,
    view: str = "open",
    step: int | None = None,
    after: int = 0,
    size: int = PAGE,
) -> tuple[tuple[TargetRow, ...], int | None]:
    """List the doors of a campaign that an actor sees, in their order. One query."""
    today = clock.local(at).date()
    rows = Target.objects.filter(
        policies.reachable_targets(actor), _in_view(actor, view, today), campaign=campaign
    )
    if step is not None:
        rows = rows.filter(step=step, ended_at=None)
    found = list(
        rows.filter(order__gt=after).select_related("area", "unit", "decider").order_by("order")[: size + 1]
    )
    page = tuple(row_of(one, campaign, at) for one in found[:size])
    return page, found[size - 1].order if len(found) > size else None


def row_of(one: Target, campaign: Campaign, at: datetime) -> TargetRow:
    """Say a door as a line."""
    stages = campaign.stages
    standing = Standing(one.step, one.since_at, one.due_date, one.stuck_at, one.ended_at is None)
    return TargetRow(
        id=one.pk,
        order=one.order,
        name=one.name,
        address=one.address,
        area=str(one.area),
        unit=str(one.unit),
        step=stages[one.step].name,
        since=one.since_at,
        due=one.due_date,
        stuck_since=rules.stuck_since(standing, clock.local(at).date(), clock.local(at)),
        decider=str(one.decider or ""),
        outcome=one.outcome,
        ended_at=one.ended_at,
        answers=dict(one.answers or {}),
    )


def by_step(*, actor: Actor, campaign: Campaign) -> tuple[tuple[int, str, int], ...]:
    """Count the open doors on each step, of those an actor sees. One query."""
    rows = Target.objects.filter(policies.reachable_targets(actor), campaign=campaign, ended_at=None)
    found = dict(rows.values_list("step").annotate(n=Count("id")).order_by())
    return tuple((i, stage.name, found.get(i, 0)) for i, stage in enumerate(campaign.stages))


@dataclass(frozen=True, slots=True)
class GroundRow:
    """How the doors of one community stand."""

    name: str
    total: int
    done: int
    exempt: int
    stuck: int

    @property
    def of(self) -> int:
        """Doors that were to be done."""
        return self.total - self.exempt


def by_ground(*, actor: Actor, campaign: Campaign) -> tuple[GroundRow, ...]:
    """Count the doors of each community, of those an actor sees. Two queries."""
    rows = Target.objects.filter(policies.reachable_targets(actor), campaign=campaign).order_by()
    counted = rows.values_list("area").annotate(
        total=Count("id"),
        done=Count("id", filter=Q(outcome="done")),
        exempt=Count("id", filter=Q(outcome="exempt")),
        stuck=Count("id", filter=Q(stuck_at__isnull=False)),
    )
    areas: dict[int, list[int]] = {area: list(numbers) for area, *numbers in counted}
    found: dict[int, tuple[Unit, list[int]]] = {}
    for unit in Unit.objects.filter(pk__in=areas).select_related("parent").order_by("path"):
        ground = unit.parent if unit.kind == UnitKind.GRID and unit.parent is not None else unit
        sums = found.setdefault(ground.pk, (ground, [0, 0, 0, 0]))[1]
        for n, number in enumerate(areas[unit.pk]):
            sums[n] += number
    return tuple(GroundRow(str(ground), *sums) for ground, sums in found.values())


def get_target(*, actor: Actor, pk: int) -> Target:
    """Give a door the actor sees. One query.

    :raises NoSuchDoor:
    """
    rows = Target.objects.select_related("campaign__office", "campaign__unit", "unit", "area", "decider")
    found = rows.filter(policies.reachable_targets(actor), pk=pk).first()
    if found is None:
        raise NoSuchDoor
    return found


def target_page(*, actor: Actor, pk: int, at: datetime) -> TargetPage:
    """Give everything the page of a door shows. Four queries.

    :raises NoSuchDoor:
    """
    target = get_target(actor=actor, pk=pk)
    stages = target.campaign.stages
    rows = TargetMove.objects.filter(target=target).select_related("actor", "unit", "to").order_by("-seq")
    photos: dict[int, list[int]] = {}
    for move, file in TargetPhoto.objects.filter(move__target=target).values_list("move_id", "file_id"):
        photos.setdefault(move, []).append(file)
    beside = Target.objects.filter(
        policies.reachable_targets(actor), campaign=target.campaign, ended_at=None, order__gt=target.order
    )
    return TargetPage(
        target=target,
        row=row_of(target, target.campaign, at),
        moves=tuple(
            MoveRow(
                m.verb, m.at, m.actor.name if m.actor else "", str(m.unit), str(m.to or ""), stages[m.before].name,
                m.words, tuple(photos.get(m.pk, ())),
            )
            for m in rows
        ),
        next_id=beside.order_by("order").values_list("pk", flat=True).first(),
    )  # fmt: skip


def photo_of(*, actor: Actor, pk: int, file_id: int) -> StoredFile | None:
    """Give a photo taken at a door, to whoever sees the door. Two queries.

    :raises NoSuchDoor:
    """
    target = get_target(actor=actor, pk=pk)
    rows = TargetPhoto.objects.filter(move__target=target, file=file_id).select_related("file")
    found = rows.first()
    return found.file if found else None


# --- what registers offer -----------------------------------------------------------------------------------


def shops_in(campaign: Campaign, area: Unit, words: str = "") -> list[Source]:
    """List the shops of an area, those whose sign or address has the words: what can be put on a list. One query."""
    rows = Shop.objects.filter(area__path__startswith=area.path, ended_at=None, enterprise__ended_at=None)
    if campaign.office_id not in area.line:
        return []
    for word in words.split()[:4]:
        rows = rows.filter(Q(sign__icontains=word) | Q(address__icontains=word))
    found = rows.order_by("area__path", "address", "pk")[: rules.MOST_TARGETS]
    return [
        Source(shop.sign, shop.address, shop.area_id, shop=shop.pk, enterprise=None, answers={})
        for shop in found
    ]


def compounds_in(office: Unit) -> list[Compound]:
    """List the compounds of an office whose doors are known. One query."""
    here = Building.objects.filter(compound=OuterRef("pk"), grid__path__startswith=office.path)
    known = here.filter(Exists(Household.objects.filter(building=OuterRef("pk"))))
    return list(Compound.objects.filter(Exists(known)).order_by("name")[:300])


def households_in(compound: Compound) -> list[Source]:
    """List the doors of a compound, by the door alone: who lives there is not put on a list. One query."""
    rows = Household.objects.filter(building__compound=compound).select_related(
        "building__grid", "building__compound"
    )
    found = rows.order_by("building__number", "stairwell", "floor", "room")[: rules.MOST_TARGETS]
    return [
        Source(str(one), compound.address, one.building.grid_id, household=one.pk, answers={})
        for one in found
    ]


def named_grounds(office: Unit, names: Sequence[str]) -> dict[str, int]:
    """Find communities and grids by their names. One query."""
    wanted = {name for name in names if name}
    return {
        str(name): unit.pk for unit in grounds_of(office) for name in (unit.name, str(unit)) if name in wanted
    }

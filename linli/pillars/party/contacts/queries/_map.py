"""Who covers which building of a community, grid by grid, and where nobody does. Where a household lives is not in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.places.models import Building
from linli.kernel.masking import mask_name
from linli.pillars.party.contacts import policies, rules
from linli.pillars.party.contacts.models import Steward, Tie, Uncovered, Vanguard


@dataclass(frozen=True, slots=True)
class Run:
    """Doors of a stairwell with who covers them: a vanguard household, or nobody and why."""

    stairwell: int
    doors: int
    vanguard: int | None
    name: str
    steward: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """A building with its doors: who covers them, and how many nobody does."""

    name: str
    lon: float
    lat: float
    shape: Mapping[str, Any] | None
    doors: int
    left: int
    runs: tuple[Run, ...]

    def of(self, who: str) -> tuple[Run, ...]:
        """Give what one of the staff, or one household, covers in it."""
        return tuple(run for run in self.runs if who in (f"s{run.steward}", f"v{run.vanguard}"))


@dataclass(frozen=True, slots=True)
class Patch:
    """A grid: its buildings, the members of the committee who answer for it, how many doors nobody covers."""

    id: int
    name: str
    houses: tuple[House, ...]
    stewards: tuple[str, ...]
    vanguards: int

    @property
    def doors(self) -> int:
        """How many doors it has."""
        return sum(house.doors for house in self.houses)

    @property
    def left(self) -> int:
        """How many of them nobody covers."""
        return sum(house.left for house in self.houses)


@dataclass(frozen=True, slots=True)
class ChainMap:
    """Every building of a community with who covers it; whom one may ask for, by `s` or `v` and their key."""

    community: Unit
    cadres: tuple[str, ...]
    patches: tuple[Patch, ...]
    stewards: Mapping[int, str]
    vanguards: Mapping[int, tuple[str, str]]

    @property
    def doors(self) -> int:
        """How many doors it has."""
        return sum(patch.doors for patch in self.patches)

    @property
    def left(self) -> int:
        """How many of them nobody covers."""
        return sum(patch.left for patch in self.patches)


def chain_map(*, actor: Actor, community: int) -> ChainMap:
    """Give who covers which building of a community. Seven queries, however many it has.

    :raises NoSuchChain: not theirs.
    """
    unit = policies.community(actor, community)
    answering = Steward.objects.filter(community=unit, until=None).select_related("account").order_by("pk")
    named = {one.pk: one for one in answering}
    known = {
        one.pk: one
        for one in Vanguard.objects.filter(community=unit).select_related("member__grid").order_by("pk")
    }
    names = {pk: mask_name(one.member.name) for pk, one in known.items()}
    runs: dict[int, list[Run]] = defaultdict(list)
    for tie in Tie.objects.filter(vanguard__community=unit):
        own = known[tie.vanguard_id]
        run = Run(tie.stairwell, tie.doors, own.pk, names[own.pk], own.steward_id)
        runs[tie.building_id].append(run)
    left: dict[int, int] = defaultdict(int)
    for gap in Uncovered.objects.filter(community=unit):
        left[gap.building_id] += gap.doors
        why = str(gap.get_why_display())
        runs[gap.building_id].append(Run(gap.stairwell, gap.doors, None, "", None, why))
    by_grid: dict[int, list[Building]] = defaultdict(list)
    rows = Building.objects.filter(grid__parent=unit, households_count__gt=0)
    for one in rows.select_related("compound", "grid").order_by("grid__code", "grid", "compound", "pk"):
        by_grid[one.grid_id].append(one)
    patches = tuple(
        Patch(
            pk,
            str(here[0].grid),
            houses := tuple(_house(one, runs[one.pk], left[one.pk]) for one in here),
            _answering(houses, named),
            len({run.vanguard for house in houses for run in house.runs if run.vanguard}),
        )
        for pk, here in by_grid.items()
    )
    return ChainMap(
        unit,
        tuple(one.account.name for one in named.values() if one.level == rules.Level.CADRE),
        patches,
        {pk: one.account.name for pk, one in named.items() if one.level == rules.Level.COMMITTEE},
        {pk: (names[pk], str(one.member.grid or "")) for pk, one in known.items()},
    )


def _house(one: Building, runs: list[Run], left: int) -> House:
    ordered = tuple(sorted(runs, key=lambda run: (run.stairwell, run.vanguard is None, run.vanguard or 0)))
    return House(str(one), one.lon, one.lat, one.shape, one.households_count, left, ordered)


def _answering(houses: tuple[House, ...], named: Mapping[int, Steward]) -> tuple[str, ...]:
    """Name the members of the committee behind the households that cover a grid, as one meets them from house to house."""
    met = dict.fromkeys(run.steward for house in houses for run in house.runs)
    return tuple(named[pk].account.name for pk in met if pk is not None and pk in named)

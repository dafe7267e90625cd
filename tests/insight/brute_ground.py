"""Circles, open data, key projects and the week's streams, once more home by home, report by report, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import inf

from linli.base.flow.models import Assignment, Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.base.places.models import Building, Facility, Grid, PeopleCount
from linli.insight import streams
from linli.insight.circles import ground
from linli.insight.circles import queries as circles
from linli.insight.circles.texts import KINDS
from linli.insight.indicators import Scope
from linli.insight.opendata.rules import LEAST
from linli.insight.opendata.sets import SETS
from linli.kernel import clock
from linli.kernel.standards import walking
from linli.pillars.governance.economy import queries as economy
from linli.pillars.governance.economy.models import EconomicValue, Milestone, ProjectProblem, Spending
from linli.pillars.governance.reports.models import Report
from tests.insight.counting import every

OPEN = ("reports", "circles", "facilities", "grids")
"""The sets of open data that `opened` holds."""
NEAR = 0.51
"""Shares of people are told as whole ones."""


def _far(office: Unit, kind: str) -> dict[int, float]:
    """Walk from every facility of a kind to every building, the plain way (Dijkstra); metres by building."""
    there, walked = ground.ground_of(office)
    assert there is not None
    streets = there.network.streets(ground.paces_of(walked)[""])
    spots = there.network.spots
    far: dict[int, float] = {}
    heap = [(0.0, node) for at, _place in there.places.get(kind, ()) if (node := spots[at]) is not None]
    while heap:
        way, node = heappop(heap)
        if node in far:
            continue
        far[node] = way
        for beside, length in streets.ways.get(node, ()):
            if beside not in far:
                heappush(heap, (way + length, beside))
    houses = Building.objects.filter(grid__path__startswith=office.path, households_count__gt=0).order_by(
        "pk"
    )
    nodes = dict(zip(houses.values_list("pk", flat=True), spots, strict=False))
    return {pk: far.get(node, inf) if node is not None else inf for pk, node in nodes.items()}


def _people(office: Unit) -> dict[tuple[int, str], float]:
    """Share the counted people of every grid out over its buildings, by households; by building and band."""
    houses = [one for one in every(Building, "grid") if one.grid.path.startswith(office.path)]
    whole = Counter[int]()
    for one in houses:
        whole[one.grid_id] += one.households_count
    found: dict[tuple[int, str], float] = {}
    for count in every(PeopleCount):
        for one in houses:
            if one.grid_id == count.grid_id and one.households_count:
                found[one.pk, count.band] = count.people * one.households_count / whole[one.grid_id]
    return found


def reached(office: Unit) -> int:
    """Hold who reaches each kind of facility, by age and by community, against the homes; give how many parts were held."""
    houses = {
        one.pk: one
        for one in every(Building, "grid__parent")
        if one.grid.path.startswith(office.path) and one.households_count
    }
    people = _people(office)
    bands = set(walking.AGES)
    held = 0
    for kind, need in walking.NEEDS.items():
        far, limit = _far(office, kind), walking.MINUTES[need.minutes]
        found = circles.circle(unit=office, office=office, kind=kind, minutes=need.minutes)
        assert found is not None
        assert found.are_people == bool(people)

        sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for pk, one in houses.items():
            heads = (
                {band: people.get((pk, band), 0.0) for band in bands}
                if people
                else {"": one.households_count}
            )
            for band, n in heads.items():
                for key in (("", band), (one.grid.parent.name, band)):
                    sums[key][0] += n if far[pk] <= limit else 0
                    sums[key][1] += n
        meant = (set(need.ages) or bands) if people else {""}
        parts = [(found.whole, meant, "")]
        parts += [(one, {one.key}, "") for one in found.ages]
        parts += [(one, meant, one.name) for one in found.communities]
        for part, ages, community in parts:
            within, whole = (sum(sums[community, band][n] for band in ages) for n in (0, 1))
            assert abs(part.within - within) <= NEAR, (kind, part)
            assert abs(part.whole - whole) <= NEAR, (kind, part)
            held += part.whole > 0
    return held


def opened(office: Unit, at: datetime) -> int:
    """Hold every number of open data that is shown against what it is of, and look for small ones; give how many reports."""
    year = timedelta(days=365)
    table: dict[tuple[str, str], int] = defaultdict(int)
    named = {
        one.pk: one.name
        for one in every(Unit)
        if one.kind == "community" and one.parent_id == office.pk and one.is_active
    }
    for report in every(Report, "case__area", "category__parent"):
        case = report.case
        if report.category is None or case.area is None or not at - year <= case.filed_at <= at:
            continue
        community = next((named[pk] for pk in case.area.line if pk in named), "")
        if not community:
            continue
        group = (report.category.parent or report.category).name
        for row in (community, ""):
            for column in (group, ""):
                table[row, column] += 1
    rows = SETS["reports"].make(office, at)
    for row in rows:
        known = table[row["area"], row["category"]]
        assert row["count"] in (known, None), row
        assert row["count"] is None or not 0 < row["count"] < LEAST
    assert {key for key, n in table.items() if n} <= {(row["area"], row["category"]) for row in rows}
    places = SETS["facilities"].make(office, at)
    standing = [
        one
        for one in every(Facility, "area")
        if one.area.path.startswith(office.path)
        and not one.component_code
        and one.ended_on is None
        and one.kind in KINDS
    ]
    assert sorted((row["name"], row["kind"]) for row in places) == sorted((o.name, o.kind) for o in standing)
    drawn = {row["code"]: row["households"] for row in SETS["grids"].make(office, at)}
    for grid in every(Grid):
        if grid.code in drawn:
            few = 0 < grid.households_count < LEAST
            assert drawn[grid.code] == (None if few else grid.households_count)
    return table["", ""]


def shares(office: Unit, at: datetime) -> int:
    """Hold the open shares of who reaches what against the circles; give how many are shown."""
    known: dict[tuple[str, str], circles.Reached] = {}
    for kind, need in walking.NEEDS.items():
        if (found := circles.circle(unit=office, office=office, kind=kind, minutes=need.minutes)) is not None:
            known |= {(kind, one.name): one for one in found.communities} | {(kind, ""): found.whole}
    rows = SETS["circles"].make(office, at)
    assert {(row["kind"], row["area"]) for row in rows} == set(known)
    for row in rows:
        part = known[row["kind"], row["area"]]
        small = any(0 < n < LEAST for n in (part.within, part.whole - part.within, part.whole))
        share = None if small or not part.whole else round(round(100 * part.within / part.whole, 1))
        assert row["percent"] == share, row
    return sum(row["percent"] is not None for row in rows)


def projects(at: datetime) -> int:
    """Hold indicators of the year and lights of projects against their rows; give how many there are."""
    today = clock.local(at).date()
    values = [one for one in every(EconomicValue) if one.replaced_at is None]
    targets = economy.targets_of(actor=SYSTEM, year=today.year)
    for row in targets:
        mine = sorted((one for one in values if one.target_id == row.target.pk), key=lambda v: v.until_month)
        last = mine[-1].amount_wan if mine else None
        assert (row.latest.amount_wan if row.latest else None) == last
        assert row.completion == (None if last is None else round(100 * last / row.target.amount_wan, 1))
    rows = economy.projects_of(actor=SYSTEM, today=today)
    for row in rows:
        one = row.project
        steps = [m for m in every(Milestone) if m.project_id == one.pk]
        spent = sum(s.amount_wan for s in every(Spending) if s.project_id == one.pk and s.replaced_at is None)
        cards = [
            p.case.card for p in every(ProjectProblem, "case") if p.project_id == one.pk and p.case.is_open
        ]
        assert (row.spent, row.steps, row.problems) == (spent, len(steps), len(cards))
        assert row.done == sum(m.done_on is not None for m in steps)
        gone = min(max((today - one.starts_on).days / (one.ends_on - one.starts_on).days, 0), 1)
        assert row.time_passed == round(100 * gone, 1)
        late = max([(today - m.due_on).days for m in steps if m.done_on is None], default=0)
        lag = round(row.time_passed - round(100 * spent / one.total_wan, 1), 1)
        red = late > 30 or lag >= 25 or "red" in cards or today > one.ends_on
        yellow = late > 0 or lag >= 10 or "yellow" in cards
        expected = "ended" if one.ended_on else "red" if red else "yellow" if yellow else "green"
        assert row.light == expected, one.name
        assert (row.light in ("green", "ended")) == (not row.reasons)
    return len(targets) + len(rows)


GRIDS, STREETS = ("grid", "workstation"), ("subdistrict", "office")
DEPARTMENTS = ("department", "district", "city")
ENDED = ("refused", "withdrawn", "merged")


def week(office: Unit, at: datetime) -> int:
    """Hold where the cases of a week came from and how they stand against the cases; give how many."""
    leads: dict[int, str] = {}
    for one in sorted(every(Assignment, "unit"), key=lambda a: a.pk):
        if one.part == "lead" and one.state not in ("returned", "called_off"):
            leads[one.case_id] = one.unit.kind
    counted = Counter[tuple[str, str, str]]()
    for case in every(Case, "area", "holder"):
        if (
            case.kind != "governance.report"
            or case.area is None
            or not case.area.path.startswith(office.path)
        ):
            continue
        if not at - timedelta(days=7) < case.filed_at <= at:
            continue
        kind = leads.get(case.pk) or (case.holder.kind if case.holder else "")
        handler = (
            "grid" if kind in GRIDS else "community" if kind == "community" else "street" if kind in STREETS
            else "department" if kind in DEPARTMENTS else "partner"
        )  # fmt: skip
        state = case.state
        standing = (
            "closed" if state == "closed" else "asking" if state in ("answered", "callback")
            else "stopped" if state in ("paused", "ledgered") else "ended" if state in ENDED else "doing"
        )  # fmt: skip
        counted[case.channel, handler, standing] += 1
    told = streams.streams(Scope(SYSTEM, office.path), at)
    assert {(one.channel, one.handler, one.standing): one.count for one in told} == dict(counted)
    return sum(counted.values())

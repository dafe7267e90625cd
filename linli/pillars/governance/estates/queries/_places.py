"""What was reported where a compound stands: cases are found by their point, or by the words of their place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import shapely
from django.db.models import Exists, OuterRef, Q

from linli.base.flow import policies as flow
from linli.base.flow.models import Assignment, Case
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.pillars.governance.reports.flow import KIND as REPORT

SINCE: timedelta = timedelta(days=90)
MOST_CASES = 20_000
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a compound, in a list; `is_companys` says that its company had a share in it."""

    number: str
    title: str
    state: str
    card: str
    holder: str
    filed_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_open: bool
    is_companys: bool


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How much was reported at a compound since a day, how much of it is open, and how much is red."""

    all: int = 0
    open: int = 0
    red: int = 0


def _pairs(compounds: Sequence[Compound], points: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Say which point lies in which compound, by their places in the two sequences."""
    drawn = [(i, shapely.from_geojson(_text(c.shape))) for i, c in enumerate(compounds) if c.shape]
    if not drawn or not points:
        return []
    tree = shapely.STRtree([shape for _i, shape in drawn])
    found = tree.query(shapely.points(points), predicate="intersects")
    return [(int(p), drawn[int(s)][0]) for p, s in zip(*found, strict=True)]


def _text(shape: object) -> str:
    return json.dumps(shape)


def counts_at(compounds: Sequence[Compound], at: datetime) -> dict[int, CaseCounts]:
    """Count the reports at each of some compounds in the last ninety days, by the compound's id. One query."""
    areas = {c.community_id for c in compounds}
    rows = Case.objects.filter(
        Q(area__in=areas) | Q(area__parent__in=areas), kind=REPORT, filed_at__gt=at - SINCE, filed_at__lte=at
    )
    rows = rows.filter(lon__isnull=False).exclude(state__in=["merged", "withdrawn"])
    cases = list(rows.values_list("lon", "lat", "is_open", "card")[:MOST_CASES])
    found: dict[int, list[int]] = {}
    for case, compound in _pairs(compounds, [(lon or 0, lat or 0) for lon, lat, *_rest in cases]):
        sums = found.setdefault(compounds[compound].pk, [0, 0, 0])
        _lon, _lat, is_open, card = cases[case]
        sums[0] += 1
        sums[1] += is_open
        sums[2] += is_open and card == "red"
    return {pk: CaseCounts(*sums) for pk, sums in found.items()}


def cases_at(*, actor: Actor | None, compound: Compound, at: datetime) -> tuple[CaseRow, ...]:
    """List the reports at a compound in the last ninety days that an actor may see, newest first. One query."""
    if not compound.shape:
        return ()
    west, south, east, north = shapely.from_geojson(_text(compound.shape)).bounds
    theirs = Assignment.objects.filter(case=OuterRef("pk"), unit=compound.manager_id or 0)
    rows = Case.objects.filter(
        kind=REPORT,
        filed_at__gt=at - SINCE,
        filed_at__lte=at,
        lon__range=(west, east),
        lat__range=(south, north),
    ).exclude(state__in=["merged", "withdrawn"])
    if actor is not None:
        rows = rows.filter(flow.reachable(actor))
    cases = list(
        rows.annotate(is_companys=Exists(theirs))
        .select_related("holder")
        .order_by("-filed_at")[: MOST_SHOWN * 4]
    )
    inside = {i for i, _c in _pairs([compound], [(c.lon or 0, c.lat or 0) for c in cases])}
    return tuple(
        CaseRow(
            c.number, c.title, c.state, c.card, str(c.holder), c.filed_at, c.due_at, c.closed_at, c.is_open, c.is_companys
        )
        for i, c in enumerate(cases)
        if i in inside
    )[:MOST_SHOWN]  # fmt: skip

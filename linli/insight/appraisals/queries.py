"""Reads of assessments: schemes, rounds, and results computed from both numbers of each share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.insight.appraisals import policies, rules
from linli.insight.appraisals.models import AppraisalAppeal, AppraisalLine, AppraisalRound, AppraisalScheme
from linli.insight.appraisals.policies import NoSuchRound
from linli.insight.appraisals.rules import Line, Parts, Result, Whom
from linli.insight.cited import Cited
from linli.insight.spans import COUNTINGS, Span, by_unit, figure_of

COMMUNITY_CODES: Final = ("answered", "in_time", "solved", "satisfied")
DEPARTMENT_CODES: Final = tuple(code for code, one in COUNTINGS.items() if one.is_share and one.doer)
CODES: Final = {Whom.COMMUNITY: COMMUNITY_CODES, Whom.DEPARTMENT: DEPARTMENT_CODES}
"""What may be weighed: shares only, so that nobody is set a quota; of departments those that name who did it."""
KINDS: Final = {
    Whom.COMMUNITY: (UnitKind.COMMUNITY,),
    Whom.DEPARTMENT: (UnitKind.DEPARTMENT, UnitKind.OFFICE),
}
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Assessed:
    """A unit with its result."""

    unit: Unit
    result: Result


def schemes_of(*, actor: Actor) -> list[AppraisalScheme]:
    """List schemes: drafts for who keeps them, published ones for everybody assessed. Two queries."""
    rows = AppraisalScheme.objects.select_related("office").prefetch_related("lines")
    kept = policies.kept_offices(actor)
    found = rows.filter(office__in=policies.read_offices(actor))
    return [row for row in found[:MOST] if row.published_at is not None or row.office_id in kept]


def rounds_of(*, actor: Actor) -> list[AppraisalRound]:
    """List the latest rounds an actor reads. One query."""
    rows = AppraisalRound.objects.filter(policies.reachable(actor)).select_related("scheme__office")
    return list(rows.defer("told")[:MOST])


def round_page(*, actor: Actor, pk: int) -> AppraisalRound:
    """Give a round with its scheme, lines, exclusions and appeals. Five queries. :raises NoSuchRound: as named."""
    rows = AppraisalRound.objects.filter(policies.reachable(actor), pk=pk).select_related("scheme__office")
    row = rows.prefetch_related("scheme__lines", "exclusions__unit", "appeals__unit", "appeals__case").first()
    if row is None:
        raise NoSuchRound
    return row


def round_appealed(*, actor: Actor, number: str) -> int | None:
    """Give the round that an appeal is against, if the actor sees its case. One query."""
    rows = AppraisalAppeal.objects.filter(flow.reachable(actor, "case__"), case__number=number)
    return rows.values_list("round", flat=True).first()


def offices_of(*, actor: Actor) -> list[Unit]:
    """Give the offices whose assessments an actor keeps. One query."""
    return list(Unit.objects.filter(pk__in=policies.kept_offices(actor)))


def office_of(scheme: int) -> int | None:
    """Give the office of a scheme. One query."""
    return AppraisalScheme.objects.filter(pk=scheme).values_list("office", flat=True).first()


def units_of(row: AppraisalRound) -> list[Unit]:
    """List the units a round is about. One query."""
    kinds = KINDS[Whom(row.scheme.whom)]
    return list(Unit.objects.filter(path__startswith=row.scheme.office.path, kind__in=kinds).order_by("path"))


def line_of(row: AppraisalLine) -> Line:
    """Give a line as the rules read it."""
    return Line(row.code, row.weight, row.base, row.target)


def figure_in(row: AppraisalRound, code: str) -> Cited | None:
    """Give the figure a line counts with; of departments it leads to who did it, on this office's ground. No query."""
    figure = figure_of(code, Span(row.start, row.until)) if code in CODES[Whom(row.scheme.whom)] else None
    if figure is None or row.scheme.whom != Whom.DEPARTMENT:
        return figure
    here = {f"{figure.within}__path__startswith": row.scheme.office.path}
    return replace(figure, within=COUNTINGS[code].doer, rows=lambda at: figure.rows(at).filter(**here))


def count(row: AppraisalRound, units: list[Unit], at: datetime) -> dict[str, dict[str, list[int]]]:
    """Count both numbers of every line for every unit. A query a line."""
    told: dict[str, dict[str, list[int]]] = {str(unit.pk): {} for unit in units}
    for line in row.scheme.lines.all():
        figure = figure_in(row, line.code)
        if figure is None:
            continue
        found = by_unit(figure, at, office=row.scheme.office)
        for unit in units:
            parts = found.get(unit.pk)
            told[str(unit.pk)][line.code] = [parts.above, parts.below] if parts else [0, 0]
    return told


def results(row: AppraisalRound, at: datetime, weights: Mapping[str, int] | None = None) -> list[Assessed]:
    """Compute a round: from what was made public, from the records while it is a draft. A query a line and one."""
    units = units_of(row)
    told = row.told if row.shown_at is not None else count(row, units, at)
    lines = [line_of(line) for line in row.scheme.lines.all()]
    shut: dict[int, list[str]] = {}
    for one in row.exclusions.all():
        shut.setdefault(one.unit_id, []).append(one.code)
    return [
        Assessed(
            unit,
            rules.result_of(
                unit=unit.pk,
                lines=lines,
                told={code: Parts(*parts) for code, parts in told.get(str(unit.pk), {}).items()},
                least=row.scheme.least,
                excluded=shut.get(unit.pk, ()),
                weights=weights,
            ),
        )
        for unit in units
    ]

"""Who could handle a report: the office's own choice, then the bodies of the field its category names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import Facility
from linli.base.written import written
from linli.pillars.governance.reports.models import CategoryHandler, Report, StandardAnswer
from linli.pillars.governance.reports.queries._learned import read_unit

HANDLERS = (
    UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.PROPERTY, UnitKind.PARTNER, UnitKind.COMMUNITY, UnitKind.OWNERS,
    UnitKind.VOLUNTEER, UnitKind.PARTY, UnitKind.GRID,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that could lead, and why: its component, the office said so, who led the like, its field, its ground."""

    unit: Unit
    why: str
    field: str = ""
    words: tuple[str, ...] = ()


def assignable_units(office: Unit) -> list[Unit]:
    """List the units a report of this office can be given to: its own, and the district's departments. One query."""
    return _assignable(path=office.path, above=office.parent_id)


@written
def _assignable(*, path: str, above: int | None) -> QuerySet[Unit]:
    mine = Q(path__startswith=path)
    districts = Q(parent_id=above, kind__in=[UnitKind.DEPARTMENT, UnitKind.PARTNER])
    rows = Unit.objects.filter(mine | districts, kind__in=HANDLERS, is_active=True)
    # A branch is reached through its committee: a hundred of them in a list of handlers help nobody.
    rows = rows.exclude(kind=UnitKind.PARTY, parent__kind__in=[UnitKind.PARTY, UnitKind.GRID])
    return rows.order_by("kind", "order", "id")


def proposed_units(report: Report, most: int = 4) -> list[Proposal]:
    """Propose who leads, best first; a person always decides. At most four queries.

    Components go to their owner first and then to the locality, matters the other way round (CJ/T 315 practice).
    """
    case = report.case
    named = component_of(report)
    found = (
        [Proposal(named.owner, "component", words=(named.name,))]
        if named is not None and named.owner is not None and named.owner.is_active
        else []
    )
    own = _handlers(office=case.office_id, category=report.category_id)
    found += [Proposal(h.unit, "chosen") for h in own if h.unit.is_active]
    if not found:
        found += _learned(report)
    roles: list[str] = list(report.category.roles) if report.category else []
    bodies = []
    if roles:
        near = Q(path__startswith=case.office.path) | Q(parent_id=case.office.parent_id)
        fields = Q()
        for role in roles:
            fields |= Q(handles__contains=[role])
        units = list(Unit.objects.filter(near, fields, is_active=True).order_by("order", "id"))
        bodies = [
            Proposal(u, "field", role)
            for role in roles
            for u in sorted(
                (u for u in units if role in u.handles and not _is_elsewhere(u, case.area)),
                key=lambda u: not _shares_ground(u, case.area),
            )
        ]
    community = next((u for u in orgs.line_up(case.area) if u.kind == UnitKind.COMMUNITY), None)
    ground = [Proposal(community, "ground")] if community else []
    owner_first = (
        report.category is None or report.category.handler_rule == "owner" or "community" not in roles
    )
    found += [*bodies, *ground] if owner_first else [*ground, *bodies]
    best: dict[int, Proposal] = {}
    for proposal in found:
        best.setdefault(proposal.unit.pk, proposal)
    return list(best.values())[:most]


def component_of(report: Report) -> Facility | None:
    """Give the component that a report names, with whoever answers for it. No query where the report came with it."""
    return report.named_component.component if hasattr(report, "named_component") else None


@written
def _handlers(*, office: int, category: str | None) -> QuerySet[CategoryHandler]:
    return CategoryHandler.objects.filter(office_id=office, category_id=category).select_related("unit")


def _learned(report: Report) -> list[Proposal]:
    """Propose who led the like in the end, where the office's ended cases make that sure. Two queries."""
    reading = read_unit(report)
    first = reading.first
    if first is None or not reading.is_sure:
        return []
    unit = Unit.objects.filter(pk=int(first.label), is_active=True).first()
    return [Proposal(unit, "learned", words=first.words)] if unit else []


def _is_elsewhere(unit: Unit, area: Unit) -> bool:
    """Another community handles the like too, but on its own ground."""
    return unit.kind in (UnitKind.COMMUNITY, UnitKind.GRID) and not _shares_ground(unit, area)


def _shares_ground(unit: Unit, area: Unit) -> bool:
    return bool(set(unit.line[3:]) & set(area.line[3:]))


def standard_answers(report: Report) -> list[StandardAnswer]:
    """List the words the office agreed on that fit a report, those of its own category first. One query."""
    kind = report.category
    codes = [code for code in (kind.pk, kind.parent_id) if code] if kind else []
    found = _agreed(office=report.case.office_id, categories=codes)
    return sorted(found, key=lambda a: (a.category_id is None, a.title))


@written
def _agreed(*, office: int, categories: Sequence[str]) -> QuerySet[StandardAnswer]:
    fits = Q(category=None) | Q(category_id__in=categories)
    return StandardAnswer.objects.filter(fits, office_id=office, is_active=True)

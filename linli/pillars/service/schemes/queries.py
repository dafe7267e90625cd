"""Reads about schemes: for the desk, for an enterprise, for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.schemes import policies
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from linli.pillars.service.schemes.policies import NoSuchScheme
from linli.pillars.service.schemes.rules import Answer, Known, Subject, Verdict, judge

PAGE = 50
MOST_OPEN = 300
VIEWS = ("open", "ended")


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One line of the register of schemes."""

    id: int
    kind: str
    title: str
    issuer: str
    document: str
    summary: str
    gives: str
    contact: str
    opens_date: date | None
    closes_date: date | None
    end_reason: str
    told: int


def schemes_of(
    *, actor: Actor, view: str = "open", words: str = "", size: int = MOST_OPEN
) -> tuple[SchemeRow, ...]:
    """List the schemes of one's office: open ones by their last day, those without one behind; ended ones newest first.

    How many were told counts those of one's own area. One query.
    """
    rows = Scheme.objects.filter(policies.reachable(actor), ended_at__isnull=view == "open")
    if words:
        rows = rows.filter(_says(words))
    mine = enterprises.reachable(actor, prefix="told__enterprise__")
    rows = rows.annotate(n=Count("told", filter=mine if mine else None))
    order = ("closes_date", "pk") if view == "open" else ("-ended_at", "-pk")
    return tuple(_row(one, one.n) for one in rows.order_by(*order)[:size])


def _says(words: str) -> Q:
    return (
        Q(title__icontains=words)
        | Q(summary__icontains=words)
        | Q(gives__icontains=words)
        | Q(document=words)
    )


def _row(one: Scheme, told: int) -> SchemeRow:
    return SchemeRow(
        one.pk,
        one.kind,
        one.title,
        one.issuer,
        one.document,
        one.summary,
        one.gives,
        one.contact,
        one.opens_date,
        one.closes_date,
        one.end_reason,
        told,
    )


def get_scheme(*, actor: Actor, pk: int) -> Scheme:
    """Give a scheme of one's office. One query.

    :raises NoSuchScheme:
    """
    found = (
        Scheme.objects.filter(policies.reachable(actor), pk=pk).select_related("office", "changed_by").first()
    )
    if found is None:
        raise NoSuchScheme
    return found


def places_of(office: Unit) -> dict[str, Unit]:
    """Give the places of an office that a condition may name, by their names: itself, communities, grids. One query."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.COMMUNITY, UnitKind.GRID)
    rows = Unit.objects.filter(path__startswith=office.path, kind__in=kinds, is_active=True)
    found: dict[str, Unit] = {}
    for unit in rows.select_related("parent").order_by("-path"):
        found[str(unit)] = unit
        found[unit.name] = unit  # a name that two grids share is the full one's, or nobody's guess
    return found


@dataclass(frozen=True, slots=True)
class FitRow:
    """An enterprise against a scheme."""

    id: int
    name: str
    area: str
    steward: str
    trade: str
    size: str
    verdict: Verdict
    told_at: datetime | None
    told_how: str
    told_by: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """Everybody of one's area against a scheme."""

    rows: tuple[FitRow, ...]
    counts: Mapping[str, int]


def who_fits(*, actor: Actor, scheme: Scheme, at: datetime) -> Fitting:
    """Hold every enterprise one keeps in the scheme's office against it, by place and name. Three queries.

    A street has some thousands; each is a few comparisons.
    """
    today, conditions = clock.local(at).date(), scheme.asks
    told = {one.enterprise_id: one for one in SchemeTold.objects.filter(scheme=scheme).select_related("by")}
    traits = _traits(Q(enterprise__office=scheme.office_id))
    rows, counts = [], dict.fromkeys((*(a.value for a in Answer), "told"), 0)
    for one in _mine(actor, scheme):
        verdict = judge(conditions, known_of(one, traits.get(one.pk, {})), today)
        word = told.get(one.pk)
        counts["told" if word else verdict.answer.value] += 1
        rows.append(
            FitRow(
                one.pk,
                one.name,
                str(one.area),
                one.steward.name if one.steward else "",
                one.trade,
                one.size,
                verdict,
                word.at if word else None,
                word.how if word else "",
                word.by.name if word else "",
            )
        )
    return Fitting(tuple(rows), counts)


def _mine(actor: Actor, scheme: Scheme) -> Iterator[Enterprise]:
    rows = Enterprise.objects.filter(enterprises.reachable(actor), office=scheme.office_id, ended_at=None)
    return iter(rows.select_related("area__parent", "steward").order_by("area__path", "name", "pk"))


def _traits(which: Q) -> dict[int, dict[str, bool]]:
    found: dict[int, dict[str, bool]] = {}
    for pk, code, holds in EnterpriseTrait.objects.filter(which).values_list("enterprise", "code", "holds"):
        found.setdefault(pk, {})[code] = holds
    return found


def known_of(one: Enterprise, traits: Mapping[str, bool]) -> Known:
    """Give what is known of an enterprise as a value. Not having got a code yet is known; not having asked is not."""
    no = {Enterprise.NoCode.STALL: False, Enterprise.NoCode.APPLYING: False}
    return Known(
        one.trade,
        one.form,
        one.size,
        one.taxpayer,
        one.staff_count,
        one.founded_date,
        frozenset(one.area.line),
        True if one.uscc else no.get(Enterprise.NoCode(one.no_code)),
        traits,
    )


@dataclass(frozen=True, slots=True)
class SchemeFit:
    """A scheme against one enterprise."""

    scheme: Scheme
    verdict: Verdict
    told: SchemeTold | None


def fits_of(*, enterprise: Enterprise, at: datetime) -> tuple[SchemeFit, ...]:
    """Hold an enterprise against every open scheme of its office: what fits first, then what to ask. Three queries."""
    today = clock.local(at).date()
    known = known_of(enterprise, _traits(Q(enterprise=enterprise)).get(enterprise.pk, {}))
    told = {
        one.scheme_id: one
        for one in SchemeTold.objects.filter(enterprise=enterprise, scheme__ended_at=None).select_related(
            "by"
        )
    }
    found = [
        SchemeFit(one, judge(one.asks, known, today), told.get(one.pk))
        for one in _open(today).filter(office=enterprise.office_id).order_by("closes_date", "pk")[:MOST_OPEN]
    ]
    order = (Answer.FITS, Answer.ASK, Answer.NOT)
    return tuple(sorted(found, key=lambda fit: order.index(fit.verdict.answer)))


def _open(today: date) -> QuerySet[Scheme]:
    return Scheme.objects.filter(Q(closes_date=None) | Q(closes_date__gte=today), ended_at=None)


def traits_of(enterprise: Enterprise) -> dict[str, bool]:
    """Give what an enterprise said about itself. One query."""
    return _traits(Q(enterprise=enterprise)).get(enterprise.pk, {})


def open_schemes(*, at: datetime, office: Unit | None = None, words: str = "") -> list[Scheme]:
    """List the schemes anybody may read about, those that close soonest first. One query."""
    rows = _open(clock.local(at).date())
    rows = rows.filter(office=office) if office is not None else rows
    if words:
        rows = rows.filter(_says(words))
    return list(rows.order_by("closes_date", "pk")[:MOST_OPEN])


def get_open(*, pk: int, at: datetime) -> Scheme:
    """Give a scheme for everybody's page. One query.

    :raises NoSuchScheme: none, or it has ended.
    """
    found = _open(clock.local(at).date()).filter(pk=pk).select_related("office").first()
    if found is None:
        raise NoSuchScheme
    return found


def names_of_places(conditions: tuple[tuple[Subject, tuple[str, ...]], ...]) -> dict[str, str]:
    """Name the places that conditions speak of. One query, or none."""
    ids = {int(v) for subject, values in conditions if subject is Subject.AREA for v in values}
    if not ids:
        return {}
    return {str(unit.pk): str(unit) for unit in Unit.objects.filter(pk__in=ids).select_related("parent")}

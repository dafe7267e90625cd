"""Figures of ratings: declared like those of cases and of halls, each with its formula and the ratings behind it.

By office, unit, kind of matters and item; never by person, and no group so small that somebody could be recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.insight.indicators import part_of, percent
from linli.kernel.sources import Source, local_choice
from linli.kernel.standards import satisfaction
from linli.pillars.service.ratings.models import Rating
from linli.pillars.service.ratings.rules import MARKED_BELOW, Mark

CUT = local_choice(
    "The two lowest of the five levels are bad, so the other three are good; who has not rated counts nowhere. "
    "Some places count an unrated visit as fairly satisfied: here it is not."
)
WINDOW_DAYS = 90


@dataclass(frozen=True, slots=True)
class RatingIndicator:
    """A rate of ratings: which of them are valid, which of the valid ones count above the line."""

    code: str
    name: str | Promise
    above: str | Promise
    below: str | Promise
    left_out: str | Promise
    source: Source
    valid: Q
    hit: Q

    def part(self, which: str, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Give the ratings above the line, below it, missed (below but not above) or left out."""
        return part_of(rows, which, self.valid, self.hit)


_COUNTED = Q(is_counted=True)
_BAD = Q(level__lte=2)
_ANSWERED = ~Q(outcome="")

GOOD = RatingIndicator(
    code="good_rate",
    name=_("好评率"),
    above=_("非常满意、满意、基本满意"),
    below=_("评了的"),
    left_out=_("申诉成立，不算"),
    source=CUT,
    valid=_COUNTED,
    hit=Q(level__gte=3),
)
REMEDIED = RatingIndicator(
    code="bad_answered_rate",
    name=_("差评整改率"),
    above=_("整改或解释了，答复了评价人"),
    below=_("差评"),
    left_out=_("好评和申诉成立的"),
    source=satisfaction.REMEDY_SOURCE,
    valid=_COUNTED & _BAD,
    hit=_ANSWERED,
)
IN_TIME = RatingIndicator(
    code="bad_in_time_rate",
    name=_("差评按期答复率"),
    above=_("在期限内答复"),
    below=_("差评，到期了的"),
    left_out=_("好评、申诉成立的、还没到期的"),
    source=satisfaction.REMEDY_SOURCE,
    valid=_COUNTED & _BAD & (Q(case__settled_at__isnull=False) | Q(case__card="red")),
    hit=Q(case__settled_at__isnull=False, case__settled_at__lte=F("case__resolve_by")),
)
SOLVED = RatingIndicator(
    code="bad_solved_rate",
    name=_("差评解决率"),
    above=_("评价人说解决了"),
    below=_("评价人说了解决没有的差评"),
    left_out=_("好评、还没说的、申诉成立的"),
    source=CUT,
    valid=_COUNTED & _BAD & Q(solved__isnull=False),
    hit=Q(solved=True),
)
RATING_INDICATORS: dict[str, RatingIndicator] = {one.code: one for one in (GOOD, REMEDIED, IN_TIME, SOLVED)}


@dataclass(frozen=True, slots=True)
class RatingFigure:
    """A rate of the window with its numbers, and of the window before."""

    indicator: RatingIndicator
    above: int
    below: int
    left_out: int
    before: float | None

    @property
    def percent(self) -> float | None:
        """Give the rate in percent, to one place; None when there is nothing to divide by."""
        return percent(self.above, self.below)


def in_window(rows: QuerySet[Rating], at: datetime, back: int = 0) -> QuerySet[Rating]:
    """Narrow ratings to the window that ends now, or to one before it."""
    until = at - timedelta(days=WINDOW_DAYS * back)
    return rows.filter(rated_at__gt=until - timedelta(days=WINDOW_DAYS), rated_at__lte=until)


def rating_figures(
    *, rows: QuerySet[Rating], at: datetime, indicators: Iterable[RatingIndicator] = ()
) -> list[RatingFigure]:
    """Count indicators over ratings somebody may read. Two queries, however many indicators."""
    asked = list(indicators or RATING_INDICATORS.values())
    counts = {}
    for one in asked:
        counts[f"{one.code}_above"] = Count("pk", filter=one.valid & one.hit)
        counts[f"{one.code}_below"] = Count("pk", filter=one.valid)
        counts[f"{one.code}_rest"] = Count("pk", filter=~one.valid)
    now, before = (in_window(rows, at, back).aggregate(**counts) for back in (0, 1))
    return [
        RatingFigure(
            one,
            now[f"{one.code}_above"],
            now[f"{one.code}_below"],
            now[f"{one.code}_rest"],
            percent(before[f"{one.code}_above"], before[f"{one.code}_below"]),
        )
        for one in asked
    ]


def by_level(*, rows: QuerySet[Rating], at: datetime) -> dict[int, int]:
    """Count the ratings of the window that count, by level, the best first. One query."""
    found = in_window(rows, at).filter(_COUNTED).order_by().values_list("level").annotate(n=Count("pk"))
    counts = dict(found)
    return {level: counts.get(level, 0) for level in (5, 4, 3, 2, 1)}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A unit and a kind of matters: how many rated, and how many of them well."""

    unit: str
    name: str
    name_en: str
    count: int
    good: int

    @property
    def percent(self) -> float | None:
        """Give the share of good ratings in percent."""
        return percent(self.good, self.count)


def by_kind(
    *, rows: QuerySet[Rating], at: datetime, least: int = MARKED_BELOW
) -> tuple[list[GroupLine], int]:
    """Give the visits of the window by unit and kind of matters, in the order of the hall, not of the rate; and how many
    ratings stand in groups too small to be shown. One query.
    """
    found = (
        in_window(rows, at)
        .filter(_COUNTED, ticket__isnull=False)
        .order_by("unit__path", "ticket__kind__order", "ticket__kind")
        .values_list("unit", "unit__name", "ticket__kind__name", "ticket__kind__name_en")
        .annotate(n=Count("pk"), good=Count("pk", filter=Q(level__gte=3)))
    )
    lines = [GroupLine(unit, name, english, n, good) for _pk, unit, name, english, n, good in found]
    return [one for one in lines if one.count >= least], sum(one.count for one in lines if one.count < least)


def by_item(
    *, rows: QuerySet[Rating], at: datetime, least: int = MARKED_BELOW
) -> tuple[list[GroupLine], int]:
    """Give the applications of the window by item, in the order of their codes; and how many ratings stand in groups
    too small to be shown. One query.
    """
    item = "matter__application__item__"
    found = (
        in_window(rows, at)
        .filter(_COUNTED, matter__application__isnull=False)
        .order_by(f"{item}code")
        .values_list(f"{item}code")
        .annotate(
            name=Max(f"{item}name"),
            english=Max(KeyTextTransform("en", f"{item}content__name")),
            n=Count("pk"),
            good=Count("pk", filter=Q(level__gte=3)),
        )
    )
    lines = [GroupLine("", name, english or "", n, good) for _code, name, english, n, good in found]
    return [one for one in lines if one.count >= least], sum(one.count for one in lines if one.count < least)


def by_mark(
    *, rows: QuerySet[Rating], at: datetime, least: int = MARKED_BELOW
) -> dict[Mark, tuple[int, int]]:
    """Count what ratings of the window were said to be about: how many, and how many of them good. One query.

    An indicator that too few spoke of is left out.
    """
    counts = {}
    for mark in Mark:
        spoken = Q(marks__contains=[mark.value])
        counts[f"{mark}_all"] = Count("pk", filter=spoken)
        counts[f"{mark}_good"] = Count("pk", filter=spoken & Q(level__gte=3))
    found = in_window(rows, at).filter(_COUNTED).aggregate(**counts)
    lines = {mark: (found[f"{mark}_all"], found[f"{mark}_good"]) for mark in Mark}
    return {mark: line for mark, line in lines.items() if line[0] >= least}


def of_office(office: Unit | None) -> QuerySet[Rating]:
    """Give the ratings of an office; without one, of the whole installation."""
    return Rating.objects.filter(office=office) if office else Rating.objects.all()

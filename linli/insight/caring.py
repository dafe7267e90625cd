"""Figures of care: what was owed and whether it was made in time, counted from visits, changes, pairs and wishes.

By community and level, never by worker; who may not know the people gets no figure of a group smaller than five.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.insight.careowed import (
    WINDOW_DAYS,
    changes,
    days_back,
    fulfilled_wishes,
    last_month,
    owed_visits,
    pair_duties,
    taken_wishes,
    wish_days,
)
from linli.insight.indicators import percent
from linli.insight.small import LEAST, hidden
from linli.kernel.masking import mask_name
from linli.kernel.sources import Source, local_choice
from linli.kernel.standards.care_groups import INTERVALS_SOURCE, Level
from linli.pillars.service.care import policies
from linli.pillars.service.care.models import CarePerson

PAIRS_SOURCE = local_choice("Once in a calendar month, as the articles tell of pairs; the formula is ours.")
WISHES_SOURCE = local_choice("The articles count wishes that were taken and fulfilled; the formula is ours.")
HIGHER = frozenset({UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY})

Rows = Callable[[Q, datetime, datetime, datetime], list[QuerySet[Any]]]


@dataclass(frozen=True, slots=True)
class CareIndicator:
    """A rate of what is owed: which rows it counts, of which level, and over which days."""

    code: str
    name: str | Promise
    above: str | Promise
    below: str | Promise
    left_out: str | Promise
    window: str | Promise
    source: Source
    rows: Rows
    level: str = ""
    span: Callable[[datetime, int], tuple[datetime, datetime]] = lambda at, back: days_back(
        at, WINDOW_DAYS, back
    )


_LEVEL_NAMES = {
    Level.HIGH: _("按时探访·高风险"),
    Level.KEY: _("按时探访·重点"),
    Level.GENERAL: _("按时探访·一般"),
}
CARE_INDICATORS: dict[str, CareIndicator] = {
    one.code: one
    for one in (
        *(
            CareIndicator(
                f"visits_{level.value}",
                name,
                _("最晚的那天以前去了"),
                _("到了日子的探访"),
                "",
                _("近 30 天"),
                INTERVALS_SOURCE,
                owed_visits,
                level.value,
            )
            for level, name in _LEVEL_NAMES.items()
        ),
        CareIndicator(
            "changes_within_a_day",
            _("有变化一天内去看"),
            _("24 小时内去了"),
            _("记下的变化"),
            _("还没到 24 小时的"),
            _("近 30 天"),
            INTERVALS_SOURCE,
            changes,
        ),
        CareIndicator(
            "pairs_monthly",
            _("结对帮扶每月一次"),
            _("这个月去过的结对"),
            _("结着对的"),
            _("月里散了、还没去的"),
            _("上个月"),
            PAIRS_SOURCE,
            pair_duties,
            span=last_month,
        ),
        CareIndicator(
            "wishes_taken",
            _("心愿有人认领"),
            _("有人认领的"),
            _("发布的心愿"),
            _("不要了的"),
            _("近 90 天"),
            WISHES_SOURCE,
            taken_wishes,
            span=wish_days,
        ),
        CareIndicator(
            "wishes_fulfilled",
            _("心愿办到"),
            _("本人说办到了的"),
            _("发布的心愿"),
            _("不要了的"),
            _("近 90 天"),
            WISHES_SOURCE,
            fulfilled_wishes,
            span=wish_days,
        ),
    )
}


# --- whose ground -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CareScope:
    """The ground whose figures somebody sees, and whether they may know the people on it."""

    grounds: tuple[int, ...]
    knows: bool

    @property
    def match(self) -> Q:
        """Match the people of the ground."""
        return on_grounds(self.grounds, "grid")


def sees_figures(actor: Actor) -> bool:
    """Say whether an actor's posts can have to do with figures of care. Grid workers not: theirs would be one person's."""
    return policies.works_in_care(actor) or _leads(actor)


def scope_of(actor: Actor) -> CareScope | None:
    """Return whose figures an actor sees; None for none. One query for a section of the office, none for others."""
    whole = policies.reach_of(actor).whole
    led = {p.unit_id for p in actor.posts if p.unit_kind in HIGHER and p.role in LEADING | CENTRE}
    if not whole and not led:
        return None
    return CareScope(tuple(sorted(led or whole)), not led or led <= whole)


def _leads(actor: Actor) -> bool:
    return any(p.unit_kind in HIGHER and p.role in LEADING | CENTRE for p in actor.posts)


# --- the figures --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CareFigure:
    """A rate with its numbers, and of the window before."""

    indicator: CareIndicator
    above: int
    below: int
    left_out: int
    before: float | None

    @property
    def percent(self) -> float | None:
        """Give the rate in percent, to one place; None when there is nothing to divide by."""
        return percent(self.above, self.below)


@dataclass(frozen=True, slots=True)
class Part:
    """A community's part of a rate; hidden where so few people stand behind it that it would name them."""

    above: int
    below: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """A community with its part of every figure, in the order of the tree."""

    id: int
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CareBoard:
    """All figures of a ground, and each community's part of them."""

    figures: tuple[CareFigure, ...]
    lines: tuple[CommunityLine, ...]
    is_folded: bool


Tally = dict[tuple[str, int], list[int]]


def board(*, scope: CareScope, at: datetime, only: str = "") -> CareBoard:
    """Count the figures of a ground and their parts. Eight queries for all, however many people."""
    asked = [one for one in CARE_INDICATORS.values() if not only or one.code == only]
    tallies = _count(asked, scope, at)
    units = Unit.objects.filter(pk__in={unit for tally in tallies.values() for _level, unit in tally})
    names = list(units.order_by("path").only("pk", "name"))
    figures, columns, is_folded = [], [], False
    for one in asked:
        sums = _sums(tallies, one)
        folded = frozenset() if scope.knows else hidden({unit: counts[1] for unit, counts in sums.items()})
        total = [sum(counts[n] for counts in sums.values()) for n in range(5)]
        # What all communities together are too few for is no figure either.
        if not scope.knows and 0 < total[1] < LEAST:
            total, is_folded = [0] * 5, True
        is_folded = is_folded or bool(folded)
        above, below, rest, above_before, below_before = total
        figures.append(CareFigure(one, above, below, rest, percent(above_before, below_before)))
        columns.append({unit: Part(counts[0], counts[1], unit in folded) for unit, counts in sums.items()})
    lines = tuple(
        CommunityLine(unit.pk, str(unit), tuple(column.get(unit.pk, Part(0, 0)) for column in columns))
        for unit in names
    )
    return CareBoard(tuple(figures), lines, is_folded)


def _sums(tallies: dict[str, Tally], one: CareIndicator) -> dict[int, list[int]]:
    rows = tallies[one.rows.__name__].items()
    return {unit: counts for (level, unit), counts in rows if level == one.level}


def _count(asked: Iterable[CareIndicator], scope: CareScope, at: datetime) -> dict[str, Tally]:
    """Count every family of rows once, by level and community: above, below, left out; above and below before."""
    found: dict[str, Tally] = {}
    for one in asked:
        if (name := one.rows.__name__) in found:
            continue
        tally: Tally = {}
        keys = ["level", "home"] if one.level else ["home"]
        (start, until), earlier = one.span(at, 0), one.span(at, 1)
        # Months are counted one by one; days that follow each other are read once and told apart by their moment.
        spans = [(start, until), earlier] if one.span is last_month else [(earlier[0], until)]
        now, before = Q(moment__gt=start), Q(moment__lte=start)
        for rows in (rows for span in spans for rows in one.rows(scope.match, *span, at)):
            counted = (
                rows.order_by()
                .values(*keys)
                .annotate(
                    a=Count("pk", filter=now & Q(done=True)),
                    b=Count("pk", filter=now & Q(counts=True)),
                    c=Count("pk", filter=now & Q(counts=False)),
                    d=Count("pk", filter=before & Q(done=True)),
                    e=Count("pk", filter=before & Q(counts=True)),
                )
            )
            for row in counted:
                line = tally.setdefault((row.get("level") or "", row["home"]), [0] * 5)
                for n, letter in enumerate("abcde"):
                    line[n] += row[letter]
        found[name] = tally
    return found


@dataclass(frozen=True, slots=True)
class CareRow:
    """What stands behind a figure: somebody, masked; when it was due and when it was done."""

    person_id: int
    name: str
    community: str
    grid: str
    moment: datetime
    done_at: datetime | None


def behind(
    *,
    indicator: CareIndicator,
    part: str,
    actor: Actor,
    scope: CareScope,
    at: datetime,
    community: int | None = None,
    most: int = 500,
) -> tuple[list[CareRow], int]:
    """List the people behind a part of a figure, or of a community's share of it, to whoever may know them; count them.

    The latest come first.
    """
    known = scope.match & policies.reachable(actor)
    if community is not None:
        known &= Q(grid__parent=community)
    found: list[tuple[int, datetime, datetime | None]] = []
    count = 0
    for rows in indicator.rows(known, *indicator.span(at, 0), at):
        chosen = rows.filter(_PARTS[part])
        if indicator.level:
            chosen = chosen.filter(level=indicator.level)
        count += chosen.count()
        found += chosen.order_by("-moment").values_list("who", "moment", "done_at")[:most]
    found.sort(key=lambda row: row[1], reverse=True)
    ids = {who for who, _moment, _done in found[:most]}
    people = CarePerson.objects.select_related("grid__parent", "resident").in_bulk(ids)
    listed = [
        CareRow(
            who,
            mask_name(people[who].resident.name),
            str(people[who].grid.parent or ""),
            str(people[who].grid),
            moment,
            done_at,
        )
        for who, moment, done_at in found[:most]
    ]
    return listed, count


_PARTS = {
    "below": Q(counts=True),
    "above": Q(done=True),
    "missed": Q(counts=True, done=False),
    "left_out": Q(counts=False),
}

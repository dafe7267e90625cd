"""What may be the same as something: text × place × time over a few candidates that indexes give.

However long the history, candidates are open cases in a small box, and recent ones of the same ground or of a place
that the words name. What is compared are words that lie sealed in the database, so only few rows are opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.db.models.expressions import RawSQL

from linli.base.flow.models import Case, CaseSearch
from linli.base.language import sameness
from linli.base.language.sameness import Nearness, Said, Weighed
from linli.base.people.sealed_fields import opened
from linli.kernel.chinese import all_of, query_tokens
from linli.kernel.geo import distance_m
from linli.pillars.governance.reports.flow import KIND

NEAR_M: Final = 200
WIDE_M: Final = 600
"""So far a case may lie that says the same: two people seldom put one thing at one point."""

RECENT: Final = timedelta(days=60)
MOST_ROWS: Final = 120
MOST_OPENED: Final = 60
LONGEST_NAME: Final = 4
SAME: Final = 0.1
"""From here on two cases are shown as likely the same: docs/language.md has the curve behind it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What somebody raises, as far as it is known yet."""

    text: str = ""
    where: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: int | None = None
    category: str = ""
    sounds_like: tuple[str, ...] = ()
    """Where no category was chosen: those that the words sound like, the likeliest first."""

    @property
    def point(self) -> tuple[float, float] | None:
        """Give the point, where there is one."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class NearbyRow:
    """Another case close by or in other words the same: how far, how long ago, which words they share."""

    number: str
    title: str
    state: str
    category: str
    category_en: str
    filed_at: datetime
    metres: int | None
    is_same_category: bool
    is_open: bool
    score: float = 0.0
    words: tuple[str, ...] = ()
    is_other_house: bool = False
    id: int = 0

    @property
    def is_likely(self) -> bool:
        """Say whether it is shown as likely the same."""
        return self.score >= SAME


_FIELDS: Final = (
    "id", "number", "title", "state", "topic", "report__category__name", "report__category__name_en", "filed_at",
    "lon", "lat", "is_open", "report__text", "place_words", "area_id",
)  # fmt: skip


def similar_cases(
    *, scope: Q, problem: Problem, at: datetime, is_open: bool = False, near_m: int = NEAR_M, most: int = 8
) -> list[NearbyRow]:
    """List the cases of a scope that may be the same as a problem, the likeliest first. Two queries.

    Also what only lies near is listed, after what says the same: a score of 0 says so.
    """
    ids = _candidates(scope, problem, at, is_open)
    if not ids:
        return []
    rows = sorted(
        Case.objects.filter(pk__in=ids).values_list(*_FIELDS), key=lambda row: _first_look(row, problem, at)
    )[:MOST_OPENED]
    found = [row for row in _ranked(rows, problem, at) if row.is_likely or _is_near(row, near_m)]
    return sorted(found, key=lambda n: (not n.is_likely, -n.score if n.is_likely else n.metres or 0))[:most]


def _is_near(row: NearbyRow, near_m: int) -> bool:
    return row.metres is not None and row.metres <= near_m


def _candidates(scope: Q, problem: Problem, at: datetime, is_open: bool) -> list[int]:
    """Give the ids worth a look: three short index reads in one statement."""
    cases = Case.objects.filter(scope, kind=KIND, merged_into__isnull=True)
    live = Q(is_open=True) if is_open else Q(is_open=True) | Q(filed_at__gte=at - RECENT)
    parts = []
    if problem.area_id is not None:
        ground = Q(area_id=problem.area_id, filed_at__gte=at - RECENT)
        if is_open:
            ground &= Q(is_open=True)
        parts.append(cases.filter(ground).order_by("-filed_at").values_list("pk", flat=True)[:MOST_ROWS])
    if problem.point is not None:
        lon, lat = problem.point
        dlat, dlon = WIDE_M / 111_000, WIDE_M / 85_000
        box = Q(lon__range=(lon - dlon, lon + dlon), lat__range=(lat - dlat, lat + dlat), is_open=True)
        parts.append(cases.filter(box).order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS])
    elif name := _longest_name(problem):
        said = all_of(query_tokens(name))
        named = cases.filter(live, pk__in=RawSQL(_NAMED, [said, 4 * MOST_ROWS]))
        parts.append(named.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS])
    if not parts:
        return []
    whole = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    return list(whole)


# The inner query stands alone (OFFSET 0): an index over words answers it, whatever the planner thinks of the order.
_NAMED: Final = f"""
    SELECT case_id FROM (SELECT case_id FROM {CaseSearch._meta.db_table} WHERE words @@ %s::tsquery OFFSET 0) AS named
    ORDER BY case_id DESC LIMIT %s
"""


def _longest_name(problem: Problem) -> str:
    names = sameness.places(f"{problem.text[:400]}。{problem.where}")
    return max((n for n in names if len(n) >= LONGEST_NAME), key=lambda n: (-len(n), n), default="")


def _metres(row: Sequence[Any], problem: Problem) -> float | None:
    lon, lat = row[8], row[9]
    if problem.point is None or lon is None or lat is None:
        return None
    return distance_m(problem.point, (lon, lat))


def _first_look(row: Sequence[Any], problem: Problem, at: datetime) -> tuple[bool, float]:
    """Order rows before their words are opened: the same matter first, then the nearest and newest."""
    metres = _metres(row, problem)
    days = max((at - row[7]).total_seconds() / 86_400, 0.0)
    return (bool(problem.category) and row[4] != problem.category, (metres or NEAR_M) + 3 * days)


def _ranked(rows: Iterable[Sequence[Any]], problem: Problem, at: datetime) -> list[NearbyRow]:
    mine = Weighed.of(Said.of("", problem.text, where=problem.where), sameness.usual)
    found = []
    for row in rows:
        pk, number, title, state, topic, name, name_en, filed_at, *_point, is_open, text, where, _area = row
        same_matter = bool(problem.category) and topic == problem.category
        theirs = Weighed.of(Said.of("", opened(text) or title, where=opened(where)), sameness.usual)
        alike = sameness.compare(mine, theirs)
        metres = _metres(row, problem)
        days = max((at - filed_at).total_seconds() / 86_400, 0.0)
        score = (
            sameness.together(alike.score, Nearness(metres, days), same_matter=same_matter)
            if alike.score or same_matter
            else 0.0
        )
        if metres is not None and metres > WIDE_M:
            score = 0.0
        found.append(
            NearbyRow(
                number=number,
                title=title,
                state=state,
                category=name or "",
                category_en=name_en or "",
                filed_at=filed_at,
                metres=None if metres is None else round(metres),
                is_same_category=same_matter,
                is_open=is_open,
                score=round(score, 3),
                words=alike.words,
                is_other_house=alike.is_other_house,
                id=pk,
            )
        )
    return found

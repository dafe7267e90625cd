"""The first board of a piece of ground, told from the cases there are, or, of a wide one, as it was told this minute.

A city has thousands of new cases a week: what its board says and the map under it are told once a minute by a job, kept, and
read by everybody who sees all of that ground. Everybody else, and every board of a subdistrict or less, counts at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Q

from linli.base.flow import policies
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.places.models import MapVersion, PlacesRevision
from linli.insight import grounds, queries, streams
from linli.insight.cited.figure import is_told_of
from linli.insight.grounds import Drawing, Piece
from linli.insight.indicators import INDICATORS, Scope
from linli.insight.models import KeptBoard
from linli.insight.queries import THREE, WINDOW, Figure
from linli.insight.streams import Stream
from linli.kernel import clock
from linli.pillars.governance.reports.flow import KIND

WIDE: Final = (UnitKind.CITY, UnitKind.DISTRICT)
KEPT_FOR: Final = timedelta(minutes=3)
"""An older telling is not shown: the job that tells has stopped, or falls behind."""
REST: Final = 20
"""How many times as long as a telling took it rests before the next: at most a twentieth of one processor."""


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """An area of the map: its shape, its cases of 30 days per 100 households, its cards, and the unit around it."""

    unit_id: int
    name: str
    around_id: int
    around: str
    shape: dict[str, Any]
    households: int
    cases: int
    yellow: int
    red: int

    @property
    def per_hundred(self) -> float | None:
        """Give cases per 100 households, to one place; None where no household lives."""
        return round(100 * self.cases / self.households, 1) if self.households else None


@dataclass(frozen=True, slots=True)
class Outline:
    """A unit that is outlined on the map around its areas."""

    unit_id: int
    name: str
    shape: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hot:
    """A category of the last seven days against the seven before."""

    code: str
    name: str
    now: int
    before: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What the cases of a ground say at one moment, all but the rates."""

    filed_today: int
    closed_today: int
    first_contact_minutes: float | None
    ladder: tuple[int, int, int, int]
    open_by_state: list[tuple[str, int]]
    hot: list[Hot]
    streams: list[Stream]
    loads: dict[int, tuple[int, int, int]]
    """Of each area: cases of 30 days, yellow cards, red cards."""


@dataclass(frozen=True)
class Board:
    """Everything the first board shows."""

    unit: Unit
    at: datetime
    figures: list[Figure]
    told: Telling
    areas: list[AreaLoad]
    outlines: list[Outline]
    grids: int
    communities: int

    @property
    def households(self) -> int:
        """Give the households of the ground shown."""
        return sum(area.households for area in self.areas)


def board(*, scope: Scope, unit: Unit, at: datetime) -> Board:
    """Give the first board of a piece of ground. Fourteen queries at most, whatever the history and the ground."""
    kept = _kept(scope, unit, at)
    if kept is not None:
        at, told, drawing = kept
    else:
        drawing = grounds.draw(unit)
        told = tell(scope, drawing, at)
    ids = {piece.unit_id for piece in drawing.areas} | {piece.unit_id for piece in drawing.outlines}
    names = {
        pk: short or name
        for pk, short, name in Unit.objects.filter(pk__in=ids)
        .values_list("pk", "short_name", "name")
        .order_by()
    }
    return Board(
        unit=unit,
        at=at,
        figures=queries.figures([INDICATORS[code] for code in THREE], scope, at),
        told=told,
        areas=[_area(piece, names, drawing, told) for piece in drawing.areas],
        outlines=[Outline(one.unit_id, names.get(one.unit_id, ""), one.shape) for one in drawing.outlines],
        grids=drawing.grids,
        communities=drawing.communities,
    )


def _area(piece: Piece, names: dict[int, str], drawing: Drawing, told: Telling) -> AreaLoad:
    return AreaLoad(
        piece.unit_id,
        names.get(piece.unit_id, ""),
        piece.around_id,
        names.get(piece.around_id, ""),
        piece.shape,
        drawing.households.get(piece.unit_id, 0),
        *told.loads.get(piece.unit_id, (0, 0, 0)),
    )


# ------------------------------------------------------------------ counting


def tell(scope: Scope, drawing: Drawing, at: datetime) -> Telling:
    """Count what a board says. Six queries."""
    midnight = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    cases = Case.objects.filter(scope.match())
    filed, minutes = _today(scope, midnight)
    rungs = [0, 0, 0, 0]
    states: dict[str, int] = {}
    standing = _standing(scope)
    for _area, state, card, climb, count in standing:
        states[state] = states.get(state, 0) + count
        if card == "yellow":
            rungs[0] += count
        elif card == "red":
            rungs[min(max(climb, 1), 3)] += count
    return Telling(
        filed_today=filed,
        closed_today=cases.filter(closed_at__gte=midnight, closed_at__lte=at).count(),
        first_contact_minutes=minutes,
        ladder=(rungs[0], rungs[1], rungs[2], rungs[3]),
        open_by_state=sorted(states.items(), key=lambda kv: (-kv[1], kv[0])),
        hot=_hot(scope, at),
        streams=streams.streams(scope, at),
        loads=_loads(scope, drawing, at, standing),
    )


Stand = tuple[int, str, str, int, int]


def _standing(scope: Scope) -> list[Stand]:
    """Count the open cases in scope by area, state, card and rung. One query.

    What units of this ground hold elsewhere is left out here and not by the database, which would look for each area of
    the ground among all that is open in the city.
    """
    seen = Q(kind=KIND, is_open=True)
    if not scope.is_whole:
        seen &= policies.reachable(scope.actor)
    if scope.ground:
        seen &= Q(reach__contains=[int(scope.ground.rstrip("/").rpartition("/")[2])])
    rows = Case.objects.filter(seen).values_list("area__path", "area_id", "state", "card", "climb")
    counted = rows.annotate(n=Count("id")).order_by()
    return [row[1:] for row in counted if row[0].startswith(scope.ground)]


def _today(scope: Scope, midnight: datetime) -> tuple[int, float | None]:
    """Count what was filed since midnight, and the median of minutes until somebody was in touch."""
    sql, params = (
        Case.objects.filter(scope.match(), filed_at__gte=midnight)
        .values_list("filed_at", "responded_at")
        .order_by()
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM responded - filed) / 60) "
            f"FROM ({sql}) AS today (filed, responded)",
            params,
        )
        filed, minutes = cursor.fetchone()
    return filed, None if minutes is None else round(minutes)


def _loads(
    scope: Scope, drawing: Drawing, at: datetime, standing: list[Stand]
) -> dict[int, tuple[int, int, int]]:
    cases = Case.objects.filter(scope.match()).values_list("area_id").order_by()
    found: dict[int, list[int]] = {}

    def add(place: int, rows: Iterable[tuple[int, int]]) -> None:
        for grid, count in rows:
            if (area := drawing.area_of.get(grid)) is not None:
                found.setdefault(area, [0, 0, 0])[place] += count

    add(0, cases.filter(filed_at__gte=at - WINDOW).annotate(n=Count("id")))
    for place, colour in ((1, "yellow"), (2, "red")):
        add(place, ((grid, count) for grid, _state, card, _climb, count in standing if card == colour))
    return {pk: (counts[0], counts[1], counts[2]) for pk, counts in found.items()}


def _hot(scope: Scope, at: datetime, most: int = 5) -> list[Hot]:
    week = timedelta(days=7)
    rows = (
        Case.objects.filter(scope.match(), filed_at__gte=at - 2 * week, filed_at__lte=at)
        .exclude(topic="")
        .values_list("topic", "report__category__name", "report__category__name_en")
        .annotate(
            now=Count("id", filter=Q(filed_at__gt=at - week)),
            before=Count("id", filter=Q(filed_at__lte=at - week)),
        )
        .order_by("-now", "topic")[:most]
    )
    return [
        Hot(topic, name or "", now, before, name_en or "")
        for topic, name, name_en, now, before in rows
        if now
    ]


# ------------------------------------------------------------------- keeping


def drawing_of(unit: Unit, finest: UnitKind) -> Drawing:
    """Draw a ground in areas no finer than asked for; of a wide one the kept drawing, where that is so. Five queries."""
    if unit.kind in WIDE:
        kept = KeptBoard.objects.filter(pk=unit.pk, stamp=_stamp()).defer("told", "area_of").first()
        if kept is not None:
            drawing = _read_drawing(kept.drawing, {})
            ids = [piece.unit_id for piece in drawing.areas]
            kinds = Unit.objects.filter(pk__in=ids).order_by().values_list("kind", flat=True).distinct()
            if all(is_told_of(finest, kind) for kind in kinds):
                return drawing
    return grounds.draw(unit, finest)


def _kept(scope: Scope, unit: Unit, at: datetime) -> tuple[datetime, Telling, Drawing] | None:
    """Give what was told of a wide ground a moment ago, to somebody from whom nothing there is hidden. One query."""
    if unit.kind not in WIDE or not scope.is_whole:
        return None
    kept = KeptBoard.objects.filter(pk=unit.pk, at__lte=at).defer("area_of").first()
    if kept is None or clock.local(kept.at).date() != clock.local(at).date():
        return None
    if at - kept.at > KEPT_FOR + _rest(kept):
        return None
    return kept.at, _read_telling(kept.told), _read_drawing(kept.drawing, {})


def keep_boards(at: datetime) -> int:
    """Tell the boards of districts and cities anew and keep them; a map only when it changed. Returns how many.

    About ten queries a unit. What took long rests longer.
    """
    stamp = _stamp()
    held = {kept.pk: kept for kept in KeptBoard.objects.all()}
    count = 0
    for unit in Unit.objects.filter(kind__in=WIDE, is_active=True).order_by("pk"):
        kept = held.get(unit.pk)
        if kept is not None and at - kept.at < _rest(kept):
            continue
        began = time.monotonic()
        if kept is not None and kept.stamp == stamp:
            drawing = _read_drawing(kept.drawing, kept.area_of)
        else:
            drawing = grounds.draw(unit)
        told = tell(Scope(SYSTEM, unit.path), drawing, at)
        values = {
            "at": at,
            "stamp": stamp,
            "drawing": _write_drawing(drawing),
            "area_of": drawing.area_of,
            "told": asdict(told),
            "took_ms": round((time.monotonic() - began) * 1000),
        }
        KeptBoard.objects.update_or_create(pk=unit.pk, defaults=values)
        count += 1
    return count


def _rest(kept: KeptBoard) -> timedelta:
    return timedelta(milliseconds=kept.took_ms * REST)


def _stamp() -> str:
    """Name the state of all grids and units: another one, and maps are drawn anew. Two queries."""
    newest = MapVersion.objects.aggregate(n=Max("pk"))["n"]
    revision = PlacesRevision.objects.values_list("value", flat=True).first()
    return f"{newest}.{revision}"


def _read_telling(told: dict[str, Any]) -> Telling:
    low, first, second, third = told["ladder"]
    return Telling(
        filed_today=told["filed_today"],
        closed_today=told["closed_today"],
        first_contact_minutes=told["first_contact_minutes"],
        ladder=(low, first, second, third),
        open_by_state=[(state, count) for state, count in told["open_by_state"]],
        hot=[Hot(**one) for one in told["hot"]],
        streams=[Stream(**one) for one in told["streams"]],
        loads={int(pk): (counts[0], counts[1], counts[2]) for pk, counts in told["loads"].items()},
    )


def _write_drawing(drawing: Drawing) -> dict[str, Any]:
    return {
        "areas": [astuple(piece) for piece in drawing.areas],
        "outlines": [astuple(piece) for piece in drawing.outlines],
        "households": drawing.households,
        "grids": drawing.grids,
        "communities": drawing.communities,
    }


def _read_drawing(kept: dict[str, Any], area_of: dict[str, int]) -> Drawing:
    return Drawing(
        areas=tuple(Piece(*piece) for piece in kept["areas"]),
        outlines=tuple(Piece(*piece) for piece in kept["outlines"]),
        area_of={int(pk): area for pk, area in area_of.items()},
        households={int(pk): count for pk, count in kept["households"].items()},
        grids=kept["grids"],
        communities=kept["communities"],
    )

"""The rows behind a cited figure: the selection it was counted from, as a list that its readers may see.

Number, list and sheet come from one selection. A row names things, places, moments and states, never a person; who may not
see a row is told how many there are, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, F, Field, Model, OrderBy, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.functional import Promise

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.cited.figure import EVERYTHING, Cited, Measure

Words = str | Promise
PARTS: Final = ("above", "below", "missed", "left_out")
"""Above the line, below it (all that is meant), below but not above, not meant."""
FIRST: Final = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, the way to its value, and words for codes that the model has no words for."""

    label: Words
    path: str
    words: Mapping[Any, Words] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a table are listed: columns, order, who sees which, and the desk's page of one, by its name."""

    columns: tuple[Column, ...]
    by: str
    seen: Callable[[Actor], Q]
    page: str = ""
    key: str = "pk"
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is listed: what its page is asked for by, and the values of its columns."""

    key: Any
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A part of a figure: rows its reader sees, how many these are, and how many there are of each part."""

    shape: Shape
    lines: list[Line]
    seen: dict[str, int]
    counts: dict[str, int]

    def hidden(self, part: str) -> int:
        """Say how many of a part the reader does not see."""
        return self.counts[part] - self.seen[part]


def parts_of(figure: Cited) -> tuple[str, ...]:
    """Say which parts a figure has: a share all four, a number its rows and, where there are any, those not meant."""
    if figure.measure is Measure.SHARE:
        return PARTS if figure.valid != EVERYTHING else PARTS[:3]
    return ("above",) if figure.valid == EVERYTHING else ("above", "left_out")


def _part(figure: Cited, part: str) -> Q:
    match part:
        case "above":
            return figure.valid & figure.hit
        case "missed":
            return figure.valid & ~figure.hit
        case "left_out":
            return ~figure.valid
        case _:
            return figure.valid


def all_rows(figure: Cited, at: datetime, office: Unit | None) -> QuerySet[Any]:
    """Give the rows of a figure with those that are not meant."""
    rows = figure.rows(at)
    return rows.filter(**{f"{figure.within}__path__startswith": office.path}) if office else rows


def part_rows(figure: Cited, part: str, shape: Shape, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Give the rows of a part, newest first; of what is counted once, the newest row of each."""
    found = rows.filter(_part(figure, part))
    if figure.measure is Measure.DISTINCT:
        of = f"{figure.of}_id"  # the key itself: a model's own order would come before it
        once = found.order_by(of, _newest(shape), "-pk").distinct(of).values("pk")
        found = rows.model._default_manager.filter(pk__in=once)
    return found.order_by(_newest(shape), "-pk")


def _newest(shape: Shape) -> OrderBy:
    return F(shape.by).desc(nulls_last=True)


def _counts(figure: Cited, rows: QuerySet[Any]) -> dict[str, int]:
    """Count the rows of each part. One query."""
    is_once = figure.measure is Measure.DISTINCT
    of = figure.of if is_once else "pk"
    wanted = {part: Count(of, filter=_part(figure, part), distinct=is_once) for part in parts_of(figure)}
    made: dict[str, int] = rows.order_by().aggregate(**wanted)
    return made


def behind(
    *,
    figure: Cited,
    part: str,
    shape: Shape,
    actor: Actor,
    at: datetime,
    office: Unit | None,
    most: int = FIRST,
) -> Behind:
    """Give the rows of a part of a figure that an actor sees, and counts of all. Three queries."""
    rows = all_rows(figure, at, office)
    own = rows.filter(pk__in=_seen_of(rows.model, shape, actor)) if not actor.is_system else rows
    return Behind(
        shape,
        list(lines(figure=figure, part=part, shape=shape, rows=own, most=most)),
        _counts(figure, own),
        _counts(figure, rows),
    )


def _seen_of(model: type[Model], shape: Shape, actor: Actor) -> QuerySet[Any]:
    return model._default_manager.filter(shape.seen(actor)).order_by().values("pk")


def seen_rows(
    *, figure: Cited, shape: Shape, actor: Actor, at: datetime, office: Unit | None
) -> QuerySet[Any]:
    """Give the rows of a figure that an actor sees, of every part."""
    rows = all_rows(figure, at, office)
    return rows if actor.is_system else rows.filter(pk__in=_seen_of(rows.model, shape, actor))


def lines(*, figure: Cited, part: str, shape: Shape, rows: QuerySet[Any], most: int) -> list[Line]:
    """List rows of a part, coded values in words. One query."""
    words = [column.words or _choices(rows.model, column.path) for column in shape.columns]
    found = part_rows(figure, part, shape, rows)
    paths = [column.path for column in shape.columns]
    return [
        Line(key, tuple(_worded(value, one) for value, one in zip(values, words, strict=True)))
        for key, *values in found.values_list(shape.key, *paths)[:most]
    ]


def _worded(value: Any, words: Mapping[Any, Words] | None) -> Any:
    return words.get(value, value) if words and value is not None else value


def _choices(model: type[Model], path: str) -> Mapping[Any, Words] | None:
    """Give the words a model has for the codes at the end of a path."""
    here: Any = model
    for name in path.split(LOOKUP_SEP):
        try:
            field = here._meta.pk if name == "pk" else here._meta.get_field(name)
        except FieldDoesNotExist:  # an annotation: it has no words of its own
            return None
        here = field.related_model
    return dict(field.flatchoices) if isinstance(field, Field) and field.choices else None

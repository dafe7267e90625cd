"""Reads whose SQL is written once and only filled in afterwards. ADR 0019.

    @written
    def _unread(*, account: int) -> QuerySet[Notice]:
        return Notice.objects.filter(account_id=account, read_at__isnull=True)

    rows = _unread(account=7)          # a list of what the query set would have given

Django writes the SQL of a query anew at every call, which costs several times what PostgreSQL needs to answer it; and
PostgreSQL plans it anew. Here the body runs once a *shape*, with stand-ins instead of the values; they are looked for among
the parameters and replaced at every call. The server keeps the statement prepared.

What stands before the star shapes the SQL (names of views, frozen filters): the body may look at it. What stands after it
only fills it: the body passes it on, and asks at most whether it is None or empty. Nothing is prefetched, and nothing can be
chained to what comes back.

`linli.base.writing` does the same for whole rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, Final, ParamSpec, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.postgresql import base as postgresql
from django.db.models import QuerySet
from django.db.models import query as reading

P = ParamSpec("P")
R = TypeVar("R")
Values = Sequence[Any]
# Inner parts of Django, which its stubs describe as they are in another version.
ServerSide: Any = postgresql.ServerBindingCursor
populators_of: Any = reading.get_related_populators

MOST_SHAPES: Final = 2_000
MOST_PREPARED: Final = 300
"""On one connection, of which psycopg by itself keeps a hundred: pages, rows with and without a value each count."""


class Parted:
    """A value of several: what of it shapes SQL, and what only fills it."""

    __slots__ = ()

    def parts(self) -> tuple[Hashable, tuple[Any, ...]]:
        """Give the shape and the values."""
        raise NotImplementedError

    @classmethod
    def of_parts(cls, shape: Any, values: tuple[Any, ...]) -> Self:
        """Make the like of it from a shape and other values."""
        raise NotImplementedError


def written(build: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """Return a function that gives the rows of the query set that `build` describes. One query."""

    @wraps(build)
    def rows(*shape: P.args, **given: P.kwargs) -> list[R]:
        values: list[Any] = []
        places = tuple((name, _place(value, values)) for name, value in given.items())
        return _blank(build, shape, places).rows(values)

    return rows


def counted(build: Callable[P, QuerySet[Any, Any]]) -> Callable[P, int]:
    """Return a function that counts the rows of the query set that `build` describes, within its slice. One query."""

    @wraps(build)
    def count(*shape: P.args, **given: P.kwargs) -> int:
        values: list[Any] = []
        places = tuple((name, _place(value, values)) for name, value in given.items())
        found = _blank(build, shape, places, is_count=True).rows(values)
        return int(found[0]) if found else 0

    return count


#: The stand-in for the value at a place: what no query contains by itself.
_MARKS: Final[dict[type, Callable[[int], Any]]] = {
    str: lambda i: f"\ue000{i}\ue001",
    int: lambda i: 2_113_000_000 + i,
    float: lambda i: 2.113e9 + i,
    datetime: lambda i: datetime(9990, 1, 1, tzinfo=UTC) + timedelta(seconds=i),
    date: lambda i: date(9990, 1, 1) + timedelta(days=i),
    uuid.UUID: lambda i: uuid.UUID(int=2**127 + i),
    bytes: lambda i: b"\x00stand-in %d" % i,
}


def _place(value: Any, values: list[Any]) -> Hashable:
    """Say what kind of place a value needs, and add to `values` what will fill it."""
    if value is None:
        return None
    if isinstance(value, Parted):
        shape, parts = value.parts()
        return type(value).of_parts, shape, tuple(_place(part, values) for part in parts)
    if isinstance(value, tuple | list | set | frozenset):
        return None, None, tuple(_place(part, values) for part in value)
    for kind in _MARKS:
        if isinstance(value, kind) and not isinstance(value, bool):
            values.append(value)
            return kind
    raise TypeError(f"{type(value).__name__} shapes a query: it stands before the star")


def _stand_in(place: Any, marks: list[Any], needed: list[Any]) -> Any:
    """Return a stand-in for the value of a place; what of an actor fills nothing is not `needed`."""
    if place is None:
        return None
    if isinstance(place, tuple):
        make, shape, places = place
        parts = tuple(_stand_in(part, marks, [] if make else needed) for part in places)
        return make(shape, parts) if make else parts
    marks.append(_MARKS[place](len(marks)))
    needed.append(marks[-1])
    return marks[-1]


@lru_cache(maxsize=MOST_SHAPES)
def _blank(
    build: Callable[..., QuerySet[Any, Any]], shape: Hashable, places: Any, *, is_count: bool = False
) -> _Blank:
    marks: list[Any] = []
    needed: list[Any] = []
    rows = build(*shape, **{name: _stand_in(place, marks, needed) for name, place in places})  # type: ignore[misc]
    return _Blank(rows, marks, needed, is_count=is_count)


class _Blank:
    """SQL with its open places: takes the values of one call, and makes of what comes back what its query set would."""

    def __init__(self, rows: QuerySet[Any, Any], marks: Values, needed: Values, *, is_count: bool) -> None:
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("a written query prefetches nothing")
        self.model, self.locks = rows.model, rows.query.select_for_update
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
        if self.sql and any(not any(_fill(param, [mark]) for param in self.params) for mark in needed):
            raise TypeError("a value is not among the parameters: a field turned it into something else")
        self.fills = [(at, fill) for at, param in enumerate(self.params) if (fill := _fill(param, marks))]
        self.read = _reader(rows, compiler) if self.sql else None
        if is_count and self.sql:
            self.sql, self.read = f"SELECT COUNT(*) FROM ({self.sql}) AS counted", _first_column

    def rows(self, values: Values) -> list[Any]:
        if self.read is None:
            return []
        params = list(self.params)
        for at, fill in self.fills:
            params[at] = fill(values)
        choose = router.db_for_write if self.locks else router.db_for_read
        connection: Any = connections[choose(self.model)]
        with cursor_of(connection) as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return list(self.read(found, connection))


def cursor_of(connection: Any) -> Any:
    """Return a cursor that leaves the values beside the statement, so that the server can keep it prepared."""
    if connection.queries_logged:
        return connection.cursor()  # a log shows statements with their values, which only this kind keeps
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepared_max < MOST_PREPARED:
        raw.prepared_max = MOST_PREPARED
    return connection._prepare_cursor(ServerSide(raw))


def _fill(param: Any, marks: Values) -> Callable[[Values], Any] | None:
    """Say how a parameter is made of the values; None for one that is always the same."""
    if isinstance(param, list | tuple):
        parts = [(part, _fill(part, marks)) for part in param]
        if not any(fill for _part, fill in parts):
            return None
        return lambda values: [fill(values) if fill else part for part, fill in parts]
    if isinstance(param, str):
        inside = [(i, mark) for i, mark in enumerate(marks) if isinstance(mark, str) and mark in param]
        if not inside:
            return None
        is_all = param == inside[0][1]
        return lambda values: values[inside[0][0]] if is_all else _replaced(param, inside, values)
    bare = getattr(param, "obj", param)  # psycopg wraps bytes, and numbers in types of their own
    for i, mark in enumerate(marks):
        if isinstance(bare, type(mark)) and bare == mark:
            return _typed(i, type(param))
    return None


def _typed(place: int, kind: type) -> Callable[[Values], Any]:
    return (lambda values: values[place]) if kind in _MARKS else (lambda values: kind(values[place]))


def _replaced(text: str, inside: Iterable[tuple[int, str]], values: Values) -> str:
    """Put values into a pattern of LIKE, which they must not change."""
    for place, mark in inside:
        text = text.replace(mark, connections[DEFAULT_DB_ALIAS].ops.prep_for_like_query(values[place]))
    return text


def _reader(rows: QuerySet[Any, Any], compiler: Any) -> Callable[[Iterable[Any], Any], Iterator[Any]]:
    """Return what makes of a cursor's rows what the query set would have made of them."""
    columns = [expression for expression, _sql, _name in compiler.select]
    converters = list(compiler.get_converters(columns).items())

    def converted(found: Iterable[Any], connection: Any) -> Iterable[Any]:
        for values in map(list, found):
            for at, (converts, expression) in converters:
                for convert in converts:
                    values[at] = convert(values[at], expression, connection)
            yield values

    if rows._iterable_class is not reading.ModelIterable:
        is_flat = "Flat" in rows._iterable_class.__name__

        def plain(found: Iterable[Any], connection: Any) -> Iterator[Any]:
            for values in converted(found, connection) if converters else found:
                yield values[0] if is_flat else tuple(values)

        return plain
    info, notes = compiler.klass_info, compiler.annotation_col_map or {}
    model, fields = info["model"], info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [expression.target.attname for expression in columns[first:last]]
    related = populators_of(info, compiler.select, DEFAULT_DB_ALIAS)

    def models(found: Iterable[Any], connection: Any) -> Iterator[Any]:
        for values in converted(found, connection) if converters else found:
            one = model.from_db(DEFAULT_DB_ALIAS, names, values[first:last])
            for populator in related:
                populator.populate(values, one)
            for name, at in notes.items():
                setattr(one, name, values[at])
            yield one

    return models


def _first_column(found: Iterable[Any], _connection: Any) -> Iterator[Any]:
    return (values[0] for values in found)

"""Rows written by SQL that is written once a table, and many rows in one statement. ADR 0019.

    write(new=[case, step, report], changed=[parent])

New rows may name each other: a step of a case that has no id yet is written beside it, and every row has its id
afterwards. What `save` does beyond that (signals, choosing between insert and update) is not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final

from django.contrib.postgres.search import SearchVectorField
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model

from linli.base.written import cursor_of

MOST_SHAPES: Final = 500


def insert(row: Model) -> None:
    """Write a new row, as `save(force_insert=True)` does. One statement."""
    write(new=[row])


def update(row: Model) -> None:
    """Write every column of a row that is there, as `save(force_update=True)` does. One statement.

    :raises DatabaseError: it is not there any more.
    """
    write(changed=[row])


def write(*, new: Sequence[Model] = (), changed: Sequence[Model] = ()) -> None:
    """Write new rows, and every column of rows that are there. One statement, so all of it or nothing.

    A row among `new` may name another one that stands before it there and has no id yet. Triggers and constraints see
    the rows in this order; no row may stand in both.

    :raises DatabaseError: a changed row is not there any more.
    """
    shapes: list[_Shape] = []
    values: list[Any] = []
    connection: Any = connections[DEFAULT_DB_ALIAS]
    for at, row in enumerate(new):
        named = _named(row, new[:at])
        has_key = row.pk is not None or any(name == _key(type(row)).attname for name, _place in named)
        shapes.append((type(row), True, has_key, named))
        values += _values(row, _columns(type(row), has_key), named, connection, is_new=True)
    for row in changed:
        _named(row, ())
        shapes.append((type(row), False, False, ()))
        values += _values(row, _columns(type(row), False), (), connection, is_new=False)
        values.append(row.pk)
    if not shapes:
        return
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), cursor_of(connection) as cursor:
        cursor.execute(_statement(tuple(shapes)), values)
        keys = cursor.fetchone() or (None,)
        if None in keys:
            raise DatabaseError("the row that was to be written is gone")
    for row, pk in zip((*new, *changed), keys, strict=True):
        _set(row, _key(type(row)).attname, pk)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    for row, (_model, _is_new, _has_key, named) in zip(new, shapes, strict=False):
        for name, place in named:
            _set(row, name, new[place].pk)


Named = tuple[tuple[str, int], ...]
"""Columns of a row that name another one of the same statement, and which."""
_Shape = tuple[type[Model], bool, bool, Named]


def _named(row: Model, before: Sequence[Model]) -> Named:
    """Say which columns of a row name one of those before it that has no id yet.

    :raises ValueError: it names a row that is not written, neither before nor here.
    """
    found = []
    for relation in _relations(type(row)):
        other = relation.get_cached_value(row, default=None)
        if other is None:
            continue
        if other.pk is not None:
            if getattr(row, relation.attname) is None:  # written after it was named
                setattr(row, relation.name, other)
            continue
        place = next((i for i, one in enumerate(before) if one is other), None)
        if place is None:
            raise ValueError(f"{relation} names a row that is not written")
        found.append((relation.attname, place))
    return tuple(found)


def _values(row: Model, fields: Sequence[Any], named: Named, connection: Any, *, is_new: bool) -> list[Any]:
    taken = dict(named)
    return [
        field.get_db_prep_save(field.pre_save(row, is_new), connection)
        for field in fields
        if field.attname not in taken
    ]


@cache
def _relations(model: type[Model]) -> tuple[Any, ...]:
    return tuple(f for f in model._meta.local_concrete_fields if f.is_relation)


@cache
def _columns(model: type[Model], has_key: bool) -> tuple[Any, ...]:
    return tuple(f for f in model._meta.local_concrete_fields if has_key or not f.primary_key)


@lru_cache(maxsize=MOST_SHAPES)
def _statement(shapes: tuple[_Shape, ...]) -> str:
    if len(shapes) == 1:
        return _part(shapes[0])
    parts = ", ".join(f"r{i} AS ({_part(shape)})" for i, shape in enumerate(shapes))
    return f"WITH {parts} SELECT {', '.join(f'(SELECT * FROM r{i})' for i in range(len(shapes)))}"


def _part(shape: _Shape) -> str:
    model, is_new, has_key, named = shape
    fields, table, key = _columns(model, has_key), _quoted(model._meta.db_table), _key_of(model)
    if not is_new:
        sets = ", ".join(f"{_quoted(f.column)} = {_place_for(f)}" for f in fields)
        return f"UPDATE {table} SET {sets} WHERE {key} = %s RETURNING {key}"
    places = dict(named)
    names = ", ".join(_quoted(f.column) for f in fields)
    values = ", ".join(
        f"(SELECT * FROM r{places[f.attname]})" if f.attname in places else _place_for(f) for f in fields
    )
    return f"INSERT INTO {table} ({names}) VALUES ({values}) RETURNING {key}"


def _place_for(field: Any) -> str:
    """Return the place for a value of a column; an array is told its type, and words become what is searched."""
    if isinstance(field, SearchVectorField):
        return "array_to_tsvector(%s::text[])"
    connection = connections[DEFAULT_DB_ALIAS]
    return field.get_placeholder([], None, connection) if hasattr(field, "get_placeholder") else "%s"


def _key_of(model: type[Model]) -> str:
    return _quoted(_key(model).column)


def _key(model: type[Model]) -> Any:
    return model._meta.pk


def _set(row: Model, name: str, value: Any) -> None:
    """Set a column as it was written; by its descriptor the row would forget which other row it names."""
    row.__dict__[name] = value


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)

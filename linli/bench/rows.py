"""Lines for COPY: each table's columns, those a writer gives and those that keep the model's default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from json import JSONEncoder
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED

from linli.base.people.vault import SealedTextField

_json = JSONEncoder(ensure_ascii=False).encode
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def cell(value: Any) -> str:
    """Write one value as COPY's text format wants it."""
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case int() | float():
            return repr(value)
        case str():
            return value.translate(_ESCAPES) if "\\" in value or "\t" in value or "\n" in value else value
        case bytes():
            return f"\\\\x{value.hex()}"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case dict():
            return _json(value).translate(_ESCAPES) if value else "{}"
        case list() | tuple():
            if value and isinstance(value[0], dict | list | tuple):
                return _json(value).translate(_ESCAPES)
            return "{" + ",".join(str(v) if isinstance(v, int) else f'"{v}"' for v in value) + "}"
    raise TypeError(f"no cell for {type(value)}")


class Table:
    """Collects lines of one table. Columns that `given` does not name keep the model's own default."""

    def __init__(self, model: type[models.Model], *given: str) -> None:
        meta = model._meta
        columns = {str(f.column): f for f in meta.concrete_fields if not f.generated}
        if unknown := set(given) - set(columns):
            raise ValueError(f"{meta.db_table} has no {sorted(unknown)}")
        # Sealed columns are given in the clear and sealed here, as `save` would.
        self._seals = [
            (i, columns[n].get_prep_value)
            for i, n in enumerate(given)
            if isinstance(columns[n], SealedTextField)
        ]
        rest = [
            f
            for name, f in columns.items()
            if name not in given and not (f.primary_key and f.default is NOT_PROVIDED)
        ]
        self.name = meta.db_table
        self.columns = (*given, *(str(f.column) for f in rest))
        self.tail = "".join(f"\t{_constant(f)}" for f in rest) + "\n"
        self.lines: list[str] = []

    def add(self, values: Iterable[Any]) -> None:
        """Add a row, in the order of the columns given."""
        row = list(values)
        for place, sealed in self._seals:
            row[place] = sealed(row[place])
        self.lines.append("\t".join(map(cell, row)) + self.tail)

    def flush(self) -> int:
        """Write what was collected. One statement."""
        count, lines = len(self.lines), self.lines
        if lines:
            quoted = ", ".join(map(connection.ops.quote_name, self.columns))
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY {self.name} ({quoted}) FROM STDIN") as copy,
            ):
                copy.write("".join(lines))
        self.lines = []
        return count


def _constant(field: models.Field[Any, Any]) -> str:
    value = field.get_default()
    return cell(field.get_prep_value(value) if isinstance(field, SealedTextField) else value)


def set_sequences(tables: Sequence[type[models.Model]]) -> None:
    """Let the next row of each table take a fresh id. One statement a table."""
    with connection.cursor() as cursor:
        for model in tables:
            meta = model._meta
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), GREATEST((SELECT max(id) FROM "
                + meta.db_table
                + "), 1))",
                [meta.db_table],
            )

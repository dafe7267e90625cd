"""Writing many rows of one table with COPY: several times faster than INSERT, under the same triggers and constraints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from django.db import connection, models


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table, and give each its id. One statement, two where the database numbers them.

    Fields are prepared as `save` does; rows must be complete, since no default of the database is read back.
    """
    if not rows:
        return
    meta = rows[0]._meta
    pk = meta.pk
    assert pk is not None
    with connection.cursor() as cursor:
        if isinstance(pk, models.AutoField | models.BigAutoField) and rows[0].pk is None:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [meta.db_table, pk.column, len(rows)],
            )
            for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = number
        fields = [field for field in meta.concrete_fields if not field.generated]
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        readers = [_reader(field) for field in fields]
        table = connection.ops.quote_name(meta.db_table)
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row([read(row) for read in readers])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


_AS_THEY_ARE: Final = (
    models.AutoField, models.BooleanField, models.DateField, models.DateTimeField, models.FloatField, models.ForeignKey,
    models.IntegerField, models.BigIntegerField, models.UUIDField,
)  # fmt: skip
"""Fields whose values the driver writes as Python has them: asking each field for each row took half of an import."""


def _reader(field: Any) -> Callable[[models.Model], Any]:
    if type(field) in _AS_THEY_ARE and not (
        getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ):
        return attrgetter(field.attname)
    if type(field) in (models.CharField, models.TextField):
        of = attrgetter(field.attname)

        def read_text(row: models.Model) -> Any:
            value = of(row)
            return value if value is None or type(value) is str else str(value)

        return read_text

    def read(row: models.Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, True), connection)

    return read

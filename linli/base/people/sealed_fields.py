"""Columns of free words, sealed: what residents and staff write, of which nobody can say beforehand whom it names.

Beside `SealedTextField` for one personal value. Here an empty value stays empty in the database, so that “is anything
written” can be asked without opening any.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.lookups import Exact

from linli.base.people.vault import OpensOnAccess, Sealed, SealedTextField, seal

BATCH = 2_000


def opened(held: Sealed | str | None) -> str:
    """Return the words of a column read by `values()`; nothing for none."""
    return held.open() if isinstance(held, Sealed) else held or ""


class _IsEmpty(Exact):
    """`words=""` is the one comparison that sealed words allow."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise TypeError("sealed words can only be compared with the empty string")
        return super().get_prep_lookup()


class SealedWordsField(SealedTextField):
    """Free words kept as ciphertext; an empty string stays an empty `bytea`, and only emptiness can be asked."""

    def get_lookup(self, lookup_name: str) -> Any:
        return _IsEmpty if lookup_name == "exact" else super().get_lookup(lookup_name)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is not None and not len(value):
            return self.nothing()
        return super().from_db_value(value, expression, connection)

    def get_prep_value(self, value: Any) -> bytes | None:
        return b"" if value == "" else super().get_prep_value(value)

    @staticmethod
    def nothing() -> Any:
        """Return what an empty value reads as."""
        return ""


class _ReadsOnAccess(OpensOnAccess):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        is_sealed = instance is not None and isinstance(instance.__dict__.get(self.field.attname), Sealed)
        value = super().__get__(instance, cls)
        if is_sealed:
            value = instance.__dict__[self.field.attname] = json.loads(value)
        return value


class SealedJSONField(SealedWordsField):
    """A JSON object kept as ciphertext; on an instance it reads and writes like one, in `values()` it stays a `Sealed`."""

    descriptor_class = _ReadsOnAccess

    @staticmethod
    def nothing() -> Any:
        return {}

    def to_python(self, value: Any) -> Any:
        return json.loads(value.open()) if isinstance(value, Sealed) else value

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None or isinstance(value, Sealed):
            return super().get_prep_value(value)
        words = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder) if value else ""
        return super().get_prep_value(words)


def sealing(
    table: str, key: str, columns: dict[str, str], *, is_json: bool = False
) -> Callable[[Any, Any], None]:
    """Return what a migration runs to turn columns of clear words into sealed ones; `columns` gives their context.

    Rows are read and written in batches; triggers rest meanwhile, because nothing that they guard changes.
    """

    def run(_apps: Any, editor: Any) -> None:
        q = editor.connection.ops.quote_name
        new = {column: f"{column}_sealed" for column in columns}
        with editor.connection.cursor() as cursor:
            for column in columns:
                cursor.execute(
                    f"ALTER TABLE {q(table)} ADD COLUMN {q(new[column])} bytea NOT NULL DEFAULT ''"
                )
            cursor.execute(f"ALTER TABLE {q(table)} DISABLE TRIGGER USER")
            _fill(cursor, q, table, key, columns, is_json)
            cursor.execute(f"ALTER TABLE {q(table)} ENABLE TRIGGER USER")
            for column in columns:
                cursor.execute(f"ALTER TABLE {q(table)} ALTER COLUMN {q(new[column])} DROP DEFAULT")
                cursor.execute(f"ALTER TABLE {q(table)} DROP COLUMN {q(column)}")
                cursor.execute(f"ALTER TABLE {q(table)} RENAME COLUMN {q(new[column])} TO {q(column)}")

    return run


def _fill(
    cursor: Any, q: Callable[[str], str], table: str, key: str, columns: dict[str, str], is_json: bool
) -> None:
    names = list(columns)
    asked = ", ".join(f"{q(name)}::text" for name in names)
    given = ", ".join(f"{q(f'{name}_sealed')} = %s" for name in names)
    last: Any = None
    while True:
        since = f"WHERE {q(key)} > %s" if last is not None else ""
        cursor.execute(
            f"SELECT {q(key)}, {asked} FROM {q(table)} {since} ORDER BY {q(key)} LIMIT {BATCH}",
            [last] if last is not None else [],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        empty = ("", "{}") if is_json else ("",)
        cursor.executemany(
            f"UPDATE {q(table)} SET {given} WHERE {q(key)} = %s",
            [
                (
                    *(
                        b"" if word in (None, *empty) else seal(word, columns[name])
                        for name, word in zip(names, words, strict=True)
                    ),
                    pk,
                )
                for pk, *words in rows
                if any(word not in (None, *empty) for word in words)
            ],
        )

"""Turning the key ring: every sealed value is sealed anew under the current key, while the office works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from linli.base.people import factors, vault
from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.vault import Sealed, SealedTextField

BATCH = 500


@dataclass(frozen=True, slots=True)
class Turned:
    """What a round did: rows looked at, values sealed anew, and columns with values that did not open."""

    looked_at: int
    sealed_anew: int
    broken: tuple[str, ...]


def sealed_columns() -> list[tuple[type[models.Model], list[str]]]:
    """Return every model that has sealed columns, and which."""
    found = []
    for model in apps.get_models():
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, SealedTextField)]
        if names and not model._meta.proxy:
            found.append((model, names))
    return found


def turn_keys(*, actor: Actor, at: datetime, progress: Callable[[str, int], None] | None = None) -> Turned:
    """Seal anew whatever an older key sealed. Resumable and safe to run twice; old keys may go when none is broken.

    Rows are taken in batches, each in its own transaction, and a value changed meanwhile is left as it is.
    """
    current = vault.current_key_id()
    looked_at = sealed_anew = 0
    broken: set[str] = set()
    for model, names in sealed_columns():
        last = None
        rows = model._default_manager.order_by("pk")
        while batch := list(
            (rows.filter(pk__gt=last) if last is not None else rows).values("pk", *names)[:BATCH]
        ):
            last = batch[-1]["pk"]
            looked_at += len(batch)
            with transaction.atomic():
                for row in batch:
                    sealed_anew += _seal_anew(model, row, names, current, broken)
            if progress:
                progress(model._meta.label, looked_at)
    sealed_anew += _factors(current, broken)
    record(What.KEYS_TURNED, at=at, actor=actor, is_success=not broken, reason=f"{current}: {sealed_anew}")
    return Turned(looked_at, sealed_anew, tuple(sorted(broken)))


def _factors(current: str, broken: set[str]) -> int:
    """Seal second factors anew: their secrets lie in a JSON column of allauth's."""
    from allauth.mfa.models import Authenticator

    done = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if factor is None:
                continue
            changed = False
            for name, value in factor.data.items():
                if not (isinstance(value, str) and value.startswith(factors.SEALED)):
                    continue
                try:
                    if factors.key_id_of(value) != current:
                        factor.data[name] = factors.seal_secret(factors.open_secret(value))
                        changed = True
                except vault.VaultError:
                    broken.add("mfa.Authenticator.data")
            if changed:
                factor.save(update_fields=["data"])
                done += 1
    return done


def _seal_anew(
    model: type[models.Model], row: dict[str, Any], names: list[str], current: str, broken: set[str]
) -> int:
    done = 0
    for name in names:
        held = row[name]
        if not isinstance(held, Sealed):
            continue
        try:
            if vault.key_id_of(held.blob) == current:
                continue
            words = held.open()
        except vault.VaultError:
            broken.add(held.context)
            continue
        # Only if it is still what was read: somebody may have written a newer value since.
        done += _swap(model, name, row["pk"], held.blob, vault.seal(words, held.context))
    return done


def _swap(model: type[models.Model], name: str, pk: Any, was: bytes, now: bytes) -> int:
    q = connection.ops.quote_name
    columns = {f.attname: str(f.column) for f in model._meta.concrete_fields}
    key, column = next(str(f.column) for f in model._meta.concrete_fields if f.primary_key), columns[name]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {q(model._meta.db_table)} SET {q(column)} = %s WHERE {q(key)} = %s AND {q(column)} = %s",
            [now, pk, was],
        )
        return int(cursor.rowcount)

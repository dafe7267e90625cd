"""Changes to the tree. `actor` is checked by the caller's face policy and again here."""

from __future__ import annotations

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.kernel.refusals import Refusal


class UnitUnderItself(Refusal):
    """A unit can't be moved below itself."""


def add_unit(*, kind: UnitKind, name: str, parent: Unit | None, **fields: object) -> Unit:
    """Add a unit below `parent`. Two queries. The path is complete when this returns."""
    with transaction.atomic():
        unit = Unit.objects.create(kind=kind, name=name, parent=parent, path="", **fields)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
    return unit


def place_under(*, unit: Unit, parent: Unit) -> Unit:
    """Move a unit and everything below it under `parent`.

    :raises UnitUnderItself: when `parent` lies inside `unit`.
    Cases keep the scope they have; `flow.operations.refresh_reach` brings it up to date.
    """
    if parent.path.startswith(unit.path):
        raise UnitUnderItself(unit=unit.pk, parent=parent.pk)
    with transaction.atomic():
        old, new = unit.path, f"{parent.path}{unit.pk}/"
        rows = list(Unit.objects.select_for_update().filter(path__startswith=old))
        for row in rows:
            row.path = new + row.path[len(old) :]
        Unit.objects.bulk_update(rows, ["path"])
        Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.refresh_from_db()
    return unit


class UnitInUse(Refusal):
    """A unit that holds open work, live posts or units below it can't be closed: `what` and `count`."""


def change_unit(*, unit: Unit, **fields: object) -> Unit:
    """Change what a unit is called and how it is reached; never its kind or its place in the tree. One query."""
    allowed = {"name", "short_name", "phone", "supervision_phone", "address", "order", "handles"}
    unknown = set(fields) - allowed
    if unknown:
        raise TypeError(f"not a field that changes: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.save(update_fields=sorted(fields))
    return unit

"""Reads of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from linli.base.asked import remembered
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.written import written
from linli.kernel import numbers


def under(unit: Unit) -> Q:
    """Match this unit and everything below it."""
    return Q(path__startswith=unit.path)


def subtree(unit: Unit) -> QuerySet[Unit]:
    """List this unit and everything below it. One query when read."""
    return Unit.objects.filter(under(unit))


def line_up(unit: Unit) -> list[Unit]:
    """List the units from `unit` up to the root, nearest first. One query."""
    return line_of(unit.pk)


def line_of(unit_id: int) -> list[Unit]:
    """List the units from the one with this id up to the root, nearest first; nothing when there is none. One query."""
    return list(_nearest_first(unit_id))


@remembered
def _nearest_first(unit_id: int) -> list[Unit]:
    found = sorted(_line(unit=unit_id), key=lambda u: len(u.path), reverse=True)
    for unit, above in pairwise(found):
        unit.parent = above
    return found


@written
def _line(*, unit: int) -> QuerySet[Unit]:
    path = "unnest(string_to_array(trim(both '/' from path), '/'))::bigint"
    return Unit.objects.filter(
        pk__in=RawSQL(f"SELECT {path} FROM {Unit._meta.db_table} WHERE id = %s", [unit])
    )


def office_of(line: Iterable[Unit]) -> Unit | None:
    """Find the subdistrict in a line of units already read. No query."""
    return next((u for u in line if u.kind == UnitKind.SUBDISTRICT), None)


def offices_among(ids: Iterable[int]) -> list[int]:
    """Say which of some units are subdistricts, in use or not. One query."""
    found = Unit.objects.filter(pk__in=list(ids), kind=UnitKind.SUBDISTRICT)
    return list(found.values_list("pk", flat=True))


def level_above(unit: Unit) -> Unit | None:
    """Find the territorial level above `unit`: grid → community → subdistrict → district. One query."""
    return next((u for u in line_up(unit)[1:] if u.is_territory), None)


def units_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Give the names of some units. One query."""
    return {unit.pk: str(unit) for unit in Unit.objects.select_related("parent").filter(pk__in=list(ids))}


def offices() -> QuerySet[Unit]:
    """List the subdistrict offices of this installation. One query when read."""
    return Unit.objects.filter(kind=UnitKind.SUBDISTRICT, is_active=True)


def public_phones() -> frozenset[str]:
    """List the telephones that units show to everybody, as `numbers.normalise_phone` writes them. One query."""
    found = set()
    for pair in Unit.objects.filter(is_active=True).values_list("phone", "supervision_phone"):
        for said in pair:
            if said and numbers.is_phone(said):
                found.add(numbers.normalise_phone(said))
            elif said:
                found.add(re.sub(r"\D", "", said))  # a local number without its area code
    return frozenset(found)

"""What a move reads under its lock: the case, its shares, their units, and whether this submission was taken already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.written import written


def locked(number: str) -> tuple[Case, list[Assignment]]:
    """Lock a case, then read its shares and all units they name. Three statements.

    The lock comes first and joins nothing: a join beside a lock that had to wait would drop the row when the winner
    gave the case to another holder.
    """
    found = _locking(number=number)
    if not found:
        raise NoSuchCase(number=number)
    case = found[0]
    shares = _shares(case=case.pk)
    ids = {case.holder_id, case.area_id, case.office_id, *(s.unit_id for s in shares)}
    units = {unit.pk: unit for unit in _units(ids=sorted(ids))}
    case.holder, case.area, case.office = units[case.holder_id], units[case.area_id], units[case.office_id]
    for share in shares:
        share.case, share.unit = case, units[share.unit_id]
    return case, shares


@written
def _locking(*, number: str) -> QuerySet[Case]:
    return Case.objects.select_for_update().filter(number=number)


@written
def _shares(*, case: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(case=case)


@written
def _units(*, ids: Sequence[int]) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=ids)


@written
def made_by(*, case: int, key: uuid.UUID) -> QuerySet[Step]:
    return Step.objects.filter(key=key, case=case)

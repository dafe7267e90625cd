"""Reads of the list: in force, of a version, narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from django.db.models import Count, Q

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.duties import policies
from linli.pillars.governance.duties.models import Duty, DutyList
from linli.pillars.governance.duties.rules import MOST


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which lines are asked for."""

    words: str = ""
    kind: str = ""


def offices_of(*, actor: Actor) -> list[Unit]:
    """List the offices whose list an actor reads, own ones first. One query."""
    rows = Unit.objects.filter(policies.offices(actor)).order_by("path")
    own = {unit for post in actor.posts for unit in post.line}
    return sorted(rows, key=lambda unit: unit.pk not in own)


def lists_of(*, office: Unit) -> list[DutyList]:
    """List the versions of an office's list, newest first, with `n` lines each. One query."""
    return list(DutyList.objects.filter(office=office).annotate(n=Count("duties")).order_by("-version"))


def current_list(*, office: Unit) -> DutyList | None:
    """Give the list in force: the newest. One query."""
    return DutyList.objects.filter(office=office).order_by("-version").first()


def duties_of(*, of: DutyList, by: Narrowed | None = None) -> tuple[Duty, ...]:
    """Give the lines of a version in their order; every word asked for stands somewhere in the line. One query."""
    rows = Duty.objects.filter(list=of)
    if by is not None and by.kind:
        rows = rows.filter(kind=by.kind)
    for word in (by.words if by else "").split()[:8]:
        fields = (Q(**{f"{field}__icontains": word}) for field in MOST)
        rows = rows.filter(reduce(Q.__or__, fields))
    return tuple(rows.order_by("order"))


def get_duty(*, office: Unit, pk: int) -> Duty | None:
    """Give a line of the list in force. Two queries."""
    of = current_list(office=office)
    return Duty.objects.filter(list=of, pk=pk).first() if of else None


def is_in_force(duty: Duty, office: Unit) -> bool:
    """Say whether a line, as it was quoted, still stands in the list in force. Two queries at most."""
    of = current_list(office=office)
    if of is None:
        return False
    if duty.list_id == of.pk:
        return True
    if DutyList.objects.filter(pk=duty.list_id).exclude(office=office).exists():
        return False
    return Duty.objects.filter(list=of, kind=duty.kind, number=duty.number, name=duty.name).exists()

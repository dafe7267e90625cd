"""Reads of whom organisations have: masked in every list, opened one at a time, only by who keeps the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import fingerprint
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.party.branches import policies
from linli.pillars.party.branches.models import Joining, PartTimeMember, PartyMember
from linli.pillars.party.branches.policies import NoSuchMember

MEMBERS = "branches.PartyMember"
MEMBER_FIELDS = ("name", "phone", "door")
PART_TIMERS = "branches.PartTimeMember"
PART_TIMER_FIELDS = ("name",)
PAGE = 50


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in a list: masked."""

    id: int
    name: str
    phone: str
    has_door: bool
    organisation_id: int
    organisation: str
    grid: str
    standing: str
    relation: str
    is_here: bool
    position: str
    door_role: str
    is_in_service: bool
    since: date


def members_of(
    *,
    actor: Actor,
    organisation_id: int | None = None,
    grid_id: int | None = None,
    door_role: str = "",
    standing: str = "",
    after: int = 0,
    size: int = PAGE,
) -> tuple[list[MemberRow], int]:
    """List whom an actor may know, masked, and count them: of one organisation with who takes part in it. Two queries."""
    rows = PartyMember.objects.filter(policies.knowable(actor), until=None)
    if organisation_id is not None:
        taking_part = Joining.objects.filter(organisation=organisation_id).values("member")
        rows = rows.filter(Q(organisation=organisation_id) | Q(pk__in=taking_part))
    if grid_id is not None:
        rows = rows.filter(grid=grid_id)
    if door_role:
        rows = rows.filter(door_role=door_role)
    if standing:
        rows = rows.filter(standing=standing)
    found = rows.select_related("organisation__unit", "grid").order_by("organisation__path", "pk")
    return [_row(one) for one in found[after : after + size]], rows.count()


def _row(one: PartyMember) -> MemberRow:
    return MemberRow(
        id=one.pk,
        name=mask_name(one.name),
        phone=mask_phone(one.phone) if one.phone else "",
        has_door=bool(one.door),
        organisation_id=one.organisation_id,
        organisation=str(one.organisation),
        grid=str(one.grid or ""),
        standing=str(one.get_standing_display()),
        relation=str(one.get_relation_display()),
        is_here=one.relation == PartyMember.Relation.HERE,
        position=str(one.get_position_display()) if one.position else "",
        door_role=str(one.get_door_role_display()) if one.door_role else "",
        is_in_service=one.is_in_service,
        since=one.since,
    )


def get_member(*, actor: Actor, pk: int) -> PartyMember:
    """Give somebody an actor may know of. Two queries.

    :raises NoSuchMember: absent, or not theirs to know.
    """
    rows = PartyMember.objects.select_related("organisation__unit", "organisation__office", "grid")
    row = rows.filter(pk=pk, until=None).first()
    if row is None or not policies.knows(actor, row):
        raise NoSuchMember
    return row


def find_member(actor: Actor, id: int, field: str) -> Found | None:
    """Give a hidden value of somebody to those who may know of them. The access is logged outside, without their name."""
    row = PartyMember.objects.select_related("organisation").filter(pk=id, until=None).first()
    if row is None or not policies.knows(actor, row):
        return None
    value = getattr(row, field)
    if not value:
        return None
    # No account: whoever audits the log would read there whose membership was opened. The person finds it by a digest.
    return Found(value, person_print=fingerprint(row.phone, "phone") if row.phone else None)


def find_part_timer(actor: Actor, id: int, field: str) -> Found | None:
    """Give who sits for a unit to those who keep the organisation. The access is logged outside."""
    row = PartTimeMember.objects.select_related("organisation").filter(pk=id, until=None).first()
    if row is None or not policies.keeps(actor, row.organisation) or not row.name:
        return None
    return Found(row.name)


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here, found by their number."""
    print_ = policies.phone_print(account.phone)
    rows = PartyMember.objects.filter(phone_print=print_) if print_ else PartyMember.objects.none()
    return {
        "party": [
            {
                "organisation": str(one.organisation),
                "standing": str(one.get_standing_display()),
                "relation": str(one.get_relation_display()),
                "door": one.door,
                "since": one.since,
                "until": one.until,
            }
            for one in rows.select_related("organisation__unit").order_by("pk")
        ]
    }

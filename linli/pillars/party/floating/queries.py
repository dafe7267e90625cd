"""Reads of floating members: masked, with what is due, only for who keeps their organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.models import Account
from linli.kernel.masking import mask_name
from linli.pillars.party.branches.policies import phone_print
from linli.pillars.party.floating import policies, rules
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.policies import NoSuchFloating
from linli.pillars.party.floating.rules import Facts, Told, Way, Why


@dataclass(frozen=True, slots=True)
class FloatingRow:
    """Somebody who is away or came, masked, and what is due."""

    id: int
    member_id: int
    name: str
    organisation_id: int
    organisation: str
    way: str
    way_word: str
    why: str
    has_place: bool
    since: date
    registered_on: date | None
    contacted_on: date | None
    is_floating: bool
    due: tuple[Told, ...]


def facts_of(one: FloatingMember) -> Facts:
    """Give what the rules look at."""
    return Facts(Way(one.way), Why(one.why), one.since, one.registered_on, one.contacted_on)


def floating_of(*, actor: Actor, today: date, way: str = "", size: int = 500) -> list[FloatingRow]:
    """List who is away or came in the organisations an actor keeps, what is due first. One query."""
    rows = FloatingMember.objects.filter(
        policies.reachable(actor), ended_on=None, member__until=None
    ).select_related("member__organisation__unit")
    if way:
        rows = rows.filter(way=way)
    found = [_row(one, today) for one in rows.order_by("since", "pk")[:size]]
    return sorted(found, key=lambda row: (not row.due, min((one.on for one in row.due), default=row.since)))


def _row(one: FloatingMember, today: date) -> FloatingRow:
    facts = facts_of(one)
    return FloatingRow(
        id=one.pk,
        member_id=one.member_id,
        name=mask_name(one.member.name),
        organisation_id=one.member.organisation_id,
        organisation=str(one.member.organisation),
        way=one.way,
        way_word=str(one.get_way_display()),
        why=str(one.get_why_display()),
        has_place=bool(one.place),
        since=one.since,
        registered_on=one.registered_on,
        contacted_on=one.contacted_on,
        is_floating=rules.is_floating(facts, today),
        due=rules.due(facts, today),
    )


def get_floating(*, actor: Actor, pk: int) -> FloatingMember:
    """Give an open entry an actor may know of. One query.

    :raises NoSuchFloating:
    """
    rows = FloatingMember.objects.filter(policies.reachable(actor), pk=pk, ended_on=None)
    one = rows.select_related("member__organisation").first()
    if one is None:
        raise NoSuchFloating
    return one


def due_organisations(*, today: date) -> set[int]:
    """Give the organisations for some of whose members something is due now; for the job that reminds. One query."""
    rows = floating_of(actor=SYSTEM, today=today, size=20_000)
    return {row.organisation_id for row in rows if any(one.what in rules.PRESSING for one in row.due)}


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about their being away, found by their number. One query."""
    print_ = phone_print(account.phone)
    if not print_:
        return {}
    rows = FloatingMember.objects.filter(member__phone_print=print_).order_by("since")
    found: list[Mapping[str, Any]] = [
        {
            "way": str(one.get_way_display()),
            "why": str(one.get_why_display()),
            "place": one.place,
            "since": one.since,
            "until": one.ended_on,
        }
        for one in rows
    ]
    return {"floating": found} if found else {}

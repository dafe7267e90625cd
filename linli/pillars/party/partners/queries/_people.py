"""Whom one reaches at a unit, and who reported in where they live: masked, one value at a time, for who may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import fingerprint
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.partners import policies
from linli.pillars.party.partners.models import MemberReport, ReportIn

REPORT_INS = "partners.ReportIn"
MEMBER_REPORTS = "partners.MemberReport"
CONTACT_FIELDS = ("name", "phone")


@dataclass(frozen=True, slots=True)
class MemberReportRow:
    """Somebody who reported in where they live: masked."""

    id: int
    name: str
    phone: str
    committee: str
    duties: tuple[str, ...]
    times: str
    since: date


def member_reports_of(*, actor: Actor, size: int = 300) -> list[MemberReportRow]:
    """List who reported in by themselves to the committees an actor keeps, masked. One query, none for others."""
    if not branches.knows_members(actor):
        return []
    rows = MemberReport.objects.filter(branches.keepable(actor, "committee__"))
    found = rows.select_related("committee__unit").order_by("committee__path", "pk")
    return [
        MemberReportRow(
            one.pk,
            mask_name(one.name),
            mask_phone(one.phone),
            str(one.committee),
            tuple(one.duties),
            one.times,
            one.since,
        )
        for one in found[:size]
    ]


def own_report(account: Account) -> MemberReport | None:
    """Give what somebody reported in with themselves. One query."""
    print_ = branches.phone_print(account.phone)
    rows = MemberReport.objects.select_related("committee__unit__parent")
    return rows.filter(phone_print=print_).first() if print_ else None


def find_contact(actor: Actor, id: int, field: str) -> Found | None:
    """Give whom one reaches at a unit to the community it reported in to. The access is logged outside."""
    row = ReportIn.objects.select_related("community").filter(pk=id, until=None).first()
    if row is None or not policies.may_reveal(actor, row):
        return None
    value = row.contact_name if field == "name" else row.contact_phone
    print_ = fingerprint(row.contact_phone, "phone") if row.contact_phone else None
    return Found(value, person_print=print_) if value else None


def find_member_report(actor: Actor, id: int, field: str) -> Found | None:
    """Give who reported in to those who keep the committee. Logged outside, by a digest: the log names no member."""
    row = MemberReport.objects.select_related("committee").filter(pk=id).first()
    if row is None or not branches.keeps(actor, row.committee):
        return None
    return Found(getattr(row, field), person_print=fingerprint(row.phone, "phone"))


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here, found by their number."""
    row = own_report(account)
    if row is None:
        return {"report_in": []}
    said = {"where": str(row.committee), "duties": row.duties, "times": row.times, "since": row.since}
    return {"report_in": [said]}

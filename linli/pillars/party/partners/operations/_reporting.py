"""Reporting in: a unit to a community, and somebody in service where they live, each by themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.flow.models import Case
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.base.people.vault import fingerprint
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import COMMITTEES
from linli.pillars.party.partners import policies
from linli.pillars.party.partners.flow import KIND
from linli.pillars.party.partners.models import MemberReport, ReportIn
from linli.pillars.party.partners.policies import NoSuchPartner
from linli.pillars.party.partners.rules import Duty

SUBJECT = "partners.MemberReport"


class NotYourUnit(Refusal):
    """Somebody acts for another unit."""


class ReportedInAlready(Refusal):
    """The unit reported in there: `unit`."""


class NotToReportIn(Refusal):
    """The place is no community, or the unit none that reports in."""


class NoCommitteeThere(Refusal):
    """The community has no Party organisation here yet."""


class NoNumberToReport(Refusal):
    """Who reports in is found again by their number, and has left none."""


def report_unit_in(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    community: Unit,
    contact_name: str = "",
    contact_phone: str = "",
) -> ReportIn:
    """Report a unit in to a community, by the unit itself or the community that takes it down.

    From then on it sees what that community lists, and what is listed now.

    :raises NotYourUnit: neither. :raises NotToReportIn: as named. :raises ReportedInAlready:
    """
    if not (actor.is_system or unit.pk in policies.own_units(actor) or policies.lists_for(actor, community)):
        raise NotYourUnit
    if community.kind != UnitKind.COMMUNITY or unit.kind not in policies.REPORTING or not unit.is_active:
        raise NotToReportIn
    office = orgs.office_of(orgs.line_up(community))
    try:
        with transaction.atomic():
            made = ReportIn.objects.create(
                unit=unit,
                community=community,
                office=office or community,
                contact_name=clean_line(contact_name)[:20],
                contact_phone=contact_phone,
                since=local(at).date(),
            )
            _let_see(community, unit)
    except IntegrityError:
        raise ReportedInAlready(unit=str(unit)) from None
    return made


def _let_see(community: Unit, unit: Unit) -> None:
    """Let a unit see what a community has listed. One statement."""
    table = Case._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET reach = array_append(reach, %s) WHERE kind = %s AND area_id = %s AND is_open "
            "AND state = 'listed' AND NOT reach @> ARRAY[%s]",
            [unit.pk, KIND, community.pk, unit.pk],
        )


def end_report_in(*, actor: Actor, on: date, pk: int) -> None:
    """Write down that a unit is not with a community any more; whom one reached there is erased.

    :raises NoSuchPartner: absent or out of reach. :raises NotYourUnit: they see it and it is not theirs to end.
    """
    with transaction.atomic():
        rows = ReportIn.objects.select_for_update(of=("self",)).select_related("community")
        row = rows.filter(pk=pk, until=None).first()
        if row is None or not policies.reaches(actor, row):
            raise NoSuchPartner
        if not (row.unit_id in policies.own_units(actor) or policies.lists_for(actor, row.community)):
            raise NotYourUnit
        row.until, row.contact_name, row.contact_phone = max(on, row.since), "", ""
        row.save()


def report_member_in(
    *, account: Account, at: datetime, community: Unit, duties: Sequence[Duty], times: str = ""
) -> MemberReport:
    """Report in where one lives, by oneself: sealed, for the committee of that community. Again is another choice.

    :raises NoCommitteeThere: :raises NoNumberToReport:
    """
    committee = Organisation.objects.filter(
        unit__path__startswith=community.path, kind__in=[kind.value for kind in COMMITTEES], closed_on=None
    ).first()
    if committee is None:
        raise NoCommitteeThere
    print_ = branches.phone_print(account.phone)
    if print_ is None:
        raise NoNumberToReport
    given: dict[str, Any] = {
        "committee": committee,
        "name": account.name,
        "phone": account.phone,
        "duties": sorted({duty.value for duty in duties}),
        "times": clean_line(times)[:60],
    }
    with transaction.atomic():
        row, _made = MemberReport.objects.update_or_create(
            phone_print=print_, defaults=given, create_defaults={**given, "since": local(at).date()}
        )
    return row


def take_member_report_back(*, account: Account, at: datetime) -> int:
    """Erase that somebody reported in, at their own word."""
    return erase(account, Erasing(actor=SYSTEM, basis="withdrawn", at=at))


def _forget(actor: Actor, at: datetime, row: MemberReport, basis: str, number: str = "") -> None:
    with transaction.atomic():
        record_deletion(
            actor=actor,
            at=at,
            subject=SUBJECT,
            subject_id=row.pk,
            fields=("name", "phone", "times"),
            basis=basis,
            request_number=number,
            person_print=fingerprint(row.phone, "phone"),
        )
        row.delete()


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept here about the owner of an account, found by their number."""
    print_ = branches.phone_print(account.phone)
    found = list(MemberReport.objects.filter(phone_print=print_)) if print_ else []
    for row in found:
        _forget(order.actor, order.at, row, order.basis, order.request_number)
    return len(found)


def facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these report-ins, erased or not."""
    rows = MemberReport.objects.filter(pk__in=ids).values_list("pk", "since")
    return {pk: (since,) for pk, since in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase what a restored backup brought back."""
    _forget(SYSTEM, at, MemberReport.objects.get(pk=pk), erasure.basis, erasure.request_number)

"""Erasing who applied: when they ask after the end, or three years after it. The record of handling stays, without them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from linli.base.files.operations import erase_file
from linli.base.flow.erasing import erase_files, erase_words
from linli.base.flow.models import Case, Step
from linli.base.flow.opening import index_words
from linli.base.notices.operations import forget_address
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.service.applications.models import (
    Application,
    Document,
    Objection,
    PaperFile,
    Publicity,
    Reuse,
)
from linli.pillars.service.applications.queries import applications_of_account

KEPT_FOR: Final = timedelta(days=3 * 365)  # LOCAL
EXPIRED: Final = "expired"
FIELDS: Final = ("name", "id_number", "answers", "files", "documents")


def erase_applicant(
    *, actor: Actor, application: Application, basis: str, at: datetime, request_number: str = ""
) -> Application:
    """Erase an applicant: who they are, what they filled in, their scans, what documents said. Twice does nothing."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=application.pk)
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if row.erased_at is not None:
            return row
        person_id, print_ = row.account_id, bytes(row.phone_print) if row.phone_print else None
        if row.phone:
            forget_address(case_id=case.pk, phone=row.phone)
        for field in (
            "name",
            "phone",
            "id_number",
            "address",
            "agent_name",
            "agent_phone",
            "receiver",
            "uscc",
            "body",
        ):
            setattr(row, field, "")
        row.phone_print = row.id_print = row.account = None
        row.situation, row.answers = {}, {}
        row.link_version, row.erased_at = row.link_version + 1, at
        row.save()
        row.papers.update(why="")
        for scan in _scans_to_erase(row):
            erase_file(actor=actor, file=scan.file, reason=basis, at=at)
        Document.objects.filter(application=row).update(content={})
        Publicity.objects.filter(application=row).update(name="", erased_at=at)
        Objection.objects.filter(publicity__application=row, erased_at__isnull=True).update(
            words="", contact="", answer="", erased_at=at
        )
        steps = list(Step.objects.filter(case=case).values_list("id", flat=True))
        erase_words(steps, at)
        erase_files(steps, actor=actor, reason=basis, at=at)
        Case.objects.filter(pk=case.pk).update(can_be_asked=False)
        index_words(case, case.title)
        record_deletion(
            actor=actor,
            at=at,
            subject="applications.Application",
            subject_id=row.pk,
            fields=FIELDS,
            basis=basis,
            request_number=request_number,
            person_id=person_id,
            person_print=print_,
        )
    return row


def _scans_to_erase(row: Application) -> list[PaperFile]:
    """Give the scans that nobody needs any more: its own that no other application uses, and those only it still used."""
    living = Reuse.objects.filter(paper__application__erased_at__isnull=True).exclude(paper__application=row)
    own = Q(paper__application=row)
    last = Q(paper__reused__paper__application=row, paper__application__erased_at__isnull=False)
    scans = PaperFile.objects.filter(own | last, file__erased_at__isnull=True)
    return list(scans.exclude(paper__in=living.values("source")).select_related("file").distinct())


def applicant_facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these applications, erased or not."""
    rows = Application.objects.filter(pk__in=ids).values_list("pk", "case__number", "case__filed_at")
    return {pk: (number, filed_at) for pk, number, filed_at in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase an applicant that a restored backup brought back."""
    erase_applicant(
        actor=SYSTEM,
        application=Application.objects.get(pk=pk),
        basis=erasure.basis,
        at=at,
        request_number=erasure.request_number,
    )


def erase_subject(account: Account, order: Erasing) -> int:
    """Erase one person from every application that has ended; one that is open is owed a decision first."""
    rows = applications_of_account(account).filter(case__is_open=False)
    for application in rows:
        erase_applicant(
            actor=order.actor,
            application=application,
            basis=order.basis,
            at=order.at,
            request_number=order.request_number,
        )
    return len(rows)


def forget_old(*, actor: Actor, at: datetime, most: int = 200) -> int:
    """Erase applicants of what ended three years ago, and count them. What is looked at again stays as long as that."""
    over = Application.objects.filter(
        case__is_open=False,
        case__closed_at__lt=at - KEPT_FOR,
        erased_at__isnull=True,
        recheck_on__isnull=True,
    )
    rows = list(over.order_by("case_id")[:most])
    for application in rows:
        erase_applicant(actor=actor, application=application, basis=EXPIRED, at=at)
    return len(rows)

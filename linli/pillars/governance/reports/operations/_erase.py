"""Erasing who reported: when they ask, or three years after the end. The record of handling stays, without them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from linli.base.flow.erasing import erase_files, erase_words
from linli.base.flow.models import Case, Step, StepWords
from linli.base.flow.opening import index_words
from linli.base.notices.operations import forget_address
from linli.base.people.actors import SYSTEM, Actor, ActorKind
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.masking import find, mask_text
from linli.pillars.governance.reports.models import Report, Reporter
from linli.pillars.governance.reports.queries import reporters_of_account

KEPT_FOR: Final = timedelta(days=3 * 365)  # LOCAL: as long as the figures of a year may be asked about
EXPIRED: Final = "expired"
ASKED: Final = "asked"
_THEIRS: Final = (ActorKind.RESIDENT.value, ActorKind.ANYONE.value)


def erase_reporter(
    *, actor: Actor, reporter: Reporter, basis: str, at: datetime, request_number: str = ""
) -> Reporter:
    """Erase somebody who reported or joined: name, number, link, what they wrote and the photos they gave.

    An open case goes on for the others, or for the place, without a way to ask them. Erasing twice does nothing.
    """
    with transaction.atomic():
        row = (
            Reporter.objects.select_for_update(of=("self",))
            .select_related("report__case")
            .get(pk=reporter.pk)
        )
        if row.erased_at is not None:
            return row
        case, print_, account_id = row.report.case, row.phone_print, row.account_id
        same = Q(pk=row.pk) | Q(
            came_from=row.report, joined_at=row.joined_at, phone_print=print_, account_id=account_id
        )
        for copy in Reporter.objects.select_for_update().filter(same):
            if copy.phone:
                forget_address(case_id=copy.report_id, phone=copy.phone)
            copy.name, copy.phone, copy.phone_print, copy.account = "", "", None, None
            copy.follows, copy.link_version, copy.erased_at = False, copy.link_version + 1, at
            copy.save()
        steps = _their_steps(row)
        erase_words(steps, at)
        erase_files(steps, actor=actor, reason=basis, at=at)
        if row.is_first:
            _mask(row.report)
        reachable = Q(phone_print__isnull=False) | Q(account__isnull=False)
        if not case.report.reporters.filter(reachable).exists():
            Case.objects.filter(pk=case.pk).update(can_be_asked=False)
        record_deletion(
            actor=actor,
            at=at,
            subject="reports.Reporter",
            subject_id=row.pk,
            fields=("name", "phone", "words", "files"),
            basis=basis,
            request_number=request_number,
            person_id=account_id,
            person_print=bytes(print_) if print_ else None,
        )
    row.refresh_from_db()
    return row


def reporter_facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these reporters, erased or not."""
    rows = Reporter.objects.filter(pk__in=ids).values_list("pk", "report__case__number", "joined_at")
    return {pk: (number, joined_at) for pk, number, joined_at in rows}


def erase_reporter_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase a reporter that a restored backup brought back."""
    erase_reporter(
        actor=SYSTEM,
        reporter=Reporter.objects.get(pk=pk),
        basis=erasure.basis,
        at=at,
        request_number=erasure.request_number,
    )


def erase_subject(account: Account, order: Erasing) -> int:
    """Erase one person from every report they raised or joined, and return from how many."""
    done = 0
    for reporter in reporters_of_account(account):
        erase_reporter(
            actor=order.actor,
            reporter=reporter,
            basis=order.basis,
            at=order.at,
            request_number=order.request_number,
        )
        done += 1
    return done


def _their_steps(row: Reporter) -> list[int]:
    """Find the steps by which this reporter spoke; those that name no reporter are the first one's."""
    steps = Step.objects.filter(case_id=row.report_id).filter(Q(actor_kind__in=_THEIRS) | Q(verb="file"))
    theirs = Q(data__reporter=row.pk)
    if row.is_first:
        theirs |= Q(data__reporter__isnull=True) & ~Q(verb="join")
    else:
        theirs |= Q(verb="join", at=row.joined_at)
    return list(steps.filter(theirs).values_list("id", flat=True))


def _mask(report: Report) -> None:
    """Leave of a report's words what identifies nobody, everywhere they are kept."""
    case = report.case
    report.text, report.answers, report.salt = mask_text(report.text), {}, b""
    report.save(update_fields=["text", "answers", "salt"])
    case.title, case.place_words = mask_text(case.title), mask_text(case.place_words)
    Case.objects.filter(pk=case.pk).update(title=case.title, place_words=case.place_words)
    index_words(case, report.text, case.place_words, case.title)


def forget_old(*, actor: Actor, at: datetime, most: int = 200) -> int:
    """Erase who reported, and mask what was written, of cases that ended three years ago; return how many."""
    over = Report.objects.filter(case__is_open=False, case__closed_at__lt=at - KEPT_FOR).exclude(salt=b"")
    done = 0
    for report in over.select_related("case").order_by("case_id")[:most]:
        with transaction.atomic():
            for reporter in report.reporters.filter(erased_at__isnull=True):
                erase_reporter(actor=actor, reporter=reporter, basis=EXPIRED, at=at)
            _mask(report)
            # Staff write names and numbers into notes; a note without any stays, as part of the record.
            words = StepWords.objects.filter(step__case=report.case, erased_at__isnull=True)
            erase_words([w.pk for w in words if find(f"{w.note}\n{w.answer}")], at)
        done += 1
    return done

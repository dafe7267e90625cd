"""Forgetting: what was said, former values and diaries whose time is over; all of it for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.standards.visit_plans import CHANGES_KEPT_DAYS, DIARY_KEPT_DAYS, KEPT_DAYS
from linli.pillars.governance.visits.models import Change, DiaryPage, Visit

SUBJECT: Final = "visits.Change"
_MOST: Final = 2000


def forget_old(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Empty the words of old visits, delete former values and pages whose time is over, and what names the erased."""
    old = Visit.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).exclude(said="")
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:_MOST])
    gone = Change.objects.filter(at__lt=at - timedelta(days=CHANGES_KEPT_DAYS))
    nameless = Change.objects.filter(resident__erased_at__lt=at - timedelta(days=CHANGES_KEPT_DAYS))
    return {
        "visits": Visit.objects.filter(pk__in=ids).update(said=""),
        "changes": gone.delete()[0] + nameless.delete()[0],
        "pages": DiaryPage.objects.filter(at__lt=at - timedelta(days=DIARY_KEPT_DAYS)).delete()[0],
    }


def erase(account: Account, order: Erasing) -> int:
    """Erase what a register said of the owner of an account before and after it was put right.

    That something was put right on that visit stays, without either value: the row is what a restored backup is asked for.
    """
    rows = Change.objects.filter(resident__account=account).exclude(was="", now="")
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        for pk in found:
            record_deletion(
                actor=order.actor,
                at=order.at,
                subject=SUBJECT,
                subject_id=pk,
                fields=("was", "now"),
                basis=order.basis,
                request_number=order.request_number,
                person_id=account.pk,
            )
        Change.objects.filter(pk__in=found).update(was="", now="")
    return len(found)


def facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these entries, erased or not."""
    rows = Change.objects.filter(pk__in=ids).values_list("pk", "visit_id", "what", "at")
    return {pk: (visit, what, at) for pk, visit, what, at in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase an entry that a restored backup brought back, with a proof of its own."""
    with transaction.atomic():
        row = Change.objects.select_for_update().filter(pk=pk).exclude(was="", now="").first()
        if row is None:
            return
        record_deletion(
            actor=SYSTEM,
            at=at,
            subject=SUBJECT,
            subject_id=pk,
            fields=("was", "now"),
            basis=erasure.basis,
            request_number=erasure.request_number,
        )
        Change.objects.filter(pk=pk).update(was="", now="")

"""Forgetting: what was said, former values and diaries whose time is over; all of it for whoever asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.people.actors import Actor
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
    """Erase what a register said of the owner of an account before it was put right."""
    found = list(Change.objects.filter(resident__account=account).values_list("pk", flat=True))
    with transaction.atomic():
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
        Change.objects.filter(pk__in=found).delete()
    return len(found)

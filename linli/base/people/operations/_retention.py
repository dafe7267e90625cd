"""Erasing: because the time is over, or because the person asks. What was erased is proven, never what it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Least, Now

from linli.base.people.actors import Actor
from linli.base.people.journal import record_deletion
from linli.base.people.knocks import forget_knocks
from linli.base.people.models import AccessLog, Account, LogInCode, Resident
from linli.base.people.vault import fingerprint

UNUSED_FOR: Final = timedelta(days=3 * 365)  # LOCAL: a resident's account nobody has used
LOG_KEPT_FOR: Final = timedelta(days=3 * 365 + 1)
"""Six months by 网络安全法 art. 21, three years by PIPL art. 56: the longer. The trigger allows no sooner."""
EXPIRED: Final = "expired"
ASKED: Final = "asked"


def forget_old(*, actor: Actor, at: datetime, most: int = 1000) -> dict[str, int]:
    """Erase what has reached its end: codes, counts, sessions, unused resident accounts, the log of long ago."""
    idle = Account.objects.filter(is_resident=True, is_active=True, joined_at__lt=at - UNUSED_FOR).exclude(
        Exists(AccessLog.objects.filter(actor_id=OuterRef("pk"), at__gte=at - UNUSED_FOR))
    )
    erased = 0
    for account in idle.order_by("pk")[:most]:
        erase_account(actor=actor, account=account, basis=EXPIRED, at=at)
        erased += 1
    return {
        "codes": LogInCode.objects.filter(runs_out_at__lt=at).delete()[0],
        "knocks": forget_knocks(at=at),
        "sessions": Session.objects.filter(expire_date__lt=at).delete()[0],
        "accounts": erased,
        # By the database's own clock too: its trigger knows no shifted one.
        "log": AccessLog.objects.filter(at__lt=Least(Value(at), Now()) - LOG_KEPT_FOR).delete()[0],
    }


def erase_account(
    *, actor: Actor, account: Account, basis: str, at: datetime, request_number: str = ""
) -> Account:
    """Erase a resident's account: it stays as a nameless row that old steps point to, and never opens again."""
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk, is_resident=True)
        print_ = bytes(row.phone_print) if row.phone_print else None
        row.name, row.email, row.phone, row.phone_print = "", "", "", None
        row.is_active = False
        row.set_unusable_password()
        row.save(update_fields=["name", "email", "phone", "phone_print", "is_active", "password"])
        record_deletion(
            actor=actor,
            at=at,
            subject="people.Account",
            subject_id=row.pk,
            fields=("name", "email", "phone"),
            basis=basis,
            request_number=request_number,
            person_id=row.pk,
            person_print=print_,
        )
        for resident in Resident.objects.filter(account=row, erased_at__isnull=True):
            erase_resident(actor=actor, resident=resident, basis=basis, at=at, request_number=request_number)
    return row


def erase_resident(
    *, actor: Actor, resident: Resident, basis: str, at: datetime, request_number: str = ""
) -> Resident:
    """Erase a resident's name and number; that a household was there stays, nobody's name with it."""
    with transaction.atomic():
        row = Resident.objects.select_for_update().get(pk=resident.pk)
        if row.erased_at is not None:
            return row
        print_ = fingerprint(row.phone, "phone") if row.phone else None
        row.name, row.phone, row.phone_print, row.erased_at = "", "", None, at
        row.household = row.account = None
        row.save()
        record_deletion(
            actor=actor,
            at=at,
            subject="people.Resident",
            subject_id=row.pk,
            fields=("name", "phone", "household"),
            basis=basis,
            request_number=request_number,
            person_print=print_,
        )
    return row

"""Writing down a resident whom the office serves: once, however many lists they stand on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.base.people.models import Account, Household, Resident
from linli.base.people.operations._retention import erase_resident
from linli.base.people.vault import fingerprint
from linli.kernel import clock


def note_resident(*, name: str, phone: str, source: str, at: datetime) -> Resident:
    """Return the resident with this name and number, written down anew if nobody has. Two or three queries.

    A couple may share a telephone: the name decides. `source` says who told the office and when.
    """
    print_ = fingerprint(phone, "phone") if phone else None
    if print_ is not None:
        same = Resident.objects.filter(phone_print=print_, erased_at=None).order_by("pk")
        found = next((row for row in same[:20] if row.name == name), None)
        if found is not None:
            return found
    # Whoever logged in with this number under this name has proven it: the two are one.
    account = Account.objects.filter(phone_print=print_, resident=None).first() if print_ else None
    return Resident.objects.create(
        name=name,
        phone=phone,
        phone_print=print_,
        source=source[:40],
        since=clock.local(at).date(),
        account=account if account is not None and account.name == name else None,
    )


def is_known_elsewhere(resident: Resident) -> bool:
    """Say whether anything but the list that forgets them still needs a resident. One query for each that might."""
    if resident.household_id is not None or resident.account_id is not None:
        return True
    relations = [r for r in Resident._meta.related_objects if r.one_to_one or r.one_to_many]
    return any(
        r.related_model._default_manager.filter(**{r.field.name: resident.pk}).exists() for r in relations
    )


def correct_phone(*, resident: Resident, phone: str, source: str) -> Resident:
    """Put a resident's number right; `source` says who told it and when. One statement."""
    resident.phone, resident.source = phone, source[:40]
    resident.phone_print = fingerprint(phone, "phone") if phone else None
    resident.save(update_fields=["phone", "phone_print", "source"])
    return resident


def settle_resident(
    *, household: Household, name: str, phone: str, source: str, at: datetime
) -> tuple[Resident, Household | None]:
    """Write down who lives behind a door, known before or not; also return the door they had."""
    resident = note_resident(name=name, phone=phone, source=source, at=at)
    before = resident.household
    resident.household, resident.source = household, source[:40]
    resident.save(update_fields=["household", "source"])
    return resident, before


def move_out(*, actor: Actor, resident: Resident, at: datetime) -> Resident:
    """Take a resident from their door; whom nothing else needs is erased at once."""
    with transaction.atomic():
        resident.household = None
        resident.save(update_fields=["household"])
        if not is_known_elsewhere(resident):
            return erase_resident(actor=actor, resident=resident, basis="expired", at=at)
    return resident

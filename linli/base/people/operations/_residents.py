"""Writing down a resident whom the office serves: once, however many lists they stand on."""

from __future__ import annotations

from datetime import datetime

from linli.base.people.models import Account, Resident
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

"""What residents change about themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.models import Account
from linli.base.people.refusals import NoSuchAccount

LONGEST_NAME = 40


def change_own_name(*, actor: Actor, name: str, at: datetime) -> Account:
    """Change how a resident is called; nothing needs a name, and an empty one is good too.

    :raises NoSuchAccount: nobody is logged in, or it is a member of staff, whose name others keep.
    """
    with transaction.atomic():
        row = (
            Account.objects.select_for_update()
            .filter(pk=actor.account_id or 0, is_resident=True, is_active=True)
            .first()
        )
        if row is None:
            raise NoSuchAccount
        row.name = " ".join(name.split())[:LONGEST_NAME]
        row.save(update_fields=["name"])
        record(
            What.ACCOUNT_CHANGED,
            at=at,
            actor=actor,
            subject="people.Account",
            subject_id=row.pk,
            field="name",
            person_id=row.pk,
        )
    return row

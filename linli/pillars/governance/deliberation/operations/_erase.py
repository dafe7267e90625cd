"""Erasing what is kept about somebody: their name and their words go, that somebody supported or voted stays as a count."""

from __future__ import annotations

from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.governance.deliberation.models import (
    Entry,
    Mark,
    Member,
    Objection,
    Opinion,
    Party,
    Supporter,
    Topic,
)

ERASED = "（已删除）"


def erase(account: Account, order: Erasing) -> int:
    """Erase the words and names of an account in topics, and cut what stays loose from them."""
    prints = [bytes(account.phone_print)] if account.phone_print else []
    supported = Supporter.objects.filter(account=account) | Supporter.objects.filter(print__in=prints)
    count = Supporter.objects.filter(pk__in=list(supported.values_list("pk", flat=True))).update(
        account=None, name="", phone="", print=None, words=""
    )
    for model in (Opinion, Objection):
        count += model.objects.filter(account=account).update(account=None, name="", words=ERASED)
    count += Party.objects.filter(account=account).update(account=None, name="")
    count += Entry.objects.filter(account=account).update(account=None)
    count += Mark.objects.filter(account=account).update(account=None)
    count += Member.objects.filter(account=account).update(account=None, name=ERASED)
    return count + Topic.objects.filter(proposer=account).update(proposer=None)

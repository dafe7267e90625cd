"""Erasing what somebody said against an election: name and words go, the objection and its answer stay as a count."""

from __future__ import annotations

from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.governance.estates.models import ElectionObjection

ERASED = "（已删除）"


def erase(account: Account, order: Erasing) -> int:
    """Erase the words of an account in objections to elections. One statement."""
    return ElectionObjection.objects.filter(account=account).update(account=None, name="", words=ERASED)

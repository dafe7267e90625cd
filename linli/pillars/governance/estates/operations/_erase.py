"""Erasing what somebody said of an election or a company: name and words go, what was counted stays as a count."""

from __future__ import annotations

from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.governance.estates.models import ElectionObjection, OwnerVoice

ERASED = "（已删除）"


def erase(account: Account, order: Erasing) -> int:
    """Erase the words of an account in objections to elections, and whose the levels were that it gave. Two statements."""
    OwnerVoice.objects.filter(account=account).update(account=None, household=None)
    return ElectionObjection.objects.filter(account=account).update(account=None, name="", words=ERASED)

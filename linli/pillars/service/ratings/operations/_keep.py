"""What is kept of raters, and for how long; and ratings that another system collected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from linli.base.flow.copying import copy_rows
from linli.base.flow.erasing import erase_words
from linli.base.flow.models import Step
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.service.ratings import policies, rules
from linli.pillars.service.ratings.models import Rating


class NotOnlyGood(Exception):
    """A bad rating has a case, which only rating it opens."""


def erase(account: Account, order: Erasing) -> int:
    """Erase what somebody wrote and the number they left; their stars stay as a number without a name."""
    rows = list(Rating.objects.filter(policies.of_account(account)).values_list("pk", "case"))
    Rating.objects.filter(pk__in=[pk for pk, _ in rows]).update(
        words="", phone=None, phone_print=None, shown_words="", shown_at=None, shown_by=None
    )
    steps = Step.objects.filter(case__in=[case for _, case in rows if case]).values_list("pk", flat=True)
    erase_words(steps, order.at)
    return len(rows)


def forget_phones(*, actor: Actor, at: datetime) -> int:
    """Forget the numbers of raters whose case ended a month ago; return how many."""
    rows = Rating.objects.filter(phone__isnull=False, case__closed_at__lt=at - rules.KEEP_PHONE)
    return rows.update(phone=None, phone_print=None)


def keep_ratings(*, ratings: Sequence[Rating]) -> int:
    """Write many past ratings at once by COPY: good ones only, for a bad one is owed an answer.

    :raises NotOnlyGood: a bad one among them.
    """
    if any(rating.is_bad for rating in ratings):
        raise NotOnlyGood
    copy_rows(ratings)
    return len(ratings)

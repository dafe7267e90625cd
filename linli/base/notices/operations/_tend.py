"""Small verbs: reading, wishing, wording, forgetting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from linli.base.notices import rules
from linli.base.notices.models import Notice, Wish, Wording
from linli.base.notices.policies import require_keeper
from linli.base.notices.refusals import NoSuchTemplate, StrangeSlots
from linli.base.notices.texts import TEMPLATES
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint

KEPT_FOR: Final = timedelta(days=180)  # LOCAL: half a year to prove that somebody was told
MOST_WORDS: Final = 300


def mark_read(*, actor: Actor, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark an account's own notices as read, all of them without `ids`, and return how many. One statement."""
    rows = Notice.objects.filter(
        account_id=actor.account_id or 0, channel=Notice.Channel.IN_APP, read_at__isnull=True
    )
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=at)


def choose_wish(*, actor: Actor, sms: bool, email: bool, at: datetime) -> Wish:
    """Keep how somebody wants to be told beside the app."""
    wish, _ = Wish.objects.update_or_create(
        account_id=actor.account_id or 0, defaults={"sms": sms, "email": email}
    )
    return wish


def choose_words(
    *, actor: Actor, office: Unit, template: str, language: str, words: str, at: datetime
) -> Wording | None:
    """Let an office say a notice in its own words; empty words give ours back. Preview them first.

    :raises NotYourNotices: not its system administrator. :raises NoSuchTemplate: no such notice.
    :raises StrangeSlots: a slot that nothing fills, or words beyond 300 characters.
    """
    require_keeper(actor, office)
    if template not in TEMPLATES:
        raise NoSuchTemplate(template=template)
    words = " ".join(words.split())
    if not words:
        Wording.objects.filter(office=office, template=template, language=language).delete()
        return None
    strange = rules.strange_slots(words, TEMPLATES[template].slots)
    if strange or len(words) > MOST_WORDS:
        raise StrangeSlots(slots=", ".join(strange), most=MOST_WORDS)
    row, _ = Wording.objects.update_or_create(
        office=office,
        template=template,
        language=language,
        defaults={"words": words, "changed_by_id": actor.account_id or 0, "changed_at": at},
    )
    return row


def forget_address(*, case_id: int, phone: str) -> int:
    """Delete what was sent, or waits to be sent, to a number about a case. One statement."""
    mark = f":p{fingerprint(phone, 'phone').hex()[:24]}:"
    return Notice.objects.filter(case_id=case_id, key__contains=mark).delete()[0]


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Delete messages older than half a year, sent or not, and return how many."""
    return Notice.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0]

"""Reads about notices: somebody's own list, the outbox, and how a message will look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.base.notices import policies, rules, shown
from linli.base.notices.conf import conf
from linli.base.notices.models import Hook, Notice
from linli.base.notices.refusals import NoSuchTemplate
from linli.base.notices.texts import SLOTS, TEMPLATES, words_of
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.written import counted

PAGE = 30
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line of somebody's notices."""

    id: int
    words: str
    number: str
    title: str
    kind: str
    path: str
    at: datetime
    is_read: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message of the outbox, without its words and with a masked address: administrators see no matters."""

    id: int
    channel: str
    template: str
    to: str
    state: str
    attempts: int
    made_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How a message will look, before anybody gets it."""

    words: str
    length: int
    sms_parts: int
    strange: tuple[str, ...]


def unread_count(*, actor: Actor) -> int:
    """Count an account's unread notices, up to 99. One query."""
    return _unread(account=actor.account_id or 0)


@counted
def _unread(*, account: int) -> QuerySet[Notice, Any]:
    rows = Notice.objects.filter(account_id=account, channel=Notice.Channel.IN_APP, read_at__isnull=True)
    return rows.values_list("id")[:MOST_COUNTED]


def notices_of(
    *, actor: Actor, language: str = "", before: int | None = None, size: int = PAGE
) -> tuple[tuple[NoticeRow, ...], int | None]:
    """List an account's notices, newest first, and the id from which the next page goes on. One query.

    In `language` (the reader's, now) rather than the one they had when it was made.
    """
    rows = Notice.objects.filter(account_id=actor.account_id or 0, channel=Notice.Channel.IN_APP)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("case", "office").order_by("-id")[: size + 1])
    page = tuple(
        NoticeRow(
            id=n.pk,
            words=words_of(
                n.template, "line", shown.values_of(n, language or n.language), language or n.language
            ),
            number=n.case.number if n.case else "",
            title=n.case.title if n.case else "",
            kind=n.case.kind if n.case else "",
            path=shown.desk_path(n.case.kind, n.case.number) if n.case else shown.page_of(n.template),
            at=n.made_at,
            is_read=n.read_at is not None,
            is_urgent=n.is_urgent,
        )
        for n in found[:size]
    )
    return page, found[size - 1].pk if len(found) > size else None


def path_of(*, actor: Actor, id: int) -> str:
    """Give where what one of an account's own notices is about is opened, or an empty text. One query."""
    mine = Notice.objects.filter(pk=id, account_id=actor.account_id or 0)
    found = mine.values_list("case__kind", "case__number", "template").first()
    if found is None:
        return ""
    kind, number, template = found
    return shown.desk_path(kind, number) if kind else shown.page_of(template)


def outbox(
    *, actor: Actor, state: str = "", before: int | None = None, size: int = PAGE
) -> tuple[tuple[OutboxRow, ...], int | None]:
    """List the messages of an administrator's offices, newest first. One query."""
    rows = Notice.objects.filter(policies.tended(actor)).select_related("hook", "office")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: size + 1])
    page = tuple(
        OutboxRow(
            id=n.pk,
            channel=n.channel,
            template=n.template,
            to=n.hook.name if n.hook else _masked(n.address),
            state=n.state,
            attempts=n.attempts,
            made_at=n.made_at,
            next_try_at=n.next_try_at,
            sent_at=n.sent_at,
            last_error=n.last_error,
        )
        for n in found[:size]
    )
    return page, found[size - 1].pk if len(found) > size else None


def outbox_notice(*, actor: Actor, id: int) -> Notice | None:
    """Give one message of an administrator's offices; None when absent or not theirs. One query."""
    return Notice.objects.filter(policies.tended(actor), pk=id).first()


def _masked(address: str) -> str:
    name, at, host = address.partition("@")
    return f"{name[:2]}***@{host}" if at else f"***{address[-4:]}"


def hooks_of(*, unit: Unit) -> list[Hook]:
    """List a unit's hooks. One query."""
    return list(Hook.objects.filter(unit=unit))


def preview(*, template: str, language: str, office: Unit, words: str = "") -> Preview:
    """Show a notice as it will arrive, with made-up facts; `words` tries a wording that is not saved yet. No query.

    :raises NoSuchTemplate: no such notice.
    """
    if template not in TEMPLATES:
        raise NoSuchTemplate(template=template)
    sample = {name: str(label) for name, label in SLOTS.items()} | {
        "number": "20261118-0042",
        "office": str(office),
        "due": shown.moment("2026-11-20T17:30:00+08:00", language),
        "until": shown.moment("2026-11-23T17:30:00+08:00", language),
        "link": f"{conf().public_url}{shown.FOLLOW.format(number='20261118-0042', token='x' * 26)}",
        "code": "314159",
        "minutes": "5",
        "count": "3",
    }
    chosen = " ".join(words.split())
    text = rules.filled(chosen, sample) if chosen else words_of(template, "text", sample, language)
    strange = rules.strange_slots(chosen, TEMPLATES[template].slots)
    return Preview(text, len(text), rules.sms_parts(text), strange)

"""Sending what waits, trying again, giving up aloud."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from linli.base.flow.deadlines import calendar_of
from linli.base.notices import rules
from linli.base.notices.channels import Message, NotDelivered, sender
from linli.base.notices.models import Hook, Notice
from linli.base.notices.refusals import NothingToResend
from linli.base.notices.rules import ChannelName
from linli.base.notices.shown import own_words, shown
from linli.base.orgs.roles import Role
from linli.base.people.actors import Actor
from linli.base.people.queries import live_posts
from linli.kernel.workdays import WorkCalendar

log = logging.getLogger("linli.notices")
_NATIONAL = WorkCalendar()


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    put_off: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(
            self.sent + other.sent,
            self.failed + other.failed,
            self.given_up + other.given_up,
            self.put_off + other.put_off,
        )


def send_due(*, actor: Actor, at: datetime, most: int = 50) -> Sent:
    """Send what is due, urgent first, and return what became of it. Any number of senders may run at once.

    A notice is leased, sent outside any transaction, then settled. A sender killed in between leaves the lease to
    run out: the message goes again with the same id, by which gateways drop repetitions.
    """
    done = _bury_expired(at)
    leased = _lease(at, most)
    own = own_words({n.office_id for n in leased if n.office_id})
    for notice in leased:
        opens = _opens(notice, at)
        if opens > at:
            Notice.objects.filter(pk=notice.pk).update(next_try_at=opens, attempts=F("attempts") - 1)
            done += Sent(put_off=1)
            continue
        done += _deliver(notice, at, own)
    return done


def _lease(at: datetime, most: int) -> list[Notice]:
    with transaction.atomic():
        due = Notice.objects.filter(next_try_at__lte=at).order_by("-is_urgent", "next_try_at", "id")
        ids = list(due.select_for_update(skip_locked=True).values_list("id", flat=True)[:most])
        Notice.objects.filter(pk__in=ids).update(next_try_at=at + rules.LEASE, attempts=F("attempts") + 1)
    rows = Notice.objects.filter(pk__in=ids).select_related("case", "office", "hook", "account")
    return sorted(rows, key=lambda n: ids.index(n.pk))


def _opens(notice: Notice, at: datetime) -> datetime:
    """Return from when a notice may ring: at once, or when the office next opens."""
    if notice.is_urgent or notice.channel not in rules.HUMAN:
        return at
    calendar = calendar_of(notice.office) if notice.office else _NATIONAL
    return calendar.next_office_time(at)


def _deliver(notice: Notice, at: datetime, own: dict[int, dict[tuple[str, str], str]]) -> Sent:
    try:
        sender(notice.channel)(_message(notice, at, own))
    except NotDelivered as error:
        return _settle_failure(notice, error, at)
    changed = Notice.objects.filter(pk=notice.pk, state__in=Notice.WAITING).update(
        state=Notice.State.SENT,
        sent_at=at,
        next_try_at=None,
        last_error="",
        # A code or a secret link that has been delivered need not lie here any longer.
        secrets="",
    )
    if notice.hook_id:
        Hook.objects.filter(pk=notice.hook_id, failing_since__isnull=False).update(
            failing_since=None, last_error=""
        )
    return Sent(sent=changed)


def _message(notice: Notice, at: datetime, own: dict[int, dict[tuple[str, str], str]]) -> Message:
    form = "line" if notice.channel == ChannelName.ROBOT else "text"
    hook = notice.hook
    facts: tuple[tuple[str, str], ...] = ()
    if notice.channel == ChannelName.WEBHOOK and notice.step is not None and notice.case is not None:
        facts = (
            ("event", f"{notice.case.kind}.{notice.step.verb}"),
            ("number", notice.case.number),
            ("state", notice.step.after),
            ("seq", str(notice.step.seq)),
            ("at", notice.step.at.isoformat()),
            ("office", notice.office.code if notice.office else ""),
        )
    return Message(
        id=notice.pk,
        to=hook.url if hook else notice.address,
        words=shown(notice, form, own),
        subject=shown(notice, "line"),
        at=at,
        secret=hook.secret if hook else "",
        facts=facts,
    )


def _settle_failure(notice: Notice, error: NotDelivered, at: datetime) -> Sent:
    again = None if error.for_good else rules.next_try(notice.attempts, at)
    state = Notice.State.FAILED if again else Notice.State.DEAD
    Notice.objects.filter(pk=notice.pk).update(state=state, next_try_at=again, last_error=error.reason)
    if notice.hook_id:
        Hook.objects.filter(pk=notice.hook_id).update(last_error=error.reason)
        Hook.objects.filter(pk=notice.hook_id, failing_since__isnull=True).update(failing_since=at)
    log.warning("notice %s by %s: %s", notice.pk, notice.channel, error.reason)
    if again is None or notice.attempts == rules.ALARM_AFTER:
        _alarm([notice], error.reason, at)
    return Sent(failed=1) if again else Sent(given_up=1)


def _bury_expired(at: datetime) -> Sent:
    rows = list(Notice.objects.filter(next_try_at__isnull=False, expires_at__lte=at).order_by("id")[:500])
    if not rows:
        return Sent()
    Notice.objects.filter(pk__in=[n.pk for n in rows], state__in=Notice.WAITING).update(
        state=Notice.State.DEAD, next_try_at=None, last_error="expired", secrets=""
    )
    _alarm(rows, "expired", at)
    return Sent(given_up=len(rows))


def _alarm(notices: list[Notice], reason: str, at: datetime) -> None:
    """Tell the system administrators, once a day for each channel: a broken gateway is one piece of news."""
    posts = live_posts(at).filter(role=Role.SYSTEM_ADMIN).select_related("account")
    office_ids = {n.office_id for n in notices} - {None}
    if office_ids and posts.filter(unit__in=office_ids).exists():
        posts = posts.filter(unit__in=office_ids)
    since = at - timedelta(days=1)
    for channel in {n.channel for n in notices}:
        count = Notice.objects.filter(
            channel=channel, state__in=[Notice.State.FAILED, Notice.State.DEAD], made_at__gt=since
        ).count()
        Notice.objects.bulk_create(
            [
                Notice(
                    channel=ChannelName.IN_APP,
                    account=post.account,
                    office_id=post.unit_id,
                    template="sending_fails",
                    language=post.account.language,
                    data={"count": str(max(count, 1)), "reason": f"{channel}: {reason}"},
                    is_urgent=True,
                    state=Notice.State.SENT,
                    made_at=at,
                    sent_at=at,
                    key=f"alarm:{channel}:{at:%Y%m%d}:a{post.account_id}",
                )
                for post in posts
            ],
            ignore_conflicts=True,
        )


def resend(*, actor: Actor, notice: Notice, at: datetime) -> Notice:
    """Try a message again that did not get there, from the first attempt on.

    :raises NothingToResend: it was sent, it is waiting its turn, or what it carried has run out.
    """
    with transaction.atomic():
        row = Notice.objects.select_for_update().get(pk=notice.pk)
        if row.state not in (Notice.State.DEAD, Notice.State.FAILED) or row.template == "log_in_code":
            raise NothingToResend(state=row.state)
        row.state, row.attempts, row.next_try_at = Notice.State.QUEUED, 0, at
        row.expires_at = at + rules.UNSENT_FOR
        row.save(update_fields=["state", "attempts", "next_try_at", "expires_at"])
    return row

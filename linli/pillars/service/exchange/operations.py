"""What is done with what enterprises tell each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.exchange import policies, rules
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply
from linli.pillars.service.exchange.policies import NoSuchPost

State = ExchangePost.State


class PostTooLong(Refusal):
    """The last day lies behind, or too far ahead: `most` days."""


class ContactInWords(Refusal):
    """A number stands in the words; a contact is shown by consent: `words`."""


class PostMoved(Refusal):
    """It is not in a state for that any more."""


class OfficeDecidesExchange(Refusal):
    """Only the office decides what is shown."""


class OwnPost(Refusal):
    """An enterprise answers itself."""


class RepliedAlready(Refusal):
    """It has answered already."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is offered or needed."""

    side: str
    what: str
    title: str
    words: str
    until_date: date
    shows_contact: bool = False


def post_exchange(
    *,
    actor: Actor,
    at: datetime,
    enterprise: Enterprise,
    said: Said,
    post: ExchangePost | None = None,
    by_link: bool = False,
    key: uuid.UUID | None = None,
) -> ExchangePost:
    """Say what an enterprise has or needs, or say it in other words; the office reads it before anybody sees it.

    `by_link` says that the enterprise itself holds its private link, which the face has checked.

    :raises NoSuchPost: not for this actor. :raises PostTooLong: :raises ContactInWords: :raises PostMoved:
    """
    if not (by_link or enterprises.reaches(actor, enterprise)) or enterprise.ended_at is not None:
        raise NoSuchPost
    if not rules.is_in_time(said.until_date, clock.local(at).date()):
        raise PostTooLong(most=rules.LONGEST.days)
    if found := rules.says_who(said.title, said.words):
        raise ContactInWords(words=found)
    with transaction.atomic():
        if key is not None and (made := ExchangePost.objects.filter(key=key).first()):
            return made
        row = _locked(post.pk) if post is not None else None
        if row is not None and (row.enterprise_id != enterprise.pk or row.state == State.ENDED):
            raise PostMoved
        row = row or ExchangePost(enterprise=enterprise, office=enterprise.office, key=key)
        for field in fields(Said):
            setattr(row, field.name, getattr(said, field.name))
        row.side, row.what = ExchangePost.Side(said.side), ExchangePost.What(said.what)
        row.state, row.reason, row.decided_by, row.decided_at = State.WAITING, "", None, None
        row.posted_at = at
        row.read_by = deadlines.calendar_of(enterprise.office).due(at, rules.READ_WITHIN)
        row.save()
    return row


def _locked(pk: int) -> ExchangePost:
    rows = ExchangePost.objects.select_for_update(of=("self",)).select_related("office", "enterprise__area")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NoSuchPost
    return row


def _to_decide(actor: Actor, pk: int) -> ExchangePost:
    row = _locked(pk)
    if not policies.reaches(actor, row):
        raise NoSuchPost
    if not policies.decides(actor, row) or actor.account_id is None:
        raise OfficeDecidesExchange
    return row


def show_exchange(*, actor: Actor, at: datetime, post: ExchangePost) -> ExchangePost:
    """Show to everybody what an enterprise has or needs.

    :raises NoSuchPost: :raises OfficeDecidesExchange: :raises PostMoved:
    """
    with transaction.atomic():
        row = _to_decide(actor, post.pk)
        if row.state == State.SHOWN:
            return row
        if row.state != State.WAITING or row.until_date < clock.local(at).date():
            raise PostMoved
        row.state, row.decided_at, row.decided_by_id = State.SHOWN, at, actor.account_id
        row.save()
    return row


def send_exchange_back(*, actor: Actor, at: datetime, post: ExchangePost, reason: str) -> ExchangePost:
    """Send it back with what must change; it is no longer shown.

    :raises NoSuchPost: :raises OfficeDecidesExchange: :raises PostMoved: ended, or no reason.
    """
    with transaction.atomic():
        row = _to_decide(actor, post.pk)
        if row.state not in (State.WAITING, State.SHOWN) or not reason.strip():
            raise PostMoved
        row.state, row.reason = State.SENT_BACK, reason.strip()[:200]
        row.decided_at, row.decided_by_id = at, actor.account_id
        row.save()
    return row


def end_exchange(
    *, actor: Actor, at: datetime, post: ExchangePost, outcome: str, by: Enterprise | None = None
) -> ExchangePost:
    """End it with what came of it: the enterprise itself (`by`, by its link), whoever looks after it, or the office.

    :raises NoSuchPost: out of reach, or another enterprise's.
    """
    with transaction.atomic():
        row = _locked(post.pk)
        is_own = by is not None and by.pk == row.enterprise_id
        if not (is_own or (by is None and policies.reaches(actor, row))):
            raise NoSuchPost
        end = rules.End(outcome)
        if end is rules.End.TAKEN and not (by is None and policies.decides(actor, row)):
            raise OfficeDecidesExchange
        if end is not rules.End.TAKEN and end not in rules.OWN_ENDS:
            raise PostMoved
        if row.state != State.ENDED:
            row.state, row.end_reason, row.ended_at = State.ENDED, end.value, at
            row.save(update_fields=["state", "end_reason", "ended_at"])
    return row


def hide_contact(*, post: ExchangePost, by: Enterprise) -> ExchangePost:
    """Take back the consent to show the contact; the post stays.

    :raises NoSuchPost: another enterprise's.
    """
    if not ExchangePost.objects.filter(pk=post.pk, enterprise=by).update(shows_contact=False):
        raise NoSuchPost
    post.refresh_from_db()
    return post


def reply_exchange(
    *, at: datetime, post: ExchangePost, by: Enterprise, words: str, shows_contact: bool
) -> ExchangeReply:
    """Say, as another enterprise by its own link, that one can. Once.

    :raises NoSuchPost: not shown now. :raises OwnPost: :raises RepliedAlready: :raises ContactInWords:
    """
    if found := rules.says_who(words):
        raise ContactInWords(words=found)
    with transaction.atomic():
        row = _locked(post.pk)
        if (
            row.state != State.SHOWN
            or row.until_date < clock.local(at).date()
            or by.office_id != row.office_id
        ):
            raise NoSuchPost
        if row.enterprise_id == by.pk:
            raise OwnPost
        if ExchangeReply.objects.filter(post=row, enterprise=by).exists():
            raise RepliedAlready
        return ExchangeReply.objects.create(
            post=row, enterprise=by, words=words.strip()[:300], shows_contact=shows_contact, at=at
        )


def settle_reply(*, at: datetime, reply: ExchangeReply, by: Enterprise, agreed: bool) -> ExchangeReply:
    """Say, as the enterprise that asked, what came of an answer. It may be said anew while the post is open.

    :raises NoSuchPost: not its post. :raises PostMoved: it has ended.
    """
    with transaction.atomic():
        row = _locked(reply.post_id)
        if row.enterprise_id != by.pk:
            raise NoSuchPost
        if row.state == State.ENDED:
            raise PostMoved
        reply.state = ExchangeReply.State.AGREED if agreed else ExchangeReply.State.DECLINED
        reply.settled_at = at
        reply.save(update_fields=["state", "settled_at"])
    return reply


def end_old(*, actor: Actor, at: datetime) -> int:
    """End what is past its last day, and what enterprises that have gone left behind. Two statements."""
    rows = ExchangePost.objects.exclude(state=State.ENDED)
    over = rows.filter(until_date__lt=clock.local(at).date())
    gone = rows.filter(enterprise__ended_at__isnull=False)
    count = over.update(state=State.ENDED, end_reason=rules.End.OVER.value, ended_at=at)
    return count + gone.update(state=State.ENDED, end_reason=rules.End.DROPPED.value, ended_at=at)

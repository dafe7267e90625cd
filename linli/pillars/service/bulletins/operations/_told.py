"""Who is told of a bulletin: those who asked, in its places; how many read it; and who must approve one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from linli.base.flow.refusals import NoSuchCase
from linli.base.notices import operations as notices
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.base.places.models import Compound
from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins import queries, rules
from linli.pillars.service.bulletins.models import ApprovalRule, Bulletin, Subscription
from linli.pillars.service.bulletins.rules import Approval, Approver, BulletinKind, Interest, ReachLevel

UNSENT_FOR = timedelta(days=3)
PATH = "/bulletins/{number}/"
"""Where everybody reads a bulletin. A test holds it to the resident face's address."""


class RuleTooWeak(Refusal):
    """What goes beyond one community is approved by a community."""


class ReadFirst(Refusal):
    """What a company says would be shown unread."""


class ResidentsOnly(Refusal):
    """Only residents who are logged in choose what they are told."""


def acknowledge_bulletin(*, actor: Actor, number: str, at: datetime) -> None:
    """Count one reader who pressed “我知道了”. Who it was is not kept. One statement.

    :raises NoSuchCase: nothing of that number is shown.
    """
    rows = Bulletin.objects.filter(queries.is_shown(at), case__number=number)
    if not rows.update(seen_count=F("seen_count") + 1):
        raise NoSuchCase(number=number)


def subscribe(
    *,
    actor: Actor,
    at: datetime,
    grid: Unit,
    kinds: Sequence[str],
    interests: Sequence[str] = (),
    compound: Compound | None = None,
) -> Subscription:
    """Keep what somebody wants to be told of, and where they live. No kinds: nothing more, and nothing is kept.

    :raises ResidentsOnly:
    """
    if actor.kind is not ActorKind.RESIDENT or actor.account_id is None:
        raise ResidentsOnly
    chosen = sorted({BulletinKind(kind).value for kind in kinds})
    row, _made = Subscription.objects.update_or_create(
        account_id=actor.account_id,
        defaults={
            "grid": grid,
            "compound": compound,
            "kinds": chosen,
            "interests": sorted({Interest(one).value for one in interests}),
            "since": at,
        },
    )
    return row


def unsubscribe(*, actor: Actor, at: datetime) -> bool:
    """Forget what somebody wanted to be told of. One statement."""
    return bool(Subscription.objects.filter(account_id=actor.account_id or 0).delete()[0])


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept about a person here."""
    return Subscription.objects.filter(account=account).delete()[0]


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Delete what accounts that ended had chosen; a restored backup may bring it back. One statement."""
    return Subscription.objects.filter(account__is_active=False).delete()[0]


def push_bulletins(*, actor: Actor, at: datetime) -> int:
    """Tell subscribers what is shown since the last time, corrected or withdrawn, and return how many messages.

    Nobody is told twice of the same words. An outage also rings by SMS, in office hours and never after its end.
    """
    made = 0
    for bulletin in queries.to_tell(at=at):
        with transaction.atomic():
            if not Bulletin.objects.filter(pk=bulletin.pk, told_version=bulletin.told_version).update(
                told_version=bulletin.version
            ):
                continue
            ids = list(queries.subscribers_of(bulletin).values_list("account", flat=True))
            again = bulletin.told_version > 0
            if again:  # a correction also reaches those who were told and have unsubscribed since
                ids = sorted({*ids, *queries.told_accounts(bulletin)})
            template = "bulletin_corrected" if again else "bulletin"
            made += _tell(bulletin, ids, template, f"v{bulletin.version}", at)
    for bulletin in queries.withdrawn_to_tell(at=at):
        with transaction.atomic():
            if Bulletin.objects.filter(pk=bulletin.pk, told_version__gt=0).update(told_version=0):
                made += _tell(bulletin, list(queries.told_accounts(bulletin)), "bulletin_withdrawn", "w", at)
    return made


def _tell(bulletin: Bulletin, ids: Sequence[int], template: str, key: str, at: datetime) -> int:
    is_outage = bulletin.kind == BulletinKind.OUTAGE
    last = bulletin.ends_at if is_outage and bulletin.ends_at else bulletin.valid_until
    return notices.tell_accounts(
        account_ids=ids,
        case=bulletin.case,
        template=template,
        key=f"b{key}",
        at=at,
        rings=is_outage and last > at,
        link=PATH.format(number=bulletin.case.number),
        unit=str(bulletin.unit),
        expires_at=min(last, at + UNSENT_FOR),
    )


# --- who must approve ---------------------------------------------------------------------------------------


def choose_approval(*, office: Unit, kind: str, level: str, by: str, at_once: bool) -> ApprovalRule:
    """Say who must approve a kind of bulletin of a reach in an office.

    :raises RuleTooWeak: a community cannot approve what goes beyond it.
    :raises ReadFirst: what a company says is never shown unread.
    """
    chosen = Approval(Approver(by), at_once)
    if not rules.is_strict_enough(BulletinKind(kind), ReachLevel(level), chosen):
        is_read = chosen.by is not Approver.NOBODY and not at_once
        raise RuleTooWeak if is_read or BulletinKind(kind) not in rules.READ_FIRST else ReadFirst
    row, _made = ApprovalRule.objects.update_or_create(
        office=office,
        kind=BulletinKind(kind).value,
        level=level,
        defaults={"by": chosen.by.value, "at_once": at_once},
    )
    return row

"""Everything that happens to a brief: written from figures, edited with its numbers held, sent, planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from linli.base.notices import operations as notices
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.queries import live_posts
from linli.insight.briefs import policies, rules, writing
from linli.insight.briefs.models import Brief, BriefPlan
from linli.insight.briefs.policies import READERS, NoSuchBrief
from linli.insight.briefs.rules import BriefKind
from linli.kernel import clock, masking
from linli.kernel.refusals import Refusal


class NotYourBrief(Refusal):
    """The office's leaders and its centre write its briefs."""


class BriefSent(Refusal):
    """It has gone out: it stays as it was read."""


class BriefTooLong(Refusal):
    """More words than a brief has: `most`."""


def write_brief(*, actor: Actor, at: datetime, office: Unit, kind: BriefKind, day: date) -> Brief:
    """Write a brief as of a morning. One that is there is counted anew; words changed by hand in it stay.

    :raises NotYourBrief: another office's. :raises BriefSent: that one has gone out.
    """
    if not policies.keeps(actor, office):
        raise NotYourBrief
    start, until = rules.period_of(kind, day)
    draft = writing.write(office=office, kind=kind, start=start, until=until, at=at)
    with transaction.atomic():
        row, is_new = Brief.objects.select_for_update().get_or_create(
            office=office, kind=kind.value, start=start, defaults={"until": until, "made_at": at, "words": ""}
        )
        if not is_new and row.sent_at is not None:
            raise BriefSent
        return _put(row, draft, at, is_held=row.edited_at is not None)


def recount_brief(*, actor: Actor, at: datetime, brief: int, is_afresh: bool = False) -> Brief:
    """Count a draft's numbers anew. Words changed by hand stay, unless the whole is to be written afresh.

    :raises NoSuchBrief, NotYourBrief, BriefSent: as named.
    """
    with transaction.atomic():
        row = _kept(actor, brief)
        draft = writing.write(
            office=row.office, kind=BriefKind(row.kind), start=row.start, until=row.until, at=at
        )
        return _put(row, draft, at, is_held=row.edited_at is not None and not is_afresh)


def _put(row: Brief, draft: writing.Draft, at: datetime, *, is_held: bool) -> Brief:
    words = row.words if is_held else "\n".join(draft.lines)
    row.until, row.made_at, row.charts, row.numbers = draft.until, at, draft.charts, draft.numbers(words)
    row.words = rules.renewed(words, row.numbers)
    row.edited_at = row.edited_at if is_held else None
    row.save()
    return row


def _kept(actor: Actor, pk: int) -> Brief:
    row = Brief.objects.select_for_update(of=("self",)).select_related("office").filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchBrief
    if not policies.keeps(actor, row.office):
        raise NotYourBrief
    if row.sent_at is not None:
        raise BriefSent
    return row


def edit_brief(*, actor: Actor, at: datetime, brief: int, words: str) -> Brief:
    """Change the words of a draft. Numbers that lead to figures may be left out or moved, not changed.

    :raises NumberNotOfFigure, NoSuchFigure: as named. :raises BriefTooLong: more than a brief has.
    :raises NoSuchBrief, NotYourBrief, BriefSent: as named.
    """
    if len(words) > rules.MOST_WORDS:
        raise BriefTooLong(most=rules.MOST_WORDS)
    with transaction.atomic():
        row = _kept(actor, brief)
        rules.check(words, row.numbers)
        kept = [hit.group() for hit in rules.TOKEN.finditer(words)]
        row.words = masking.mask_text(words.strip(), keep=kept)
        row.edited_at = at
        row.save(update_fields=["words", "edited_at"])
    return row


def send_brief(*, actor: Actor, at: datetime, brief: int) -> Brief:
    """Send a brief to the office's leaders and centre, the leaders of its sections and its communities' secretaries.

    They get a notice that leads to the page. :raises NoSuchBrief, NotYourBrief, BriefSent: as named.
    """
    with transaction.atomic():
        row = _kept(actor, brief)
        row.sent_at = at
        row.sent_count = _tell(row, "brief_sent", _readers(row.office, at), at)
        row.save(update_fields=["sent_at", "sent_count"])
    return row


def _readers(office: Unit, at: datetime) -> list[int]:
    posts = live_posts(at).filter(unit__path__startswith=office.path, role__in=READERS)
    return sorted(set(posts.values_list("account", flat=True)))


def _tell(row: Brief, template: str, account_ids: list[int], at: datetime) -> int:
    return notices.tell_accounts(
        account_ids=account_ids,
        office=row.office,
        template=template,
        key=f"brief:{row.pk}:{template}",
        at=at,
        unit=str(row.office),
        data={"kind": str(Brief.Kind(row.kind).label)},
    )


def plan_briefs(*, actor: Actor, office: Unit, kinds: Iterable[BriefKind], hour: int) -> list[BriefPlan]:
    """Say which briefs an office has written by itself, and at which hour of the morning.

    :raises NotYourBrief: another office's.
    """
    if not policies.keeps(actor, office):
        raise NotYourBrief
    with transaction.atomic():
        BriefPlan.objects.filter(office=office).delete()
        return BriefPlan.objects.bulk_create(
            BriefPlan(office=office, kind=kind.value, hour=hour) for kind in BriefKind if kind in set(kinds)
        )


def write_due(*, at: datetime) -> int:
    """Write what is planned for this hour and is not there, and tell who reads it through. Returns how many."""
    local, count = clock.local(at), 0
    for plan in BriefPlan.objects.filter(hour__lte=local.hour).select_related("office"):
        kind = BriefKind(plan.kind)
        if not rules.is_due(kind, local.date()):
            continue
        start, _until = rules.period_of(kind, local.date())
        if Brief.objects.filter(office=plan.office, kind=plan.kind, start=start).exists():
            continue
        row = write_brief(actor=SYSTEM, at=at, office=plan.office, kind=kind, day=local.date())
        posts = live_posts(at).filter(unit=plan.office, role__in=["dispatcher"])
        _tell(row, "brief_ready", sorted(set(posts.values_list("account", flat=True))), at)
        count += 1
    return count

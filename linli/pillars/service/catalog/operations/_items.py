"""Writing an item, publishing a version of it, ending it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog import policies
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.checks import check
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.reading import content_of


class NotYoursToKeep(Refusal):
    """Items are kept by the office: its hall, its sections, its leaders."""


class NothingToPublish(Refusal):
    """There is no draft of this item: `code`."""


class NothingToEnd(Refusal):
    """The item is not in force: `code`."""


class DraftMoved(Refusal):
    """Somebody else wrote in the draft meanwhile: `code`."""


def draft_item(
    *, actor: Actor, at: datetime, office: Unit, item: Item, seen: datetime | None = None
) -> ServiceItem:
    """Write an item into its draft, opening one where there is none; what is in force stays as it is. Four queries.

    `seen` is when the draft was made that the writer started from; another one since then wins.

    :raises NotYoursToKeep, DraftMoved: as named.
    """
    _keeping(actor, office)
    with transaction.atomic():
        # One writer of an office's items at a time: versions are counted.
        Unit.objects.select_for_update().only("pk").get(pk=office.pk)
        versions = ServiceItem.objects.filter(office=office, code=item.code)
        draft = versions.filter(published_at__isnull=True).first()
        if seen is not None and draft is not None and draft.made_at != seen:
            raise DraftMoved(code=item.code)
        if draft is None:
            last = versions.aggregate(last=Max("version"))["last"] or 0
            draft = ServiceItem(office=office, code=item.code, version=last + 1)
            draft.order = _order(versions, office)
        draft.name, draft.group, draft.content = item.name.zh, item.group, content_of(item)
        draft.made_at, draft.made_by_id = at, actor.account_id
        draft.__dict__.pop("item", None)
        draft.save()
    return draft


def publish_item(*, actor: Actor, at: datetime, office: Unit, code: str) -> ServiceItem:
    """Put the draft of an item in force in place of the version before; running applications keep theirs. Five queries.

    :raises NotYoursToKeep, NothingToPublish: as named. :raises ItemUnfit: a subclass says what contradicts itself.
    """
    _keeping(actor, office)
    with transaction.atomic():
        Unit.objects.select_for_update().only("pk").get(pk=office.pk)
        draft = ServiceItem.objects.filter(office=office, code=code, published_at__isnull=True).first()
        if draft is None:
            raise NothingToPublish(code=code)
        for unfit in check(draft.item):
            raise unfit
        _in_force(office, code).update(ended_at=at)
        draft.published_at, draft.published_by_id = at, actor.account_id
        draft.save(update_fields=["published_at", "published_by"])
    return draft


def end_item(*, actor: Actor, at: datetime, office: Unit, code: str) -> ServiceItem:
    """Take an item out of force: nobody can apply for it from now on; running applications go on. Three queries.

    :raises NotYoursToKeep, NothingToEnd: as named.
    """
    _keeping(actor, office)
    with transaction.atomic():
        found = _in_force(office, code).select_for_update().first()
        if found is None:
            raise NothingToEnd(code=code)
        found.ended_at = at
        found.save(update_fields=["ended_at"])
    return found


def drop_draft(*, actor: Actor, office: Unit, code: str) -> None:
    """Throw a draft away; what is in force stays. One query.

    :raises NotYoursToKeep, NothingToPublish: as named.
    """
    _keeping(actor, office)
    gone, _ = ServiceItem.objects.filter(office=office, code=code, published_at__isnull=True).delete()
    if not gone:
        raise NothingToPublish(code=code)


def _keeping(actor: Actor, office: Unit) -> None:
    if not policies.keeps(actor, office):
        raise NotYoursToKeep


def _in_force(office: Unit, code: str) -> QuerySet[ServiceItem]:
    return ServiceItem.objects.filter(
        office=office, code=code, published_at__isnull=False, ended_at__isnull=True
    )


def _order(versions: QuerySet[ServiceItem], office: Unit) -> int:
    had = versions.order_by("-version").values_list("order", flat=True).first()
    if had is not None:
        return int(had)
    last = ServiceItem.objects.filter(office=office).aggregate(last=Max("order"))["last"] or 0
    return int(last) + 1

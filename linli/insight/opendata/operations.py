"""Publishing a set and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.opendata import policies, queries
from linli.insight.opendata.models import OpenSet
from linli.insight.opendata.queries import NoSuchSet
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice

APART: Final = timedelta(days=28)
APART_SOURCE: Final = local_choice(
    "Two tables a day apart give away what came in between by taking one from the other; a month is many people's."
)


class UnableToPublish(Refusal):
    """Who publishes an office's data are its leaders."""


class UnableToPublishEmpty(Refusal):
    """There is nothing in the set yet."""


class UnableToPublishSoon(Refusal):
    """The set was published less than four weeks ago: it can be published again on `day`."""


def publish_set(*, actor: Actor, office: Unit, code: str, at: datetime) -> OpenSet:
    """Show a set to everybody as it is now, in place of the one that stands.

    :raises UnableToPublish, UnableToPublishEmpty, UnableToPublishSoon, NoSuchSet: as named.
    """
    if not policies.publishes(actor, office):
        raise UnableToPublish
    content = queries.draft(office=office, code=code, at=at)
    if not content["rows"]:
        raise UnableToPublishEmpty
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        last = OpenSet.objects.filter(office=office, code=code).order_by("-published_at").first()
        if last is not None and at - last.published_at < APART:
            raise UnableToPublishSoon(day=f"{last.published_at + APART:%Y-%m-%d}")
        OpenSet.objects.filter(office=office, code=code, ended_at=None).update(
            ended_at=at, ended_by=actor.account_id
        )
        return OpenSet.objects.create(
            office=office, code=code, content=content, published_at=at, published_by_id=actor.account_id
        )


def withdraw_set(*, actor: Actor, office: Unit, code: str, note: str, at: datetime) -> OpenSet:
    """Take back a set that stands, with the reason; what was shown stays on record.

    :raises UnableToPublish, NoSuchSet: as named.
    """
    if not policies.publishes(actor, office):
        raise UnableToPublish
    with transaction.atomic():
        standing = OpenSet.objects.select_for_update().filter(office=office, code=code, ended_at=None).first()
        if standing is None:
            raise NoSuchSet
        standing.ended_at, standing.end_note = at, note
        standing.ended_by_id = actor.account_id
        standing.save(update_fields=["ended_at", "end_note", "ended_by"])
    return standing

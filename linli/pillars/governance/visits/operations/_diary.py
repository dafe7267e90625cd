"""The diary (民情日记): written for oneself, shared only by its writer, thrown away by its writer."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.visits import policies
from linli.pillars.governance.visits.models import DiaryPage


class NoSuchPage(Refusal):
    """Absent, or somebody else's; both look the same."""


class PageEmpty(Refusal):
    """Nothing is written."""


class NobodyToShareWith(Refusal):
    """Whoever works in no community has nobody to share a page with."""


def write_page(*, actor: Actor, at: datetime, words: str, key: uuid.UUID) -> DiaryPage:
    """Write a page of one's own diary. The same key again is the same page.

    :raises PageEmpty: :raises NoSuchPage: nobody's diary.
    """
    if not words.strip():
        raise PageEmpty
    if actor.account_id is None or not policies.visits_some(actor):
        raise NoSuchPage
    found, _made = DiaryPage.objects.get_or_create(
        key=key, defaults={"owner_id": actor.account_id, "words": words.strip(), "at": at}
    )
    if found.owner_id != actor.account_id:
        raise NoSuchPage
    return found


def share_page(*, actor: Actor, at: datetime, page_id: int) -> DiaryPage:
    """Let one's own community read a page.

    :raises NoSuchPage: :raises NobodyToShareWith:
    """
    with transaction.atomic():
        page = _mine(actor, page_id)
        units = Unit.objects.filter(pk__in=policies.shared_units(actor), kind=UnitKind.COMMUNITY)
        unit = units.order_by("pk").first()
        if unit is None:
            raise NobodyToShareWith
        page.shared_with, page.shared_at = unit, at
        page.save(update_fields=["shared_with", "shared_at"])
    return page


def keep_to_oneself(*, actor: Actor, page_id: int) -> DiaryPage:
    """Take a page back: from now on nobody else reads it.

    :raises NoSuchPage:
    """
    with transaction.atomic():
        page = _mine(actor, page_id)
        page.shared_with = page.shared_at = None
        page.save(update_fields=["shared_with", "shared_at"])
    return page


def throw_away(*, actor: Actor, page_id: int) -> None:
    """Delete a page of one's own for good.

    :raises NoSuchPage:
    """
    with transaction.atomic():
        _mine(actor, page_id).delete()


def _mine(actor: Actor, page_id: int) -> DiaryPage:
    page = DiaryPage.objects.select_for_update().filter(pk=page_id, owner_id=actor.account_id or 0).first()
    if page is None:
        raise NoSuchPage
    return page

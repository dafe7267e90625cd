"""Views somebody keeps: the address of a list under a name, and following a case without holding it."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.base.flow.models import SavedView
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.kernel.refusals import Refusal

MOST_VIEWS = 12
"""More than fits above a list helps nobody."""


class TooManyViews(Refusal):
    """Somebody keeps as many views as fit: `most`."""


def views_of(actor: Actor) -> list[SavedView]:
    """List the views an actor keeps, in their order. One query."""
    return _views_of(account=actor.account_id or 0)


@written
def _views_of(*, account: int) -> QuerySet[SavedView]:
    return SavedView.objects.filter(account_id=account)


def keep_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep a list under a name; the same name again keeps the new list.

    :raises TooManyViews: there is no room for one more.
    """
    name = name.strip()[:20]
    mine = SavedView.objects.filter(account_id=actor.account_id or 0)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    kept, _made = SavedView.objects.update_or_create(
        account_id=actor.account_id or 0, name=name, defaults={"query": query[:500]}
    )
    return kept


def drop_view(*, actor: Actor, view_id: int) -> None:
    """Forget a view. Forgetting twice, or somebody else's, changes nothing."""
    SavedView.objects.filter(account_id=actor.account_id or 0, pk=view_id).delete()

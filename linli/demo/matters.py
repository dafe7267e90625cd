"""Which matters of the guide people of the demo town come to the hall for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from linli.base.orgs.models import Unit
from linli.pillars.service.applications.queries import publicity_of
from linli.pillars.service.catalog.models import ServiceItem
from linli.pillars.service.catalog.rules.item import Review


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The items that a window takes in without more ado, by group of the guide."""

    at_once: dict[str, list[ServiceItem]]
    later: dict[str, list[ServiceItem]]

    @property
    def items(self) -> dict[str, ServiceItem]:
        """By code."""
        held = (*self.at_once.values(), *self.later.values())
        return {item.code: item for items in held for item in items}

    def pick(self, rng: Random, groups: Sequence[str], *, is_done: bool) -> ServiceItem | None:
        """Give an item somebody of these groups came for: finished on the spot, or taken in for later."""
        held = self.at_once if is_done else self.later
        found = [item for group in groups for item in held[group]]
        return rng.choice(found) if found else None


def catalogue(street: Unit) -> Catalogue:
    """Read what is in force. One query."""
    found = Catalogue(defaultdict(list), defaultdict(list))
    for row in ServiceItem.objects.filter(office=street, ended_at=None, published_at__isnull=False):
        if row.item.is_instant:
            found.at_once[row.group].append(row)
        elif row.item.review is not Review.AT_ONCE and publicity_of(row.item) is None:
            # What is shown to the neighbours first has its own stories (`pleas.py`).
            found.later[row.group].append(row)
    return found

"""Ground as a condition: what lies in some units or below them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q


def on_grounds(ids: Collection[int], unit: str) -> Q:
    """Match the rows whose `unit` (the path of a field that leads to one) is among some units or below; none for none."""
    found = Q(pk__in=[])
    for pk in sorted(ids):
        found |= Q(**{f"{unit}__path__contains": f"/{pk}/"})
    return found

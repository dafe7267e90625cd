"""What corrections changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from linli.pillars.service.bulletins.models import (
    Bulletin,
    BulletinVersion,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction changed, and why: field, before, after."""

    at: datetime
    note: str
    rows: tuple[tuple[str, str, str], ...]


_TOLD_FIELDS = (
    "title",
    "summary",
    "starts_at",
    "ends_at",
    "place",
    "contact",
    "utility",
    "body",
    "valid_until",
)


def corrections_of(bulletin: Bulletin) -> tuple[Correction, ...]:
    """Say what each correction changed, the newest first. One query."""
    if bulletin.version < 2:
        return ()
    versions = list(BulletinVersion.objects.filter(bulletin=bulletin).order_by("number"))
    pairs = pairwise(versions)
    return tuple(
        Correction(
            after.at,
            after.note,
            tuple(
                (name, before.content.get(name) or "", after.content.get(name) or "")
                for name in _TOLD_FIELDS
                if before.content.get(name) != after.content.get(name)
            ),
        )
        for before, after in reversed(list(pairs))
    )

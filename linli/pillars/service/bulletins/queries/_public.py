"""Reads for everybody: what is shown, one page, known outages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from linli.base.files.models import StoredFile
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.places.models import Building
from linli.pillars.service.bulletins import rules
from linli.pillars.service.bulletins.flow import SHOWN
from linli.pillars.service.bulletins.models import (
    Bulletin,
    BulletinFile,
)
from linli.pillars.service.bulletins.queries._versions import Correction, corrections_of
from linli.pillars.service.bulletins.rules import BulletinKind

PAGE = 30
MOST_SHOWN = 300
"""Bulletins shown at one moment in one office; a street has a few dozen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a resident's list; `near` is 3 for their own grid or compound, 2 their community, 1 the street."""

    number: str
    kind: str
    utility: str
    title: str
    summary: str
    unit: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    published_at: datetime
    near: int
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class PublicBulletin:
    """What everybody reads on the page of a bulletin, also when it is over or withdrawn."""

    bulletin: Bulletin
    state: str
    targets: tuple[str, ...]
    files: tuple[StoredFile, ...] = ()
    corrections: tuple[Correction, ...] = ()
    why_withdrawn: str = ""
    seen_count: int = 0
    is_shown: bool = field(default=True)


def is_shown(at: datetime, prefix: str = "") -> Q:
    """Match what everybody may read at a moment."""
    return Q(
        **{
            f"{prefix}case__state__in": SHOWN,
            f"{prefix}valid_from__lte": at,
            f"{prefix}valid_until__gt": at,
        }
    )


def shown_bulletins(
    *,
    at: datetime,
    grid: Unit | None = None,
    compound_id: int | None = None,
    kind: str = "",
    size: int = PAGE,
) -> tuple[Shown, ...]:
    """List what is shown now: of a grid's own places first, then its community, the street; without one, all of it.

    At most three queries. `grid` read with its `parent`.
    """
    rows = Bulletin.objects.filter(is_shown(at))
    if kind:
        rows = rows.filter(kind=kind)
    office = grid.line if grid is not None else ()
    compounds = _compounds_of(grid, compound_id)
    if grid is not None:
        # Of the reader's own office, whatever part of it: a neighbour's outage is worth knowing, below one's own.
        rows = rows.filter(case__office__in=office)
    found = list(
        rows.select_related("case", "unit").prefetch_related("targets").order_by("-published_at")[:MOST_SHOWN]
    )
    ranked = [(_near(b, grid, compounds), b) for b in found]
    if grid is not None:
        ranked = [(near, b) for near, b in ranked if near]
    ranked.sort(key=lambda pair: (-pair[0], not _is_on(pair[1], at)))
    return tuple(_line(b, near) for near, b in ranked[:size])


def _is_on(bulletin: Bulletin, at: datetime) -> bool:
    return bulletin.kind == BulletinKind.OUTAGE and bulletin.ends_at is not None and bulletin.ends_at > at


def _compounds_of(grid: Unit | None, compound_id: int | None) -> frozenset[int]:
    if compound_id is not None:
        return frozenset({compound_id})
    if grid is None:
        return frozenset()
    ids = Building.objects.filter(grid=grid, compound__isnull=False).values_list("compound", flat=True)
    return frozenset(ids.distinct())


def _near(bulletin: Bulletin, grid: Unit | None, compounds: frozenset[int]) -> int:
    line = grid.line if grid is not None else ()
    community = grid.parent_id if grid is not None else None
    targets = list(bulletin.targets.all())
    units = {t.unit_id for t in targets if t.unit_id}
    return rules.nearness(
        in_compound=any(t.compound_id in compounds for t in targets if t.compound_id),
        in_grid=grid is not None and grid.pk in units,
        in_community=community in units,
        in_office=bool(units & set(line)),
    )


def _line(b: Bulletin, near: int) -> Shown:
    return Shown(
        number=b.case.number,
        kind=b.kind,
        utility=b.utility,
        title=b.title,
        summary=b.summary,
        unit=str(b.unit),
        starts_at=b.starts_at,
        ends_at=b.ends_at,
        place=b.place,
        published_at=b.published_at or b.valid_from,
        near=near,
        is_corrected=b.version > 1,
    )


def public_bulletin(*, number: str, at: datetime) -> PublicBulletin:
    """Give the page of a bulletin that is or was shown. Five queries.

    :raises NoSuchCase: never shown, or not yet.
    """
    rows = Bulletin.objects.select_related("case__office", "unit").filter(version__gt=0, valid_from__lte=at)
    bulletin = rows.filter(case__number=number).first()
    if bulletin is None:
        raise NoSuchCase(number=number)
    state = bulletin.case.state
    if state in SHOWN and bulletin.valid_until <= at:
        state = "expired"  # the clock comes by within the minute
    why = ""
    if state == "withdrawn":
        step = Step.objects.filter(case=bulletin.case, verb="withdraw").select_related("words").first()
        why = step.words.answer if step is not None and hasattr(step, "words") else ""
        return PublicBulletin(bulletin, state, (), why_withdrawn=why, is_shown=False)
    return PublicBulletin(
        bulletin=bulletin,
        state=state,
        targets=tuple(str(t) for t in bulletin.targets.select_related("unit", "compound")),
        files=tuple(row.file for row in bulletin.files.select_related("file")),
        corrections=corrections_of(bulletin),
        seen_count=bulletin.seen_count,
        is_shown=state in SHOWN,
    )


def file_for_anybody(*, number: str, file_id: int, at: datetime) -> StoredFile | None:
    """Give a file of a bulletin that is shown now; None otherwise. One query."""
    rows = BulletinFile.objects.filter(
        is_shown(at, "bulletin__"), bulletin__case__number=number, file=file_id
    )
    found = rows.select_related("file").first()
    return found.file if found else None


def speaks_of_outage(text: str) -> bool:
    """Say whether words speak of anything that an outage cuts off. No query."""
    return any(rules.concerns(u.value, text) for u in rules.Utility)


def known_outages(*, at: datetime, area: Unit | None, text: str, size: int = 3) -> tuple[Shown, ...]:
    """Give outages that are on now in a place, or begin within a day, and that the words of a report speak of.

    `text` also holds the name of the category. None for words that speak of none. At most three queries.
    """
    utilities = [u.value for u in rules.Utility if rules.concerns(u.value, text)]
    if not utilities or area is None:
        return ()
    rows = shown_bulletins(at=at, grid=area, kind=BulletinKind.OUTAGE.value, size=MOST_SHOWN)
    return tuple(
        row for row in rows if row.utility in utilities and row.ends_at is not None and row.ends_at > at
    )[:size]

"""A bulletin as every face shows it: its kind with a picture, its times in words, what a correction changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from linli.faces.parts import words
from linli.faces.parts.shapes import Photo, Words
from linli.kernel import clock
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.queries import Correction, Shown
from linli.pillars.service.bulletins.rules import BulletinKind
from linli.pillars.service.bulletins.texts import FIELDS

#: The build reads this table to know which icons pages use.
KIND_ICONS = {
    "policy": "file-text",
    "job": "briefcase",
    "outage": "alert-triangle",
    "activity": "calendar-event",
    "column": "building-store",
    "other": "bell",
}


@dataclass(frozen=True, slots=True)
class ShownBulletin:
    """One bulletin in words."""

    number: str
    kind: Words
    icon: str
    title: str
    summary: str
    unit: str
    times: str
    standing: str
    place: str
    published_at: datetime | None
    is_on: bool
    is_corrected: bool
    near: int = 0


def kind_words(kind: str, utility: str) -> Words:
    """Name a kind; an outage by what it cuts off."""
    return dict(Bulletin.Utility.choices)[utility] if utility else dict(Bulletin.Kind.choices)[kind]


def of_row(row: Shown, at: datetime) -> ShownBulletin:
    """Put a line of a list into words."""
    return ShownBulletin(
        number=row.number,
        kind=kind_words(row.kind, row.utility),
        icon=KIND_ICONS[row.kind],
        title=row.title,
        summary=row.summary,
        unit=row.unit,
        times=times(row.starts_at, row.ends_at, at),
        standing=standing(row.kind, row.starts_at, row.ends_at, at),
        place=row.place,
        published_at=row.published_at,
        is_on=_is_on(row.kind, row.starts_at, row.ends_at, at),
        is_corrected=row.is_corrected,
        near=row.near,
    )


def of_bulletin(b: Bulletin, at: datetime) -> ShownBulletin:
    """Put a bulletin into words."""
    return ShownBulletin(
        number=b.case.number,
        kind=kind_words(b.kind, b.utility),
        icon=KIND_ICONS[b.kind],
        title=b.title,
        summary=b.summary,
        unit=str(b.unit),
        times=times(b.starts_at, b.ends_at, at),
        standing=standing(b.kind, b.starts_at, b.ends_at, at),
        place=b.place,
        published_at=b.published_at,
        is_on=_is_on(b.kind, b.starts_at, b.ends_at, at),
        is_corrected=b.version > 1,
    )


def times(starts: datetime | None, ends: datetime | None, at: datetime) -> str:
    """Say from when until when: 今天 08:00 到 18:00."""
    if starts is None:
        return _("到 %(end)s") % {"end": words.when(ends, at)} if ends else ""
    begin = words.when(starts, at)
    if ends is None:
        return begin
    same = clock.local(starts).date() == clock.local(ends).date()
    end = f"{clock.local(ends):%H:%M}" if same else words.when(ends, at)
    return _("%(begin)s 到 %(end)s") % {"begin": begin, "end": end}


def _is_on(kind: str, starts: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return kind == BulletinKind.OUTAGE and starts is not None and ends is not None and starts <= at < ends


def standing(kind: str, starts: datetime | None, ends: datetime | None, at: datetime) -> str:
    """Say where an outage stands: it is on, it comes, it is over. Nothing for other kinds."""
    if kind != BulletinKind.OUTAGE or starts is None or ends is None:
        return ""
    if at < starts:
        return _("还没开始")
    return _("现在停着，%(end)s 恢复") % {"end": words.when(ends, at)} if at < ends else _("应该恢复了")


def corrections(
    rows: Iterable[Correction], at: datetime
) -> list[tuple[datetime, str, list[tuple[str, str, str]]]]:
    """Say what each correction changed: its moment, its reason, and field, before, after."""
    return [
        (
            one.at,
            one.note,
            [(str(FIELDS[name]), _plain(old, at), _plain(new, at)) for name, old, new in one.rows],
        )
        for one in rows
    ]


def _plain(value: str, at: datetime) -> str:
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is not None:
        return words.when(moment, at)
    known = dict(Bulletin.Utility.choices)
    return str(known[value]) if value in known else value or _("没有写")


def photo(thumb: str, full: str) -> Photo:
    """A photo of a bulletin."""
    return Photo(url=full, thumb=thumb, alt=_("公告的照片"))

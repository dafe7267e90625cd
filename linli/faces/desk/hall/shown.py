"""From a hall's rows to what its pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.faces.parts import words
from linli.faces.parts.shapes import Words
from linli.pillars.service.catalog.texts import NEEDS, PAPERS
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.counters.queries import Line, Matter, Now, Place
from linli.pillars.service.counters.texts import wait_words

LONG = timedelta(minutes=30)
"""Whoever waits longer is marked (LOCAL)."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """Somebody in line."""

    ticket: Ticket
    kind: Words
    wait: str
    waited: str
    is_long: bool
    can_be_served: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A window."""

    place: Place
    name: str
    kinds: str
    state: Words
    minutes: str


@dataclass(frozen=True, slots=True)
class HitRow:
    """Something somebody may mean."""

    matter: Matter
    name: str
    line: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper to bring."""

    name: str
    form: Words
    need: Words
    help: str
    must: bool


def name_of(kind: object) -> str:
    """Return a kind's name in the reader's language."""
    return words.in_language(getattr(kind, "name", ""), getattr(kind, "name_en", ""))


def line_rows(line: tuple[Line, ...]) -> list[LineRow]:
    """Turn those in line into rows."""
    return [
        LineRow(
            one.ticket,
            name_of(one.ticket.kind),
            wait_words(one.wait),
            words.span(one.waited),
            one.waited >= LONG,
            one.wait is not None,
        )
        for one in line
    ]


def place_rows(now: Now, at: datetime) -> list[PlaceRow]:
    """Turn windows into rows."""
    found = []
    for place in now.places:
        held = place.ticket
        since = (held.started_at or held.called_at) if held else None
        found.append(
            PlaceRow(
                place,
                f"{place.window.number} {place.window.name}",
                "、".join(name_of(kind) for kind in place.kinds),
                held.code if held else "",
                words.span(at - since) if since else "",
            )
        )
    return found


def hit_rows(matters: list[Matter], chosen: Matter | None) -> list[HitRow]:
    """Turn what was found into rows."""
    return [
        HitRow(
            one,
            item_name(one) or name_of(one.kind),
            name_of(one.kind),
            chosen is not None and (one.kind.pk, one.code) == (chosen.kind.pk, chosen.code),
        )
        for one in matters
    ]


def item_name(matter: Matter) -> str:
    """Return the name of an item in the reader's language; empty for a kind as such."""
    if matter.offered is None:
        return ""
    name = matter.offered.item.name
    return words.in_language(name.zh, name.en)


def paper_rows(matter: Matter) -> list[PaperRow]:
    """List the papers of an item that one brings, whatever one's situation; what depends on it is asked at the window."""
    if matter.offered is None:
        return []
    return [
        PaperRow(
            words.in_language(one.name.zh, one.name.en),
            PAPERS[one.paper],
            NEEDS[one.need],
            words.in_language(one.help.zh, one.help.en),
            one.need == "required" and not one.when,
        )
        for one in matter.offered.item.materials
    ]

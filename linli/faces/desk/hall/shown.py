"""From a hall's rows to what its pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.faces.parts import words
from linli.faces.parts.shapes import Words
from linli.pillars.service.catalog.rules.item import Item, Material
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
    whose: str = ""


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
                words.in_language("、", ", ").join(name_of(kind) for kind in place.kinds),
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
    """List the papers of an item; one that only some must bring says who."""
    if matter.offered is None:
        return []
    item = matter.offered.item
    return [
        PaperRow(
            words.in_language(one.name.zh, one.name.en),
            PAPERS[one.paper],
            _("看情况") if one.when and one.need == "required" else NEEDS[one.need],
            words.in_language(one.help.zh, one.help.en),
            one.need == "required" and not one.when,
            _whose(item, one),
        )
        for one in item.materials
    ]


def _whose(item: Item, paper: Material) -> str:
    """Say in which situation a paper is asked for: the question, and the answers that ask for it."""
    found = []
    for question in item.questions:
        if answers := paper.when.get(question.code):
            choices = [
                words.in_language(c.words.zh, c.words.en) for c in question.choices if c.code in answers
            ]
            choices = choices or [_("是") if answer == "yes" else _("否") for answer in answers]
            found.append(f"{words.in_language(question.words.zh, question.words.en)} {' / '.join(choices)}")
    return "；".join(found)

"""The checklist of papers: which this situation needs, what is lacking, what may come later, what may still be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from linli.pillars.service.applications.rules.values import PaperState
from linli.pillars.service.catalog.rules.item import Item, Need
from linli.pillars.service.catalog.rules.situations import papers

IN_HAND = frozenset({PaperState.RECEIVED, PaperState.SHARED})


@dataclass(frozen=True, slots=True)
class BlankPaper:
    """A line of a new checklist."""

    code: str
    name: str
    may_come_later: bool
    state: PaperState
    item_code: str


def checklist(items: Iterable[Item], situation: Mapping[str, str]) -> tuple[BlankPaper, ...]:
    """List the papers of one or several items in this situation; a paper that two items ask for stands once.

    It may come later only where every item that asks for it says so.
    """
    found: dict[str, BlankPaper] = {}
    for item in items:
        for paper in papers(item, situation):
            state = PaperState.SHARED if paper.need is Need.SHARED else PaperState.MISSING
            later = paper.need is Need.LATER
            if (known := found.get(paper.code)) is not None:
                later = later and known.may_come_later
                state = state if known.state is PaperState.SHARED else known.state
            found[paper.code] = BlankPaper(paper.code, paper.name.zh, later, state, item.code)
    return tuple(found.values())


def lacking(states: Mapping[str, PaperState]) -> tuple[str, ...]:
    """List the papers that are neither here, nor promised, nor looked up by the office."""
    return tuple(
        code for code, state in states.items() if state not in IN_HAND and state is not PaperState.PROMISED
    )


def may_be_short(lacking_codes: Iterable[str], later: Set[str]) -> bool:
    """Say whether everything that lacks is listed as 容缺: then, and only then, it may be promised."""
    codes = list(lacking_codes)
    return bool(codes) and set(codes) <= later


def nothing_new(asked_now: Iterable[str], told_before: Set[str]) -> bool:
    """Say whether a second notice asks for nothing that the first did not name (一次性告知)."""
    return not told_before or set(asked_now) <= told_before
